import { arns } from '#kernel/arn';
import { boolean, list, long, required, string, structure, timestamp, token } from '#kernel/shape';
import { defineService, type ErrorsSpec, operation } from '../../service.ts';
import { onSecret } from './resource.ts';
import { values } from './service-values.ts';
import {
  AddReplicaRegions,
  ClientRequestToken,
  Description,
  Filters,
  KmsKeyId,
  MaxResults,
  Name,
  NextToken,
  OfSecret,
  ReplicationStatus,
  ResourcePolicy,
  SecretArn,
  SecretBinary,
  SecretDescription,
  SecretId,
  SecretListEntry,
  SecretName,
  SecretNames,
  SecretString,
  SecretType,
  TagKeys,
  Tags,
  VersionId,
} from './shapes.ts';

const bad = { status: 400 };
const errors: ErrorsSpec = {
  message: 'both',
  kinds: {
    notFound: bad,
    conflict: { code: 'ResourceExistsException', ...bad },
    quotaExceeded: { code: 'LimitExceededException', ...bad },
  },
  internal: { code: 'InternalServiceError', status: 500 },
  codes: {
    DecryptionFailure: bad,
    EncryptionFailure: bad,
    InvalidNextTokenException: bad,
    InvalidParameterException: bad,
    InvalidRequestException: bad,
    MalformedPolicyDocumentException: bad,
    PreconditionNotMetException: bad,
    PublicPolicyException: bad,
  },
};

/** Secrets themselves. */
const secrets = {
  CreateSecret: operation({
    access: 'write',
    tokenIsName: true,
    resource: ({ Name: name }, { region, account }) => arns.secret(region, account, name, '??????'),
    input: structure({
      AddReplicaRegions,
      ClientRequestToken: token(ClientRequestToken),
      Description,
      ForceOverwriteReplicaSecret: boolean(),
      KmsKeyId,
      Name: required(Name),
      SecretBinary,
      SecretString,
      Tags,
      Type: SecretType,
    }),
    output: structure({ ARN: SecretArn, Name: SecretName, ReplicationStatus, VersionId }),
  }),
  UpdateSecret: operation({
    access: 'write',
    ...onSecret,
    tokenIsName: true,
    input: structure({
      ClientRequestToken: token(ClientRequestToken),
      Description,
      KmsKeyId,
      SecretBinary,
      SecretId: required(SecretId),
      SecretString,
      Type: SecretType,
    }),
    output: structure({ ARN: SecretArn, Name: SecretName, VersionId }),
  }),
  DescribeSecret: operation({ access: 'read', ...onSecret, input: OfSecret, output: SecretDescription }),
  ListSecrets: operation({
    access: 'read',
    input: structure({
      Filters,
      IncludePlannedDeletion: boolean(),
      MaxResults,
      NextToken,
      SortBy: string({ enum: ['created-date', 'last-accessed-date', 'last-changed-date', 'name'] }),
      SortOrder: string({ enum: ['asc', 'desc'] }),
    }),
    output: structure({ NextToken, SecretList: list(SecretListEntry) }),
  }),
  DeleteSecret: operation({
    access: 'write',
    ...onSecret,
    input: structure({
      ForceDeleteWithoutRecovery: boolean(),
      RecoveryWindowInDays: long(),
      SecretId: required(SecretId),
    }),
    output: structure({ ARN: SecretArn, DeletionDate: timestamp(), Name: SecretName }),
  }),
  RestoreSecret: operation({ access: 'write', ...onSecret, input: OfSecret, output: SecretNames }),
};

/** Tags and policies of secrets. */
const sharing = {
  TagResource: operation({
    access: 'write',
    ...onSecret,
    input: structure({ SecretId: required(SecretId), Tags: required(Tags) }),
    output: undefined,
  }),
  UntagResource: operation({
    access: 'write',
    ...onSecret,
    input: structure({ SecretId: required(SecretId), TagKeys: required(TagKeys) }),
    output: undefined,
  }),
  PutResourcePolicy: operation({
    access: 'write',
    ...onSecret,
    input: structure({
      BlockPublicPolicy: boolean(),
      ResourcePolicy: required(ResourcePolicy),
      SecretId: required(SecretId),
    }),
    output: structure({ ARN: SecretArn, Name }),
  }),
  GetResourcePolicy: operation({
    access: 'read',
    ...onSecret,
    input: OfSecret,
    output: structure({ ARN: SecretArn, Name, ResourcePolicy }),
  }),
  DeleteResourcePolicy: operation({
    access: 'write',
    ...onSecret,
    input: OfSecret,
    output: structure({ ARN: SecretArn, Name }),
  }),
};

export const secretsManager = defineService({
  signingName: 'secretsmanager',
  serviceName: 'secretsmanager',
  protocols: ['awsJson1.1'],
  apiVersion: '2017-10-17',
  target: 'secretsmanager',
  errors,
  operations: { ...secrets, ...values, ...sharing },
});
