import { statement } from '#storage/statement';

export interface PowersRow {
  name: string;
  path: string;
  role_id: string;
  boundary_arn: string | null;
  tags: Record<string, string>;
  own: string[];
  attached: string[];
}

export const powersSql = {
  /** A role and the policies that it has, in one look: judging is asked on every call. */
  of: statement<PowersRow>(
    'access.powersOfRole',
    `select r.name, r.path, r.role_id, r.boundary_arn, r.tags,
       array(select p.document from role_policies p where p.account = r.account and p.role_key = r.name_key order by p.name) as own,
       array(select a.policy_arn from role_attachments a where a.account = r.account and a.role_key = r.name_key
             order by a.policy_arn) as attached
     from roles r where r.account = $1 and r.name_key = $2`,
  ),
};
