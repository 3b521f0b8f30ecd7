import { statement } from '#storage/statement';

export interface SetRow {
  account: string;
  id: string;
  deletion_protected: boolean;
  tags: Record<string, string>;
  created_at: Date;
  created_by: string;
  modified_at: Date;
  modified_by: string;
}

export interface RegionRow {
  region: string;
  kms_key: string | null;
  active_at: Date;
  /** Null: it came with the set. */
  added_at: Date | null;
}

const COLUMNS =
  's.account, s.id, s.deletion_protected, s.tags, s.created_at, s.created_by, s.modified_at, s.modified_by';

export const replicationSql = {
  insert: statement<{ account: string }>(
    'accounts.insertReplicationSet',
    `insert into replication_sets (account, id, deletion_protected, tags, created_at, created_by, modified_at, modified_by)
     values ($1, $2, false, $3, $4, $5, $4, $5) on conflict do nothing returning account`,
  ),
  insertRegions: statement(
    'accounts.insertReplicationRegions',
    `insert into replication_regions (account, region, kms_key, active_at, added_at)
     select $1, n.region, n.kms_key, $3, $4 from jsonb_to_recordset($2::jsonb) as n(region text, kms_key text)`,
  ),
  find: statement<SetRow>(
    'accounts.findReplicationSet',
    `select ${COLUMNS} from replication_sets s where s.account = $1`,
  ),
  lock: statement<SetRow>(
    'accounts.lockReplicationSet',
    `select ${COLUMNS} from replication_sets s where s.account = $1 for update`,
  ),
  /** What is made below a set holds it, so that its deletion takes that along, too. */
  hold: statement<{ account: string }>(
    'accounts.holdReplicationSet',
    'select s.account from replication_sets s where s.account = $1 for key share',
  ),
  regions: statement<RegionRow>(
    'accounts.replicationRegions',
    'select r.region, r.kms_key, r.active_at, r.added_at from replication_regions r where r.account = $1 order by r.region',
  ),
  removeRegion: statement(
    'accounts.removeReplicationRegion',
    'delete from replication_regions r where r.account = $1 and r.region = $2',
  ),
  update: statement(
    'accounts.updateReplicationSet',
    'update replication_sets set deletion_protected = $2, modified_at = $3, modified_by = $4 where account = $1',
  ),
  saveTags: statement('accounts.tagReplicationSet', 'update replication_sets set tags = $2 where account = $1'),
  delete: statement('accounts.deleteReplicationSet', 'delete from replication_sets s where s.account = $1'),
};
