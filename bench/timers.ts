import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '#domain/channels';
import { createEngine } from '#engine/engine';
import { statement } from '#storage/statement';
import { fakeChannel } from '#test/kit/fake-channel';
import { fillEngagements } from './kit/fill.ts';
import { BUSY, gauged } from './kit/gauge.ts';
import { type BenchHouse, openHouse, USUAL } from './kit/house.ts';
import type { Options } from './kit/options.ts';
import {
  type ChangesRow,
  COUNTED,
  changesReport,
  countStatements,
  type Journal,
  readChanges,
  readJournal,
  readStatements,
  type StatementRow,
  statementsReport,
} from './kit/statements.ts';
import { quantile } from './kit/statistics.ts';
import { figure, table } from './kit/table.ts';
import type { Undo } from './kit/world.ts';

/**
 * How late timers are that fall due within one minute on one node: each is an engagement's stage that is over, whose next stage
 * pages a person. Late is from the stage's end to the decision, and to the message being with its provider.
 */

export interface TimersRow {
  timers: number;
  /** In milliseconds after the moment due. */
  decided: Late;
  sent: Late;
  /** p99 of the messages' lateness by severity, 1 to 5. */
  bySeverity: number[];
  early: number;
  missing: number;
  doubled: number;
  /** Microseconds of CPU a timer, its message included. */
  cpu: { node: number; database: number };
  /** What a timer writes into the database's journal. */
  journal: Journal;
  statements: StatementRow[];
  changes: ChangesRow[];
  /** CPU cores that others used meanwhile. */
  foreignCores: number;
  errors: number;
}

interface Late {
  p50: number;
  p99: number;
  longest: number;
}

/** From the end of filling to the first moment. */
const HEAD_START_MS = 3_000;
const PATIENCE_MS = 300_000;
const STATEMENTS = 45;
// As many a person in a small run as in a large one: what is kept of each is then as large.
const TIMERS_OF_A_PERSON = 100;
const MARK_P99_MS = 500;
const MARK_LONGEST_MS = 30_000;

const outcome = statement<{ message_id: string; due_at: Date; decided_at: Date; severity: number }>(
  'bench.pages',
  `select p.message_id, p.due_at, p.created_at as decided_at, e.severity from pages p join engagements e on e.id = p.engagement_id
   where e.status <> 'stopped'`,
);
/** Timers and messages that are not done; a tree that has paged has a timer for its end, in half an hour. */
const left = statement<{ count: number }>(
  'bench.left',
  `select count(*)::int as count from due d where d.due_at < now() + interval '10 minutes' and d.queue in ('engagement', 'send.email')`,
);
const postpone = statement(
  'bench.postpone',
  `with by as (select $1::timestamptz - min(e.stage_started_at) - interval '30 minutes' as much from engagements e where e.status = 'engaging'),
   moved as (update engagements e set stage_started_at = e.stage_started_at + by.much, started_at = e.started_at + by.much from by where e.status = 'engaging')
   update due d set run_at = d.run_at + by.much, due_at = d.due_at + by.much from by where d.queue = 'engagement'`,
);

