import { statement } from './statement.ts';

export interface DueRow {
  id: string;
  queue: string;
  key: string;
  account: string;
  run_at: Date;
  due_at: Date;
  priority: number;
  attempt: number;
  token: number;
  payload: unknown;
  error: string | null;
  request_id: string | null;
}

const COLUMNS =
  'd.id, d.queue, d.key, d.account, d.run_at, d.due_at, d.priority, d.attempt, d.token, d.payload, d.error, d.request_id';

/**
 * Nobody has it at $now. A lease that ends after $bound is no lease: none is that long. It lies beside `run_at`, in no index, so
 * that a claim writes a row and no index entry.
 */
const isFree = (row: string, now: string, bound: string) =>
  `(${row}.leased_until is null or ${row}.leased_until <= ${now} or ${row}.leased_until > ${bound})`;

/** Those of the given jobs that are still ours, locked in the order in which everybody locks them. */
const MINE = `select x.id from due x join json_to_recordset($1::json) as n(id uuid, token bigint)
  on x.id = n.id and x.token = n.token order by x.id for update of x`;

export const dueSql = {
  /** A put under a known (queue, key) replaces it; the token rises, so that whoever runs the old one has lost it. */
  put: statement(
    'due.put',
    `insert into due as d (id, queue, key, account, run_at, due_at, priority, payload, request_id)
     select n.id, n.queue, n.key, n.account, n.run_at, n.run_at, n.priority, n.payload, n.request_id
     from json_to_recordset($1::json) as n(id uuid, queue text, key text, account text, run_at timestamptz,
       priority smallint, payload jsonb, request_id text)
     order by n.queue, n.key
     on conflict (queue, key) do update set run_at = excluded.run_at, due_at = excluded.due_at,
       priority = excluded.priority, payload = excluded.payload, request_id = excluded.request_id,
       attempt = 0, error = null, owner = null, leased_until = null, token = d.token + 1`,
  ),
  /** Puts what is not there yet; what is, stays as it is. */
  ensure: statement(
    'due.ensure',
    `insert into due (id, queue, key, account, run_at, due_at, priority, payload) values ($1, $2, $3, $4, $5, $5, $6, $7)
     on conflict (queue, key) do nothing`,
  ),
  cancel: statement<{ key: string }>(
    'due.cancel',
    `delete from due d using (select x.id from due x where x.queue = $1 and x.key = any($2::text[]) order by x.id for update) mine
     where d.id = mine.id returning d.key`,
  ),
  /** Rows that somebody has are passed over: who runs them decides for itself. */
  defer: statement(
    'due.defer',
    `update due d set run_at = $3 from (
       select x.id from due x where x.queue = $1 and x.key = any($2::text[]) and x.owner is null and x.run_at < $3
       order by x.id for update skip locked
     ) mine where d.id = mine.id`,
  ),
  /** The contrary: what waits for something that is there now. Rows that somebody has are passed over, too. */
  hasten: statement(
    'due.hasten',
    `update due d set run_at = $3 from (
       select x.id from due x where x.queue = $1 and x.key = any($2::text[]) and x.owner is null and x.run_at > $3
       order by x.id for update skip locked
     ) mine where d.id = mine.id`,
  ),
  /**
   * Due work of one queue, most severe first, then oldest; five short index scans, so that a backlog of one severity
   * costs the others nothing. Locked rows are somebody else's claim. Each severity is asked only while the former ones have
   * not filled the claim (nothing sorts in between), so no row is locked that is not taken.
   */
  claim: statement<DueRow>(
    'due.claim',
    `with found as (
       select f.id from (values (1::smallint), (2::smallint), (3::smallint), (4::smallint), (5::smallint)) as p(priority)
       cross join lateral (
         select d.id from due d where d.queue = $1 and d.priority = p.priority and d.run_at <= $2 and ${isFree('d', '$2', '$6')}
         order by d.run_at limit $3 for update skip locked
       ) f limit $3
     )
     update due d set leased_until = $4, attempt = d.attempt + 1, token = d.token + 1, owner = $5
     from found where d.id = found.id returning ${COLUMNS}`,
  ),
  /**
   * When the next work of each queue is due, or the lease of what is under way ends; queues with none are left out. What is under
   * way comes first by its time, so both are found in a few steps.
   */
  next: statement<{ queue: string; next: Date }>(
    'due.next',
    `select q.queue, min(least(f.run_at, held.ends)) as next from unnest($1::text[]) as q(queue)
     cross join (values (1::smallint), (2::smallint), (3::smallint), (4::smallint), (5::smallint)) as p(priority)
     left join lateral (
       select d.run_at from due d where d.queue = q.queue and d.priority = p.priority and ${isFree('d', '$2', '$3')}
       order by d.run_at limit 1
     ) f on true
     left join lateral (
       select min(d.leased_until) as ends from due d
       where coalesce(f.run_at > $2, true) and d.queue = q.queue and d.priority = p.priority and d.run_at <= $2
         and not ${isFree('d', '$2', '$3')}
     ) held on true
     group by q.queue having min(least(f.run_at, held.ends)) is not null`,
  ),
  finish: statement<{ id: string }>('due.finish', 'delete from due d where d.id = $1 and d.token = $2 returning d.id'),
  finishAll: statement<{ id: string }>(
    'due.finishAll',
    `delete from due d using (${MINE}) mine where d.id = mine.id returning d.id`,
  ),
  again: statement<{ id: string }>(
    'due.again',
    'update due d set run_at = $3, error = $4, owner = null, leased_until = null where d.id = $1 and d.token = $2 returning d.id',
  ),
  againAll: statement<{ id: string }>(
    'due.againAll',
    `update due d set run_at = $2, error = $3, owner = null, leased_until = null from (${MINE}) mine where d.id = mine.id
     returning d.id`,
  ),
  renew: statement<{ id: string }>(
    'due.renew',
    `update due d set leased_until = $2 from (${MINE}) mine where d.id = mine.id returning d.id`,
  ),
  /** A stopping node hands back what it holds, as if it had not been tried. */
  release: statement(
    'due.release',
    `update due d set attempt = greatest(d.attempt - 1, 0), owner = null, leased_until = null
     from (${MINE}) mine where d.id = mine.id`,
  ),
  /** Counts of due and oldest due per queue, for /metrics. */
  backlog: statement<{ queue: string; waiting: number; due: number; oldest: Date | null }>(
    'due.backlog',
    `select d.queue, count(*)::int as waiting, (count(*) filter (where d.due_at <= $1))::int as due,
       min(d.due_at) filter (where d.due_at <= $1) as oldest from due d group by d.queue`,
  ),
};
