import { statement } from '#storage/statement';

export interface LiveRow {
  id: string;
  account: string;
  request_id: string;
  /** It waits for somebody to say that its next step may begin. */
  is_held: boolean;
  /** The step at which it is. */
  path: string | null;
  step_id: string | null;
  attempt: number | null;
  waits: string | null;
  /** Something is to be done for it outside. */
  is_acting: boolean;
}

const LIVE = `select e.id, e.account, e.request_id,
    e.mode = 'Interactive' and e.state ? 'next' and not (e.state ? 'cancel') or e.spread is not null as is_held,
    s.path, s.id as step_id, s.attempt, s.waits, coalesce(s.status = 'InProgress' and s.waits is null, false) as is_acting
  from runbook_executions e
  left join runbook_steps s on s.execution_id = e.id and s.path = e.state ->> 'at'`;

export const invariantsSql = {
  live: statement<LiveRow>('runbooks.live', `${LIVE} where e.ended_at is null and e.id > $1 order by e.id limit $2`),
  lockLive: statement<LiveRow>('runbooks.lockLive', `${LIVE} where e.ended_at is null and e.id = $1 for update of e`),
};
