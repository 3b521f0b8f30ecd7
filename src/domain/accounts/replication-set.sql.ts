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
}

export const replicationSql = {
  insert: statement<{ account: string }>(
    'accounts.insertReplicationSet',
    `insert into replication_sets (account, id, deletion_protected, tags, created_at, created_by, modified_at, modified_by)
     values ($1, $2, false, $3, $4, $5, $4, $5) on conflict do nothing returning account`,
  ),
  insertRegions: statement(
    'accounts.insertReplicationRegions',
    `insert into replication_regions (account, region, kms_key, active_at)
     select $1, n.region, n.kms_key, $3 from jsonb_to_recordset($2::jsonb) as n(region text, kms_key text)`,
  ),
  find: statement<SetRow>(
    'accounts.findReplicationSet',
    `select s.account, s.id, s.deletion_protected, s.tags, s.created_at, s.created_by, s.modified_at, s.modified_by
     from replication_sets s where s.account = $1`,
  ),
  regions: statement<RegionRow>(
    'accounts.replicationRegions',
    'select r.region, r.kms_key, r.active_at from replication_regions r where r.account = $1 order by r.region',
  ),
};
