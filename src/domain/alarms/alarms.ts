import type { Metrics } from '#domain/metrics';
import type { Actor } from '#kernel/actor';
import type { Quota } from '#kernel/quota';
import type { TagChange, Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import type { Alarm, AlarmConfig, AlarmRef, AlarmState, CompositeConfig, MetricAlarm } from './alarm.ts';
import { setByHand } from './by-hand.ts';
import type { AlarmsDeps } from './enter.ts';
import { putComposite, putMetric, removeAlarms } from './keeping.ts';
import {
  type AlarmFilter,
  findAlarm,
  type HistoryFilter,
  type HistoryRecord,
  listAlarms,
  listHistory,
  type MetricAsked,
  watching,
} from './lists.ts';
import { setActionsEnabled } from './switch.ts';
import { changeTags, readTags } from './tags.ts';
import { type NewData, wakeWatchers } from './wake-watchers.ts';

export interface Place {
  account: string;
  region: string;
}

export interface Alarms {
  /** Makes a metric alarm (INSUFFICIENT_DATA) or replaces its configuration, keeping its state and its tags. */
  put(tx: Tx, now: Date, actor: Actor, ref: AlarmRef, config: AlarmConfig, tags: Tags): Promise<void>;
  /** The same of a composite alarm; what its rule names must be there. */
  putComposite(tx: Tx, now: Date, actor: Actor, ref: AlarmRef, config: CompositeConfig, tags: Tags): Promise<void>;
  /** Sets the state as an evaluation would, until the next one. */
  setState(tx: Tx, now: Date, actor: Actor, ref: AlarmRef, to: NewState): Promise<void>;
  /** Names that are not there are passed over, as at AWS. */
  setActionsEnabled(tx: Tx, now: Date, actor: Actor, place: Place, names: string[], enabled: boolean): Promise<void>;
  /** Deletes them all; their histories stay. Where one cannot be deleted, none is. */
  remove(tx: Tx, now: Date, actor: Actor, place: Place, names: string[]): Promise<void>;
  /** Refuses (notFound) one that is not there. */
  get(on: Queries, ref: AlarmRef): Promise<Alarm>;
  /** By name. */
  list(on: Queries, filter: AlarmFilter): Promise<Alarm[]>;
  /** Those over this one metric, by name. */
  forMetric(on: Queries, place: Place, asked: MetricAsked): Promise<MetricAlarm[]>;
  /** What happened to alarms, also to those that are gone. */
  history(on: Queries, filter: HistoryFilter): Promise<HistoryRecord[]>;
  tags(on: Queries, ref: AlarmRef): Promise<Tags>;
  tag(tx: Tx, ref: AlarmRef, change: TagChange): Promise<void>;
  /** Data have come: alarms on these metrics are evaluated in time, or, where the data are late, at once. */
  dataCame(tx: Tx, now: Date, data: readonly NewData[]): Promise<void>;
}

export interface NewState {
  state: AlarmState;
  reason: string;
  /** Any text. */
  reasonData?: string;
}

export type AlarmRooms = AlarmsDeps & { quotas: Readonly<Record<'tagsPerResource', Quota>>; metrics: Metrics };

export function createAlarms(deps: AlarmRooms): Alarms {
  return {
    put: (tx, now, actor, ref, config, tags) => putMetric(tx, now, deps, actor, ref, config, tags),
    putComposite: (tx, now, actor, ref, config, tags) => putComposite(tx, now, deps, actor, ref, config, tags),
    setState: (tx, now, actor, ref, to) => setByHand(tx, now, deps, actor, ref, to),
    setActionsEnabled: (tx, now, actor, place, names, enabled) =>
      setActionsEnabled(tx, now, deps, actor, place, names, enabled),
    remove: (tx, now, actor, place, names) => removeAlarms(tx, now, deps, actor, place, names),
    get: findAlarm,
    list: listAlarms,
    forMetric: watching,
    history: listHistory,
    tags: readTags,
    tag: (tx, ref, change) => changeTags(tx, deps.quotas.tagsPerResource, ref, change),
    dataCame: (tx, now, data) => wakeWatchers(tx, now, deps.due, data),
  };
}
