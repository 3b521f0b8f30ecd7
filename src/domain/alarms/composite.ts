import type { Actor } from '#kernel/actor';
import { SECOND } from '#kernel/clock';
import type { Tx } from '#storage/db';
import { type AlarmRef, type AlarmState, alarmArn, alarmNamed, type CompositeAlarm } from './alarm.ts';
import { stateChangeEvent } from './alarm-event.ts';
import { alarmTime, longTime } from './alarm-time.ts';
import { COMPOSITE_QUEUE, compositeWork } from './due-work.ts';
import { type AlarmsDeps, enter, runActions, saveState } from './enter.ts';
import { addHistory } from './history.ts';
import { type LinkedRow, linksSql } from './links.sql.ts';
import { holds, parseRule } from './rule.ts';
import { decide } from './suppression.ts';

/** The name of an alarm that a rule or a suppressor gives by name or ARN. */
const nameIn = (nameOrArn: string): string => alarmNamed(nameOrArn)?.name ?? nameOrArn;

/** What a composite alarm names, as it stands now. The caller holds the composite alarm's lock. */
export const linked = (tx: Tx, { account, region, name }: AlarmRef) => tx.rows(linksSql.of, [account, region, name]);

/** The state that a rule gives, and why, in CloudWatch's words; undefined where it is the one that the alarm has. */
export function followed(alarm: CompositeAlarm, named: LinkedRow[], cause?: 'created' | 'updated') {
  const children = named.filter(({ role }) => role === 'child');
  const states = new Map(children.map(({ name, state }) => [name, state]));
  const holding = holds(parseRule(alarm.config.AlarmRule), (given) => states.get(nameIn(given)));
  const state: AlarmState = holding ? 'ALARM' : 'OK';
  if (state === alarm.state) return undefined;
  const fresh = children.filter((child) => child.state_transitioned_at >= alarm.updatedAt);
  const last = fresh.toSorted((a, b) => b.state_transitioned_at.getTime() - a.state_transitioned_at.getTime())[0];
  const arnOf = ({ name }: { name: string }) => alarmArn({ ...alarm, name });
  if (!last || cause)
    return { state, reason: `${alarmArn(alarm)} was ${cause ?? 'updated'} and its alarm rule evaluates to ${state}` };
  const triggering = fresh.map((child) => ({
    arn: arnOf(child),
    state: { value: child.state, timestamp: alarmTime(child.state_transitioned_at) },
  }));
  return {
    state,
    reason: `${arnOf(last)} transitioned to ${last.state} at ${longTime(last.state_transitioned_at)}`,
    reasonData: JSON.stringify({ triggeringAlarms: triggering }),
  };
}

type To = { state: AlarmState; reason: string; reasonData?: string };

/**
 * A composite alarm comes to a state, or is looked at again without one (`to` undefined): what its suppressor holds waits, what
 * it holds no more runs. The caller holds its lock.
 */
export async function settle(
  tx: Tx,
  now: Date,
  deps: AlarmsDeps,
  actor: Actor,
  was: CompositeAlarm,
  named: LinkedRow[],
  to: To | undefined,
): Promise<void> {
  const state = to?.state ?? was.state;
  const changed = state !== was.state;
  const { next: suppression, act } = decide(now, was.suppression, {
    ...(changed ? { changedFrom: was.state } : {}),
    inAlarm: state === 'ALARM',
    suppressor: suppressorOf(was, named),
  });
  const { suppression: _held, reasonData: _data, ...rest } = was;
  const held = suppression ? { suppression } : {};
  const told = to
    ? { ...to, updatedAt: now, transitionedAt: changed ? now : was.transitionedAt }
    : was.reasonData === undefined
      ? {}
      : { reasonData: was.reasonData };
  const next: CompositeAlarm = { ...rest, ...told, ...held };
  if (changed) await enter(tx, now, deps, actor, was, next, act !== undefined);
  else {
    await saveState(tx, next);
    if (act) {
      const event = stateChangeEvent({ ...next, state: act }, next);
      await addHistory(tx, now, next, await runActions(tx, now, deps, actor, { alarm: next, was: act, event }));
    }
  }
  const { until } = suppression ?? {};
  if (!until) return;
  // What is due sooner stays: it looks at all of it again.
  await deps.due.ensure(tx, now, compositeWork(was, until));
  await deps.due.hasten(tx, COMPOSITE_QUEUE, [alarmArn(was)], until);
}

function suppressorOf({ config }: CompositeAlarm, named: LinkedRow[]) {
  if (config.ActionsSuppressor === undefined) return undefined;
  const suppressor = named.find(({ role }) => role === 'suppressor');
  return {
    inAlarm: suppressor?.state === 'ALARM',
    waitMs: (config.ActionsSuppressorWaitPeriod ?? 0) * SECOND,
    extensionMs: (config.ActionsSuppressorExtensionPeriod ?? 0) * SECOND,
  };
}
