import { statement } from '#storage/statement';

export interface ActivityRow {
  account: string;
  incident_id: string;
  folded: number;
  last_at: Date;
  triggered_at: Date | null;
  endless: boolean;
  recovered_at: Date | null;
  anew_at: Date | null;
  held_at: Date | null;
  look_at: Date | null;
}

const COLUMNS = `a.account, a.incident_id, a.folded::float8 as folded, a.last_at, a.triggered_at, a.endless, a.recovered_at, a.anew_at, a.held_at,
  a.look_at`;

export const activitySql = {
  /** Triggers came to incidents. Answers when the last trigger or recovery before them was, and whether they were held back. */
  triggered: statement<{ incident_id: string; before_at: Date; held: boolean }>(
    'signals.triggered',
    `insert into incident_activity as a (account, incident_id, folded, last_at, triggered_at, before_at, endless, held_at, look_at)
     select n.account, n.incident_id, n.folded, $2, $2, n.created_at, n.endless, n.held_at, n.look_at
     from json_to_recordset($1::json) as n(account text, incident_id uuid, folded bigint, created_at timestamptz, endless boolean,
       held_at timestamptz, look_at timestamptz) order by n.incident_id
     on conflict (account, incident_id) do update set folded = a.folded + excluded.folded, before_at = a.last_at, last_at = $2, triggered_at = $2,
       endless = a.endless or excluded.endless, recovered_at = null
     returning a.incident_id, a.before_at, a.held_at is not null as held`,
  ),
  /** Something recovered; $4: nothing fires any more. */
  recovered: statement(
    'signals.recovered',
    `insert into incident_activity as a (account, incident_id, folded, last_at, before_at, endless, recovered_at)
     values ($1, $2, 0, $3, $3, false, case when $4 then $3::timestamptz end)
     on conflict (account, incident_id) do update set last_at = $3, recovered_at = case when $4 then $3::timestamptz end`,
  ),
  anew: statement(
    'signals.anew',
    'update incident_activity a set anew_at = $3 where a.account = $1 and a.incident_id = any($2::uuid[])',
  ),
  looked: statement(
    'signals.looked',
    `update incident_activity a set look_at = $3, held_at = case when $4 then a.held_at end
     where a.account = $1 and a.incident_id = $2`,
  ),
  get: statement<ActivityRow>(
    'signals.activity',
    `select ${COLUMNS} from incident_activity a where a.account = $1 and a.incident_id = any($2::uuid[])`,
  ),
  /** Those that are to be looked at, from $1 on. */
  waiting: statement<Pick<ActivityRow, 'account' | 'incident_id' | 'look_at'>>(
    'signals.waitingActivity',
    `select a.account, a.incident_id, a.look_at from incident_activity a where a.look_at is not null and a.incident_id > $1
     order by a.incident_id limit $2`,
  ),
  forget: statement(
    'signals.forgetActivity',
    'delete from incident_activity a where a.account = $1 and a.incident_id = any($2::uuid[])',
  ),
  /** Answers the incidents that were to be looked at. */
  erase: statement<{ incident_id: string; look_at: Date | null }>(
    'signals.eraseActivity',
    'delete from incident_activity a where a.account = $1 returning a.incident_id, a.look_at',
  ),
};
