import type { AlarmFilter, AlarmKind, HistoryType } from '#domain/alarms';
import { historyTypes } from '#domain/alarms';
import type { Rooms } from '../../rooms.ts';
import { type InputOf, paged, type SomeHandlers } from '../support.ts';
import { badArgument } from './errors.ts';
import { withTokenCode } from './pages.ts';
import type { cloudwatch } from './service.ts';
import { relatedToWire, toCompositeAlarm, toHistoryItem, toMetricAlarm } from './views.ts';

type Names = 'DescribeAlarms' | 'DescribeAlarmsForMetric' | 'DescribeAlarmHistory';
type Asked = InputOf<typeof cloudwatch, 'DescribeAlarms'>;

/** What tells of alarms. */
export function alarmListHandlers({ alarms, cursors }: Rooms): SomeHandlers<typeof cloudwatch, Names> {
  return {
    DescribeAlarms: async (call, input) => {
      const filter = { account: call.actor.account, region: call.actor.region, ...filterOf(input) };
      const fetch = async (limit: number, after: unknown) =>
        alarms.list(call.context, { ...filter, limit, ...(after ? { after: after as string } : {}) });
      const asked = { token: input.NextToken, size: input.MaxRecords, filters: filter };
      const { items, nextToken } = await withTokenCode(() => paged(call, cursors, asked, fetch, ({ name }) => name));
      const related = input.ParentsOfAlarmName ? 'parents' : input.ChildrenOfAlarmName ? 'children' : undefined;
      return {
        MetricAlarms: items.flatMap((one) =>
          one.kind === 'metric' ? [relatedToWire(toMetricAlarm(one), related)] : [],
        ),
        CompositeAlarms: items.flatMap((one) =>
          one.kind === 'composite' ? [relatedToWire(toCompositeAlarm(one), related)] : [],
        ),
        NextToken: nextToken,
      };
    },
    DescribeAlarmsForMetric: async ({ actor, context }, { Dimensions = [], ...asked }) => ({
      MetricAlarms: (await alarms.forMetric(context, actor, { ...asked, Dimensions })).map(toMetricAlarm),
    }),
    DescribeAlarmHistory: async (call, input) => {
      const { AlarmName: name, AlarmTypes, HistoryItemType, StartDate: from, EndDate: to } = input;
      const { account, region } = call.actor;
      // As at AWS only metric alarms unless others are asked for; an alarm that is named is meant, whatever its kind.
      const kinds = AlarmTypes?.length || !name ? kindsOf(AlarmTypes) : BOTH;
      const filter = {
        ...({ account, region, kinds, order: input.ScanBy === 'TimestampAscending' ? 'oldest' : 'newest' } as const),
        ...(name === undefined ? {} : { name }),
        ...(from ? { from } : {}),
        ...(to ? { to } : {}),
      };
      const isKept = HistoryItemType === undefined || historyTypes.some((type) => type === HistoryItemType);
      const isNone = !isKept || input.AlarmContributorId !== undefined;
      const type = HistoryItemType === undefined ? {} : { type: HistoryItemType as HistoryType };
      const fetch = async (limit: number, after: unknown) => {
        if (isNone) return [];
        const [at, id] = (after ?? []) as [string, string];
        return alarms.history(call.context, {
          ...filter,
          ...type,
          limit,
          ...(id ? { after: { at: new Date(at), id } } : {}),
        });
      };
      const filters = { ...filter, HistoryItemType, none: isNone };
      const asked = { token: input.NextToken, size: input.MaxRecords, filters };
      const { items, nextToken } = await withTokenCode(() =>
        paged(call, cursors, asked, fetch, ({ at, id }) => [at, id]),
      );
      return { AlarmHistoryItems: items.map(toHistoryItem), NextToken: nextToken };
    },
  };
}

const BOTH: AlarmKind[] = ['metric', 'composite'];

/** As at AWS only metric alarms unless others are asked for. */
function kindsOf(types: Asked['AlarmTypes']): AlarmKind[] {
  if (!types?.length) return ['metric'];
  return BOTH.filter((kind) => types.includes(kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm'));
}

function filterOf(input: Asked): Omit<AlarmFilter, 'account' | 'region' | 'limit'> {
  const { AlarmNames, AlarmNamePrefix, AlarmTypes, StateValue, ActionPrefix } = input;
  const { ChildrenOfAlarmName: childrenOf, ParentsOfAlarmName: parentsOf } = input;
  if (AlarmNames?.length && AlarmNamePrefix) throw badArgument('AlarmNames and AlarmNamePrefix exclude one another');
  if (childrenOf !== undefined || parentsOf !== undefined) {
    const others = [AlarmNames?.length, AlarmNamePrefix, AlarmTypes?.length, StateValue, ActionPrefix];
    if (others.some(Boolean) || (childrenOf !== undefined && parentsOf !== undefined))
      throw badArgument('ChildrenOfAlarmName and ParentsOfAlarmName each go with MaxRecords and NextToken alone');
    return childrenOf !== undefined ? { childrenOf } : { parentsOf: parentsOf! };
  }
  return {
    kinds: kindsOf(AlarmTypes),
    ...(AlarmNames?.length ? { names: AlarmNames } : {}),
    ...(AlarmNamePrefix ? { namePrefix: AlarmNamePrefix } : {}),
    ...(StateValue ? { state: StateValue } : {}),
    ...(ActionPrefix ? { actionPrefix: ActionPrefix } : {}),
  };
}
