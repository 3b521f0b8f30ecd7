import type { Series } from '#domain/metrics';
import { Refusal } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import type { InputOf, SomeHandlers, WireCall } from '../support.ts';
import { withTokenCode } from './pages.ts';
import type { cloudwatch } from './service.ts';

/** Datapoints of a page, at most and unless the caller says otherwise. */
const MOST = 100_800;

type Input = InputOf<typeof cloudwatch, 'GetMetricData'>;

/** GetMetricData: all series one after another, so many datapoints of them a page. */
export function metricData({
  metrics,
  cursors,
}: Rooms): SomeHandlers<typeof cloudwatch, 'GetMetricData'>['GetMetricData'] {
  return async (call, input) => {
    const { account, region } = call.actor;
    const size = sizeOf(input);
    const { NextToken: token, MaxDatapoints: _size, ...filters } = input;
    const scope = { account, region, operation: call.operation.action, filters };
    const from = token ? await withTokenCode(async () => cursors.read(scope, token, call.now) as number) : 0;
    const series = await asked(call, metrics, input);
    const total = series.reduce((sum, { points }) => sum + points.length, 0);
    const MetricDataResults = pageOf(series, from, from + size);
    const next = from + size < total ? cursors.write(scope, from + size, call.now) : undefined;
    return { MetricDataResults, Messages: [], NextToken: next };
  };
}

function sizeOf({ MaxDatapoints }: Input): number {
  if (MaxDatapoints === undefined) return MOST;
  if (MaxDatapoints >= 1) return Math.min(MaxDatapoints, MOST);
  throw new Refusal('validation', `MaxDatapoints: wanted a number from 1 to ${MOST}, got ${MaxDatapoints}.`, {
    code: 'ValidationError',
  });
}

/** The series that are to be returned, in the order that was asked for. */
async function asked({ actor, context, now }: WireCall, metrics: Rooms['metrics'], input: Input): Promise<Series[]> {
  const { account, region } = actor;
  const { MetricDataQueries: queries, StartTime: from, EndTime: to, ScanBy, LabelOptions } = input;
  const zone = LabelOptions?.Timezone;
  const series = await metrics.query(context, { account, region, queries, from, to, now, zone });
  const shown = series.filter(({ returned }) => returned);
  if (ScanBy === 'TimestampAscending') return shown;
  return shown.map((one) => ({ ...one, points: one.points.toReversed() }));
}

/** What lies from one datapoint to another, counted through all series. A series without data is on the first page. */
function pageOf(series: readonly Series[], from: number, to: number) {
  let before = 0;
  return series.flatMap(({ id, label, points, messages }) => {
    const [start, end] = [Math.max(from - before, 0), Math.max(to - before, 0)];
    const part = points.slice(start, end);
    before += points.length;
    if (part.length === 0 && (points.length > 0 || from > 0)) return [];
    return [
      {
        ...{ Id: id, Label: label },
        Timestamps: part.map(({ at }) => at),
        Values: part.map(({ value }) => value),
        StatusCode: end < points.length ? ('PartialData' as const) : ('Complete' as const),
        ...(messages.length > 0 ? { Messages: messages.map((Value) => ({ Code: 'ArithmeticError', Value })) } : {}),
      },
    ];
  });
}
