import type { Actor } from '#kernel/actor';
import { Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import {
  type Alarm,
  type AlarmConfig,
  type AlarmKind,
  type AlarmRef,
  alarmArn,
  type CompositeConfig,
} from './alarm.ts';
import { configurationEvent, type Operation } from './alarm-event.ts';
import { type AlarmRow, alarmsSql } from './alarms.sql.ts';
import { checkAlarm } from './check.ts';
import { checkComposite, linksOf } from './check-composite.ts';
import { COMPOSITE_QUEUE, compositeWork, EVALUATION_QUEUE, evaluationWork } from './due-work.ts';
import { type AlarmsDeps, SERVICE } from './enter.ts';
import { addHistory, configurationItem } from './history.ts';
import { linksSql } from './links.sql.ts';
import { watchedBy } from './readings.ts';
import { toAlarm } from './rows.ts';

const CREATED = 'Unchecked: Initial alarm creation';

export const noSuchAlarm = (names: string, more = ''): Refusal =>
  new Refusal('notFound', `There is no alarm named ${names}${more}`, { resourceType: 'ALARM', resourceId: names });
const bad = (message: string) => new Refusal('validation', message, { code: 'ValidationError' });

/** Locks an alarm. Refuses (notFound) one that is not there. */
export async function lockAlarm(tx: Tx, { account, region, name }: AlarmRef): Promise<Alarm> {
  const row = await tx.first(alarmsSql.lock, [account, region, name]);
  if (!row) throw noSuchAlarm(name);
  return toAlarm(row);
}

/** Tells of a configuration: history, and the event. */
export async function tellConfiguration(
  tx: Tx,
  now: Date,
  deps: AlarmsDeps,
  actor: Actor,
  operation: Operation,
  alarm: Alarm,
  was?: Alarm,
): Promise<void> {
  await addHistory(tx, now, alarm, [configurationItem(operation, alarm)]);
  await deps.publish(tx, now, { ...actor, invokedBy: SERVICE }, configurationEvent(now, operation, alarm, was));
}

interface Kept {
  kind: AlarmKind;
  config: AlarmConfig | CompositeConfig;
  tags: Record<string, string>;
}

async function keep(tx: Tx, now: Date, deps: AlarmsDeps, actor: Actor, ref: AlarmRef, { kind, config, tags }: Kept) {
  const { account, region, name } = ref;
  const former = await tx.first(alarmsSql.lock, [account, region, name]);
  const values = [account, region, name, kind, JSON.stringify(config), JSON.stringify(tags), now, CREATED];
  const row: (AlarmRow & { created: boolean }) | undefined = await tx.first(alarmsSql.put, values);
  if (!row) {
    const other = kind === 'metric' ? 'composite' : 'metric';
    throw bad(`AlarmName: ${name} is the name of a ${other} alarm already; wanted another name`);
  }
  const alarm = toAlarm(row);
  const was = former ? [toAlarm(former)] : [];
  await tellConfiguration(tx, now, deps, actor, row.created ? 'create' : 'update', alarm, ...was);
  return { alarm, created: row.created };
}

/** Makes or replaces a metric alarm. It is evaluated at once: what was measured before counts. */
export async function putMetric(
  tx: Tx,
  now: Date,
  deps: AlarmsDeps,
  actor: Actor,
  ref: AlarmRef,
  config: AlarmConfig,
  tags: Record<string, string>,
): Promise<void> {
  checkAlarm(ref.name, config);
  const { alarm } = await keep(tx, now, deps, actor, ref, { kind: 'metric', config, tags });
  if (alarm.kind !== 'metric') throw new Error(`alarm ${alarmArn(ref)} was put as a metric alarm and is none`);
  await tx.rows(linksSql.clearMetrics, [ref.account, ref.region, [ref.name]]);
  await tx.rows(linksSql.addMetrics, [ref.account, ref.region, ref.name, watchedBy(ref, alarm)]);
  await deps.due.put(tx, now, [evaluationWork(ref, now)]);
}

/** Makes or replaces a composite alarm. Refuses (validation) a rule that cannot be read, or names what is not there. */
export async function putComposite(
  tx: Tx,
  now: Date,
  deps: AlarmsDeps,
  actor: Actor,
  ref: AlarmRef,
  config: CompositeConfig,
  tags: Record<string, string>,
): Promise<void> {
  const { account, region, name } = ref;
  checkComposite(ref, config);
  const links = linksOf(config);
  const { created } = await keep(tx, now, deps, actor, ref, { kind: 'composite', config, tags });
  await requireLinked(tx, ref, links);
  await tx.rows(linksSql.clear, [account, region, [name]]);
  await tx.rows(linksSql.add, [account, region, name, JSON.stringify(links)]);
  await deps.due.put(tx, now, [compositeWork(ref, now, created ? 'created' : 'updated')]);
}

/** Composite alarms that may name one alarm (aws-behaviour.md 5.5). */
const MOST_PARENTS = 150;

async function requireLinked(tx: Tx, { account, region, name }: AlarmRef, links: { child: string }[]): Promise<void> {
  const wanted = [...new Set(links.map(({ child }) => child))];
  const found = new Set((await tx.rows(alarmsSql.named, [account, region, wanted])).map((row) => row.name));
  const missing = wanted.filter((one) => !found.has(one));
  if (missing.length > 0)
    throw bad(`AlarmRule: there is no alarm named ${missing.join(', ')} in this account and Region`);
  const counts = await tx.rows(linksSql.countParents, [account, region, wanted, name]);
  const full = counts.filter(({ parents }) => parents >= MOST_PARENTS).map(({ child }) => child);
  if (full.length > 0)
    throw bad(`AlarmRule: at most ${MOST_PARENTS} composite alarms may name ${full.join(', ')}; name another alarm`);
}

/**
 * Deletes all of them, or none. Refuses (notFound) unknown ones, and (validation) more than one composite alarm, and what a
 * composite alarm names that is to stay.
 */
export async function removeAlarms(
  tx: Tx,
  now: Date,
  deps: AlarmsDeps,
  actor: Actor,
  { account, region }: { account: string; region: string },
  names: string[],
): Promise<void> {
  const alarms = (await tx.rows(alarmsSql.lockNamed, [account, region, names])).map(toAlarm);
  const known = new Set(alarms.map(({ name }) => name));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length > 0) throw noSuchAlarm(missing.join(', '), '; none was deleted');
  const composites = alarms.filter(({ kind }) => kind === 'composite').map(({ name }) => name);
  if (composites.length > 1)
    throw bad(`AlarmNames: at most one composite alarm in a call, got ${composites.join(', ')}; none was deleted`);
  const parents = await tx.rows(linksSql.parents, [account, region, names]);
  const [held] = parents.filter(({ parent }) => !known.has(parent) || parents.some((one) => one.child === parent));
  if (held)
    throw bad(
      `AlarmNames: ${held.child} cannot be deleted, because the composite alarm ${held.parent} depends on it; change that alarm's rule, or set it to FALSE; none was deleted`,
    );
  for (const alarm of alarms) await tellConfiguration(tx, now, deps, actor, 'delete', alarm);
  for (const each of [linksSql.clear, linksSql.clearMetrics, alarmsSql.delete])
    await tx.rows(each, [account, region, names]);
  const keys = alarms.map(alarmArn);
  await deps.due.cancel(tx, COMPOSITE_QUEUE, keys);
  await deps.due.cancel(tx, EVALUATION_QUEUE, keys);
}
