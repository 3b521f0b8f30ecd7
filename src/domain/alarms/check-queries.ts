import type { MetricQuery } from './alarm.ts';

const BASIC = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'];
/** `p99.9`, `tm90`, `TM(10%:90%)`, `PR(:300)`, `IQM` and their like (aws-behaviour.md 5.1). */
const EXTENDED =
  /^((p|tm|tc|ts|wm)(100|\d{1,2})(\.\d{1,10})?|(TM|TC|TS|WM)\((\d+(\.\d+)?%?)?:(\d+(\.\d+)?%?)?\)|PR\((\d+(\.\d+)?)?:(\d+(\.\d+)?)?\)|IQM)$/;
const ID = /^[a-z][A-Za-z0-9_]*$/;
/** Queries of one alarm. */
const MOST = 20;

/** What an ExtendedStatistic is like, for messages. */
export const STATISTICS = 'like p99.9, tm90, TM(10%:90%), PR(:300) or IQM';

export const isStatistic = (text: string, of: 'any' | 'extended'): boolean =>
  EXTENDED.test(text) || (of === 'any' && BASIC.includes(text));

/** Seconds: as AWS has them for alarms. */
export function periodFault(where: string, period: number): string[] {
  if ([10, 20, 30].includes(period) || (period > 0 && period % 60 === 0)) return [];
  return [`${where} must be 10, 20, 30 or a multiple of 60 seconds, got ${period}`];
}

/** What is wrong with the queries of an alarm over metric math. */
export function queryFaults(queries: readonly MetricQuery[], thresholdId: string | undefined): string[] {
  const faults = queries.flatMap(oneFaults);
  if (queries.length > MOST) faults.push(`Metrics must have at most ${MOST} items, got ${queries.length}`);
  const ids = queries.map(({ Id }) => Id);
  for (const id of new Set(ids))
    if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`Metrics: Id ${id} is there twice`);
  if (!queries.some(({ MetricStat }) => MetricStat))
    faults.push('Metrics must have at least one item with a MetricStat');
  if (thresholdId !== undefined && !ids.includes(thresholdId))
    faults.push(`ThresholdMetricId must be the Id of one of Metrics (${ids.join(', ')}), got ${thresholdId}`);
  if (thresholdId === undefined && queries.filter((query) => query.ReturnData ?? true).length !== 1)
    faults.push('exactly one of Metrics must have ReturnData true (the default): it is the one that is judged');
  return faults;
}

function oneFaults({ Id, Expression, MetricStat, Period }: MetricQuery): string[] {
  const faults: string[] = [];
  if (!ID.test(Id))
    faults.push(
      `Metrics: Id must begin with a small letter and have letters, digits and _ only, got ${JSON.stringify(Id)}`,
    );
  if ((Expression === undefined) === (MetricStat === undefined))
    faults.push(`Metrics: ${Id} must have exactly one of MetricStat and Expression`);
  if (Period !== undefined) faults.push(...periodFault(`Metrics: Period of ${Id}`, Period));
  if (!MetricStat) return faults;
  const { Metric, Stat } = MetricStat;
  faults.push(...periodFault(`Metrics: Period of ${Id}`, MetricStat.Period));
  if (!Metric.Namespace || !Metric.MetricName)
    faults.push(`Metrics: the metric of ${Id} must have Namespace and MetricName`);
  if (!isStatistic(Stat, 'any'))
    faults.push(
      `Metrics: Stat of ${Id} must be one of ${BASIC.join(', ')}, or ${STATISTICS}, got ${JSON.stringify(Stat)}`,
    );
  return faults;
}
