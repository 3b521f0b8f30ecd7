import { statement } from '#storage/statement';
import type { Follower, FollowerState } from './follower.ts';

export interface FollowerRow {
  id: string;
  account: string;
  incident_id: string;
  kind: string;
  target: string;
  channel_type: Follower['channelType'];
  state: FollowerState;
  told_seq: number;
  until: Date | null;
}

const COLUMNS = 'f.id, f.account, f.incident_id, f.kind, f.target, f.channel_type, f.state, f.told_seq, f.until';
const LIVE = 'f.ended_at is null';

export const followersSql = {
  /** One that had ended follows again, and keeps what it knew. */
  follow: statement<FollowerRow>(
    'followers.follow',
    `insert into incident_followers as f (id, account, incident_id, kind, target, channel_type, state, until, created_at)
     select n.id, n.account, n.incident_id, n.kind, n.target, n.channel_type, n.state, n.until, $2
     from jsonb_to_recordset($1::jsonb) as n(id uuid, account text, incident_id uuid, kind text, target text, channel_type text,
       state jsonb, until timestamptz)
     order by n.account, n.incident_id, n.kind, n.target
     on conflict (account, incident_id, kind, target) do update set ended_at = null, until = excluded.until,
       channel_type = excluded.channel_type
     returning ${COLUMNS}`,
  ),
  ofIncidents: statement<FollowerRow>(
    'followers.ofIncidents',
    `select ${COLUMNS} from incident_followers f
     join jsonb_to_recordset($1::jsonb) as n(account text, incident_id uuid)
       on f.account = n.account and f.incident_id = n.incident_id
     where ${LIVE} and (f.until is null or f.until > $2) order by f.id`,
  ),
  get: statement<FollowerRow & { leaving: unknown }>(
    'followers.get',
    `select ${COLUMNS}, f.leaving from incident_followers f where f.id = $1 and ${LIVE}`,
  ),
  /** What the message says that leaves now: for when it has arrived. */
  leaving: statement('followers.leaving', 'update incident_followers set leaving = $2 where id = $1'),
  save: statement(
    'followers.save',
    `update incident_followers set state = coalesce($2, state), told_seq = greatest(told_seq, $3), leaving = null
     where id = $1`,
  ),
  holding: statement<FollowerRow>(
    'followers.holding',
    `select ${COLUMNS} from incident_followers f where f.state ? 'theirs' and f.state ->> 'theirs' = $1 and f.channel_type = $2
       and ${LIVE} order by f.id desc limit 10`,
  ),
  /** What the message knows that is under way is known with it, too. */
  keep: statement(
    'followers.keep',
    `update incident_followers set state = state || $2::jsonb,
       leaving = case when leaving ? 'state' then jsonb_set(leaving, '{state}', (leaving -> 'state') || $2::jsonb) else leaving end
     where id = $1`,
  ),
  /** Those who knew all before the entry $3, which is no news to them. */
  passOver: statement(
    'followers.passOver',
    `update incident_followers f set told_seq = $3
     from (select x.id from incident_followers x where x.account = $1 and x.incident_id = $2 and x.told_seq = $3 - 1
       order by x.id for update) mine where f.id = mine.id`,
  ),
  end: statement(
    'followers.end',
    'update incident_followers f set ended_at = $2 where f.id = any($1::uuid[]) and f.ended_at is null',
  ),
  /** The part after $1 of those that are followed; which of them have something to be told and no message that will. */
  untold: statement<{ id: string; account: string; untold: boolean }>(
    'followers.untold',
    `select f.id, f.account, coalesce(h.seq, 0) > f.told_seq and not exists (
         select from messages m where m.channel_id = f.id and m.settled_at is null and m.status in ('pending', 'sending'))
         and not exists (select from due d where d.queue = 'follower' and d.key = f.id::text) as untold
     from incident_followers f left join timeline_heads h on h.account = f.account and h.incident_id = f.incident_id
     where f.id > $1 and ${LIVE} and (f.until is null or f.until > $2) order by f.id limit $3`,
  ),
  forget: statement(
    'followers.forget',
    'delete from incident_followers f where f.account = $1 and f.incident_id = any($2::uuid[])',
  ),
  erase: statement('followers.erase', 'delete from incident_followers f where f.account = $1'),
};

export const toFollower = (row: FollowerRow): Follower => ({
  id: row.id,
  account: row.account,
  incidentId: row.incident_id,
  kind: row.kind,
  target: row.target,
  channelType: row.channel_type,
  state: row.state,
  toldSeq: row.told_seq,
  ...(row.until ? { until: row.until } : {}),
});
