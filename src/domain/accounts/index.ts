export type { Belongings } from './belongings.ts';
export { tokenExpiry } from './housekeeping.ts';
export { isRemembered, once, type TokenUse } from './idempotency.ts';
export { type QuotaName, type QuotaSetting, type Quotas, quotasFrom, quotaTable } from './quotas.ts';
export type { NewRegion, RegionChange, ReplicationSet } from './replication-set.ts';
export {
  createReplicationSets,
  type NewReplicationSet,
  type ReplicationSets,
  type SetRef,
} from './replication-sets.ts';
