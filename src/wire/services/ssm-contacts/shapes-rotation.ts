import { type Infer, integer, list, map, required, string, structure } from '#kernel/shape';
import { DateTime, SsmContactsArn } from './shapes.ts';

/** Rotations, their overrides and shifts. */

export const RotationName = string({ min: 1, max: 255, pattern: '^[a-zA-Z0-9_\\-\\s\\.]*$' });
export const TimeZoneId = string({ min: 1, max: 255, pattern: '^[:a-zA-Z0-9_\\-\\s\\.\\\\/]*$' });
export const OverrideId = string({
  min: 36,
  max: 39,
  pattern: '([a-fA-Z0-9]{8,11}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}){1}',
});
export const RotationContacts = list(SsmContactsArn, { min: 1, max: 30 });
export const OverrideContacts = list(SsmContactsArn, { min: 0, max: 30 });
const ContactArns = list(SsmContactsArn, { min: 0, max: 25 });

const HandOffTime = structure({
  HourOfDay: required(integer({ min: 0, max: 23 })),
  MinuteOfHour: required(integer({ min: 0, max: 59 })),
});
export type HandOffTime = Infer<typeof HandOffTime>;
const DayOfWeek = string({ enum: ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] });

/** Exactly one of the three settings is meant, though the model has no union: the room's translation checks it. */
export const RecurrenceSettings = structure({
  DailySettings: list(HandOffTime),
  MonthlySettings: list(
    structure({
      DayOfMonth: required(integer({ min: 1, max: 31 })),
      HandOffTime: required(HandOffTime),
    }),
  ),
  NumberOfOnCalls: required(integer({ min: 1 })),
  RecurrenceMultiplier: required(integer({ min: 1, max: 100 })),
  ShiftCoverages: map(DayOfWeek, list(structure({ End: HandOffTime, Start: HandOffTime }))),
  WeeklySettings: list(structure({ DayOfWeek: required(DayOfWeek), HandOffTime: required(HandOffTime) })),
});
export type RecurrenceSettings = Infer<typeof RecurrenceSettings>;

export const Rotation = structure({
  ContactIds: ContactArns,
  Name: required(RotationName),
  Recurrence: RecurrenceSettings,
  RotationArn: required(SsmContactsArn),
  StartTime: DateTime,
  TimeZoneId,
});
export const RotationOverride = structure({
  CreateTime: required(DateTime),
  EndTime: required(DateTime),
  NewContactIds: required(ContactArns),
  RotationOverrideId: required(OverrideId),
  StartTime: required(DateTime),
});
export const GotOverride = structure({
  CreateTime: DateTime,
  EndTime: DateTime,
  NewContactIds: ContactArns,
  RotationArn: SsmContactsArn,
  RotationOverrideId: OverrideId,
  StartTime: DateTime,
});
export const RotationShifts = list(
  structure({
    ContactIds: ContactArns,
    EndTime: required(DateTime),
    ShiftDetails: structure({ OverriddenContactIds: required(ContactArns) }),
    StartTime: required(DateTime),
    Type: string({ enum: ['REGULAR', 'OVERRIDDEN'] }),
  }),
);

/** Whom a preview is of: free texts, which name nobody in particular. */
const Member = string({ min: 1, max: 512, pattern: '.*\\S.*' });
export const PreviewMembers = list(Member, { min: 1, max: 30 });
export const PreviewOverrides = list(
  structure({ EndTime: DateTime, NewMembers: list(Member, { min: 0, max: 30 }), StartTime: DateTime }),
);
