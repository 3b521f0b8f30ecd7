import { statement } from '#storage/statement';
import type { AlarmConfig, AlarmKind, AlarmState, CompositeConfig, EvaluationState } from './alarm.ts';
import type { SuppressedBy } from './suppression.ts';

export interface AlarmRow {
  account: string;
  region: string;
  name: string;
  kind: AlarmKind;
  config: AlarmConfig | CompositeConfig;
  config_updated_at: Date;
  state: AlarmState;
  state_reason: string;
  state_reason_data: string | null;
  state_updated_at: Date;
  state_transitioned_at: Date;
  suppression: { by: SuppressedBy; until?: string; held?: AlarmState } | null;
  evaluation_state: EvaluationState | null;
}

const COLUMNS = `a.account, a.region, a.name, a.kind, a.config, a.config_updated_at, a.state, a.state_reason, a.state_reason_data,
  a.state_updated_at, a.state_transitioned_at, a.suppression, a.evaluation_state`;

export const alarmsSql = {
  /** A known name of the same kind is updated and keeps its state and its tags; none comes back where it is of the other kind. */
  put: statement<AlarmRow & { created: boolean }>(
    'alarms.put',
    `insert into alarms as a (account, region, name, kind, config, tags, config_updated_at, state, state_reason, state_updated_at,
       state_transitioned_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'INSUFFICIENT_DATA', $8, $7, $7)
     on conflict (account, region, name) do update
       set config = excluded.config, config_updated_at = excluded.config_updated_at where a.kind = excluded.kind
     returning ${COLUMNS}, (a.xmax = 0) as created`,
  ),
  lock: statement<AlarmRow>(
    'alarms.lock',
    `select ${COLUMNS} from alarms a where a.account = $1 and a.region = $2 and a.name = $3 for update`,
  ),
  setState: statement(
    'alarms.setState',
    `update alarms set state = $4, state_reason = $5, state_reason_data = $6, state_updated_at = $7, state_transitioned_at = $8,
       suppression = $9, evaluation_state = $10
     where account = $1 and region = $2 and name = $3`,
  ),
  setConfig: statement(
    'alarms.setConfig',
    'update alarms set config = $4, config_updated_at = $5 where account = $1 and region = $2 and name = $3',
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
       and ($9::text[] is null or a.kind = any($9))
       and ($10::text is null or exists (select from alarm_links l where l.account = a.account and l.region = a.region
         and l.child = a.name and l.parent = $10))
       and ($11::text is null or exists (select from alarm_links l where l.account = a.account and l.region = a.region
         and l.parent = a.name and l.child = $11))
     order by a.name collate "C" limit $8`,
  ),
  /** Of these names of a place. */
  named: statement<AlarmRow>(
    'alarms.named',
    `select ${COLUMNS} from alarms a where a.account = $1 and a.region = $2 and a.name = any($3::text[])
     order by a.name collate "C"`,
  ),
  /** The same, locked in their order. */
  lockNamed: statement<AlarmRow>(
    'alarms.lockNamed',
    `select ${COLUMNS} from alarms a where a.account = $1 and a.region = $2 and a.name = any($3::text[])
     order by a.name collate "C" for update`,
  ),
  delete: statement(
    'alarms.delete',
    'delete from alarms a where a.account = $1 and a.region = $2 and a.name = any($3::text[])',
  ),
  tags: statement<{ tags: Record<string, string> }>(
    'alarms.tags',
    'select a.tags from alarms a where a.account = $1 and a.region = $2 and a.name = $3',
  ),
  lockTags: statement<{ tags: Record<string, string> }>(
    'alarms.lockTags',
    'select a.tags from alarms a where a.account = $1 and a.region = $2 and a.name = $3 for update',
  ),
  setTags: statement('alarms.setTags', 'update alarms set tags = $4 where account = $1 and region = $2 and name = $3'),
};
