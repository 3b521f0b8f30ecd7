import { statement } from '#storage/statement';

export interface PolicyRow {
  id: string;
  policy: string;
  region: string;
}

export const policiesSql = {
  put: statement(
    'responsePlans.putPolicy',
    `insert into resource_policies (account, plan_name, id, policy, region, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
  ),
  /** A page of them; $3 is the last id seen. */
  list: statement<PolicyRow>(
    'responsePlans.policies',
    `select r.id, r.policy, r.region from resource_policies r
     where r.account = $1 and r.plan_name = $2 and ($3::text is null or r.id > $3) order by r.id limit $4`,
  ),
  delete: statement<{ id: string }>(
    'responsePlans.deletePolicy',
    'delete from resource_policies r where r.account = $1 and r.plan_name = $2 and r.id = $3 returning r.id',
  ),
};
