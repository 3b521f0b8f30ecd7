import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { newId } from '#kernel/ids';
import { within } from '#kernel/quota';
import { notFound, Refusal } from '#kernel/refusal';
import { changedTags, type TagChange, type Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import type { Belongings } from './belongings.ts';
import { idempotencySql } from './idempotency.sql.ts';
import type { Quotas } from './quotas.ts';
import { replicationSql, type SetRow } from './replication-set.sql.ts';
import { checkRegionChange, type NewRegion, type RegionChange, type ReplicationSet, toSet } from './replication-set.ts';

export interface NewReplicationSet {
  regions: NewRegion[];
  tags: Tags;
}

/** An account's set, by the ARN that was given for it. Another account's is not found; the AWS face refuses it before. */
export interface SetRef {
  account: string;
  arn: string;
}

export interface ReplicationSets {
  /** Answers its ARN. An account has one at most: another is refused (conflict). */
  create(tx: Tx, now: Date, actor: Actor, set: NewReplicationSet): Promise<string>;
  find(on: Queries, now: Date, account: string): Promise<ReplicationSet | undefined>;
  get(on: Queries, now: Date, ref: SetRef): Promise<ReplicationSet>;
  /** Adds or removes a Region. Refuses a fourth, and the removal of the last: that is `delete`. */
  changeRegion(tx: Tx, now: Date, actor: Actor, ref: SetRef, change: RegionChange): Promise<void>;
  protect(tx: Tx, now: Date, actor: Actor, ref: SetRef, deletionProtected: boolean): Promise<void>;
  /** Erases the set and all that the account has of plans, incidents and people. Refuses (validation) a protected one. */
  delete(tx: Tx, now: Date, ref: SetRef): Promise<void>;
  changeTags(tx: Tx, now: Date, ref: SetRef, change: TagChange): Promise<void>;
  /** Refuses what AWS refuses before the account has its replication set (design 10.2), and holds the set until the end. */
  require(on: Queries, account: string, as: 'validation' | 'notFound'): Promise<void>;
}

/** How long a Region is CREATING: short enough for no one to wait, long enough for clients that look to see it. */
const CREATING_MS = 300;

/** `belongings`: what goes with a set that is deleted, in this order. */
export function createReplicationSets(
  quotas: Pick<Quotas, 'regionsPerReplicationSet' | 'tagsPerResource'>,
  belongings: () => readonly Belongings[],
): ReplicationSets {
  const withRegions = async (on: Queries, now: Date, row: SetRow) =>
    toSet(row, await on.rows(replicationSql.regions, [row.account]), now);
  const find = async (on: Queries, now: Date, account: string) => {
    const row = await on.first(replicationSql.find, [account]);
    return row && withRegions(on, now, row);
  };
  /** The set, locked: whoever changes it comes one after the other. */
  const lock = async (tx: Tx, now: Date, { account, arn }: SetRef) => {
    const row = await tx.first(replicationSql.lock, [account]);
    if (!row || arns.replicationSet(row.account, row.id) !== arn) throw notFound('REPLICATION_SET', arn);
    return withRegions(tx, now, row);
  };
  const save = (tx: Tx, now: Date, actor: Actor, isProtected: boolean) =>
    tx.rows(replicationSql.update, [actor.account, isProtected, now, actor.principal]);
  return {
    async create(tx, now, actor, { regions, tags }) {
      const id = newId(now);
      const { account, principal } = actor;
      const named = { type: 'REPLICATION_SET', id: arns.replicationSet(account, id) };
      within(quotas.regionsPerReplicationSet, regions.length, named);
      within(quotas.tagsPerResource, Object.keys(tags).length, named);
      if (!(await tx.first(replicationSql.insert, [account, id, JSON.stringify(tags), now, principal]))) {
        throw new Refusal('conflict', 'This account has a replication set already; there is one at most', {
          resourceType: 'REPLICATION_SET',
          resourceId: account,
        });
      }
      await addRegions(tx, now, account, regions, null);
      return named.id;
    },
    find,
    async get(on, now, { account, arn }) {
      const set = await find(on, now, account);
      if (set?.arn !== arn) throw notFound('REPLICATION_SET', arn);
      return set;
    },
    async changeRegion(tx, now, actor, ref, change) {
      const set = await lock(tx, now, ref);
      checkRegionChange(set, change, quotas.regionsPerReplicationSet);
      if ('add' in change) await addRegions(tx, now, ref.account, [change.add], now);
      else await tx.rows(replicationSql.removeRegion, [ref.account, change.remove]);
      await save(tx, now, actor, set.deletionProtected);
    },
    async protect(tx, now, actor, ref, deletionProtected) {
      const set = await lock(tx, now, ref);
      if (set.deletionProtected !== deletionProtected) await save(tx, now, actor, deletionProtected);
    },
    async delete(tx, now, ref) {
      const set = await lock(tx, now, ref);
      if (set.deletionProtected) {
        const message =
          'The replication set is protected from deletion, which would erase all plans, incidents and contacts of the account. Switch the protection off first: aws ssm-incidents update-deletion-protection --no-deletion-protected';
        throw new Refusal('validation', message, { resourceType: 'REPLICATION_SET', resourceId: ref.arn });
      }
      for (const each of belongings()) await each.erase(tx, ref.account);
      // A token's answer may name what is gone: the same request must make it anew.
      await tx.rows(idempotencySql.eraseIncidentManager, [ref.account]);
      await tx.rows(replicationSql.delete, [ref.account]);
    },
    async changeTags(tx, now, ref, change) {
      const set = await lock(tx, now, ref);
      const tags = changedTags(set.tags, change, quotas.tagsPerResource, { type: 'REPLICATION_SET', id: ref.arn });
      await tx.rows(replicationSql.saveTags, [ref.account, JSON.stringify(tags)]);
    },
    async require(on, account, as) {
      if (await on.first(replicationSql.hold, [account])) return;
      const message =
        'This account has no replication set yet. Create it first: aws ssm-incidents create-replication-set --regions \'{"us-east-1":{}}\'';
      throw new Refusal(as, message, { resourceType: 'REPLICATION_SET', resourceId: account });
    },
  };
}

async function addRegions(tx: Tx, now: Date, account: string, regions: NewRegion[], addedAt: Date | null) {
  const rows = regions.map(({ name, kmsKey }) => ({
    region: name,
    kms_key: kmsKey === 'DefaultKey' ? undefined : kmsKey,
  }));
  const activeAt = new Date(now.getTime() + CREATING_MS);
  await tx.rows(replicationSql.insertRegions, [account, JSON.stringify(rows), activeAt, addedAt]);
}
