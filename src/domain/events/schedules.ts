import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { newId } from '#kernel/ids';
import type { Db, Queries, Tx } from '#storage/db';
import type { Due, DueWork, Job } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import type { BusEvent } from './event.ts';
import type { RuleRef } from './kept-rules.ts';
import { fire, type Publishing } from './publish.ts';
import { parseSchedule } from './schedule.ts';
import { type ScheduledRow, schedulesSql } from './schedules.sql.ts';

const QUEUE = 'events.schedules';
/** As alarms: somebody waits for it. */
const PRIORITY = 2;
/** Rules in one look. */
const PART = 500;

const keyOf = ({ account, region, bus, name }: RuleRef) => [account, region, bus, name].join('/');
function refOf(key: string): RuleRef {
  const [account = '', region = '', bus = '', name = ''] = key.split('/');
  return { account, region, bus, name };
}
const valuesOf = ({ account, region, bus, name }: RuleRef) => [account, region, bus, name];

const work = (ref: RuleRef, runAt: Date): Due => ({
  ...{ queue: QUEUE, key: keyOf(ref), account: ref.account, runAt, priority: PRIORITY, payload: {} },
});

/** Plans a rule's next time, counted from now; where it has none, it has no work either. */
export async function planSchedule(
  tx: Tx,
  now: Date,
  due: DueWork,
  rule: RuleRef & { schedule?: string; state: 'ENABLED' | 'DISABLED' },
): Promise<void> {
  const next =
    rule.schedule === undefined || rule.state === 'DISABLED' ? undefined : parseSchedule(rule.schedule).next(now, now);
  if (next) await due.put(tx, now, [work(rule, next)]);
  else await unplanSchedule(tx, due, rule);
}

export const unplanSchedule = (tx: Tx, due: DueWork, ref: RuleRef): Promise<void> =>
  due.cancel(tx, QUEUE, [keyOf(ref)]);

/**
 * Fires rules at their times. The event, its deliveries and the next time are one transaction, so a time fires once whatever is
 * killed; times that were missed in a stop fire once, together.
 */
export function scheduleHandler({ db, now, ...room }: Publishing & { db: Db; now: () => Date }) {
  return {
    queue: QUEUE,
    concurrency: 4,
    handle: (job: Job): Promise<void> =>
      db.tx(async (tx) => {
        // The rule before its work, as whoever changes it does.
        const row = await tx.first(schedulesSql.lock, valuesOf(refOf(job.key)));
        await room.due.finish(tx, job);
        if (row?.state !== 'ENABLED') return;
        const at = now();
        const { name, targets } = row;
        const event = scheduledEvent(row, at, job.dueAt);
        const fired = targets.map(({ id, arn, options }) => ({ rule: name, id, arn, options }));
        await fire(tx, at, room, [{ event, actor: actorOf(row, event.id), rules: [{ name, targets: fired }] }]);
        const next = parseSchedule(row.schedule).next(at, row.scheduled_at);
        if (next) await room.due.put(tx, at, [work(row, next)]);
      }),
  };
}

const actorOf = ({ account, region, created_by }: ScheduledRow, requestId: string): Actor => ({
  ...{ account, region, principal: created_by, requestId, invokedBy: 'events.amazonaws.com' },
});

const scheduledEvent = ({ account, region, bus, name }: ScheduledRow, now: Date, time: Date): BusEvent => ({
  ...{ account, region, bus, id: newId(now), source: 'aws.events', detailType: 'Scheduled Event', time },
  ...{ resources: [arns.rule(region, account, bus, name)], detail: {} },
});

/** Every enabled rule with a time to come has work that will fire it. */
export function scheduleInvariant(due: DueWork) {
  return {
    name: 'events.schedule-without-work',
    queues: [QUEUE],
    async find(on: Queries, now: Date, after: string | undefined) {
      const from = after === undefined ? ['', '', '', ''] : valuesOf(refOf(after));
      const rows = await on.rows(schedulesSql.enabled, [...from, PART]);
      const coming = rows.filter(({ schedule, scheduled_at: since }) => parseSchedule(schedule).next(now, since));
      const planned = await workInPlace(on, now, QUEUE, coming.map(keyOf));
      const faults = coming
        .filter((row) => !planned.has(keyOf(row)))
        .map((row) => ({
          ...{ key: keyOf(row), account: row.account, text: `nothing would fire the schedule of rule ${row.name}` },
        }));
      return { faults, ...(rows.length === PART ? { next: keyOf(rows.at(-1)!) } : {}) };
    },
    async repair(tx: Tx, now: Date, { key }: { key: string }) {
      const row = await tx.first(schedulesSql.lock, valuesOf(refOf(key)));
      if (row?.state !== 'ENABLED' || (await workInPlace(tx, now, QUEUE, [key])).has(key)) return undefined;
      const next = parseSchedule(row.schedule).next(now, row.scheduled_at);
      if (!next) return undefined;
      await due.put(tx, now, [work(row, next)]);
      return { account: row.account, region: row.region, text: `the schedule of rule ${row.name} is planned again` };
    },
  };
}