export async function timers(options: Options, undo: Undo, progress: (text: string) => void): Promise<TimersRow> {
  const sentAt = new Map<string, number>();
  let doubled = 0;
  let bench: BenchHouse | undefined;
  const channel: Channel = {
    ...fakeChannel('EMAIL'),
    async send({ key }) {
      if (sentAt.has(key)) doubled++;
      sentAt.set(key, bench!.clock.now().getTime());
      return { ok: true, providerId: key };
    },
  };
  bench = await openHouse(channel, undo, options.statements ? COUNTED : {}, options.paced ? USUAL : undefined);
  const { db, due, clock, wake, log, house } = bench;
  progress(`timers: ${options.timers} engagements …`);
  const soon = () => new Date(clock.now().getTime() + HEAD_START_MS);
  await fillEngagements(db, {
    count: options.timers,
    people: Math.ceil(options.timers / (options.paced ? 2 : TIMERS_OF_A_PERSON)),
    from: soon(),
    spreadMs: options.spread * 1_000,
  });
  await db.rows(postpone, [new Date(clock.now().getTime() + 10_000)]);
  const engine = createEngine({ db, due, clock, wake, log, handlers: house.handlers });
  undo.push(engine.stop);
  if (options.statements) await countStatements(db);
  const before = await readJournal(db);
  const used = await gauged({ server: 0, postmaster: bench.postmaster, bare: 0 }, async () => {
    const began = performance.now();
    engine.start();
    while ((await db.first(left))!.count > 0 && performance.now() - began < PATIENCE_MS) {
      await pause(Math.min(5_000, options.spread * 100));
      log.take('info', /./);
      log.take('debug', /./);
      progress(`  ${sentAt.size} sent`);
    }
  });
  await engine.stop();
  const after = await readJournal(db);
  const statements = options.statements ? await readStatements(db, STATEMENTS) : [];
  const changes = options.statements ? await readChanges(db) : [];
  const rows = await db.rows(outcome);
  const late = rows.map(({ message_id, due_at, decided_at, severity }) => ({
    severity,
    decided: decided_at.getTime() - due_at.getTime(),
    sent: (sentAt.get(message_id) ?? Number.NaN) - due_at.getTime(),
  }));
  const sent = late.filter((one) => !Number.isNaN(one.sent));
  return {
    timers: options.timers,
    decided: lateness(late.map((one) => one.decided)),
    sent: lateness(sent.map((one) => one.sent)),
    bySeverity: [1, 2, 3, 4, 5].map((severity) =>
      quantile(
        sent.filter((one) => one.severity === severity).map((one) => one.sent),
        0.99,
      ),
    ),
    early: late.filter((one) => one.decided < 0).length,
    missing: options.timers - sent.length,
    doubled,
    cpu: { node: used.clientUs / options.timers, database: used.databaseUs / options.timers },
    journal: {
      bytes: (after.bytes - before.bytes) / options.timers,
      images: (after.images - before.images) / options.timers,
    },
    statements,
    changes,
    foreignCores: used.foreignCores,
    errors: log.lines.filter((line) => line.level === 'error' || line.level === 'warn').length,
  };
}

function lateness(values: number[]): Late {
  return { p50: quantile(values, 0.5), p99: quantile(values, 0.99), longest: quantile(values, 1) };
}

export function timersReport(row: TimersRow): string {
  const line = (name: string, { p50, p99, longest }: Late) => [
    name,
    ...[p50, p99, longest, p99 / MARK_P99_MS, longest / MARK_LONGEST_MS].map(figure),
  ];
  const figures = table(
    [`${row.timers} timers`, 'p50 ms', 'p99 ms', 'longest ms', 'p99 ÷ 0.5 s', 'longest ÷ 30 s'],
    [line('due → decided', row.decided), line('due → with the provider', row.sent)],
  );
  const severities = row.bySeverity.map((p99, index) => `${index + 1}: ${figure(p99)}`).join(', ');
  const tally = `early ${row.early}, missing ${row.missing}, sent twice ${row.doubled}, errors and warnings ${row.errors}`;
  const cpu = `CPU µs a timer: ${figure(row.cpu.node)} Node + ${figure(row.cpu.database)} database; WAL bytes: ${figure(row.journal.bytes)}, of it page images: ${figure(row.journal.images)}`;
  const costs =
    row.statements.length > 0
      ? `\n\n${statementsReport(row.statements, row.timers)}\n\n${changesReport(row.changes, row.timers)}`
      : '';
  const busy = row.foreignCores > BUSY ? `; NOT MEASURED: others used ${figure(row.foreignCores)} cores` : '';
  return `${figures}\n\np99 ms by severity: ${severities}\n${tally}\n${cpu}${busy}\n\nMarks: p99 0.5 s, dream 0.1 s; none early, none over 30 s.${costs}`;
}
