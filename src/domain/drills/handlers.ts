import type { Outbox } from '#domain/channels';
import { type ContactChannel, type ContactRef, keyOf } from '#domain/contacts';
import type { Log } from '#kernel/log';
import type { Db, Queries, Tx } from '#storage/db';
import type { Job } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { type Drill, nextDrill, type Run, type Step, step } from './drill.ts';
import { drillsSql, toDrill } from './drills.sql.ts';
import { DRILL_QUEUE, type DrillRooms, USUAL_LAST, waitMs, workOf } from './drills.ts';
import { putNotice } from './notices.ts';
import { isPoor } from './score.ts';

/** On whose behalf drills are sent. */
const DRILLER = 'drills.muster';
const CONCURRENCY = 4;
/** Drills in one look of the auditor. */
const PART = 500;

/** Whether somebody is being paged. The room that pages offers it. */
export type IsPaged = (on: Queries, now: Date, contact: ContactRef) => Promise<boolean>;

export interface DrillDeps extends DrillRooms {
  db: Db;
  log: Log;
  now: () => Date;
  outbox: Outbox;
  isPaged: IsPaged;
}

/** Begins drills, goes on to the next channel, and plans the next one. */
export function drillHandler(deps: DrillDeps) {
  const { db, due, now } = deps;
  return {
    queue: DRILL_QUEUE,
    concurrency: CONCURRENCY,
    handle: (job: Job) =>
      db.tx(async (tx) => {
        const contact = contactOf(job);
        const row = await tx.first(drillsSql.lock, [contact.account, contact.region, contact.alias]);
        await due.finish(tx, job);
        if (row) await advance(deps, tx, now(), toDrill(row));
      }),
  };
}

function contactOf({ account, payload }: Job): ContactRef {
  const { region, alias } = payload as { region: string; alias: string };
  return { account, region, alias };
}

async function advance(deps: DrillDeps, tx: Tx, now: Date, drill: Drill): Promise<void> {
  const { contact } = drill;
  const all = (await deps.contactChannels.of(tx, [contact])).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const active = all.filter(({ activated }) => activated);
  const isPaged = await deps.isPaged(tx, now, contact);
  const next = step(now, drill, { isPaged, channels: active.map(({ id }) => id) });
  if (drill.run && next.kind !== 'wait') await judge(deps, tx, now, drill, drill.run, active);
  await perform(deps, tx, now, drill, next, active);
  if (next.kind === 'skip' || next.kind === 'end')
    deps.log.info({ contact: keyOf(contact), outcome: next.outcome, next: next.next.at }, 'a drill is over');
}

async function perform(
  deps: DrillDeps,
  tx: Tx,
  now: Date,
  drill: Drill,
  next: Step,
  active: readonly ContactChannel[],
): Promise<void> {
  const { contact } = drill;
  switch (next.kind) {
    case 'wait':
      return deps.due.put(tx, now, [workOf(contact, next.until)]);
    case 'send': {
      const channel = active.find(({ id }) => id === next.channel)!;
      const test = { contact, channelId: channel.id, origin: 'drill', answerMs: waitMs(drill) } as const;
      const { id: page } = await deps.testPages.put(tx, now, { ...test, requestedBy: DRILLER }, channel);
      const began = drill.run?.began ?? now.toISOString();
      const run: Run = { began, channels: [...next.channels], at: next.at, page, until: next.until.toISOString() };
      const rounds = drill.run ? drill.rounds : drill.rounds + 1;
      await save(tx, { ...drill, run, rounds });
      return deps.due.put(tx, now, [workOf(contact, next.until)]);
    }
    case 'skip':
    case 'end': {
      const { run: _over, ...rest } = drill;
      await save(tx, { ...rest, next: next.next, last: { at: now, outcome: next.outcome } });
      return deps.due.put(tx, now, [workOf(contact, next.next.at)]);
    }
  }
}

/** A channel that has become poor by this drill is told to its owner, over another one. */
async function judge(
  deps: DrillDeps,
  tx: Tx,
  now: Date,
  { contact }: Drill,
  run: Run,
  active: readonly ContactChannel[],
): Promise<void> {
  const query = { account: contact.account, contacts: [contact], origin: 'drill', limit: USUAL_LAST + 1 } as const;
  const pages = await deps.testPages.latest(tx, query);
  const poor = (id: string) => isPoor(now, pages.get(id) ?? [], USUAL_LAST);
  const channel = active.find(({ id }) => id === run.channels[run.at]);
  if (!channel || !poor(channel.id)) return;
  const before = (pages.get(channel.id) ?? []).slice(1);
  if (isPoor(now, before, USUAL_LAST)) return;
  const others = active.filter(({ id }) => id !== channel.id);
  // One that works, and of these the quietest.
  const [other] = others.toSorted((a, b) => Number(poor(a.id)) - Number(poor(b.id)) || quietness(a) - quietness(b));
  deps.log.warn(
    { contact: keyOf(contact), channel: channel.id, told: other?.id },
    'drills of a channel are not answered',
  );
  if (other) await putNotice(tx, now, deps.outbox, channel, other);
}

const quietness = ({ type }: ContactChannel) => (type === 'EMAIL' ? 0 : type === 'VOICE' ? 2 : 1);

const save = (tx: Tx, { contact, next, run, rounds, last }: Drill) =>
  tx.rows(drillsSql.save, [
    ...[contact.account, contact.region, contact.alias, next.at, next.day],
    ...[run ? JSON.stringify(run) : null, rounds, last?.at ?? null, last?.outcome ?? null],
  ]);

/** Everybody who is drilled has a timer. */
export function drillInvariant({ due, contactChannels }: Pick<DrillDeps, 'due' | 'contactChannels'>) {
  return {
    name: 'drills.without-timer',
    queues: [DRILL_QUEUE],
    async find(on: Queries, now: Date, after: string | undefined) {
      const rows = await on.rows(drillsSql.part, [...(after?.split('/') ?? ['', '', '']), PART]);
      const keys = rows.map(keyOf);
      const planned = await workInPlace(on, now, DRILL_QUEUE, keys);
      const faults = rows
        .filter((row) => !planned.has(keyOf(row)))
        .map((row) => ({
          key: keyOf(row),
          account: row.account,
          text: `nothing would begin the drill of ${row.alias}`,
        }));
      const last = keys.at(-1);
      return { faults, ...(rows.length === PART && last ? { next: last } : {}) };
    },
    /** The next drill is planned from now on: what was missed is skipped. */
    async repair(tx: Tx, now: Date, { key }: { key: string }) {
      const row = await tx.first(drillsSql.lock, key.split('/'));
      if (!row || (await workInPlace(tx, now, DRILL_QUEUE, [key])).has(key)) return undefined;
      const { run: _lost, ...drill } = toDrill(row);
      const channels = (await contactChannels.of(tx, [drill.contact])).filter(({ activated }) => activated);
      const next = nextDrill(drill, now, undefined, channels.length);
      await save(tx, { ...drill, next });
      await due.put(tx, now, [workOf(drill.contact, next.at)]);
      const text = `the drill of ${row.alias} is planned again`;
      return { account: row.account, region: row.region, text };
    },
  };
}
