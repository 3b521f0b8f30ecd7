export { type Judgement, judge, type PolicyKind, type PolicySet } from './judge.ts';
export type { Asker, Context, Policy } from './policy.ts';
export { type PolicyUse, readPolicy } from './read.ts';
export { type Trust, trustOf } from './trust.ts';
