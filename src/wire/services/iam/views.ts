import { type ManagedPolicy, type PolicyVersion, type Role, roleArn, versionId } from '#domain/access';
import type { Tags } from '#kernel/tags';

/** Policies travel percent-encoded in answers, as at AWS (RFC 3986). */
export const encoded = (document: string): string =>
  encodeURIComponent(document).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

export const toTags = (tags: Tags) =>
  Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value }));

/** Lists leave tags and boundaries out. */
export const toRole = (role: Role, isWhole = true) => ({
  Arn: roleArn(role),
  AssumeRolePolicyDocument: encoded(role.trustPolicy),
  CreateDate: role.createdAt,
  Description: role.description,
  MaxSessionDuration: role.maxSessionSeconds,
  Path: role.path,
  PermissionsBoundary:
    role.boundaryArn === undefined || !isWhole
      ? undefined
      : ({ PermissionsBoundaryArn: role.boundaryArn, PermissionsBoundaryType: 'PermissionsBoundaryPolicy' } as const),
  RoleId: role.id,
  RoleName: role.name,
  Tags: isWhole && Object.keys(role.tags).length > 0 ? toTags(role.tags) : undefined,
});

export const toPolicy = (policy: ManagedPolicy, isWhole = true) => ({
  Arn: policy.arn,
  AttachmentCount: policy.attachments,
  CreateDate: policy.createdAt,
  DefaultVersionId: versionId(policy.defaultVersion),
  Description: isWhole ? policy.description : undefined,
  IsAttachable: true,
  Path: policy.path,
  PermissionsBoundaryUsageCount: policy.boundaries,
  PolicyId: policy.id,
  PolicyName: policy.name,
  Tags: isWhole && Object.keys(policy.tags).length > 0 ? toTags(policy.tags) : undefined,
  UpdateDate: policy.updatedAt,
});

export const toVersion = ({ version, isDefault, document, createdAt }: PolicyVersion, isWhole = true) => ({
  CreateDate: createdAt,
  Document: isWhole ? encoded(document) : undefined,
  IsDefaultVersion: isDefault,
  VersionId: versionId(version),
});
