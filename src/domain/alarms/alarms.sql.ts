import { statement } from '#storage/statement';
import type { AlarmConfig, AlarmState } from './alarm.ts';

export interface AlarmRow {
  account: string;
  region: string;
  name: string;
  config: AlarmConfig;
  config_updated_at: Date;
  state: AlarmState;
  state_reason: string;
  state_reason_data: string | null;
  state_updated_at: Date;
  state_transitioned_at: Date;
}

const COLUMNS = `a.account, a.region, a.name, a.config, a.config_updated_at, a.state, a.state_reason, a.state_reason_data,
  a.state_updated_at, a.state_transitioned_at`;

export const alarmsSql = {
  /** A known name is updated and keeps its state; `created` tells which it was. */
  put: statement<{ created: boolean }>(
    'alarms.put',
    `insert into alarms as a (account, region, name, config, tags, config_updated_at, state, state_reason, state_updated_at,
       state_transitioned_at)
     values ($1, $2, $3, $4, $5, $6, 'INSUFFICIENT_DATA', $7, $6, $6)
     on conflict (account, region, name) do update set config = excluded.config, config_updated_at = excluded.config_updated_at
     returning (a.xmax = 0) as created`,
  ),
  lock: statement<AlarmRow>(
    'alarms.lock',
    `select ${COLUMNS} from alarms a where a.account = $1 and a.region = $2 and a.name = $3 for update`,
  ),
  setState: statement(
    'alarms.setState',
    `update alarms set state = $4, state_reason = $5, state_reason_data = $6, state_updated_at = $7, state_transitioned_at = $8
     where account = $1 and region = $2 and name = $3`,
  ),
  list: statement<AlarmRow>(
    'alarms.list',
    `select ${COLUMNS} from alarms a where a.account = $1 and a.region = $2
       and ($3::text[] is null or a.name = any($3)) and ($4::text is null or starts_with(a.name, $4))
       and ($5::text is null or a.state = $5)
       and ($6::text is null or exists (select from jsonb_array_elements_text(
         a.config -> 'OKActions' || (a.config -> 'AlarmActions') || (a.config -> 'InsufficientDataActions')) action
         where starts_with(action, $6)))
       and ($7::text is null or a.name collate "C" > $7)
     order by a.name collate "C" limit $8`,
  ),
  /** Of these names, those that there are, in their order and locked. */
  lockNamed: statement<{ name: string }>(
    'alarms.lockNamed',
    `select a.name from alarms a where a.account = $1 and a.region = $2 and a.name = any($3::text[])
     order by a.name collate "C" for update`,
  ),
  delete: statement(
    'alarms.delete',
    'delete from alarms a where a.account = $1 and a.region = $2 and a.name = any($3::text[])',
  ),
  addHistory: statement(
    'alarms.addHistory',
    `insert into alarm_history (account, region, name, id, at, type, summary, data)
     select $1, $2, $3, n.id, $5, n.type, n.summary, n.data
     from jsonb_to_recordset($4::jsonb) as n(id uuid, type text, summary text, data jsonb)`,
  ),
};
