export {
  eventTypes,
  type NewEvent,
  type Reference,
  type TimelineEvent,
  type TimelineOf,
  type Written,
} from './event.ts';
export { type ChainFault, createTimeline, type Timeline, type TimelineQuery } from './timeline.ts';
