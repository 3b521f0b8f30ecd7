import { statement } from '#storage/statement';

export interface PolicyRow {
  account: string;
  name: string;
  policy_id: string;
  path: string;
  description: string | null;
  tags: Record<string, string>;
  next_version: number;
  default_version: number;
  created_at: Date;
  updated_at: Date;
  attachments: number;
  boundaries: number;
}

export interface VersionRow {
  version: number;
  document: string;
  created_at: Date;
}

const ARN = "'arn:aws:iam::' || p.account || ':policy' || p.path || p.name";
const PLAIN = `p.account, p.name, p.policy_id, p.path, p.description, p.tags, p.next_version, p.default_version, p.created_at,
  p.updated_at`;
const COLUMNS = `${PLAIN},
  (select count(*)::int from role_attachments a where a.account = p.account and a.policy_arn = ${ARN}) as attachments,
  (select count(*)::int from roles r where r.account = p.account and r.boundary_arn = ${ARN}) as boundaries`;

export const policiesSql = {
  /** Nothing where the name is taken. */
  insert: statement<{ name: string }>(
    'access.insertPolicy',
    `insert into policies (account, name_key, name, policy_id, path, description, tags, next_version, default_version, created_at,
       created_by, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, 2, 1, $8, $9, $8) on conflict do nothing returning name`,
  ),
  get: statement<PolicyRow>(
    'access.getPolicy',
    `select ${COLUMNS} from policies p where p.account = $1 and p.name_key = $2`,
  ),
  lock: statement<PolicyRow>(
    'access.lockPolicy',
    `select ${COLUMNS} from policies p where p.account = $1 and p.name_key = $2 for update of p`,
  ),
  list: statement<PolicyRow>(
    'access.listPolicies',
    `select ${COLUMNS} from policies p
     where p.account = $1 and starts_with(p.path, $2) and ($3::text is null or p.name_key > $3) order by p.name_key limit $4`,
  ),
  count: statement<{ count: number }>(
    'access.countPolicies',
    'select count(*)::int as count from policies p where p.account = $1',
  ),
  /** How many roles have a policy, or have it as their boundary: of AWS's own, whose ARN is no row's. */
  uses: statement<{ policy_arn: string; attachments: number; boundaries: number }>(
    'access.policyUses',
    `select u.arn as policy_arn,
       (select count(*)::int from role_attachments a where a.account = $1 and a.policy_arn = u.arn) as attachments,
       (select count(*)::int from roles r where r.account = $1 and r.boundary_arn = u.arn) as boundaries
     from unnest($2::text[]) as u(arn)`,
  ),
  change: statement(
    'access.changePolicy',
    `update policies p set next_version = $3, default_version = $4, tags = $5, updated_at = $6
     where p.account = $1 and p.name_key = $2`,
  ),
  remove: statement('access.deletePolicy', 'delete from policies p where p.account = $1 and p.name_key = $2'),
  addVersion: statement(
    'access.addPolicyVersion',
    'insert into policy_versions (account, policy_key, version, document, created_at) values ($1, $2, $3, $4, $5)',
  ),
  versions: statement<VersionRow>(
    'access.policyVersions',
    `select v.version, v.document, v.created_at from policy_versions v where v.account = $1 and v.policy_key = $2
     order by v.version desc`,
  ),
  removeVersion: statement(
    'access.deletePolicyVersion',
    'delete from policy_versions v where v.account = $1 and v.policy_key = $2 and v.version = $3',
  ),
  /** The texts that count, of several by their ARNs. */
  documents: statement<{ arn: string; document: string }>(
    'access.policyDocuments',
    `select ${ARN} as arn, v.document from policies p
     join policy_versions v on v.account = p.account and v.policy_key = p.name_key and v.version = p.default_version
     where p.account = $1 and p.name_key = any($2::text[]) order by p.name_key`,
  ),
};
