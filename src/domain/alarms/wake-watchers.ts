import { type Dimension, metricId } from '#domain/metrics';
import { MINUTE } from '#kernel/clock';
import type { Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
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
export async function wakeWatchers(tx: Tx, now: Date, due: DueWork, { account, region, namespace, data }: NewData) {
  const minute = Math.floor(now.getTime() / MINUTE) * MINUTE;
  const late = new Set<string>();
  const live = new Set<string>();
  for (const { MetricName, Dimensions = [], Timestamp = now } of data) {
    const id = metricId({ account, region }, { Namespace: namespace, MetricName, Dimensions: [...Dimensions] });
    (Timestamp.getTime() < minute ? late : live).add(id);
  }
  const soon = new Date(now.getTime() + MINUTE);
  await wake(tx, now, due, { account, region }, [...late], now);
  await wake(
    tx,
    now,
    due,
    { account, region },
    [...live].filter((id) => !late.has(id)),
    soon,
  );
}

async function wake(tx: Tx, now: Date, due: DueWork, { account, region }: Place, metrics: string[], by: Date) {
  if (metrics.length === 0) return;
  const rows = await tx.rows(linksSql.asleep, [account, region, metrics.sort(), by, EVALUATION_QUEUE]);
  await due.put(
    tx,
    now,
    rows.map(({ name }) => evaluationWork({ account, region, name }, by)),
  );
}
