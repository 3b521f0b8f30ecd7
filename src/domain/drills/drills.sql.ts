import type { Weekday } from '#domain/oncall';
import { statement } from '#storage/statement';
import type { Drill, Run } from './drill.ts';

export interface DrillRow {
  account: string;
  region: string;
  alias: string;
  every_days: number;
  weekdays: Weekday[];
  from_minute: number;
  to_minute: number;
  time_zone: string;
  wait_minutes: number;
  seed: string;
  next_at: Date;
  next_day: number;
  run: Run | null;
  rounds: number;
  last_at: Date | null;
  last_outcome: string | null;
}

const ROW = `d.account, d.region, d.alias, d.every_days, d.weekdays, d.from_minute, d.to_minute, d.time_zone, d.wait_minutes,
  d.seed, d.next_at, d.next_day, d.run, d.rounds, d.last_at, d.last_outcome`;
const ONE = 'd.account = $1 and d.region = $2 and d.alias = $3';

export const drillsSql = {
  /** Terms that are set again keep their seed; what is under way ends. */
  set: statement(
    'drills.set',
    `insert into drills as d (account, region, alias, every_days, weekdays, from_minute, to_minute, time_zone, wait_minutes, seed,
       next_at, next_day, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (account, region, alias) do update set every_days = excluded.every_days, weekdays = excluded.weekdays,
       from_minute = excluded.from_minute, to_minute = excluded.to_minute, time_zone = excluded.time_zone,
       wait_minutes = excluded.wait_minutes, next_at = excluded.next_at, next_day = excluded.next_day, run = null`,
  ),
  one: statement<DrillRow>('drills.one', `select ${ROW} from drills d where ${ONE}`),
  lock: statement<DrillRow>('drills.lock', `select ${ROW} from drills d where ${ONE} for update`),
  /** Of a region, by alias, after a position. */
  list: statement<DrillRow>(
    'drills.list',
    `select ${ROW} from drills d where d.account = $1 and d.region = $2 and ($3::text is null or d.alias collate "C" > $3)
     order by d.alias collate "C" limit $4`,
  ),
  remove: statement<{ alias: string }>('drills.remove', `delete from drills d where ${ONE} returning d.alias`),
  save: statement(
    'drills.save',
    `update drills d set next_at = $4, next_day = $5, run = $6, rounds = $7, last_at = $8, last_outcome = $9 where ${ONE}`,
  ),
  /** All of them, page after page, for the auditor. */
  part: statement<Pick<DrillRow, 'account' | 'region' | 'alias'>>(
    'drills.part',
    `select d.account, d.region, d.alias from drills d
     where (d.account, d.region, d.alias) > ($1::text, $2::text, $3::text)
     order by d.account, d.region, d.alias limit $4`,
  ),
};

export const toDrill = (row: DrillRow): Drill => ({
  contact: { account: row.account, region: row.region, alias: row.alias },
  everyDays: row.every_days,
  weekdays: row.weekdays,
  from: row.from_minute,
  to: row.to_minute,
  timeZone: row.time_zone,
  waitMinutes: row.wait_minutes,
  seed: row.seed,
  next: { at: row.next_at, day: row.next_day },
  rounds: row.rounds,
  ...(row.run ? { run: row.run } : {}),
  ...(row.last_at && row.last_outcome !== null ? { last: { at: row.last_at, outcome: row.last_outcome } } : {}),
});
