/** Inputs for Secrets Manager's operations: small and good, and with as many members as can be. */

interface SeededSecret {
  arn: string;
  version: string;
}

/** A policy that lets another account read a secret. */
export const readingPolicy = (principal: unknown = { AWS: 'arn:aws:iam::210987654321:root' }) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'secretsmanager:GetSecretValue', Resource: '*' }],
  });

export function secretInputs({ arn, version }: SeededSecret): Record<string, Record<string, unknown>> {
  return {
    'secretsmanager CreateSecret': { Name: 'another', SecretString: 'x' },
    'secretsmanager UpdateSecret': { SecretId: arn, Description: 'Changed' },
    'secretsmanager DescribeSecret': { SecretId: arn },
    'secretsmanager ListSecrets': {},
    'secretsmanager DeleteSecret': { SecretId: arn },
    'secretsmanager RestoreSecret': { SecretId: arn },
    'secretsmanager PutSecretValue': { SecretId: arn, SecretString: 'second' },
    'secretsmanager GetSecretValue': { SecretId: arn },
    'secretsmanager ListSecretVersionIds': { SecretId: arn },
    'secretsmanager UpdateSecretVersionStage': { SecretId: arn, VersionStage: 'blue', MoveToVersionId: version },
    'secretsmanager GetRandomPassword': {},
    'secretsmanager TagResource': { SecretId: arn, Tags: [{ Key: 'team', Value: 'a' }] },
    'secretsmanager UntagResource': { SecretId: arn, TagKeys: ['team'] },
    'secretsmanager PutResourcePolicy': { SecretId: arn, ResourcePolicy: readingPolicy() },
    'secretsmanager GetResourcePolicy': { SecretId: arn },
    'secretsmanager DeleteResourcePolicy': { SecretId: arn },
  };
}

const TOKEN = '00000000-0000-4000-8000-000000000001';

export const fullSecretInputs: Record<string, Record<string, unknown>> = {
  'secretsmanager CreateSecret': {
    Name: 'full',
    ClientRequestToken: TOKEN,
    Description: 'All of it',
    KmsKeyId: 'alias/own',
    SecretString: '{"password":"x"}',
    Tags: [{ Key: 'team', Value: 'a' }],
  },
  'secretsmanager UpdateSecret': { ClientRequestToken: TOKEN, KmsKeyId: 'alias/own', SecretString: 'third' },
  'secretsmanager ListSecrets': {
    Filters: [
      { Key: 'name', Values: ['pager', '!other'] },
      { Key: 'all', Values: ['pager token'] },
      { Key: 'tag-key', Values: ['team'] },
    ],
    IncludePlannedDeletion: true,
    MaxResults: 5,
    NextToken: 'bm90',
    SortBy: 'name',
    SortOrder: 'asc',
  },
  'secretsmanager DeleteSecret': { RecoveryWindowInDays: 7 },
  'secretsmanager PutSecretValue': { ClientRequestToken: TOKEN, VersionStages: ['AWSCURRENT', 'green'] },
  'secretsmanager GetSecretValue': { VersionStage: 'AWSCURRENT' },
  'secretsmanager ListSecretVersionIds': { IncludeDeprecated: true, MaxResults: 5, NextToken: 'bm90' },
  'secretsmanager GetRandomPassword': { PasswordLength: 8, ExcludeCharacters: 'abc', IncludeSpace: true },
  'secretsmanager PutResourcePolicy': { BlockPublicPolicy: true },
};
