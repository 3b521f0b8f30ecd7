import type { Db } from '#storage/db';
import { statement } from '#storage/statement';
import { figure, table } from './table.ts';

/** What the database did, by statement and in all: read from pg_stat_statements and pg_stat_wal. */

/** With these settings the server counts statements. They cost some per cent of CPU, so they are on only where asked for. */
export const COUNTED: Record<string, string> = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
  'pg_stat_statements.track_planning': 'on',
};

export interface StatementRow {
  text: string;
  calls: number;
  rows: number;
  /** How often it was planned: a statement that is ready for all values is not. */
  plans: number;
  /** Wall time, in milliseconds: with busy cores more than CPU. */
  ms: number;
  walBytes: number;
  /** Full images of pages, after a checkpoint. */
  images: number;
}

export interface Journal {
  bytes: number;
  images: number;
}

const make = statement('bench.make_statements', 'create extension if not exists pg_stat_statements');
const forget = statement('bench.forget_statements', 'select pg_stat_statements_reset()::text as at');
const journal = statement<Journal>(
  'bench.journal',
  'select w.wal_bytes::bigint as bytes, w.wal_fpi::bigint as images from pg_stat_wal w',
);
const statements = statement<StatementRow>(
  'bench.statements',
  `select regexp_replace(s.query, '\\s+', ' ', 'g') as text, s.calls, s.rows, s.plans, s.total_exec_time + s.total_plan_time as ms,
     s.wal_bytes::bigint as "walBytes", s.wal_fpi as images
   from pg_stat_statements s order by s.total_exec_time + s.total_plan_time desc limit $1`,
);

/** How many rows of a table were changed, and of them in place: without a new entry in any index. */
export interface ChangesRow {
  table: string;
  changed: number;
  inPlace: number;
}

const changes = statement<ChangesRow>(
  'bench.changes',
  `select s.relname as table, s.n_tup_upd as changed, s.n_tup_hot_upd as "inPlace" from pg_stat_user_tables s
   where s.n_tup_upd > 0 order by s.n_tup_upd desc`,
);

export const readChanges = (db: Db) => db.rows(changes);

export function changesReport(rows: ChangesRow[], per: number): string {
  return table(
    ['rows changed, a timer', 'all', 'in place'],
    rows.map(({ table: name, changed, inPlace }) => [name, figure(changed / per), figure(inPlace / per)]),
  );
}

export async function countStatements(db: Db): Promise<void> {
  await db.rows(make);
  await db.rows(forget);
}

export const readStatements = (db: Db, limit: number) => db.rows(statements, [limit]);

export const readJournal = async (db: Db): Promise<Journal> => (await db.first(journal))!;

/** One line a statement, each figure divided by `per`. */
export function statementsReport(rows: StatementRow[], per: number): string {
  return table(
    ['a timer’s share of each statement', 'calls', 'plans', 'rows', 'µs', 'WAL bytes', 'images'],
    rows.map(({ text, calls, plans, rows: count, ms, walBytes, images }) => [
      text.slice(0, 90),
      ...[calls / per, plans / per, count / per, (ms * 1000) / per, walBytes / per, images / per].map(figure),
    ]),
  );
}
