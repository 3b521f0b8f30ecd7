import { checkRange, checkSchedule } from './check.ts';
import { checkPreviewOverrides } from './check-override.ts';
import type { Replacement, Schedule, Shift } from './recurrence.ts';
import { shiftsBetween } from './shifts.ts';

export interface Preview {
  schedule: Schedule;
  overrides: Replacement[];
  from: Date;
  to: Date;
  limit: number;
}

/** The shifts that a rotation would have, by the same checks and the same calculation, without anything being stored. */
export function previewShifts({ schedule, overrides, from, to, limit }: Preview): Shift[] {
  checkRange(from, to);
  checkSchedule(schedule, 'RotationStartTime');
  checkPreviewOverrides(overrides, schedule.members);
  return shiftsBetween(schedule, overrides, from, to).take(limit).toArray();
}
