import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { boolean, list, required, string, structure } from '#kernel/shape';
import { defineService, operation } from '../../service.ts';
import { errors } from './errors.ts';
import { policies } from './service-policies.ts';
import {
  Arn,
  Marker,
  MaxItems,
  MaxSessionDuration,
  OfRole,
  OfRolePolicy,
  PageOfRole,
  Path,
  PathPrefix,
  PolicyDocument,
  PolicyName,
  PolicyPath,
  paging,
  Role,
  RoleAndPolicy,
  RoleDescription,
  RoleName,
  TagKeys,
  Tags,
} from './shapes.ts';

/** By its name alone: its path is looked up before policies are asked. */
const onRole = {
  resource: ({ RoleName: name }: { RoleName: string }, { account }: Actor) => arns.role(account, '/', name),
};
const onRoles = { resource: (_input: unknown, { account }: Actor) => arns.role(account, '/', '*') };

const roles = {
  CreateRole: operation({
    access: 'write',
    resource: ({ RoleName: name, Path: path }, { account }) => arns.role(account, path ?? '/', name),
    input: structure({
      AssumeRolePolicyDocument: required(PolicyDocument),
      Description: RoleDescription,
      MaxSessionDuration,
      Path,
      PermissionsBoundary: Arn,
      RoleName: required(RoleName),
      Tags,
    }),
    output: structure({ Role: required(Role) }),
  }),
  GetRole: operation({ ...onRole, access: 'read', input: OfRole, output: structure({ Role: required(Role) }) }),
  UpdateRole: operation({
    ...onRole,
    access: 'write',
    input: structure({ Description: RoleDescription, MaxSessionDuration, RoleName: required(RoleName) }),
    output: structure({}),
  }),
  UpdateRoleDescription: operation({
    ...onRole,
    access: 'write',
    input: structure({ Description: required(RoleDescription), RoleName: required(RoleName) }),
    output: structure({ Role }),
  }),
  UpdateAssumeRolePolicy: operation({
    ...onRole,
    access: 'write',
    input: structure({ PolicyDocument: required(PolicyDocument), RoleName: required(RoleName) }),
    output: undefined,
  }),
  PutRolePermissionsBoundary: operation({
    ...onRole,
    access: 'write',
    input: structure({ PermissionsBoundary: required(Arn), RoleName: required(RoleName) }),
    output: undefined,
  }),
  DeleteRolePermissionsBoundary: operation({ ...onRole, access: 'write', input: OfRole, output: undefined }),
  DeleteRole: operation({ ...onRole, access: 'write', input: OfRole, output: undefined }),
  ListRoles: operation({
    ...onRoles,
    access: 'read',
    input: structure({ Marker, MaxItems, PathPrefix }),
    output: structure({ ...paging, Roles: required(list(Role)) }),
  }),
  TagRole: operation({
    ...onRole,
    access: 'write',
    input: structure({ RoleName: required(RoleName), Tags: required(Tags) }),
    output: undefined,
  }),
  UntagRole: operation({
    ...onRole,
    access: 'write',
    input: structure({ RoleName: required(RoleName), TagKeys: required(TagKeys) }),
    output: undefined,
  }),
  ListRoleTags: operation({
    ...onRole,
    access: 'read',
    input: PageOfRole,
    output: structure({ ...paging, Tags: required(Tags) }),
  }),
  ListInstanceProfilesForRole: operation({
    ...onRole,
    access: 'read',
    input: PageOfRole,
    output: structure({ ...paging, InstanceProfiles: required(list(structure({ Arn }))) }),
  }),
};

const rolePolicies = {
  PutRolePolicy: operation({
    ...onRole,
    access: 'write',
    input: structure({
      PolicyDocument: required(PolicyDocument),
      PolicyName: required(PolicyName),
      RoleName: required(RoleName),
    }),
    output: undefined,
  }),
  GetRolePolicy: operation({
    ...onRole,
    access: 'read',
    input: OfRolePolicy,
    output: structure({
      PolicyDocument: required(string()),
      PolicyName: required(PolicyName),
      RoleName: required(RoleName),
    }),
  }),
  DeleteRolePolicy: operation({ ...onRole, access: 'write', input: OfRolePolicy, output: undefined }),
  ListRolePolicies: operation({
    ...onRole,
    access: 'read',
    input: PageOfRole,
    output: structure({ ...paging, PolicyNames: required(list(PolicyName)) }),
  }),
  AttachRolePolicy: operation({ ...onRole, access: 'write', input: RoleAndPolicy, output: undefined }),
  DetachRolePolicy: operation({ ...onRole, access: 'write', input: RoleAndPolicy, output: undefined }),
  ListAttachedRolePolicies: operation({
    ...onRole,
    access: 'read',
    input: structure({ Marker, MaxItems, PathPrefix: PolicyPath, RoleName: required(RoleName) }),
    output: structure({
      ...paging,
      AttachedPolicies: list(structure({ PolicyArn: Arn, PolicyName })),
      IsTruncated: boolean(),
    }),
  }),
};

export const iam = defineService({
  signingName: 'iam',
  serviceName: 'iam',
  protocols: ['awsQuery'],
  apiVersion: '2010-05-08',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  errors,
  operations: { ...roles, ...rolePolicies, ...policies },
});
