export { type Alternative, isObject } from './alternative.ts';
export { Machine } from './machine.ts';
export { matches } from './match.ts';
export { matchesValue } from './match-value.ts';
export { type Miss, missesOf } from './misses.ts';
export { parseExactly } from './number.ts';
export { type Pattern, parsePattern } from './pattern.ts';
