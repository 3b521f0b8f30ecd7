import { type MetricQuery as MetricQuestion, type Metrics, metricId, type Series } from '#domain/metrics';
import { Refusal } from '#kernel/refusal';
import { messageOf } from '#kernel/text';
import type { Queries } from '#storage/db';
import type { AlarmRef, MetricAlarm } from './alarm.ts';
import type { Point } from './evaluate.ts';
import { windowOf } from './judge.ts';
import type { Window } from './window.ts';

/** The points of an alarm's window, or why there are none to be had. */
export type Read = { points: Point[] } | { failed: string };

/** Questions that one call may have. */
const MOST = 500;

/** Reads what alarms of one account and region watch: those over one metric and the same span in one query. */
export async function readAll(on: Queries, metrics: Metrics, now: Date, alarms: MetricAlarm[]) {
  const single = Map.groupBy(
    alarms.filter(({ config }) => !config.Metrics?.length),
    (alarm) => JSON.stringify([windowOf(alarm, now).from, windowOf(alarm, now).to]),
  );
  const groups = [...single.values()].flatMap((group) => chunks(group, MOST));
  for (const alarm of alarms) if (alarm.config.Metrics?.length) groups.push([alarm]);
  const results = new Map<MetricAlarm, Read>();
  for (const group of groups)
    for (const [alarm, read] of await readGroup(on, metrics, now, group)) results.set(alarm, read);
  return results;
}

const chunks = <T>(all: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

/** What is refused together is asked for one by one: one alarm's fault is its own. */
async function readGroup(
  on: Queries,
  metrics: Metrics,
  now: Date,
  alarms: MetricAlarm[],
): Promise<[MetricAlarm, Read][]> {
  const [{ account, region }] = alarms as [MetricAlarm, ...MetricAlarm[]];
  const window = windowOf(alarms[0]!, now);
  try {
    const queries =
      alarms.length === 1 ? questionsOf(alarms[0]!) : alarms.flatMap((one, index) => questionsOf(one, index));
    const { from, to } = window;
    const series = await metrics.query(on, { account, region, queries, from, to, now });
    const byId = Map.groupBy(series, ({ id }) => id);
    return alarms.map((alarm, index) => [alarm, readOf(byId.get(judgedId(alarm, index)) ?? [], alarm, window)]);
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'validation') throw error;
    if (alarms.length === 1) return [[alarms[0]!, { failed: messageOf(error) }]];
    const each: [MetricAlarm, Read][] = [];
    for (const alarm of alarms) each.push(...(await readGroup(on, metrics, now, [alarm])));
    return each;
  }
}

/** The questions of an alarm. Those over one metric are numbered, to be asked together. */
function questionsOf({ config }: MetricAlarm, index = 0): MetricQuestion[] {
  if (config.Metrics?.length) return config.Metrics;
  const { Namespace, MetricName, Dimensions, Period = 60, Statistic, ExtendedStatistic, Unit } = config;
  const Metric = { Namespace, MetricName, Dimensions };
  const Stat = Statistic ?? ExtendedStatistic ?? '';
  return [{ Id: `a${index}`, MetricStat: { Metric, Period, Stat, Unit } }];
}

/** The id of the question that is judged. */
function judgedId({ config }: MetricAlarm, index: number): string {
  return config.Metrics?.find((query) => query.ReturnData ?? true)?.Id ?? `a${index}`;
}

function readOf(found: Series[], { config }: MetricAlarm, { from, to }: Window): Read {
  const [series] = found;
  if (!series) return { failed: 'no query of Metrics is to be judged: give exactly one of them ReturnData true' };
  if (found.length > 1)
    return { failed: `${series.id} answers ${found.length} series, and one can be judged: aggregate them` };
  const judged = config.Metrics?.find(({ Id }) => Id === series.id);
  const points = series.points.filter(({ at }) => at >= from && at < to);
  return {
    points: points.map(({ at, value, sampleCount }) => ({
      at,
      value,
      ...(judged?.Expression === undefined ? { sampleCount } : {}),
    })),
  };
}

/** The ids of the metrics that an alarm watches, each once. */
export function watchedBy(place: Pick<AlarmRef, 'account' | 'region'>, alarm: MetricAlarm): string[] {
  const ids = questionsOf(alarm).flatMap(({ MetricStat }) => {
    const { Namespace, MetricName, Dimensions = [] } = MetricStat?.Metric ?? {};
    return Namespace && MetricName ? [metricId(place, { Namespace, MetricName, Dimensions })] : [];
  });
  return [...new Set(ids)];
}
