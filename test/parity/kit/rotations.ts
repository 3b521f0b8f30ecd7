import { CreateRotationCommand, CreateRotationOverrideCommand } from '@aws-sdk/client-ssm-contacts';
import type { Person } from '../../kit/scenario.ts';
import type { World } from '../../kit/world.ts';

/** A rotation of two with an override, and inputs for the operations on them. */

export interface SeededRotation {
  arn: string;
  overrideId: string;
}

const NINE = { HourOfDay: 9, MinuteOfHour: 0 };
export const daily = { DailySettings: [NINE], NumberOfOnCalls: 1, RecurrenceMultiplier: 1 };
/** Unix seconds: what JSON carries. */
const at = (instant: string) => new Date(instant).getTime() / 1_000;

export async function seedRotation(world: World, people: Person[]): Promise<SeededRotation> {
  const { RotationArn } = await world.aws.contacts.send(
    new CreateRotationCommand({
      Name: 'Primary',
      ContactIds: people.map(({ arn }) => arn),
      TimeZoneId: 'Europe/Berlin',
      StartTime: new Date('2026-01-01T08:00:00Z'),
      Recurrence: daily,
    }),
  );
  const { RotationOverrideId } = await world.aws.contacts.send(
    new CreateRotationOverrideCommand({
      RotationId: RotationArn,
      NewContactIds: [people[0]!.arn],
      StartTime: new Date('2026-01-03T10:00:00Z'),
      EndTime: new Date('2026-01-03T12:00:00Z'),
    }),
  );
  return { arn: RotationArn!, overrideId: RotationOverrideId! };
}

/** A good input for each, by `service Operation`. */
export function rotationInputs(
  { arn, overrideId }: SeededRotation,
  ana: Person,
): Record<string, Record<string, unknown>> {
  const range = { StartTime: at('2026-01-02T00:00:00Z'), EndTime: at('2026-01-06T00:00:00Z') };
  const override = { RotationId: arn, RotationOverrideId: overrideId };
  return {
    'ssm-contacts CreateRotation': {
      Name: 'Another',
      ContactIds: [ana.arn],
      TimeZoneId: 'Europe/Berlin',
      Recurrence: daily,
    },
    'ssm-contacts GetRotation': { RotationId: arn },
    'ssm-contacts ListRotations': {},
    'ssm-contacts UpdateRotation': { RotationId: arn, Recurrence: daily },
    'ssm-contacts DeleteRotation': { RotationId: arn },
    'ssm-contacts CreateRotationOverride': {
      RotationId: arn,
      NewContactIds: [ana.arn],
      StartTime: at('2026-01-04T10:00:00Z'),
      EndTime: at('2026-01-04T12:00:00Z'),
    },
    'ssm-contacts GetRotationOverride': override,
    'ssm-contacts ListRotationOverrides': { RotationId: arn, ...range },
    'ssm-contacts DeleteRotationOverride': override,
    'ssm-contacts ListRotationShifts': { RotationId: arn, ...range },
    'ssm-contacts ListPreviewRotationShifts': {
      Members: ['ana', 'bo'],
      TimeZoneId: 'Europe/Berlin',
      Recurrence: daily,
      ...range,
    },
  };
}

/** The same with as many members set as go together. */
export const fullRotationInputs: Record<string, Record<string, unknown>> = {
  'ssm-contacts CreateRotation': {
    StartTime: at('2026-01-05T08:00:00Z'),
    Recurrence: {
      WeeklySettings: [
        { DayOfWeek: 'MON', HandOffTime: NINE },
        { DayOfWeek: 'THU', HandOffTime: NINE },
      ],
      NumberOfOnCalls: 1,
      RecurrenceMultiplier: 2,
      ShiftCoverages: {
        MON: [{ Start: NINE, End: { HourOfDay: 17, MinuteOfHour: 30 } }],
        TUE: [{ Start: NINE, End: NINE }],
      },
    },
    Tags: [{ Key: 'team', Value: 'a' }],
  },
  'ssm-contacts ListRotations': { RotationNamePrefix: 'P', MaxResults: 5 },
  'ssm-contacts UpdateRotation': {
    TimeZoneId: 'UTC',
    StartTime: at('2026-01-05T08:00:00Z'),
    Recurrence: {
      MonthlySettings: [{ DayOfMonth: 31, HandOffTime: NINE }],
      NumberOfOnCalls: 1,
      RecurrenceMultiplier: 1,
    },
  },
  'ssm-contacts ListRotationOverrides': { MaxResults: 5 },
  'ssm-contacts ListRotationShifts': { MaxResults: 5 },
  'ssm-contacts ListPreviewRotationShifts': {
    MaxResults: 5,
    RotationStartTime: at('2026-01-01T08:00:00Z'),
    Overrides: [{ StartTime: at('2026-01-02T10:00:00Z'), EndTime: at('2026-01-02T12:00:00Z'), NewMembers: ['bo'] }],
  },
};
