import { type Dimension, metricId } from '#domain/metrics';
import { MINUTE } from '#kernel/clock';
import type { Tx } from '#storage/db';
import type { Due, DueWork } from '#storage/due';
import type { Place } from './alarms.ts';
import { EVALUATION_QUEUE, evaluationWork } from './due-work.ts';
import { linksSql } from './links.sql.ts';

/** Data of metrics as they were put. */
export interface NewData extends Place {
  namespace: string;
  data: readonly { MetricName: string; Dimensions?: readonly Dimension[] | undefined; Timestamp?: Date | undefined }[];
}

/**
 * Wakes the alarms on these metrics, in the transaction that stores the data: those that sleep for want of data are evaluated
 * within a minute, and where data are of a minute that is over, all of them now.
 */
export async function wakeWatchers(tx: Tx, now: Date, due: DueWork, data: readonly NewData[]): Promise<void> {
  const soon = new Date(now.getTime() + MINUTE);
  const work: Due[] = [];
  for (const ofPlace of Map.groupBy(data, ({ account, region }) => `${account} ${region}`).values()) {
    const [{ account, region }] = ofPlace as [NewData, ...NewData[]];
    const { late, live } = metricsOf(now, ofPlace);
    work.push(...(await sleeping(tx, { account, region }, late, now)));
    work.push(...(await sleeping(tx, { account, region }, live, soon)));
  }
  // An alarm on several metrics is due at the first of its moments.
  const first = new Map(work.toReversed().map((one) => [one.key, one]));
  await due.put(tx, now, [...first.values()]);
}

/** The ids of the metrics, apart: those with data of a minute that is over, and the others. */
function metricsOf(now: Date, all: readonly NewData[]): { late: string[]; live: string[] } {
  const minute = Math.floor(now.getTime() / MINUTE) * MINUTE;
  const late = new Set<string>();
  const live = new Set<string>();
  for (const { account, region, namespace, data } of all)
    for (const { MetricName, Dimensions = [], Timestamp = now } of data) {
      const id = metricId({ account, region }, { Namespace: namespace, MetricName, Dimensions: [...Dimensions] });
      (Timestamp.getTime() < minute ? late : live).add(id);
    }
  return { late: [...late].sort(), live: [...live].filter((id) => !late.has(id)).sort() };
}

async function sleeping(tx: Tx, { account, region }: Place, metrics: string[], by: Date): Promise<Due[]> {
  if (metrics.length === 0) return [];
  const rows = await tx.rows(linksSql.asleep, [account, region, metrics, by, EVALUATION_QUEUE]);
  return rows.map(({ name }) => evaluationWork({ account, region, name }, by));
}
