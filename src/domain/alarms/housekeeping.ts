import { after, DAY, HOUR } from '#kernel/clock';
import type { Db, Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { repeatedWork } from '#storage/repeated';
import { type AlarmKind, alarmArn, alarmNamed } from './alarm.ts';
import { alarmsSql } from './alarms.sql.ts';
import { COMPOSITE_QUEUE, compositeWork, EVALUATION_QUEUE, evaluationWork } from './due-work.ts';
import { historySql } from './history.sql.ts';
import { linksSql } from './links.sql.ts';
import { watchedBy } from './readings.ts';
import { toAlarm } from './rows.ts';

/** How long histories are kept, those of deleted alarms, too. */
const REMEMBERED_MS = 30 * DAY;
/** Rows that one transaction forgets. */
const MOST = 5_000;
/** Alarms in one look. */
const PART = 1_000;

/** Forgets old history, every hour, on whichever node is free. */
export function alarmHousekeeping(db: Db, due: DueWork, now: () => Date) {
  return repeatedWork(db, due, now, {
    queue: 'housekeeping.alarms',
    everyMs: HOUR,
    invariant: 'alarms.forgetting-not-planned',
    lost: 'nothing would forget the old history of alarms',
    async run(tx, at) {
      const old = await tx.rows(historySql.forget, [after(at, -REMEMBERED_MS), MOST]);
      return old.length === MOST ? 'more' : undefined;
    },
  });
}

const queueOf = (kind: AlarmKind) => (kind === 'metric' ? EVALUATION_QUEUE : COMPOSITE_QUEUE);

/** Every metric alarm has its next evaluation, and every composite alarm that waits for the end of a period its timer. */
export function alarmInvariant(due: DueWork) {
  return {
    name: 'alarms.without-timer',
    queues: [EVALUATION_QUEUE, COMPOSITE_QUEUE],
    async find(on: Queries, now: Date, afterKey: string | undefined) {
      const from = afterKey ? (JSON.parse(afterKey) as string[]) : ['', '', ''];
      const rows = await on.rows(linksSql.timed, [...from, PART]);
      const timed = new Set<string>();
      for (const kind of ['metric', 'composite'] as const) {
        const keys = rows.filter((row) => row.kind === kind && row.waits).map(alarmArn);
        for (const key of await workInPlace(on, now, queueOf(kind), keys)) timed.add(key);
      }
      const faults = rows
        .filter((row) => row.waits && !timed.has(alarmArn(row)))
        .map((row) => ({
          key: alarmArn(row),
          account: row.account,
          text: `nothing would look at the alarm ${row.name} (${row.region}) again`,
        }));
      const last = rows.length === PART ? rows.at(-1) : undefined;
      return { faults, ...(last ? { next: JSON.stringify([last.account, last.region, last.name]) } : {}) };
    },
    /** Looks at it now. What it watches is kept anew, too: alarms of an older version have none of it. */
    async repair(tx: Tx, now: Date, { key }: { key: string }) {
      const ref = alarmNamed(key);
      const row = ref && (await tx.first(alarmsSql.lock, [ref.account, ref.region, ref.name]));
      if (!row) return undefined;
      const alarm = toAlarm(row);
      const queue = queueOf(alarm.kind);
      if ((await workInPlace(tx, now, queue, [key])).has(key)) return undefined;
      if (alarm.kind === 'metric') {
        await tx.rows(linksSql.addMetrics, [ref.account, ref.region, ref.name, watchedBy(ref, alarm)]);
        await due.put(tx, now, [evaluationWork(ref, now)]);
      } else await due.put(tx, now, [compositeWork(ref, now)]);
      return { account: ref.account, region: ref.region, text: `the alarm ${ref.name} is looked at now` };
    },
  };
}
