import { arns } from '#kernel/arn';
import { type Quota, within } from '#kernel/quota';
import { invalid, Refusal } from '#kernel/refusal';
import type { Tags } from '#kernel/tags';
import type { RegionRow, SetRow } from './replication-set.sql.ts';

export interface ReplicationRegion {
  name: string;
  /** The ARN that was given, or `DefaultKey`. */
  kmsKey: string;
  status: 'CREATING' | 'ACTIVE';
  since: Date;
}

export interface ReplicationSet {
  arn: string;
  /** UPDATING while a Region that came later is CREATING. */
  status: 'CREATING' | 'UPDATING' | 'ACTIVE';
  deletionProtected: boolean;
  regions: ReplicationRegion[];
  tags: Tags;
  createdAt: Date;
  createdBy: string;
  modifiedAt: Date;
  modifiedBy: string;
}

export interface NewRegion {
  name: string;
  kmsKey?: string;
}

/** One change of the Regions at a time, as at AWS. */
export type RegionChange = { add: NewRegion } | { remove: string };

/** The set as it is at `now`. */
export function toSet(row: SetRow, regions: RegionRow[], now: Date): ReplicationSet {
  const isActive = ({ active_at }: RegionRow) => active_at.getTime() <= now.getTime();
  const pending = regions.filter((region) => !isActive(region));
  const fresh = pending.some(({ added_at }) => added_at === null);
  return {
    arn: arns.replicationSet(row.account, row.id),
    status: pending.length === 0 ? 'ACTIVE' : fresh ? 'CREATING' : 'UPDATING',
    deletionProtected: row.deletion_protected,
    regions: regions.map(
      (region): ReplicationRegion => ({
        name: region.region,
        kmsKey: region.kms_key ?? 'DefaultKey',
        status: isActive(region) ? 'ACTIVE' : 'CREATING',
        since: isActive(region) ? region.active_at : (region.added_at ?? row.created_at),
      }),
    ),
    tags: row.tags,
    createdAt: row.created_at,
    createdBy: row.created_by,
    modifiedAt: row.modified_at,
    modifiedBy: row.modified_by,
  };
}

/** Refuses a Region that is there already or one beyond the quota, and the removal of one that is not there or the last. */
export function checkRegionChange(set: ReplicationSet, change: RegionChange, quota: Quota): void {
  const names = set.regions.map(({ name }) => name);
  const quoted = names.map((name) => JSON.stringify(name)).join(', ');
  const field = (what: string) => {
    const message = `actions: ${what}`;
    return invalid(message, { name: 'actions', message });
  };
  if ('add' in change) {
    const { name } = change.add;
    if (names.includes(name)) {
      throw new Refusal('conflict', `The replication set has the Region ${JSON.stringify(name)} already`, {
        resourceType: 'REPLICATION_SET',
        resourceId: set.arn,
      });
    }
    within(quota, names.length + 1, { type: 'REPLICATION_SET', id: set.arn });
    return;
  }
  if (!names.includes(change.remove))
    throw field(`the replication set has no Region ${JSON.stringify(change.remove)}; it has ${quoted}`);
  if (names.length === 1)
    throw field(
      `${JSON.stringify(change.remove)} is the last Region; to erase all plans, incidents and contacts of the account with it, delete the replication set`,
    );
}
