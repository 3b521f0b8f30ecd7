export { createJsm, createOpsgenie, type OpsgenieOptions } from './opsgenie.ts';
