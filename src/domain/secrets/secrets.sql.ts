import type { Tags } from '#kernel/tags';
import { statement } from '#storage/statement';

export interface SecretRow {
  id: string;
  account: string;
  region: string;
  name: string;
  suffix: string;
  description: string | null;
  kms_key_id: string | null;
  tags: Tags;
  token: string;
  created_at: Date;
  changed_at: Date;
  accessed_on: Date | null;
  delete_after: Date | null;
  /** Version → its labels. */
  stages: Record<string, string[]>;
}

const STAGES = `coalesce((select jsonb_object_agg(l.version, l.labels) from
    (select g.version, jsonb_agg(g.stage order by g.stage collate "C") as labels from secret_stages g
     where g.secret = s.id group by g.version) as l), '{}'::jsonb) as stages`;
/** A secret, without its values. */
export const SECRET = `s.id, s.account, s.region, s.name, s.suffix, s.description, s.kms_key_id, s.tags, s.token, s.created_at,
  s.changed_at, s.accessed_on, s.delete_after, ${STAGES}`;
/** By name, or by the two parts of a whole ARN's end, which goes before a secret that is really called so. */
const NAMED = `s.account = $1 and s.region = $2 and (s.name = $3 or (s.name = $4::text and s.suffix = $5::text))
  order by (s.name = $4::text and s.suffix = $5::text) desc nulls last limit 1`;

export const secretsSql = {
  insert: statement<{ id: string }>(
    'secrets.insert',
    `insert into secrets (id, account, region, name, suffix, description, kms_key_id, tags, token, created_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) on conflict (account, region, name) do nothing returning id`,
  ),
  count: statement<{ count: number }>(
    'secrets.count',
    `select count(*)::int as count from
       (select 1 from secrets s where s.account = $1 and s.region = $2 limit $3) as found`,
  ),
  find: statement<SecretRow>('secrets.find', `select ${SECRET} from secrets s where ${NAMED}`),
  byId: statement<SecretRow>('secrets.byId', `select ${SECRET} from secrets s where s.id = $1`),
  /** Its labels are read after that: what waited for a lock does not see them as they are now. */
  lock: statement<{ id: string }>('secrets.lock', `select s.id from secrets s where ${NAMED} for update`),
  lockById: statement<{ id: string }>('secrets.lockById', 'select s.id from secrets s where s.id = $1 for update'),
  /** Of a name in whatever Region; two are enough to know that it is not one. */
  ofName: statement<SecretRow>(
    'secrets.ofName',
    `select ${SECRET} from secrets s where s.account = $1 and s.name = $2 order by s.region limit 2`,
  ),
  update: statement(
    'secrets.update',
    'update secrets set description = $2, kms_key_id = $3, changed_at = $4 where id = $1',
  ),
  setTags: statement('secrets.setTags', 'update secrets set tags = $2, changed_at = $3 where id = $1'),
  policy: statement<{ policy: string | null }>('secrets.policy', 'select s.policy from secrets s where s.id = $1'),
  setPolicy: statement('secrets.setPolicy', 'update secrets set policy = $2, changed_at = $3 where id = $1'),
  setDeletion: statement('secrets.setDeletion', 'update secrets set delete_after = $2, changed_at = $3 where id = $1'),
  delete: statement('secrets.delete', 'delete from secrets where id = $1'),
  /** Those that are scheduled for deletion, after an id. */
  scheduled: statement<{ id: string; account: string }>(
    'secrets.scheduled',
    `select s.id, s.account from secrets s where s.delete_after is not null and s.id > $1 order by s.id limit $2`,
  ),
};
