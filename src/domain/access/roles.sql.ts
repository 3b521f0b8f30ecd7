import { statement } from '#storage/statement';

export interface RoleRow {
  account: string;
  name: string;
  role_id: string;
  path: string;
  trust_policy: string;
  description: string | null;
  max_session_seconds: number;
  boundary_arn: string | null;
  tags: Record<string, string>;
  created_at: Date;
}

const COLUMNS =
  'r.account, r.name, r.role_id, r.path, r.trust_policy, r.description, r.max_session_seconds, r.boundary_arn, r.tags, r.created_at';

export const rolesSql = {
  /** Nothing where the name is taken. */
  insert: statement<{ name: string }>(
    'access.insertRole',
    `insert into roles (account, name_key, name, role_id, path, trust_policy, description, max_session_seconds, boundary_arn,
       tags, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing returning name`,
  ),
  get: statement<RoleRow>('access.getRole', `select ${COLUMNS} from roles r where r.account = $1 and r.name_key = $2`),
  lock: statement<RoleRow>(
    'access.lockRole',
    `select ${COLUMNS} from roles r where r.account = $1 and r.name_key = $2 for update`,
  ),
  list: statement<RoleRow>(
    'access.listRoles',
    `select ${COLUMNS} from roles r
     where r.account = $1 and starts_with(r.path, $2) and ($3::text is null or r.name_key > $3) order by r.name_key limit $4`,
  ),
  named: statement<{ name: string; path: string }>(
    'access.rolesNamed',
    'select r.name, r.path from roles r where r.account = $1 and r.name_key = any($2::text[])',
  ),
  count: statement<{ count: number }>(
    'access.countRoles',
    'select count(*)::int as count from roles r where r.account = $1',
  ),
  change: statement(
    'access.changeRole',
    `update roles r set trust_policy = $3, description = $4, max_session_seconds = $5, boundary_arn = $6, tags = $7
     where r.account = $1 and r.name_key = $2`,
  ),
  remove: statement('access.deleteRole', 'delete from roles r where r.account = $1 and r.name_key = $2'),
};

export const rolePoliciesSql = {
  put: statement(
    'access.putRolePolicy',
    `insert into role_policies (account, role_key, name, document) values ($1, $2, $3, $4)
     on conflict (account, role_key, name) do update set document = excluded.document`,
  ),
  all: statement<{ name: string; document: string }>(
    'access.rolePolicies',
    'select p.name, p.document from role_policies p where p.account = $1 and p.role_key = $2 order by p.name',
  ),
  remove: statement<{ name: string }>(
    'access.deleteRolePolicy',
    'delete from role_policies p where p.account = $1 and p.role_key = $2 and p.name = $3 returning p.name',
  ),
  attach: statement(
    'access.attachPolicy',
    'insert into role_attachments (account, role_key, policy_arn) values ($1, $2, $3) on conflict do nothing',
  ),
  detach: statement<{ policy_arn: string }>(
    'access.detachPolicy',
    `delete from role_attachments a where a.account = $1 and a.role_key = $2 and a.policy_arn = $3 returning a.policy_arn`,
  ),
  attached: statement<{ policy_arn: string }>(
    'access.attachedPolicies',
    'select a.policy_arn from role_attachments a where a.account = $1 and a.role_key = $2 order by a.policy_arn',
  ),
};
