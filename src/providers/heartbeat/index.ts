export { createBeacon } from './beacon.ts';
