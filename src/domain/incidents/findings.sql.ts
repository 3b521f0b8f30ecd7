import { statement } from '#storage/statement';
import type { DeploymentKind } from './deployment.ts';

export interface DeploymentRow {
  id: string;
  kind: DeploymentKind;
  arn: string;
  run: string;
  started_at: Date;
  ended_at: Date | null;
  seen_at: Date;
  modified_at: Date;
}

const COLUMNS = 'd.id, d.kind, d.arn, d.run, d.started_at, d.ended_at, d.seen_at, d.modified_at';

/** $2 to $3: the time around the incident in which a deployment counts. */
const NEAR = `d.account = $1 and d.started_at > $2::timestamptz - interval '1 day' and d.started_at <= $3
  and (d.ended_at is null or d.ended_at >= $2)`;

export const findingsSql = {
  /** One that is known stays: of two tidings of a beginning, the earlier is right. */
  began: statement(
    'incidents.deploymentBegan',
    `insert into deployments (account, id, kind, arn, run, started_at, seen_at, modified_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7)
     on conflict (account, arn, run) do update set started_at = excluded.started_at, modified_at = excluded.modified_at
     where deployments.started_at > excluded.started_at`,
  ),
  /** Told only of its end, it begins with it; told of its end again, it ended when it did. */
  ended: statement(
    'incidents.deploymentEnded',
    `insert into deployments (account, id, kind, arn, run, started_at, ended_at, seen_at, modified_at)
     values ($1, $2, $3, $4, $5, $6, $6, $7, $7)
     on conflict (account, arn, run) do update set ended_at = excluded.ended_at, modified_at = excluded.modified_at
     where deployments.ended_at is null`,
  ),
  /** The update of a stack that an event of time $3 is about: the one that runs, or had not ended by then. */
  runOfStack: statement<{ run: string }>(
    'incidents.runOfStack',
    `select d.run from deployments d where d.account = $1 and d.arn = $2 and (d.ended_at is null or d.ended_at >= $3)
     order by d.started_at desc limit 1`,
  ),
  /** A page of those near an incident, oldest first; the position ($4, $5) is the last one seen. */
  list: statement<DeploymentRow>(
    'incidents.listFindings',
    `select ${COLUMNS} from deployments d where ${NEAR}
       and ($4::timestamptz is null or (d.started_at, d.id) > ($4, $5::uuid))
     order by d.started_at, d.id limit $6`,
  ),
  some: statement<DeploymentRow>(
    'incidents.someFindings',
    `select ${COLUMNS} from deployments d where ${NEAR} and d.id = any($4::uuid[]) order by d.started_at, d.id`,
  ),
  erase: statement('incidents.eraseDeployments', 'delete from deployments d where d.account = $1'),
};
