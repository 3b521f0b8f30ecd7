import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { World } from '../../kit/world.ts';

/** Policies of the tests. */

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

/** A policy that allows actions on resources. */
export const allowing = (Action: string | string[], Resource: string | string[] = '*', more: object = {}): string =>
  policy({ Effect: 'Allow', Action, Resource, ...more });

/** A trust policy. */
export const trusting = (Principal: object | '*', more: object = {}): string =>
  policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });

/** Trusts the services that run runbooks. */
export const TRUST = trusting({ Service: ['ssm.amazonaws.com', 'ssm-incidents.amazonaws.com'] });

const ME = 'arn:aws:iam::123456789012:user/admin';

/** A role with a policy of its own and one that it shares. */
export interface SeededRole {
  arn: string;
  policyArn: string;
}

export async function seedRole({ aws }: World): Promise<SeededRole> {
  const AssumeRolePolicyDocument = trusting({ AWS: ME });
  const { Role } = await aws.iam.send(new CreateRoleCommand({ RoleName: 'seeded', AssumeRolePolicyDocument }));
  const own = { RoleName: 'seeded', PolicyName: 'own', PolicyDocument: allowing('sns:Publish') };
  await aws.iam.send(new PutRolePolicyCommand(own));
  const shared = { PolicyName: 'shared', PolicyDocument: allowing('sns:List*') };
  const { Policy } = await aws.iam.send(new CreatePolicyCommand(shared));
  await aws.iam.send(new AttachRolePolicyCommand({ RoleName: 'seeded', PolicyArn: Policy!.Arn! }));
  return { arn: Role!.Arn!, policyArn: Policy!.Arn! };
}

const RoleName = 'seeded';
const Tags = [{ Key: 'team', Value: 'a' }];

export function roleInputs({ arn, policyArn: PolicyArn }: SeededRole): Record<string, Record<string, unknown>> {
  const own = { RoleName, PolicyName: 'own' };
  return {
    'iam CreateRole': { RoleName: 'another', AssumeRolePolicyDocument: TRUST },
    'iam GetRole': { RoleName },
    'iam UpdateRole': { RoleName },
    'iam UpdateRoleDescription': { RoleName, Description: 'Changed' },
    'iam UpdateAssumeRolePolicy': { RoleName, PolicyDocument: TRUST },
    'iam PutRolePermissionsBoundary': { RoleName, PermissionsBoundary: PolicyArn },
    'iam DeleteRolePermissionsBoundary': { RoleName },
    'iam DeleteRole': { RoleName },
    'iam ListRoles': {},
    'iam TagRole': { RoleName, Tags },
    'iam UntagRole': { RoleName, TagKeys: ['team'] },
    'iam ListRoleTags': { RoleName },
    'iam ListInstanceProfilesForRole': { RoleName },
    'iam PutRolePolicy': { ...own, PolicyDocument: allowing('sns:*') },
    'iam GetRolePolicy': own,
    'iam DeleteRolePolicy': own,
    'iam ListRolePolicies': { RoleName },
    'iam AttachRolePolicy': { RoleName, PolicyArn },
    'iam DetachRolePolicy': { RoleName, PolicyArn },
    'iam ListAttachedRolePolicies': { RoleName },
    'iam CreatePolicy': { PolicyName: 'another', PolicyDocument: allowing('sns:*') },
    'iam GetPolicy': { PolicyArn },
    'iam ListPolicies': {},
    'iam DeletePolicy': { PolicyArn },
    'iam CreatePolicyVersion': { PolicyArn, PolicyDocument: allowing('sns:*') },
    'iam GetPolicyVersion': { PolicyArn, VersionId: 'v1' },
    'iam SetDefaultPolicyVersion': { PolicyArn, VersionId: 'v1' },
    'iam DeletePolicyVersion': { PolicyArn, VersionId: 'v1' },
    'iam ListPolicyVersions': { PolicyArn },
    'iam TagPolicy': { PolicyArn, Tags },
    'iam UntagPolicy': { PolicyArn, TagKeys: ['team'] },
    'sts AssumeRole': { RoleArn: arn, RoleSessionName: 'night' },
    'sts GetSessionToken': {},
  };
}

const page = { Marker: 'bm90', MaxItems: 5 };

export const fullRoleInputs: Record<string, Record<string, unknown>> = {
  'iam CreateRole': {
    RoleName: 'full',
    Path: '/ops/',
    Description: 'All of it',
    MaxSessionDuration: 7_200,
    PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess',
    Tags,
  },
  'iam UpdateRole': { Description: 'Changed', MaxSessionDuration: 7_200 },
  'iam ListRoles': { ...page, PathPrefix: '/ops' },
  'iam ListRoleTags': page,
  'iam ListInstanceProfilesForRole': page,
  'iam ListRolePolicies': page,
  'iam ListAttachedRolePolicies': { ...page, PathPrefix: '/' },
  'iam CreatePolicy': { PolicyName: 'full', Path: '/ops/', Description: 'All of it', Tags },
  'iam CreatePolicyVersion': { SetAsDefault: true },
  'iam ListPolicies': {
    ...page,
    OnlyAttached: true,
    PathPrefix: '/',
    PolicyUsageFilter: 'PermissionsPolicy',
    Scope: 'All',
  },
  'iam ListPolicyVersions': page,
  'sts AssumeRole': {
    DurationSeconds: 900,
    ExternalId: 'word',
    Policy: allowing('sns:*'),
    PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
    SourceIdentity: 'ana',
    Tags,
  },
  'sts GetSessionToken': { DurationSeconds: 900 },
};
