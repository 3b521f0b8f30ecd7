import type { GoodCases } from './good-cases.ts';
import { daily } from './rotations.ts';

/** What the official client hears of a good call about rotations, and what a reader sees after a change. */

const at = (instant: string) => new Date(instant);

export const goodRotations: GoodCases = {
  'ssm-contacts CreateRotation': {
    want: () => ({ RotationArn: /^arn:aws:ssm-contacts:us-east-1:123456789012:rotation\// }),
    seen: ({ ana }, { RotationArn: RotationId }) => ({
      title: 'ssm-contacts GetRotation',
      input: { RotationId },
      want: { Name: 'Another', ContactIds: [ana.arn], TimeZoneId: 'Europe/Berlin', Recurrence: daily },
    }),
  },
  'ssm-contacts GetRotation': {
    want: ({ ana, bo, rotation }) => ({
      ContactIds: [ana.arn, bo.arn],
      Name: 'Primary',
      Recurrence: daily,
      RotationArn: rotation.arn,
      StartTime: at('2026-01-01T08:00:00Z'),
      TimeZoneId: 'Europe/Berlin',
    }),
  },
  'ssm-contacts ListRotations': {
    want: ({ rotation }) => ({ Rotations: [{ Name: 'Primary', RotationArn: rotation.arn }, { Name: 'Another' }] }),
  },
  'ssm-contacts CreateRotationOverride': {
    want: () => ({ RotationOverrideId: /^[0-9a-f-]{36}$/ }),
    seen: ({ ana, rotation, now }, { RotationOverrideId }) => ({
      title: 'ssm-contacts GetRotationOverride',
      input: { RotationId: rotation.arn, RotationOverrideId },
      want: {
        RotationOverrideId,
        RotationArn: rotation.arn,
        NewContactIds: [ana.arn],
        StartTime: at('2026-01-04T10:00:00Z'),
        EndTime: at('2026-01-04T12:00:00Z'),
        CreateTime: now,
      },
    }),
  },
  'ssm-contacts GetRotationOverride': {
    want: ({ ana, rotation }) => ({
      RotationOverrideId: rotation.overrideId,
      RotationArn: rotation.arn,
      NewContactIds: [ana.arn],
      StartTime: at('2026-01-03T10:00:00Z'),
      EndTime: at('2026-01-03T12:00:00Z'),
    }),
  },
  'ssm-contacts ListRotationOverrides': {
    want: ({ rotation }) => ({
      RotationOverrides: [
        { RotationOverrideId: rotation.overrideId, StartTime: at('2026-01-03T10:00:00Z') },
        { StartTime: at('2026-01-04T10:00:00Z') },
      ],
    }),
  },
  'ssm-contacts ListRotationShifts': {
    input: ({ rotation }) => ({
      RotationId: rotation.arn,
      StartTime: at('2026-01-03T09:00:00Z'),
      EndTime: at('2026-01-03T13:00:00Z'),
    }),
    want: ({ ana }) => {
      const turn = { ContactIds: [ana.arn], Type: 'REGULAR' };
      const ten = at('2026-01-03T10:00:00Z');
      const noon = at('2026-01-03T12:00:00Z');
      const instead = { ContactIds: [ana.arn], ShiftDetails: { OverriddenContactIds: [ana.arn] } };
      return {
        RotationShifts: [
          { ...turn, EndTime: ten },
          { ...instead, StartTime: ten, EndTime: noon, Type: 'OVERRIDDEN' },
          { ...turn, StartTime: noon },
        ],
      };
    },
  },
  'ssm-contacts ListPreviewRotationShifts': {
    input: ({ ana, bo }) => ({
      Members: [ana.arn, bo.arn],
      TimeZoneId: 'Europe/Berlin',
      Recurrence: daily,
      StartTime: at('2026-01-02T08:00:00Z'),
      EndTime: at('2026-01-04T08:00:00Z'),
    }),
    want: ({ ana, bo }) => {
      const handOff = at('2026-01-03T08:00:00Z');
      return {
        RotationShifts: [
          { ContactIds: [ana.arn], StartTime: at('2026-01-02T08:00:00Z'), EndTime: handOff, Type: 'REGULAR' },
          { ContactIds: [bo.arn], StartTime: handOff, EndTime: at('2026-01-04T08:00:00Z'), Type: 'REGULAR' },
        ],
      };
    },
  },
  'ssm-contacts UpdateRotation': {
    seen: ({ ana, bo, rotation }) => ({
      title: 'ssm-contacts GetRotation',
      input: { RotationId: rotation.arn },
      want: { Name: 'Primary', ContactIds: [ana.arn, bo.arn], Recurrence: daily },
    }),
  },
  'ssm-contacts DeleteRotationOverride': {
    seen: ({ rotation }) => ({
      title: 'ssm-contacts GetRotationOverride',
      input: { RotationId: rotation.arn, RotationOverrideId: rotation.overrideId },
      gone: 'ResourceNotFoundException',
    }),
  },
  'ssm-contacts DeleteRotation': {
    seen: ({ rotation }) => ({
      title: 'ssm-contacts GetRotation',
      input: { RotationId: rotation.arn },
      gone: 'ResourceNotFoundException',
    }),
  },
};
