import { statement } from '#storage/statement';
import { eventTypes, RECORD_DELETED, type Reference } from './event.ts';

export interface EntryRow {
  account: string;
  incident_id: string;
  seq: number;
  kind: 'event' | 'change' | 'removal';
  event_id: string;
  event_time: Date;
  event_type: string;
  event_data: string;
  event_references: Reference[];
  actor: string;
  written_at: Date;
  content_hash: Buffer;
  hash: Buffer;
  /** When retention took what it said; its hashes stay. */
  removed_at: Date | null;
}

export type HeadRow = { account: string; incident_id: string; seq: number; hash: Buffer; followed: boolean };

/** An entry without what it says. */
export type WrittenRow = Pick<EntryRow, 'incident_id' | 'seq' | 'kind' | 'event_id' | 'event_type' | 'written_at'> & {
  deletes: boolean;
};

const COLUMNS = `e.account, e.incident_id, e.seq, e.kind, e.event_id, e.event_time, e.event_type, e.event_data,
  e.event_references, e.actor, e.written_at, e.content_hash, e.hash, e.removed_at`;

/** The latest entry of each event, unless it is a removal. */
const CURRENT = `e.kind <> 'removal' and not exists (
  select from timeline_entries later where later.account = e.account and later.incident_id = e.incident_id
    and later.event_id = e.event_id and later.seq > e.seq)`;

/** Whether an entry tells that its incident was deleted. In the text of a title quotes are escaped: none can look so. */
const DELETES = `(e.event_type = '${eventTypes.update}'
  and e.event_data like '%"modifiedAttributes":[${JSON.stringify(RECORD_DELETED)}]}')`;

export const timelineSql = {
  /** Locks the chains that there are, in a fixed order. */
  lockHeads: statement<HeadRow>(
    'timeline.lockHeads',
    `select h.account, h.incident_id, h.seq, h.hash, h.followed from timeline_heads h
     join json_to_recordset($1::json) as n(account text, incident_id uuid) on h.account = n.account and h.incident_id = n.incident_id
     order by h.account, h.incident_id for update of h`,
  ),
  /** The same for those that there were not yet, in the same order. */
  makeHeads: statement<HeadRow>(
    'timeline.makeHeads',
    `insert into timeline_heads as h (account, incident_id, seq, hash)
     select n.account, n.incident_id, 0, $2 from json_to_recordset($1::json) as n(account text, incident_id uuid)
     order by n.account, n.incident_id
     on conflict (account, incident_id) do update set seq = h.seq returning h.account, h.incident_id, h.seq, h.hash,
       h.followed`,
  ),
  /** Chains that begin now have no head yet; the others' heads are locked. */
  append: statement(
    'timeline.append',
    `with n as (
       select * from json_to_recordset($1::json) as n(account text, incident_id uuid, seq bigint, kind text, event_id uuid,
         event_time timestamptz, event_type text, event_data text, event_references jsonb, actor text,
         written_at timestamptz, content_hash text, hash text, begins boolean)
     ), last as (
       select distinct on (n.account, n.incident_id) n.account, n.incident_id, n.seq, n.begins, decode(n.hash, 'hex') as hash
       from n order by n.account, n.incident_id, n.seq desc
     ), moved as (
       update timeline_heads h set seq = l.seq, hash = l.hash from last l
       where not l.begins and h.account = l.account and h.incident_id = l.incident_id
     ), begun as (
       insert into timeline_heads as h (account, incident_id, seq, hash)
       select l.account, l.incident_id, l.seq, l.hash from last l where l.begins
       on conflict (account, incident_id) do update set seq = excluded.seq, hash = excluded.hash
     )
     insert into timeline_entries (account, incident_id, seq, kind, event_id, event_time, event_type, event_data,
       event_references, actor, written_at, content_hash, hash)
     select n.account, n.incident_id, n.seq, n.kind, n.event_id, n.event_time, n.event_type, n.event_data,
       n.event_references, n.actor, n.written_at, decode(n.content_hash, 'hex'), decode(n.hash, 'hex') from n`,
  ),
  current: statement<EntryRow>(
    'timeline.current',
    `select ${COLUMNS} from timeline_entries e where e.account = $1 and e.incident_id = $2 and e.event_id = $3 and ${CURRENT}`,
  ),
  /** A page of current events. Absent filters are null; the position ($7, $8) is the last event seen. */
  list: (direction: 'asc' | 'desc') => (direction === 'asc' ? listAscending : listDescending),
  /** What was written after an instant, of all incidents of an account. */
  since: statement<WrittenRow>(
    'timeline.since',
    `select e.incident_id, e.seq, e.kind, e.event_id, e.event_type, e.written_at, ${DELETES} as deletes
     from timeline_entries e where e.account = $1 and e.written_at > $2 order by e.written_at, e.incident_id, e.seq limit $3`,
  ),
  chain: statement<EntryRow>(
    'timeline.chain',
    `select ${COLUMNS} from timeline_entries e where e.account = $1 and e.incident_id = $2 order by e.seq`,
  ),
  news: statement<EntryRow>(
    'timeline.news',
    `select ${COLUMNS} from timeline_entries e where e.account = $1 and e.incident_id = $2 and e.seq > $3 and ${CURRENT}
     order by e.seq limit $4`,
  ),
  follow: statement(
    'timeline.follow',
    `update timeline_heads h set followed = true from jsonb_to_recordset($1::jsonb) as n(account text, incident_id uuid)
     where h.account = n.account and h.incident_id = n.incident_id and not h.followed`,
  ),
  head: statement<{ seq: number; hash: Buffer }>(
    'timeline.head',
    'select h.seq, h.hash from timeline_heads h where h.account = $1 and h.incident_id = $2',
  ),
  /** What entries said goes, and who said it; when, of what kind and in which place they were written stays with the hashes. */
  forget: statement(
    'timeline.forget',
    `update timeline_entries e set event_data = '', event_references = '[]', actor = '', removed_at = $3
     where e.account = $1 and e.incident_id = any($2::uuid[]) and e.removed_at is null`,
  ),
  eraseEntries: statement('timeline.eraseEntries', 'delete from timeline_entries e where e.account = $1'),
  eraseHeads: statement('timeline.eraseHeads', 'delete from timeline_heads h where h.account = $1'),
};

const listText = (comparison: '>' | '<', direction: 'asc' | 'desc') => `
  select ${COLUMNS} from timeline_entries e
  where e.account = $1 and e.incident_id = $2 and ${CURRENT}
    and ($3::text[] is null or e.event_type = any($3))
    and ($4::timestamptz is null or e.event_time > $4) and ($5::timestamptz is null or e.event_time < $5)
    and ($6::text[] is null or exists (select from jsonb_array_elements(e.event_references) r
      where r ->> 'resource' = any($6) or r ->> 'relatedItemId' = any($6)))
    and ($7::timestamptz is null or (e.event_time, e.seq) ${comparison} ($7, $8::bigint))
  order by e.event_time ${direction}, e.seq ${direction} limit $9`;

const listAscending = statement<EntryRow>('timeline.listAscending', listText('>', 'asc'));
const listDescending = statement<EntryRow>('timeline.listDescending', listText('<', 'desc'));
