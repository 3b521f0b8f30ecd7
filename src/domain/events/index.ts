export { type Bus, type BusChange, busName } from './bus.ts';
export { busTarget } from './bus-target.ts';
export { type Buses, createBuses } from './buses.ts';
export { createCompiledRules } from './compiled.ts';
export type { AuthorizationChange, Connection, Parts } from './connection.ts';
export { type Connections, createConnections } from './connections.ts';
export { type DeadLetter, type DeadLetterQueue, deadLetterHandler } from './dead-letters.ts';
export { afterVain } from './delivery.ts';
export { type EventDeliveries, type EventDelivery, eventDeliveries } from './delivery-list.ts';
export { destinationTarget } from './destination-target.ts';
export { type ApiDestination, type ApiDestinations, createApiDestinations } from './destinations.ts';
export { busOfEntry, checkSize, type Entry, readEntry } from './entries.ts';
export { type BusEvent, DEFAULT_BUS, envelope } from './event.ts';
export { type AskedEvent, createExplanations, type Explained, type Remarks } from './explanations.ts';
export { openDeliveryInvariant, outsideHandler } from './handlers.ts';
export { createEventIntake, type EventIntake } from './intake.ts';
export type { Rule } from './kept-rules.ts';
export { type LogLines, logLines, logTarget } from './log-lines.ts';
export type { EventObserver } from './observer.ts';
export {
  type EventOutside,
  type FunctionCaller,
  type HttpAnswer,
  type HttpCaller,
  httpTarget,
  isFunctionArn,
  lambdaTarget,
} from './outside.ts';
export { testPattern } from './pattern-test.ts';
export { type Admission, type Published, type Publishing, publish } from './publish.ts';
export { type EventRecords, eventRecords } from './records.ts';
export { redeliveryHandler } from './redelivery.ts';
export { eventRetention } from './retention.ts';
export { createRules, type FailedTarget, type NewRule, type NewTarget, type Rules } from './rules.ts';
export { scheduleHandler, scheduleInvariant } from './schedules.ts';
export { matchesEverything } from './sweeping.ts';
export {
  type AnyTarget,
  type Delivered,
  type Delivery,
  type FailureCode,
  type Heard,
  isOutside,
  type OutsideTarget,
  type TargetKind,
} from './target.ts';
export { isMadeOver, type TargetOptions } from './target-options.ts';
