import { type BusEvent, envelope } from '#domain/events';
import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import { Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import type { ActionResult, AlarmAction } from './action.ts';
import { type Alarm, type AlarmConfig, type AlarmRef, type AlarmState, actionsOn, alarmArn } from './alarm.ts';
import { stateChangeEvent } from './alarm-event.ts';
import { type AlarmRow, alarmsSql } from './alarms.sql.ts';
import { checkAlarm } from './check.ts';

export interface AlarmFilter {
  account: string;
  region: string;
  names?: string[];
  namePrefix?: string;
  state?: AlarmState;
  actionPrefix?: string;
  limit: number;
  /** The last name of the page before. */
  after?: string;
}

export interface Alarms {
  /** Makes an alarm (INSUFFICIENT_DATA) or replaces its configuration, keeping its state. */
  put(tx: Tx, now: Date, actor: Actor, ref: AlarmRef, config: AlarmConfig, tags: Record<string, string>): Promise<void>;
  /** Sets the state as an evaluation would: a change goes to the history, onto the bus and to the actions. */
  setState(
    tx: Tx,
    now: Date,
    actor: Actor,
    ref: AlarmRef,
    to: { state: AlarmState; reason: string; reasonData?: string },
  ): Promise<void>;
  /** Deletes them all; their histories stay. Where one does not exist, none is deleted. */
  remove(tx: Tx, now: Date, place: { account: string; region: string }, names: string[]): Promise<void>;
  /** By name. */
  list(on: Queries, filter: AlarmFilter): Promise<Alarm[]>;
}

export interface AlarmsDeps {
  /** Puts an event on the bus, in the caller's transaction. */
  publish: (tx: Tx, now: Date, actor: Actor, event: BusEvent) => Promise<void>;
  actions: () => AlarmAction[];
}

const CREATED = 'Unchecked: Initial alarm creation';

export function createAlarms(deps: AlarmsDeps): Alarms {
  return {
    async put(tx, now, _actor, ref, config, tags) {
      checkAlarm(ref.name, config);
      const values = [ref.account, ref.region, ref.name, JSON.stringify(config), JSON.stringify(tags), now, CREATED];
      const { created } = (await tx.first(alarmsSql.put, values))!;
      const data = {
        version: '1.0',
        type: created ? 'Create' : 'Update',
        [created ? 'createdAlarm' : 'updatedAlarm']: config,
      };
      await addHistory(tx, now, ref, [
        { type: 'ConfigurationUpdate', summary: `Alarm "${ref.name}" ${created ? 'created' : 'updated'}`, data },
      ]);
    },
    async setState(tx, now, actor, ref, { state, reason, reasonData }) {
      const row = await tx.first(alarmsSql.lock, [ref.account, ref.region, ref.name]);
      if (!row)
        throw new Refusal('notFound', `There is no alarm named ${ref.name}`, {
          resourceType: 'ALARM',
          resourceId: ref.name,
        });
      const was = toAlarm(row);
      const changed = was.state !== state;
      const transitionedAt = changed ? now : was.transitionedAt;
      const next: Alarm = { ...was, state, reason, updatedAt: now, transitionedAt };
      if (reasonData === undefined) delete next.reasonData;
      else next.reasonData = reasonData;
      await tx.rows(alarmsSql.setState, [
        ref.account,
        ref.region,
        ref.name,
        state,
        reason,
        reasonData ?? null,
        now,
        transitionedAt,
      ]);
      if (changed) await enter(tx, now, deps, actor, was, next);
    },
    async remove(tx, now, { account, region }, names) {
      const known = new Set((await tx.rows(alarmsSql.lockNamed, [account, region, names])).map(({ name }) => name));
      const missing = names.filter((name) => !known.has(name));
      if (missing.length > 0) {
        const resource = { resourceType: 'ALARM', resourceId: missing.join(', ') };
        throw new Refusal('notFound', `There is no alarm named ${missing.join(', ')}; none was deleted`, resource);
      }
      for (const name of [...known].sort()) {
        const data = { version: '1.0', type: 'Delete' };
        const item = { type: 'ConfigurationUpdate' as const, summary: `Alarm "${name}" deleted`, data };
        await addHistory(tx, now, { account, region, name }, [item]);
      }
      await tx.rows(alarmsSql.delete, [account, region, names]);
    },
    async list(on, { account, region, names, namePrefix, state, actionPrefix, limit, after }) {
      const filters = [names ?? null, namePrefix ?? null, state ?? null, actionPrefix ?? null, after ?? null];
      return (await on.rows(alarmsSql.list, [account, region, ...filters, limit])).map(toAlarm);
    },
  };
}

/** A state was entered: the history, the actions of that state, and the event, which goes out whether or not actions are enabled. */
async function enter(tx: Tx, now: Date, deps: AlarmsDeps, actor: Actor, was: Alarm, next: Alarm): Promise<void> {
  const event = stateChangeEvent(was, next);
  const data = { version: '1.0', oldState: historyState(was), newState: historyState(next) };
  const history: HistoryItem[] = [
    { type: 'StateUpdate', summary: `Alarm updated from ${was.state} to ${next.state}`, data },
  ];
  for (const arn of actionsOn(next.config, next.state)) {
    const result = await act(tx, now, deps, actor, { alarm: next, was: was.state }, arn, event);
    if (result) history.push(actionItem(arn, next, result));
  }
  await addHistory(tx, now, next, history);
  await deps.publish(tx, now, { ...actor, invokedBy: 'cloudwatch.amazonaws.com' }, event);
}

/** Runs one action; undefined where it does not act on this state. */
async function act(
  tx: Tx,
  now: Date,
  deps: AlarmsDeps,
  actor: Actor,
  { alarm, was }: { alarm: Alarm; was: AlarmState },
  actionArn: string,
  event: BusEvent,
): Promise<ActionResult | undefined> {
  const action = deps.actions().find((candidate) => candidate.accepts(actionArn));
  if (!action) {
    const known = deps
      .actions()
      .map((candidate) => candidate.name)
      .join(', ');
    return { error: `this version of Muster runs these actions: ${known}; ${actionArn} is none of them` };
  }
  if (action.onlyOnAlarm && alarm.state !== 'ALARM') return undefined;
  const invoked = { ...actor, invokedBy: 'cloudwatch.amazonaws.com' };
  return action.run(tx, now, {
    actor: invoked,
    alarm,
    was,
    alarmArn: alarmArn(alarm),
    actionArn,
    at: now,
    event: JSON.stringify(envelope(event)),
  });
}

interface HistoryItem {
  type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  summary: string;
  data: object;
}

function actionItem(arn: string, alarm: Alarm, result: ActionResult): HistoryItem {
  const failed = 'error' in result;
  return {
    type: 'Action',
    summary: failed
      ? `Failed to execute action ${arn}. Received error: "${result.error}"`
      : `Successfully executed action ${arn}`,
    data: {
      actionState: failed ? 'Failed' : 'Succeeded',
      stateUpdateTimestamp: alarm.updatedAt.getTime(),
      notificationResource: arn,
      publishedMessage: failed ? null : result.result,
      error: failed ? result.error : null,
    },
  };
}

async function addHistory(tx: Tx, now: Date, ref: AlarmRef, items: HistoryItem[]): Promise<void> {
  const rows = items.map((item) => ({ id: newId(now), ...item }));
  await tx.rows(alarmsSql.addHistory, [ref.account, ref.region, ref.name, JSON.stringify(rows), now]);
}

const historyState = ({ state, reason, reasonData }: Alarm) => ({
  stateValue: state,
  stateReason: reason,
  ...(reasonData ? { stateReasonData: reasonData } : {}),
});

function toAlarm(row: AlarmRow): Alarm {
  const { account, region, name, config } = row;
  return {
    account,
    region,
    name,
    config,
    configUpdatedAt: row.config_updated_at,
    state: row.state,
    reason: row.state_reason,
    ...(row.state_reason_data === null ? {} : { reasonData: row.state_reason_data }),
    updatedAt: row.state_updated_at,
    transitionedAt: row.state_transitioned_at,
  };
}
