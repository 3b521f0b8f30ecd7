export { createOverrides, type Overrides } from './overrides.ts';
export { previewShifts } from './preview.ts';
export {
  type CoverageWindow,
  type Recurrence,
  type Shift,
  type TimeOfDay,
  WEEKDAYS,
} from './recurrence.ts';
export { type Override, parseRotationArn, type Rotation, type RotationRef, rotationArn } from './rotation.ts';
export { createRotations, type Rotations } from './rotations.ts';
export { createSchedules, type NamedShifts, type Schedules } from './schedules.ts';
