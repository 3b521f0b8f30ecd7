import { statement } from '#storage/statement';

export interface SignalRow {
  account: string;
  plan_name: string;
  key: string;
  incident_id: string;
  firing: boolean;
  fired: number;
  first_fired_at: Date;
  last_fired_at: Date;
  recovered_at: Date | null;
  recoveries: number;
  recent: Date[];
}

const COLUMNS = `s.account, s.plan_name, s.key, s.incident_id, s.firing, s.fired::float8 as fired, s.first_fired_at, s.last_fired_at,
  s.recovered_at, s.recoveries::float8 as recoveries, s.recent`;
/** Recoveries that are remembered of a signal: one more than a plan can allow. */
const REMEMBERED = 51;

export const signalsSql = {
  /** They fire, for these incidents. An event older than what is known of a signal leaves its state. */
  fire: statement<Pick<SignalRow, 'account' | 'plan_name' | 'key' | 'recent'>>(
    'signals.fire',
    `insert into signals as s (account, plan_name, key, incident_id, firing, fired, first_fired_at, last_fired_at, last_event,
       recoveries, recent)
     select n.account, n.plan_name, n.key, n.incident_id, true, n.times, $2, $2, n.event_id, 0, '{}'
     from json_to_recordset($1::json) as n(account text, plan_name text, key text, incident_id uuid, event_id uuid, times bigint)
     order by n.account, n.plan_name, n.key
     on conflict (account, plan_name, key) do update set incident_id = excluded.incident_id,
       firing = s.firing or excluded.last_event > s.last_event, fired = s.fired + excluded.fired,
       last_fired_at = excluded.last_fired_at, last_event = greatest(s.last_event, excluded.last_event)
     returning s.account, s.plan_name, s.key, s.recent`,
  ),
  /** What fires under a name, for whatever plan. */
  firing: statement<{ incident_id: string }>(
    'signals.firing',
    'select distinct s.incident_id from signals s where s.account = $1 and s.key = $2 and s.firing order by s.incident_id',
  ),
  /** It is over for these incidents, since an event that is newer than what is known. */
  recover: statement<SignalRow>(
    'signals.recover',
    `update signals s set firing = false, recovered_at = $5, recoveries = s.recoveries + 1, last_event = $3,
       recent = ($5::timestamptz || s.recent)[1:${REMEMBERED}]
     from (select x.plan_name from signals x where x.account = $1 and x.key = $2 and x.firing and x.last_event < $3
       and x.incident_id = any($4::uuid[]) order by x.plan_name for update) mine
     where s.account = $1 and s.key = $2 and s.plan_name = mine.plan_name returning ${COLUMNS}`,
  ),
  ofIncident: statement<SignalRow>(
    'signals.ofIncident',
    `select ${COLUMNS} from signals s where s.account = $1 and s.incident_id = $2 order by s.firing desc, s.key limit $3`,
  ),
  countFiring: statement<{ count: number }>(
    'signals.countFiring',
    'select count(*)::int as count from signals s where s.account = $1 and s.incident_id = $2 and s.firing',
  ),
  /** Where these fire, or fired last. */
  incidentOf: statement<Pick<SignalRow, 'account' | 'plan_name' | 'key' | 'incident_id'>>(
    'signals.incidentOf',
    `select s.account, s.plan_name, s.key, s.incident_id from signals s
     join json_to_recordset($1::json) as n(account text, plan_name text, key text)
       on s.account = n.account and s.plan_name = n.plan_name and s.key = n.key`,
  ),
  /** By plan and key; $2 and $3 are the last of the page before, $4 whether they fire, $5 the plan. */
  list: statement<SignalRow>(
    'signals.list',
    `select ${COLUMNS} from signals s where s.account = $1 and ($2::text is null or (s.plan_name, s.key) > ($2, $3))
       and ($4::boolean is null or s.firing = $4) and ($5::text is null or s.plan_name = $5)
     order by s.plan_name, s.key limit $6`,
  ),
  /** Those that have fired at least $2 times, first before $3 and last after it, and never said that it is over. */
  neverOver: statement<SignalRow>(
    'signals.neverOver',
    `select ${COLUMNS} from signals s where s.account = $1 and s.recoveries = 0 and s.fired >= $2 and s.first_fired_at <= $3
       and s.last_fired_at > $3 order by s.fired desc, s.plan_name, s.key limit $4`,
  ),
  forget: statement<{ key: string }>(
    'signals.forget',
    `delete from signals s using (select x.account, x.plan_name, x.key from signals x where x.last_fired_at < $1
       order by x.last_fired_at limit $2 for update skip locked) old
     where s.account = old.account and s.plan_name = old.plan_name and s.key = old.key returning s.key`,
  ),
  erase: statement('signals.erase', 'delete from signals s where s.account = $1'),
};

export const groupsSql = {
  /** The dedupe string of each group: that of its window, or the new one where that is over. */
  join: statement<{ account: string; plan_name: string; key: string; dedupe_string: string }>(
    'signals.joinGroups',
    `insert into signal_groups as g (account, plan_name, key, dedupe_string, until)
     select n.account, n.plan_name, n.key, n.dedupe_string, n.until
     from json_to_recordset($1::json) as n(account text, plan_name text, key text, dedupe_string text, until timestamptz)
     order by n.account, n.plan_name, n.key
     on conflict (account, plan_name, key) do update set
       dedupe_string = case when g.until <= $2 then excluded.dedupe_string else g.dedupe_string end,
       until = case when g.until <= $2 then excluded.until else g.until end
     returning g.account, g.plan_name, g.key, g.dedupe_string`,
  ),
  /** An incident was opened for each of these, whose window begins with it. */
  opened: statement(
    'signals.openedGroups',
    `update signal_groups g set until = n.until
     from json_to_recordset($1::json) as n(account text, plan_name text, key text, until timestamptz)
     where g.account = n.account and g.plan_name = n.plan_name and g.key = n.key`,
  ),
  forget: statement<{ key: string }>(
    'signals.forgetGroups',
    `delete from signal_groups g using (select x.account, x.plan_name, x.key from signal_groups x where x.until < $1
       order by x.until limit $2 for update skip locked) old
     where g.account = old.account and g.plan_name = old.plan_name and g.key = old.key returning g.key`,
  ),
  erase: statement('signals.eraseGroups', 'delete from signal_groups g where g.account = $1'),
};
