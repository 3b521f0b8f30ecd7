import { integer, list, long, required, string, structure } from '#kernel/shape';
import { DateTime, Flag, NextToken, Tags, Text } from './shapes.ts';

/** Documents: what they are called, what they say, and how lists tell them. */

export const DocumentName = string({ pattern: '^[a-zA-Z0-9_\\-.]{3,128}$' });
export const DocumentArn = string({ pattern: '^[a-zA-Z0-9_\\-.:/]{3,128}$' });
export const DocumentVersion = string({ pattern: '([$]LATEST|[$]DEFAULT|^[1-9][0-9]*$)' });
export const DocumentVersionNumber = string({ pattern: '(^[1-9][0-9]*$)' });
export const VersionName = string({ pattern: '^[a-zA-Z0-9_\\-.]{1,128}$' });
export const DisplayName = string({ max: 1024, pattern: '^[\\w\\.\\-\\:\\/ ]*$' });
export const Content = string({ min: 1 });
export const DocumentFormat = string({ enum: ['YAML', 'JSON', 'TEXT'] });
export const DocumentType = string({
  enum: [
    'Command',
    'Policy',
    'Automation',
    'Session',
    'Package',
    'ApplicationConfiguration',
    'ApplicationConfigurationSchema',
    'DeploymentStrategy',
    'ChangeCalendar',
    'Automation.ChangeTemplate',
    'ProblemAnalysis',
    'ProblemAnalysisTemplate',
    'CloudFormation',
    'ConformancePackTemplate',
    'QuickSetup',
    'ManualApprovalPolicy',
    'AutoApprovalPolicy',
  ],
});
export const TargetType = string({ max: 200, pattern: '^\\/[\\w\\.\\-\\:\\/]*$' });

export const Attachments = list(
  structure({
    Key: string({ enum: ['SourceUrl', 'S3FileUrl', 'AttachmentReference'] }),
    Name: string({ pattern: '^[a-zA-Z0-9_\\-.]{3,128}$' }),
    Values: list(string({ min: 1, max: 1024 }), { min: 1, max: 1 }),
  }),
  { min: 0, max: 20 },
);
export const Requires = list(
  structure({
    Name: required(DocumentArn),
    RequireType: string({ max: 128, pattern: '^[a-zA-Z0-9_\\-.]{1,128}$' }),
    Version: DocumentVersion,
    VersionName,
  }),
  { min: 1 },
);

const AttachmentName = string({ pattern: '^[a-zA-Z0-9_\\-.]{3,128}$' });
const Categories = list(string({ max: 128 }), { min: 0, max: 3 });
const Platforms = list(string({ enum: ['Windows', 'Linux', 'MacOS'] }));
const ReviewStatus = string({ enum: ['APPROVED', 'NOT_REVIEWED', 'PENDING', 'REJECTED'] });
const SchemaVersion = string({ pattern: '([0-9]+)\\.([0-9]+)' });
const Status = string({ enum: ['Creating', 'Active', 'Updating', 'Deleting', 'Failed'] });
const DocumentParameters = list(
  structure({ DefaultValue: Text, Description: Text, Name: Text, Type: string({ enum: ['String', 'StringList'] }) }),
);

export const DocumentDescription = structure({
  ApprovedVersion: DocumentVersion,
  AttachmentsInformation: list(structure({ Name: AttachmentName })),
  Author: Text,
  Category: Categories,
  CategoryEnum: Categories,
  CreatedDate: DateTime,
  DefaultVersion: DocumentVersion,
  Description: Text,
  DisplayName,
  DocumentFormat,
  DocumentType,
  DocumentVersion,
  Hash: string({ max: 256 }),
  HashType: string({ enum: ['Sha256', 'Sha1'] }),
  LatestVersion: DocumentVersion,
  Name: DocumentArn,
  Owner: Text,
  Parameters: DocumentParameters,
  PendingReviewVersion: DocumentVersion,
  PlatformTypes: Platforms,
  Requires,
  ReviewInformation: list(
    structure({
      ReviewedTime: DateTime,
      Reviewer: string({ max: 50, pattern: '^[a-zA-Z0-9_\\-.]{1,128}$' }),
      Status: ReviewStatus,
    }),
    { min: 1 },
  ),
  ReviewStatus,
  SchemaVersion,
  Sha1: Text,
  Status,
  StatusInformation: Text,
  Tags,
  TargetType,
  VersionName,
});

export const DefaultVersionDescription = structure({
  DefaultVersion: DocumentVersion,
  DefaultVersionName: VersionName,
  Name: DocumentName,
});

export const DocumentText = structure({
  AttachmentsContent: list(
    structure({
      Hash: string({ max: 256 }),
      HashType: string({ enum: ['Sha256'] }),
      Name: AttachmentName,
      Size: long(),
      Url: Text,
    }),
  ),
  Content,
  CreatedDate: DateTime,
  DisplayName,
  DocumentFormat,
  DocumentType,
  DocumentVersion,
  Name: DocumentArn,
  Requires,
  ReviewStatus,
  Status,
  StatusInformation: Text,
  VersionName,
});

export const LegacyFilters = list(
  structure({
    key: required(string({ enum: ['Name', 'Owner', 'PlatformTypes', 'DocumentType'] })),
    value: required(string({ min: 1 })),
  }),
  { min: 1 },
);
export const KeyValuesFilters = list(
  structure({ Key: string({ min: 1, max: 128 }), Values: list(string({ min: 1, max: 256 })) }),
  { min: 0, max: 6 },
);

export const DocumentIdentifiers = list(
  structure({
    Author: Text,
    CreatedDate: DateTime,
    DisplayName,
    DocumentFormat,
    DocumentType,
    DocumentVersion,
    Name: DocumentArn,
    Owner: Text,
    PlatformTypes: Platforms,
    Requires,
    ReviewStatus,
    SchemaVersion,
    Tags,
    TargetType,
    VersionName,
  }),
);
export const DocumentVersions = list(
  structure({
    CreatedDate: DateTime,
    DisplayName,
    DocumentFormat,
    DocumentVersion,
    IsDefaultVersion: Flag,
    Name: DocumentName,
    ReviewStatus,
    Status,
    StatusInformation: Text,
    VersionName,
  }),
  { min: 1 },
);

export const PermissionType = string({ enum: ['Share'] });
export const PermissionMaxResults = integer({ min: 1, max: 200 });
const AccountId = string({ pattern: '(?i)all|[0-9]{12}' });
export const AccountIds = list(AccountId, { max: 20 });
export const SharedVersion = string({ max: 8, pattern: '([$]LATEST|[$]DEFAULT|[$]ALL)' });
export const Permissions = structure({
  AccountIds,
  AccountSharingInfoList: list(structure({ AccountId, SharedDocumentVersion: SharedVersion })),
  NextToken,
});
