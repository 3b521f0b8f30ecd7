export { type AwsAccess, createEventTargets } from './event-targets.ts';
