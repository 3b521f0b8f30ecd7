import { boolean, list, long, required, string, structure, timestamp, token } from '#kernel/shape';
import { operation } from '../../service.ts';
import { onSecret } from './resource.ts';
import {
  ClientRequestToken,
  MaxResults,
  NextToken,
  RandomPassword,
  RotationToken,
  SecretArn,
  SecretBinary,
  SecretId,
  SecretName,
  SecretNames,
  SecretString,
  SecretVersionsListEntry,
  VersionId,
  VersionStage,
  VersionStages,
} from './shapes.ts';

/** Values of secrets, and the versions that hold them. */
export const values = {
  PutSecretValue: operation({
    access: 'write',
    ...onSecret,
    tokenIsName: true,
    input: structure({
      ClientRequestToken: token(ClientRequestToken),
      RotationToken,
      SecretBinary,
      SecretId: required(SecretId),
      SecretString,
      VersionStages,
    }),
    output: structure({ ARN: SecretArn, Name: SecretName, VersionId, VersionStages }),
  }),
  GetSecretValue: operation({
    access: 'read',
    ...onSecret,
    input: structure({ SecretId: required(SecretId), VersionId, VersionStage }),
    output: structure({
      ARN: SecretArn,
      CreatedDate: timestamp(),
      Name: SecretName,
      SecretBinary,
      SecretString,
      VersionId,
      VersionStages,
    }),
  }),
  ListSecretVersionIds: operation({
    access: 'read',
    ...onSecret,
    input: structure({ IncludeDeprecated: boolean(), MaxResults, NextToken, SecretId: required(SecretId) }),
    output: structure({ ARN: SecretArn, Name: SecretName, NextToken, Versions: list(SecretVersionsListEntry) }),
  }),
  UpdateSecretVersionStage: operation({
    access: 'write',
    ...onSecret,
    input: structure({
      MoveToVersionId: VersionId,
      RemoveFromVersionId: VersionId,
      SecretId: required(SecretId),
      VersionStage: required(VersionStage),
    }),
    output: SecretNames,
  }),
  GetRandomPassword: operation({
    access: 'read',
    input: structure({
      ExcludeCharacters: string({ min: 0, max: 4096 }),
      ExcludeLowercase: boolean(),
      ExcludeNumbers: boolean(),
      ExcludePunctuation: boolean(),
      ExcludeUppercase: boolean(),
      IncludeSpace: boolean(),
      PasswordLength: long({ min: 1, max: 4096 }),
      RequireEachIncludedType: boolean(),
    }),
    output: structure({ RandomPassword }),
  }),
};
