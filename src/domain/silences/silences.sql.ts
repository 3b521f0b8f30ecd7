import { statement } from '#storage/statement';
import type { Scope } from './silence.ts';

export interface SilenceRow {
  id: string;
  account: string;
  scope: Scope['of'];
  target: string | null;
  reason: string;
  starts_at: Date;
  ends_at: Date;
  include_critical: boolean;
  created_at: Date;
  created_by: string;
  modified_at: Date;
  modified_by: string;
  over_at: Date | null;
  settled_at: Date | null;
}

export type CountedRow = SilenceRow & { silenced: number };

export interface SilencedRow {
  silence_id: string;
  incident_id: string;
  account: string;
  names: string[];
}

const COLUMNS = `s.id, s.account, s.scope, s.target, s.reason, s.starts_at, s.ends_at, s.include_critical, s.created_at, s.created_by,
  s.modified_at, s.modified_by, s.over_at, s.settled_at`;
const COUNTED = `${COLUMNS}, (select count(*) from silenced_incidents c where c.silence_id = s.id)::int as silenced`;

export const silencesSql = {
  insert: statement(
    'silences.insert',
    `insert into silences (id, account, scope, target, reason, starts_at, ends_at, include_critical, created_at, created_by,
       modified_at, modified_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, $10)`,
  ),
  find: statement<CountedRow>('silences.find', `select ${COUNTED} from silences s where s.account = $1 and s.id = $2`),
  lock: statement<SilenceRow>(
    'silences.lock',
    `select ${COLUMNS} from silences s where s.account = $1 and s.id = $2 for update`,
  ),
  lockById: statement<SilenceRow>('silences.lockById', `select ${COLUMNS} from silences s where s.id = $1 for update`),
  /** Newest first, those before an id; $4 and $5 say whether they have begun, and whether they are over, at $3. */
  list: statement<CountedRow>(
    'silences.list',
    `select ${COUNTED} from silences s where s.account = $1 and ($2::uuid is null or s.id < $2)
       and ($4::boolean is null or (s.starts_at <= $3) = $4)
       and ($5::boolean is null or (s.over_at is not null or s.ends_at <= $3) = $5)
     order by s.id desc limit $6`,
  ),
  /** Those of accounts that are not over, and begin before $2. */
  unsettled: statement<SilenceRow>(
    'silences.unsettled',
    `select ${COLUMNS} from silences s where s.account = any($1::text[]) and s.settled_at is null and s.over_at is null
       and s.starts_at <= $2 order by s.id`,
  ),
  /** The same, held until the transaction ends: what they silence is seen by whoever ends them. */
  hold: statement<SilenceRow>(
    'silences.hold',
    `select ${COLUMNS} from silences s where s.account = any($1::text[]) and s.settled_at is null and s.over_at is null
       and s.starts_at <= $2 order by s.id for share`,
  ),
  countOpen: statement<{ count: number }>(
    'silences.countOpen',
    `select count(*)::int as count from silences s where s.account = $1 and s.settled_at is null and s.over_at is null`,
  ),
  update: statement(
    'silences.update',
    `update silences set reason = $2, ends_at = $3, include_critical = $4, modified_at = $5, modified_by = $6 where id = $1`,
  ),
  over: statement('silences.over', 'update silences set over_at = $2 where id = $1'),
  settle: statement('silences.settle', 'update silences set settled_at = $2 where id = $1'),
  /** Silences that are to end, or hold something, from $1 on. */
  waiting: statement<SilenceRow>(
    'silences.waiting',
    `select ${COLUMNS} from silences s where s.settled_at is null and s.id > $1 order by s.id limit $2`,
  ),
  erase: statement<{ id: string }>('silences.erase', 'delete from silences s where s.account = $1 returning s.id'),
};

const SILENCED = 'c.silence_id, c.incident_id, c.account, c.names';

export const silencedSql = {
  insert: statement(
    'silences.insertSilenced',
    `insert into silenced_incidents (silence_id, incident_id, account, names, at)
     select n.silence_id, n.incident_id, n.account, n.names, $2 from jsonb_to_recordset($1::jsonb)
       as n(silence_id uuid, incident_id uuid, account text, names text[]) order by n.incident_id
     on conflict (silence_id, incident_id) do update set released_at = null`,
  ),
  /** Of these incidents those whose plans engage nobody as yet. */
  held: statement<SilencedRow>(
    'silences.held',
    `select ${SILENCED} from silenced_incidents c where c.incident_id = any($1::uuid[]) and c.released_at is null
     order by c.incident_id`,
  ),
  /** Of one silence, those that wait for its end. */
  heldBy: statement<SilencedRow>(
    'silences.heldBy',
    `select ${SILENCED} from silenced_incidents c where c.silence_id = $1 and c.released_at is null
     order by c.incident_id limit $2`,
  ),
  /** Answers those that were held: whoever releases an incident decides what becomes of it. */
  release: statement<SilencedRow>(
    'silences.release',
    `update silenced_incidents c set released_at = $2 from (
       select x.silence_id, x.incident_id from silenced_incidents x
       where x.incident_id = any($1::uuid[]) and x.released_at is null order by x.incident_id, x.silence_id for update
     ) mine where c.silence_id = mine.silence_id and c.incident_id = mine.incident_id returning ${SILENCED}`,
  ),
  forget: statement(
    'silences.forgetSilenced',
    'delete from silenced_incidents c where c.incident_id = any($1::uuid[])',
  ),
  erase: statement('silences.eraseSilenced', 'delete from silenced_incidents c where c.account = $1'),
};
