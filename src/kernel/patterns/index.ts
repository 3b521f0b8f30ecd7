export { type Alternative, isObject, type ValueTest } from './alternative.ts';
export { Machine } from './machine.ts';
export { matches } from './match.ts';
export { type Miss, missesOf } from './misses.ts';
export { type Pattern, parsePattern } from './pattern.ts';
