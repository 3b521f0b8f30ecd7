import { boolean, type Infer, list, map, required, string, structure, union } from '#kernel/shape';
import { Arn, Timestamp } from './shapes.ts';

/** Where an account's incidents live: the replication set and its Regions. */

const RegionName = string({ min: 0, max: 20 });
const SseKmsKey = string({ min: 0, max: 2048 });

export const RegionMapInput = map(RegionName, structure({ sseKmsKeyId: SseKmsKey }), { min: 1, max: 3 });

/** One change a call. */
export const UpdateReplicationSetActions = list(
  union({
    addRegionAction: structure({ regionName: required(RegionName), sseKmsKeyId: SseKmsKey }),
    deleteRegionAction: structure({ regionName: required(RegionName) }),
  }),
  { min: 1, max: 1 },
);

const RegionInfo = structure({
  sseKmsKeyId: SseKmsKey,
  status: required(string({ enum: ['ACTIVE', 'CREATING', 'DELETING', 'FAILED'] })),
  statusMessage: string(),
  statusUpdateDateTime: required(Timestamp),
});

export const ReplicationSet = structure({
  arn: Arn,
  createdBy: required(Arn),
  createdTime: required(Timestamp),
  deletionProtected: required(boolean()),
  lastModifiedBy: required(Arn),
  lastModifiedTime: required(Timestamp),
  regionMap: required(map(RegionName, RegionInfo)),
  status: required(string({ enum: ['ACTIVE', 'CREATING', 'UPDATING', 'DELETING', 'FAILED'] })),
});
export type ReplicationSet = Infer<typeof ReplicationSet>;
