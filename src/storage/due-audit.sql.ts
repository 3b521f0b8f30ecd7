import { statement } from './statement.ts';

export interface PlacedRow {
  id: string;
  queue: string;
  key: string;
  account: string;
  run_at: Date;
  due_at: Date;
  owner: string | null;
  request_id: string | null;
}

const PLACED = 'd.id, d.queue, d.key, d.account, d.run_at, d.due_at, d.owner, d.request_id';
/** Claimed and not to be free again before $2, or waiting longer than any back-off, which ends before $3. */
const ASTRAY = 'd.run_at <> d.due_at and d.run_at > $2 and (d.owner is not null or d.run_at > greatest(d.due_at, $3))';

export const dueAuditSql = {
  astray: statement<PlacedRow>(
    'due.astray',
    `select ${PLACED} from due d where d.queue = any($1::text[]) and ${ASTRAY} order by d.queue, d.run_at limit $4`,
  ),
  /** Whether one piece of work is there, and stands where it can be claimed in time. */
  inPlace: statement<{ key: string }>(
    'due.inPlace',
    `select d.key from due d where d.queue = $1 and d.key = any($4::text[]) and not (${ASTRAY})`,
  ),
  /** Due now, whoever held it: the token rises, so that a holder who lives has lost it. */
  free: statement<{ id: string }>(
    'due.free',
    `update due d set run_at = $5, owner = null, leased_until = null, token = d.token + 1
     from (select x.id from due x where x.id = $1 for update) mine
     where d.id = mine.id and d.queue = $4 and ${ASTRAY} returning d.id`,
  ),
  /** The names of all queues that hold anything: one short index scan for each. */
  queues: statement<{ queue: string }>(
    'due.queues',
    `with recursive used as (
       (select d.queue from due d order by d.queue limit 1)
       union all
       select (select d.queue from due d where d.queue > u.queue order by d.queue limit 1) from used u where u.queue is not null
     )
     select u.queue from used u where u.queue is not null`,
  ),
};
