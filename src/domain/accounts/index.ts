export { tokenExpiry } from './housekeeping.ts';
export { once, type TokenUse } from './idempotency.ts';
export {
  createReplicationSets,
  type NewReplicationSet,
  type ReplicationSet,
  type ReplicationSets,
} from './replication-set.ts';
