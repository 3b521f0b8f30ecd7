export { createCompiledRules } from './compiled.ts';
export { checkSize, type Entry, readEntry } from './entries.ts';
export { type BusEvent, DEFAULT_BUS, envelope } from './event.ts';
export { type AskedEvent, type Explained, explanations, type Remarks } from './explanations.ts';
export { createEventIntake, type EventIntake } from './intake.ts';
export type { Rule } from './kept-rules.ts';
export type { EventObserver } from './observer.ts';
export { testPattern } from './pattern-test.ts';
export { type Published, type Publishing, publish } from './publish.ts';
export { type EventRecords, eventRecords } from './records.ts';
export { redeliveryHandler } from './redelivery.ts';
export {
  busName,
  createRules,
  type FailedTarget,
  type NewRule,
  type NewTarget,
  type Rules,
  requirePattern,
} from './rules.ts';
export { matchesEverything } from './sweeping.ts';
export type { Delivered, Delivery, TargetKind } from './target.ts';
