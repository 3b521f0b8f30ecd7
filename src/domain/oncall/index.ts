export type { Calendar, CalendarShift, Person } from './calendar.ts';
export { checkTimeZone } from './check.ts';
export { eraseOnCall } from './erase.ts';
export { createFeeds, type Feed, type FeedRef, type Feeds } from './feeds.ts';
export { gapMail, gapMessages } from './gap-mail.ts';
export type { Gap, GapCause } from './gaps.ts';
export { createOnCall, type NamedShift, type OnCall, type ShiftPlace } from './oncall.ts';
export { createOverrides, type NewOverride, type Overrides } from './overrides.ts';
export { previewShifts } from './preview.ts';
export {
  type CoverageWindow,
  type OverrideKind,
  type Recurrence,
  type Replacement,
  type Schedule,
  type Shift,
  type TimeOfDay,
  WEEKDAYS,
  type Weekday,
} from './recurrence.ts';
export type { Change, Rota } from './rota.ts';
export { type Override, parseRotationArn, type Rotation, type RotationRef, rotationArn } from './rotation.ts';
export { createRotations, type NewRotation, type RotationChange, type Rotations } from './rotations.ts';
export { createSchedules, type NamedShifts, type Schedules } from './schedules.ts';
export type { Swap, SwapSide, SwapStatus } from './swap.ts';
export { createSwaps, type NewSide, type SwapRef, type Swaps } from './swaps.ts';
export { createTemporarySchedules, type Temporary, type TemporaryRef, type TemporarySchedules } from './temporary.ts';
export type { Warning } from './warnings.ts';
export { createWatch, type GapListener, type Watch, watchHandler } from './watch.ts';
export { DAY_MINUTES, dayOf, instantOf, wallOf } from './zone.ts';
