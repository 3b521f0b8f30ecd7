import { type Dimension, metricId } from '#domain/metrics';
import type { Queries } from '#storage/db';
import type { Alarm, AlarmKind, AlarmRef, AlarmState, MetricAlarm } from './alarm.ts';
import { alarmsSql } from './alarms.sql.ts';
import type { Place } from './alarms.ts';
import { historySql } from './history.sql.ts';
import type { HistoryItem, HistoryType } from './history.ts';
import { noSuchAlarm } from './keeping.ts';
import { linksSql } from './links.sql.ts';
import { toAlarm } from './rows.ts';

export interface AlarmFilter extends Place {
  names?: string[];
  namePrefix?: string;
  /** All unless given. */
  kinds?: AlarmKind[];
  state?: AlarmState;
  actionPrefix?: string;
  /** What this composite alarm names. */
  childrenOf?: string;
  /** Composite alarms that name this one. */
  parentsOf?: string;
  limit: number;
  /** The last name of the page before. */
  after?: string;
}

export async function listAlarms(on: Queries, filter: AlarmFilter): Promise<Alarm[]> {
  const { account, region, names, namePrefix, state, actionPrefix, after, limit } = filter;
  const filters = [names ?? null, namePrefix ?? null, state ?? null, actionPrefix ?? null, after ?? null, limit];
  const more = [filter.kinds ?? null, filter.childrenOf ?? null, filter.parentsOf ?? null];
  return (await on.rows(alarmsSql.list, [account, region, ...filters, ...more])).map(toAlarm);
}

export async function findAlarm(on: Queries, { account, region, name }: AlarmRef): Promise<Alarm> {
  const row = await on.first(alarmsSql.named, [account, region, [name]]);
  if (!row) throw noSuchAlarm(name);
  return toAlarm(row);
}

export interface MetricAsked {
  Namespace: string;
  MetricName: string;
  Dimensions: Dimension[];
  Statistic?: string;
  ExtendedStatistic?: string;
  /** Seconds. */
  Period?: number;
  Unit?: string;
}

/** Alarms over a metric alone: those over metric math are left out, as at AWS. */
export async function watching(on: Queries, place: Place, asked: MetricAsked): Promise<MetricAlarm[]> {
  const rows = await on.rows(linksSql.watching, [place.account, place.region, metricId(place, asked)]);
  const names = rows.map(({ name }) => name);
  const alarms = (await on.rows(alarmsSql.named, [place.account, place.region, names])).map(toAlarm);
  const wanted = (['Statistic', 'ExtendedStatistic', 'Period', 'Unit'] as const).filter(
    (name) => asked[name] !== undefined,
  );
  return alarms.filter(
    (alarm): alarm is MetricAlarm =>
      alarm.kind === 'metric' &&
      !alarm.config.Metrics?.length &&
      wanted.every((name) => alarm.config[name] === asked[name]),
  );
}

export interface HistoryFilter extends Place {
  name?: string;
  kinds: AlarmKind[];
  type?: HistoryType;
  from?: Date;
  /** Inclusive. */
  to?: Date;
  order: 'newest' | 'oldest';
  limit: number;
  /** The last one of the page before. */
  after?: { at: Date; id: string };
}

export interface HistoryRecord extends HistoryItem {
  id: string;
  name: string;
  kind: AlarmKind;
  at: Date;
}

export function listHistory(on: Queries, filter: HistoryFilter): Promise<HistoryRecord[]> {
  const { account, region, name, kinds, type, from, to, order, limit, after } = filter;
  const asked = [account, region, name ?? null, kinds, type ?? null, from ?? null, to ?? null];
  return on.rows(historySql[order], [...asked, after?.at ?? null, after?.id ?? null, limit]);
}
