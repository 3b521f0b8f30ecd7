import { type BusEvent, envelope } from '#domain/events';
import type { Actor } from '#kernel/actor';
import type { Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { ActionResult, AlarmAction } from './action.ts';
import { type Alarm, type AlarmState, actionsOn, alarmArn } from './alarm.ts';
import { stateChangeEvent } from './alarm-event.ts';
import { alarmsSql } from './alarms.sql.ts';
import { compositeWork } from './due-work.ts';
import { actionItem, addHistory, type HistoryItem, stateItem } from './history.ts';
import { linksSql } from './links.sql.ts';
import { stateColumns } from './rows.ts';

export interface AlarmsDeps {
  /** Puts an event on the bus, in the caller's transaction. */
  publish: (tx: Tx, now: Date, actor: Actor, event: BusEvent) => Promise<void>;
  actions: () => AlarmAction[];
  due: DueWork;
}

/** On whose behalf alarms act by themselves: CloudWatch's service-linked role (aws-behaviour.md 5.4). */
const ROLE = 'AWSServiceRoleForCloudWatchAlarms_ActionSSMIncidents';
export const SERVICE = 'cloudwatch.amazonaws.com';
const SERVICE_ROLE = `role/aws-service-role/ssm-incidents.alarms.${SERVICE}/${ROLE}`;
export const ownActor = ({ account, region }: { account: string; region: string }, requestId: string): Actor => ({
  ...{ account, region, requestId, invokedBy: SERVICE },
  principal: `arn:aws:iam::${account}:${SERVICE_ROLE}`,
});

/** Keeps an alarm's state as it is now. */
export async function saveState(tx: Tx, alarm: Alarm): Promise<void> {
  await tx.rows(alarmsSql.setState, stateColumns(alarm));
}

/**
 * A state was entered: it is kept, and goes to the history, onto the bus and to the composite alarms that follow. Its actions
 * run where `act` says so; the event goes out all the same. The caller holds the alarm's lock.
 */
export async function enter(tx: Tx, now: Date, deps: AlarmsDeps, actor: Actor, was: Alarm, next: Alarm, act: boolean) {
  await saveState(tx, next);
  const event = stateChangeEvent(was, next);
  const acted = act ? await runActions(tx, now, deps, actor, { alarm: next, was: was.state, event }) : [];
  await addHistory(tx, now, next, [stateItem(was, next), ...acted]);
  await deps.publish(tx, now, { ...actor, invokedBy: SERVICE }, event);
  await tellParents(tx, now, deps.due, next);
}

/** Composite alarms that name an alarm are evaluated, each once however many of its alarms change. */
async function tellParents(tx: Tx, now: Date, due: DueWork, alarm: Alarm): Promise<void> {
  const { account, region, name } = alarm;
  const parents = new Set((await tx.rows(linksSql.parents, [account, region, [name]])).map(({ parent }) => parent));
  await due.put(
    tx,
    now,
    [...parents].map((parent) => compositeWork({ account, region, name: parent }, now)),
  );
}

interface Change {
  alarm: Alarm;
  was: AlarmState;
  event: BusEvent;
}

/** Runs the actions of the state that an alarm is in. Answers what belongs into its history. */
export async function runActions(
  tx: Tx,
  now: Date,
  deps: AlarmsDeps,
  actor: Actor,
  change: Change,
): Promise<HistoryItem[]> {
  const items: HistoryItem[] = [];
  for (const arn of actionsOn(change.alarm.config, change.alarm.state)) {
    const result = await act(tx, now, deps, actor, change, arn);
    if (result) items.push(actionItem(arn, change.alarm, result));
  }
  return items;
}

/** Runs one action; undefined where it does not act on this state, or is under way. */
async function act(
  tx: Tx,
  now: Date,
  { actions }: AlarmsDeps,
  actor: Actor,
  { alarm, was, event }: Change,
  actionArn: string,
): Promise<ActionResult | undefined> {
  const action = actions().find((candidate) => candidate.accepts(actionArn));
  if (!action) {
    const known = actions().map(({ name }) => name);
    return { error: `this version of Muster runs these actions: ${known.join(', ')}; ${actionArn} is none of them` };
  }
  if (action.onlyOnAlarm && alarm.state !== 'ALARM') return undefined;
  return action.run(tx, now, {
    ...{ alarm, was, actionArn, at: now },
    actor: { ...actor, invokedBy: SERVICE },
    alarmArn: alarmArn(alarm),
    event: JSON.stringify(envelope(event)),
  });
}
