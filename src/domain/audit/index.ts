export { type Call, createTrail, type Trail } from './trail.ts';
