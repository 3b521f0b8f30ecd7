import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { newId } from '#kernel/ids';
import { notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { type RegionRow, replicationSql, type SetRow } from './replication-set.sql.ts';

export interface ReplicationRegion {
  name: string;
  /** The ARN that was given, or `DefaultKey`. */
  kmsKey: string;
  status: 'CREATING' | 'ACTIVE';
  since: Date;
}

export interface ReplicationSet {
  arn: string;
  status: 'CREATING' | 'ACTIVE';
  deletionProtected: boolean;
  regions: ReplicationRegion[];
  tags: Record<string, string>;
  createdAt: Date;
  createdBy: string;
  modifiedAt: Date;
  modifiedBy: string;
}

export interface NewReplicationSet {
  regions: { name: string; kmsKey?: string }[];
  tags: Record<string, string>;
}

export interface ReplicationSets {
  /** Answers its ARN. An account has one at most: another is refused (conflict). */
  create(tx: Tx, now: Date, actor: Actor, set: NewReplicationSet): Promise<string>;
  find(on: Queries, now: Date, account: string): Promise<ReplicationSet | undefined>;
  get(on: Queries, now: Date, arn: string, account: string): Promise<ReplicationSet>;
  /** Refuses what AWS refuses before the account has its replication set (design 10.2). */
  require(on: Queries, account: string, as: 'validation' | 'notFound'): Promise<void>;
}

/** How long a Region is CREATING: short enough for no one to wait, long enough for clients that look to see it. */
const CREATING_MS = 300;

export function createReplicationSets(): ReplicationSets {
  const find = async (on: Queries, now: Date, account: string) => {
    const row = await on.first(replicationSql.find, [account]);
    return row && toSet(row, await on.rows(replicationSql.regions, [account]), now);
  };
  return {
    async create(tx, now, actor, { regions, tags }) {
      const id = newId(now);
      const { account, principal } = actor;
      if (!(await tx.first(replicationSql.insert, [account, id, JSON.stringify(tags), now, principal]))) {
        throw new Refusal('conflict', 'This account has a replication set already; there is one at most', {
          resourceType: 'REPLICATION_SET',
          resourceId: account,
        });
      }
      const rows = regions.map(({ name, kmsKey }) => ({
        region: name,
        kms_key: kmsKey === 'DefaultKey' ? undefined : kmsKey,
      }));
      await tx.rows(replicationSql.insertRegions, [
        account,
        JSON.stringify(rows),
        new Date(now.getTime() + CREATING_MS),
      ]);
      return arns.replicationSet(account, id);
    },
    find,
    async get(on, now, arn, account) {
      const set = await find(on, now, account);
      if (set?.arn !== arn) throw notFound('REPLICATION_SET', arn);
      return set;
    },
    async require(on, account, as) {
      if (await on.first(replicationSql.find, [account])) return;
      const message =
        'This account has no replication set yet. Create it first: aws ssm-incidents create-replication-set --regions \'{"us-east-1":{}}\'';
      throw new Refusal(as, message, { resourceType: 'REPLICATION_SET', resourceId: account });
    },
  };
}

function toSet(row: SetRow, regions: RegionRow[], now: Date): ReplicationSet {
  const all = regions.map((region): ReplicationRegion => {
    const active = region.active_at.getTime() <= now.getTime();
    const since = active ? region.active_at : row.created_at;
    return {
      name: region.region,
      kmsKey: region.kms_key ?? 'DefaultKey',
      status: active ? 'ACTIVE' : 'CREATING',
      since,
    };
  });
  return {
    arn: arns.replicationSet(row.account, row.id),
    status: all.every((region) => region.status === 'ACTIVE') ? 'ACTIVE' : 'CREATING',
    deletionProtected: row.deletion_protected,
    regions: all,
    tags: row.tags,
    createdAt: row.created_at,
    createdBy: row.created_by,
    modifiedAt: row.modified_at,
    modifiedBy: row.modified_by,
  };
}
