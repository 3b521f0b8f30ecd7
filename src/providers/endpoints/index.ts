export { createEndpoints } from './endpoints.ts';
