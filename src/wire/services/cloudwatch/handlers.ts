import { type Alarm, type AlarmConfig, alarmArn } from '#domain/alarms';
import { Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { type InputOf, paged, tagsOf } from '../support.ts';
import { metricHandlers } from './metrics.ts';
import { withTokenCode } from './pages.ts';
import { cloudwatch } from './service.ts';
import type { MetricAlarm } from './shapes.ts';

type PutMetricAlarmInput = InputOf<typeof cloudwatch, 'PutMetricAlarm'>;

/** CloudWatch: alarms. Handlers translate; the room decides. */
export function cloudwatchService(rooms: Rooms): Implementation<Tx> {
  const { alarms, cursors } = rooms;
  return implement(cloudwatch, {
    ...metricHandlers(rooms),
    PutMetricAlarm: async ({ actor, now, context }, input) => {
      const ref = { account: actor.account, region: actor.region, name: input.AlarmName };
      await alarms.put(context, now, actor, ref, toConfig(input), tagsOf(input.Tags));
    },
    SetAlarmState: async ({ actor, now, context }, input) => {
      const ref = { account: actor.account, region: actor.region, name: input.AlarmName };
      checkJson(input.StateReasonData);
      const reasonData = input.StateReasonData ? { reasonData: input.StateReasonData } : {};
      await alarms.setState(context, now, actor, ref, {
        state: input.StateValue,
        reason: input.StateReason,
        ...reasonData,
      });
    },
    DeleteAlarms: async ({ actor: { account, region }, now, context }, { AlarmNames }) =>
      alarms.remove(context, now, { account, region }, [...new Set(AlarmNames)]),
    DescribeAlarms: async (call, input) => {
      if (input.AlarmNames?.length && input.AlarmNamePrefix)
        throw badArgument('AlarmNames and AlarmNamePrefix exclude one another');
      const { account, region } = call.actor;
      const wantsMetric = !input.AlarmTypes?.length || input.AlarmTypes.includes('MetricAlarm');
      const filter = {
        account,
        region,
        ...(input.AlarmNames?.length ? { names: input.AlarmNames } : {}),
        ...(input.AlarmNamePrefix ? { namePrefix: input.AlarmNamePrefix } : {}),
        ...(input.StateValue ? { state: input.StateValue } : {}),
        ...(input.ActionPrefix ? { actionPrefix: input.ActionPrefix } : {}),
      };
      // Relations exist between composite alarms and their children only; this version has no composite alarms.
      const empty = !wantsMetric || input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined;
      const fetch = async (limit: number, after: unknown) =>
        empty ? [] : alarms.list(call.context, { ...filter, limit, ...(after ? { after: after as string } : {}) });
      const asked = { token: input.NextToken, size: input.MaxRecords, filters: filter };
      const { items, nextToken } = await withTokenCode(() => paged(call, cursors, asked, fetch, (alarm) => alarm.name));
      return { MetricAlarms: items.map(toWire), CompositeAlarms: [], NextToken: nextToken };
    },
  });
}

/** The alarm's configuration; `Object.fromEntries` keeps absent what was not sent, so that it reads back absent. */
function toConfig({
  AlarmName: _name,
  Tags: _tags,
  EvaluationCriteria,
  EvaluationInterval,
  ...input
}: PutMetricAlarmInput): AlarmConfig {
  if (EvaluationCriteria || EvaluationInterval)
    throw badArgument('EvaluationCriteria and EvaluationInterval: this version of Muster has alarms on metrics only');
  if (input.EvaluationPeriods === undefined) throw badArgument('EvaluationPeriods is required');
  if (!input.ComparisonOperator) throw badArgument('ComparisonOperator is required');
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    TreatMissingData: 'missing',
    EvaluationPeriods: input.EvaluationPeriods,
    ComparisonOperator: input.ComparisonOperator,
    ...given,
  };
}

function toWire(alarm: Alarm) {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarmArn(alarm),
    AlarmConfigurationUpdatedTimestamp: alarm.configUpdatedAt,
    // What is stored came through this service's own shapes.
    ...(alarm.config as MetricAlarm),
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateReasonData: alarm.reasonData,
    StateUpdatedTimestamp: alarm.updatedAt,
    StateTransitionedTimestamp: alarm.transitionedAt,
  };
}

const badArgument = (message: string) => new Refusal('validation', message, { code: 'ValidationError' });

function checkJson(text: string | undefined): void {
  if (!text) return;
  try {
    JSON.parse(text);
  } catch (error) {
    throw new Refusal(
      'validation',
      'StateReasonData was not valid JSON',
      { code: 'InvalidFormatFault' },
      { cause: error },
    );
  }
}
