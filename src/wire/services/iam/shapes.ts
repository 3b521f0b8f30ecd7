import { boolean, integer, list, required, string, structure, timestamp } from '#kernel/shape';

/** Roles and policies as IAM has them. */

const NAME = '[\\w+=,.@-]+';
export const RoleName = string({ min: 1, max: 64, pattern: NAME });
export const PolicyName = string({ min: 1, max: 128, pattern: NAME });
export const Arn = string({ min: 20, max: 2048 });
export const Path = string({ min: 1, max: 512, pattern: '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)' });
export const PathPrefix = string({ min: 1, max: 512, pattern: '\\u002F[\\u0021-\\u007F]*' });
export const PolicyPath = string({ min: 1, max: 512, pattern: '((/[A-Za-z0-9\\.,\\+@=_-]+)*)/' });
export const PolicyDocument = string({
  min: 1,
  max: 131_072,
  pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
});
export const RoleDescription = string({
  max: 1000,
  pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*',
});
export const PolicyDescription = string({ max: 1000 });
export const MaxSessionDuration = integer({ min: 3600, max: 43_200 });
export const VersionId = string({ pattern: 'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?' });
export const Marker = string({ min: 1, max: 320, pattern: '[\\u0020-\\u00FF]+' });
export const MaxItems = integer({ min: 1, max: 1000 });
const Id = string({ min: 16, max: 128, pattern: '[\\w]+' });

const TagKey = string({ min: 1, max: 128, pattern: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+' });
const TagValue = string({ min: 0, max: 256, pattern: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*' });
export const Tags = list(structure({ Key: required(TagKey), Value: required(TagValue) }), { max: 50 });
export const TagKeys = list(TagKey, { max: 50 });

export const Role = structure({
  Arn: required(Arn),
  AssumeRolePolicyDocument: string(),
  CreateDate: required(timestamp()),
  Description: RoleDescription,
  MaxSessionDuration,
  Path: required(Path),
  PermissionsBoundary: structure({
    PermissionsBoundaryArn: Arn,
    PermissionsBoundaryType: string({ enum: ['PermissionsBoundaryPolicy'] }),
  }),
  RoleId: required(Id),
  RoleName: required(RoleName),
  Tags,
});

export const Policy = structure({
  Arn,
  AttachmentCount: integer(),
  CreateDate: timestamp(),
  DefaultVersionId: VersionId,
  Description: PolicyDescription,
  IsAttachable: boolean(),
  Path: PolicyPath,
  PermissionsBoundaryUsageCount: integer(),
  PolicyId: Id,
  PolicyName,
  Tags,
  UpdateDate: timestamp(),
});

export const PolicyVersion = structure({
  CreateDate: timestamp(),
  Document: string(),
  IsDefaultVersion: boolean(),
  VersionId,
});

/** What every list answers besides its items. */
export const paging = { IsTruncated: boolean(), Marker: string() };
export const OfRole = structure({ RoleName: required(RoleName) });
export const OfPolicy = structure({ PolicyArn: required(Arn) });
export const OfRolePolicy = structure({ PolicyName: required(PolicyName), RoleName: required(RoleName) });
export const RoleAndPolicy = structure({ PolicyArn: required(Arn), RoleName: required(RoleName) });
export const PageOfRole = structure({ Marker, MaxItems, RoleName: required(RoleName) });
