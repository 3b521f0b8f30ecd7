import { statement } from '#storage/statement';

/** What is kept of an alert, as far as it decides on what is sent again. */
export interface KnownRow {
  id: string;
  status: 'firing' | 'resolved';
  labels_hash: string;
  /** In milliseconds since 1970: reading a date costs more than all else of a row. */
  changed_ms: number;
  seen_ms: number;
}

/**
 * What makes an alert news: nothing was known of it, it fires or is over now and was not, its labels are others, its trouble
 * began after it was last heard of, or it became news so long ago that it is told again. `isNews` of alert-states.ts says the same of rows that were read.
 */
const NEWS = `(a.status <> excluded.status or (excluded.status = 'firing' and (a.labels_hash <> excluded.labels_hash
  or a.changed_at <= case when excluded.source = any ($3) then $2 else $1 end
  or coalesce(excluded.starts_at > a.seen_at + interval '1 minute', false))))`;

/** An alert of a key with what was sent of it. */
export interface HeldRow {
  status: 'firing' | 'resolved';
  ends_at: Date | null;
  changed_at: Date;
  seen_at: Date;
  /** The event's envelope. */
  body: string;
}

const HELD = `select a.status, a.ends_at, a.changed_at, a.seen_at, e.body from alerts a
  join events e on e.account = a.account and e.region = $2 and e.id = a.event_id`;

export const alertsSql = {
  /** One by one by the key: a join would be planned once, for the table as it was then, and may read all of it ever after. */
  known: statement<KnownRow>(
    'intake.knownAlerts',
    `select a.id, a.status, a.labels_hash, (extract(epoch from a.changed_at) * 1000)::float8 as changed_ms,
       (extract(epoch from a.seen_at) * 1000)::float8 as seen_ms
     from unnest($1::uuid[]) as n(id)
     cross join lateral (select k.* from alerts k where k.id = n.id limit 1) a`,
  ),
  /** $3: sources that repeat themselves, whose alerts that became news until $2 are news again; others' always are. Answers what was written; what is news has `changed_at` = $1. What says nothing new is not written within a minute. */
  put: statement<{ id: string; news: boolean }>(
    'intake.putAlerts',
    `insert into alerts as a (id, account, source, sender, status, labels_hash, starts_at, ends_at, changed_at, seen_at, event_id)
     select n.id, n.account, n.source, n.sender, n.status, n.labels_hash, n.starts_at, n.ends_at, $1, $1, n.event_id
     from unnest($4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::timestamptz[],
       $11::timestamptz[], $12::uuid[])
       as n(id, account, source, sender, status, labels_hash, starts_at, ends_at, event_id)
     order by n.id
     on conflict (id) do update set
       status = excluded.status, labels_hash = excluded.labels_hash, ends_at = excluded.ends_at, seen_at = excluded.seen_at,
       starts_at = case when ${NEWS} then excluded.starts_at else a.starts_at end,
       changed_at = case when ${NEWS} then excluded.changed_at else a.changed_at end,
       event_id = case when ${NEWS} then excluded.event_id else a.event_id end
     where ${NEWS} or a.seen_at < excluded.seen_at - interval '1 minute'
     returning a.id, a.changed_at = $1 as news`,
  ),
  /** Those of a key ($3) that fire, with the event by which they were news. It reads the whole table: an index would cost every alert. */
  firing: statement<HeldRow>(
    'intake.firingAlerts',
    `${HELD} where a.account = $1 and a.sender = $3 and a.status = 'firing' order by a.id limit $4`,
  ),
  one: statement<HeldRow>('intake.oneAlert', `${HELD} where a.account = $1 and a.id = $3`),
  /** The last event that a request of Opsgenie's made. */
  ofRequest: statement<{ detail_type: string; body: string; accepted_at: Date }>(
    'intake.alertOfRequest',
    `select e.detail_type, e.body, e.accepted_at from events e
     where e.account = $1 and e.region = $2 and e.request_id = $3 and e.source = 'muster.opsgenie' order by e.id desc limit 1`,
  ),
  /** What was neither news nor heard of since $1, at most $2. */
  forget: statement<{ id: string }>(
    'intake.forgetAlerts',
    `delete from alerts a using (
       select o.id from alerts o where o.changed_at < $1 and o.seen_at < $1 limit $2 for update skip locked) o
     where a.id = o.id
     returning a.id`,
  ),
};
