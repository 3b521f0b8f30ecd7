import type { AlarmConfig } from '#domain/alarms';
import { Refusal } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { type InputOf, type SomeHandlers, tagsOf, type WireCall } from '../support.ts';
import { badArgument } from './errors.ts';
import type { cloudwatch } from './service.ts';

type Names =
  | 'PutMetricAlarm'
  | 'PutCompositeAlarm'
  | 'SetAlarmState'
  | 'EnableAlarmActions'
  | 'DisableAlarmActions'
  | 'DeleteAlarms';

/** What changes alarms. */
export function alarmHandlers({ alarms }: Rooms): SomeHandlers<typeof cloudwatch, Names> {
  const setEnabled = ({ actor, now, context }: WireCall, names: string[], enabled: boolean) =>
    alarms.setActionsEnabled(context, now, actor, actor, [...new Set(names)], enabled);
  return {
    PutMetricAlarm: async (call, input) =>
      alarms.put(call.context, call.now, call.actor, refOf(call, input), toConfig(input), tagsOf(input.Tags)),
    PutCompositeAlarm: async (call, { AlarmName, Tags, ...input }) => {
      const config = { ...NO_ACTIONS, ...given(input), AlarmRule: input.AlarmRule };
      await alarms.putComposite(call.context, call.now, call.actor, refOf(call, { AlarmName }), config, tagsOf(Tags));
    },
    SetAlarmState: async (call, input) => {
      checkJson(input.StateReasonData);
      const reasonData = input.StateReasonData ? { reasonData: input.StateReasonData } : {};
      const to = { state: input.StateValue, reason: input.StateReason, ...reasonData };
      await alarms.setState(call.context, call.now, call.actor, refOf(call, input), to);
    },
    EnableAlarmActions: async (call, { AlarmNames }) => setEnabled(call, AlarmNames, true),
    DisableAlarmActions: async (call, { AlarmNames }) => setEnabled(call, AlarmNames, false),
    DeleteAlarms: async ({ actor, now, context }, { AlarmNames }) =>
      alarms.remove(context, now, actor, actor, [...new Set(AlarmNames)]),
  };
}

const refOf = ({ actor: { account, region } }: WireCall, { AlarmName: name }: { AlarmName: string }) => ({
  ...{ account, region, name },
});

const NO_ACTIONS = { ActionsEnabled: true, OKActions: [], AlarmActions: [], InsufficientDataActions: [] };

/** Keeps absent what was not sent, so that it reads back absent. */
const given = <T extends object>(input: T) =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

function toConfig(input: InputOf<typeof cloudwatch, 'PutMetricAlarm'>): AlarmConfig {
  const { AlarmName: _name, Tags: _tags, EvaluationCriteria, EvaluationInterval, ...members } = input;
  if (EvaluationCriteria || EvaluationInterval)
    throw badArgument('EvaluationCriteria and EvaluationInterval: this version of Muster has alarms on metrics only');
  if (input.EvaluationPeriods === undefined) throw badArgument('EvaluationPeriods is required');
  if (!input.ComparisonOperator) throw badArgument('ComparisonOperator is required');
  return {
    ...{ ...NO_ACTIONS, Dimensions: [], TreatMissingData: 'missing' },
    EvaluationPeriods: input.EvaluationPeriods,
    ComparisonOperator: input.ComparisonOperator,
    ...given(members),
  };
}

function checkJson(text: string | undefined): void {
  if (!text) return;
  try {
    JSON.parse(text);
  } catch (error) {
    const code = 'InvalidFormatFault';
    throw new Refusal('validation', 'StateReasonData was not valid JSON', { code }, { cause: error });
  }
}
