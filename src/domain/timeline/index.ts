export {
  eventTypes,
  type NewEvent,
  RECORD_DELETED,
  type Reference,
  type TimelineEvent,
  type TimelineOf,
  type Written,
} from './event.ts';
export type { TimelineListener } from './listener.ts';
export { type ChainFault, createTimeline, type Timeline, type TimelineQuery } from './timeline.ts';
