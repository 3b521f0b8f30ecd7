import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { boolean, list, required, string, structure } from '#kernel/shape';
import { operation } from '../../service.ts';
import {
  Arn,
  Marker,
  MaxItems,
  OfPolicy,
  Policy,
  PolicyDescription,
  PolicyDocument,
  PolicyName,
  PolicyPath,
  PolicyVersion,
  paging,
  TagKeys,
  Tags,
  VersionId,
} from './shapes.ts';

const onPolicy = { resource: ({ PolicyArn }: { PolicyArn: string }) => PolicyArn };
const VersionOfPolicy = structure({ PolicyArn: required(Arn), VersionId: required(VersionId) });
const PageOfPolicy = structure({ Marker, MaxItems, PolicyArn: required(Arn) });

/** Policies that roles share. */
export const policies = {
  CreatePolicy: operation({
    access: 'write',
    resource: ({ PolicyName: name, Path }, { account }) => arns.policy(account, Path ?? '/', name),
    input: structure({
      Description: PolicyDescription,
      Path: PolicyPath,
      PolicyDocument: required(PolicyDocument),
      PolicyName: required(PolicyName),
      Tags,
    }),
    output: structure({ Policy }),
  }),
  GetPolicy: operation({ ...onPolicy, access: 'read', input: OfPolicy, output: structure({ Policy }) }),
  ListPolicies: operation({
    access: 'read',
    resource: (_input, { account }: Actor) => arns.policy(account, '/', '*'),
    input: structure({
      Marker,
      MaxItems,
      OnlyAttached: boolean(),
      PathPrefix: PolicyPath,
      PolicyUsageFilter: string({ enum: ['PermissionsPolicy', 'PermissionsBoundary'] }),
      Scope: string({ enum: ['All', 'AWS', 'Local'] }),
    }),
    output: structure({ ...paging, Policies: list(Policy) }),
  }),
  DeletePolicy: operation({ ...onPolicy, access: 'write', input: OfPolicy, output: undefined }),
  CreatePolicyVersion: operation({
    ...onPolicy,
    access: 'write',
    input: structure({
      PolicyArn: required(Arn),
      PolicyDocument: required(PolicyDocument),
      SetAsDefault: boolean(),
    }),
    output: structure({ PolicyVersion }),
  }),
  GetPolicyVersion: operation({
    ...onPolicy,
    access: 'read',
    input: VersionOfPolicy,
    output: structure({ PolicyVersion }),
  }),
  SetDefaultPolicyVersion: operation({ ...onPolicy, access: 'write', input: VersionOfPolicy, output: undefined }),
  DeletePolicyVersion: operation({ ...onPolicy, access: 'write', input: VersionOfPolicy, output: undefined }),
  ListPolicyVersions: operation({
    ...onPolicy,
    access: 'read',
    input: PageOfPolicy,
    output: structure({ ...paging, Versions: list(PolicyVersion) }),
  }),
  TagPolicy: operation({
    ...onPolicy,
    access: 'write',
    input: structure({ PolicyArn: required(Arn), Tags: required(Tags) }),
    output: undefined,
  }),
  UntagPolicy: operation({
    ...onPolicy,
    access: 'write',
    input: structure({ PolicyArn: required(Arn), TagKeys: required(TagKeys) }),
    output: undefined,
  }),
};
