import { statement } from '#storage/statement';

/** An incident that is over: resolved, or deleted by somebody. */
export interface OverRow {
  account: string;
  id: string;
  plan_name: string;
  over_at: Date;
}

export const retentionSql = {
  /** Deleted, and what is known of it otherwise kept until its time is over. */
  keepDeleted: statement(
    'incidents.keepDeleted',
    'insert into deleted_incidents (account, id, plan_name, deleted_at) values ($1, $2, $3, $4) on conflict do nothing',
  ),
  /** Of the incidents that were resolved before $1, $2 at most; what somebody holds is left for the next time. */
  lockResolved: statement<OverRow>(
    'incidents.lockResolved',
    `select i.account, i.id, i.plan_name, i.resolved_at as over_at from incidents i
     where i.status = 'RESOLVED' and i.resolved_at < $1 order by i.resolved_at limit $2 for update skip locked`,
  ),
  /** The same of those that were deleted. */
  lockDeleted: statement<OverRow>(
    'incidents.lockDeleted',
    `select d.account, d.id, d.plan_name, d.deleted_at as over_at from deleted_incidents d
     where d.deleted_at < $1 order by d.deleted_at limit $2 for update skip locked`,
  ),
  removeIncidents: statement(
    'incidents.removeOver',
    'delete from incidents i where i.account = $1 and i.id = any($2::uuid[])',
  ),
  removeDeleted: statement(
    'incidents.removeDeleted',
    'delete from deleted_incidents d where d.account = $1 and d.id = any($2::uuid[])',
  ),
  eraseDeleted: statement('incidents.eraseDeleted', 'delete from deleted_incidents d where d.account = $1'),
};
