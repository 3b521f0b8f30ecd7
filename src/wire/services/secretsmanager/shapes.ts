import { blob, boolean, integer, list, long, map, required, string, structure, timestamp } from '#kernel/shape';

/** Secrets: what they are called, what they hold, and how lists tell them. */

export const SecretId = string({ min: 1, max: 2048 });
export const SecretArn = string({ min: 20, max: 2048 });
export const Name = string({ min: 1, max: 512 });
export const SecretName = string({ min: 1, max: 256 });
export const Description = string({ max: 2048 });
export const KmsKeyId = string({ min: 0, max: 2048 });
export const SecretType = string({ min: 0, max: 256 });
export const ClientRequestToken = string({ min: 32, max: 64 });
export const VersionId = string({ min: 32, max: 64 });
export const VersionStage = string({ min: 1, max: 256 });
export const VersionStages = list(VersionStage, { min: 1, max: 20 });
export const SecretBinary = blob({ min: 1, max: 65_536, sensitive: true });
export const SecretString = string({ min: 1, max: 65_536, sensitive: true });
export const RandomPassword = string({ min: 0, max: 4096, sensitive: true });
export const RotationToken = string({ min: 36, max: 256, pattern: '^[a-zA-Z0-9\\-]+$', sensitive: true });
export const ResourcePolicy = string({ min: 1, max: 20_480 });

const TagKey = string({ min: 1, max: 128 });
export const TagKeys = list(TagKey);
export const Tags = list(structure({ Key: TagKey, Value: string({ min: 0, max: 256 }) }));

export const MaxResults = integer({ min: 1, max: 100 });
export const NextToken = string({ min: 1, max: 4096 });

const Region = string({ min: 1, max: 128, pattern: '^([a-z]+-)+\\d+$' });
export const AddReplicaRegions = list(structure({ KmsKeyId, Region }), { min: 1 });
export const ReplicationStatus = list(
  structure({
    KmsKeyId,
    LastAccessedDate: timestamp(),
    Region,
    Status: string({ enum: ['InSync', 'Failed', 'InProgress'] }),
    StatusMessage: string({ min: 1, max: 4096 }),
  }),
);

const RotationRules = structure({
  AutomaticallyAfterDays: long({ min: 1, max: 1000 }),
  Duration: string({ min: 2, max: 3, pattern: '[0-9]+h' }),
  ScheduleExpression: string({ min: 1, max: 256, pattern: '[0-9A-Za-z\\(\\)#\\?\\*\\-\\/, ]+' }),
});
const VersionsToStages = map(VersionId, VersionStages);

/** What the description of a secret and its entry in a list have in common, before and after its own members. */
const before = {
  ARN: SecretArn,
  CreatedDate: timestamp(),
  DeletedDate: timestamp(),
  Description,
  ExternalSecretRotationMetadata: list(
    structure({ Key: string({ min: 1, max: 256 }), Value: string({ min: 1, max: 2048 }) }),
  ),
  ExternalSecretRotationRoleArn: string({ min: 20, max: 2048 }),
  KmsKeyId,
  LastAccessedDate: timestamp(),
  LastChangedDate: timestamp(),
  LastRotatedDate: timestamp(),
  Name: SecretName,
  NextRotationDate: timestamp(),
  OwningService: string({ min: 1, max: 128 }),
  PrimaryRegion: Region,
};
const rotation = { RotationEnabled: boolean(), RotationLambdaARN: string({ min: 0, max: 2048 }), RotationRules };

export const SecretDescription = structure({
  ...before,
  ReplicationStatus,
  ...rotation,
  Tags,
  Type: SecretType,
  VersionIdsToStages: VersionsToStages,
});
export const SecretListEntry = structure({
  ...before,
  ...rotation,
  SecretVersionsToStages: VersionsToStages,
  Tags,
  Type: SecretType,
});

export const SecretVersionsListEntry = structure({
  CreatedDate: timestamp(),
  KmsKeyIds: list(KmsKeyId),
  LastAccessedDate: timestamp(),
  VersionId,
  VersionStages,
});

export const Filters = list(
  structure({
    Key: string({
      enum: ['description', 'name', 'tag-key', 'tag-value', 'primary-region', 'owning-service', 'all'],
    }),
    Values: list(string({ max: 512, pattern: '^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$' }), { min: 1, max: 10 }),
  }),
  { max: 10 },
);

/** An operation on one secret, and nothing else. */
export const OfSecret = structure({ SecretId: required(SecretId) });
/** The secret by its two names. */
export const SecretNames = structure({ ARN: SecretArn, Name: SecretName });
