export { tokenExpiry } from './housekeeping.ts';
export { once, TOKEN_LIFETIME_MS, type TokenUse } from './idempotency.ts';
export {
  createReplicationSets,
  type NewReplicationSet,
  type ReplicationSet,
  type ReplicationSets,
} from './replication-set.ts';
