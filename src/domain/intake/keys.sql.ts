import { statement } from '#storage/statement';

export interface KeyRow {
  id: string;
  account: string;
  region: string;
  source: string;
  name: string;
  hash: Buffer;
  mapping: unknown;
  signing_secret: Buffer | null;
  created_at: Date;
  created_by: string;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

const COLUMNS = `k.id, k.account, k.region, k.source, k.name, k.hash, k.mapping, k.signing_secret, k.created_at,
  k.created_by, k.last_used_at, k.revoked_at`;

export const keysSql = {
  insert: statement<KeyRow>(
    'intake.insertKey',
    `insert into intake_keys as k (id, account, region, source, name, hash, mapping, signing_secret, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${COLUMNS}`,
  ),
  find: statement<KeyRow>('intake.findKey', `select ${COLUMNS} from intake_keys k where k.hash = $1`),
  get: statement<KeyRow>('intake.getKey', `select ${COLUMNS} from intake_keys k where k.account = $1 and k.id = $2`),
  /** Newest first; the position ($2) is the last id seen. */
  list: statement<KeyRow>(
    'intake.listKeys',
    `select ${COLUMNS} from intake_keys k where k.account = $1 and ($2::uuid is null or k.id < $2)
     order by k.id desc limit $3`,
  ),
  count: statement<{ count: number }>(
    'intake.countKeys',
    'select count(*)::int as count from intake_keys k where k.account = $1 and k.revoked_at is null',
  ),
  /** A key that is revoked stays so since when it was. */
  revoke: statement<KeyRow>(
    'intake.revokeKey',
    `update intake_keys k set revoked_at = coalesce(k.revoked_at, $3) where k.account = $1 and k.id = $2
     returning ${COLUMNS}`,
  ),
  used: statement(
    'intake.keyUsed',
    'update intake_keys k set last_used_at = $2 where k.id = $1 and (k.last_used_at is null or k.last_used_at < $3)',
  ),
};
