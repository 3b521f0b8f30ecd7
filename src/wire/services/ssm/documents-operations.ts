import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { required, structure } from '#kernel/shape';
import { operation } from '../../service.ts';
import {
  AccountIds,
  Attachments,
  Content,
  DefaultVersionDescription,
  DisplayName,
  DocumentArn,
  DocumentDescription,
  DocumentFormat,
  DocumentIdentifiers,
  DocumentName,
  DocumentText,
  DocumentType,
  DocumentVersion,
  DocumentVersionNumber,
  DocumentVersions,
  KeyValuesFilters,
  LegacyFilters,
  PermissionMaxResults,
  Permissions,
  PermissionType,
  Requires,
  SharedVersion,
  TargetType,
  VersionName,
} from './documents-shapes.ts';
import { Flag, MaxResults, NextToken, Tags } from './shapes.ts';

const onDocument = {
  resource: ({ Name }: { Name: string }, { account, region }: Actor) =>
    Name.startsWith('arn:') ? Name : arns.document(region, account, Name),
};

/** Documents, their versions, and whom they are shared with. */
export const documentOperations = {
  CreateDocument: operation({
    access: 'write',
    ...onDocument,
    input: structure({
      Attachments,
      Content: required(Content),
      DisplayName,
      DocumentFormat,
      DocumentType,
      Name: required(DocumentName),
      Requires,
      Tags,
      TargetType,
      VersionName,
    }),
    output: structure({ DocumentDescription }),
  }),
  UpdateDocument: operation({
    access: 'write',
    ...onDocument,
    input: structure({
      Attachments,
      Content: required(Content),
      DisplayName,
      DocumentFormat,
      DocumentVersion,
      Name: required(DocumentName),
      TargetType,
      VersionName,
    }),
    output: structure({ DocumentDescription }),
  }),
  UpdateDocumentDefaultVersion: operation({
    access: 'write',
    ...onDocument,
    input: structure({ DocumentVersion: required(DocumentVersionNumber), Name: required(DocumentName) }),
    output: structure({ Description: DefaultVersionDescription }),
  }),
  GetDocument: operation({
    access: 'read',
    ...onDocument,
    input: structure({ DocumentFormat, DocumentVersion, Name: required(DocumentArn), VersionName }),
    output: DocumentText,
  }),
  DescribeDocument: operation({
    access: 'read',
    ...onDocument,
    input: structure({ DocumentVersion, Name: required(DocumentArn), VersionName }),
    output: structure({ Document: DocumentDescription }),
  }),
  ListDocuments: operation({
    access: 'read',
    input: structure({ DocumentFilterList: LegacyFilters, Filters: KeyValuesFilters, MaxResults, NextToken }),
    output: structure({ DocumentIdentifiers, NextToken }),
  }),
  ListDocumentVersions: operation({
    access: 'read',
    ...onDocument,
    input: structure({ MaxResults, Name: required(DocumentArn), NextToken }),
    output: structure({ DocumentVersions, NextToken }),
  }),
  DeleteDocument: operation({
    access: 'write',
    ...onDocument,
    input: structure({ DocumentVersion, Force: Flag, Name: required(DocumentName), VersionName }),
    output: structure({}),
  }),
  DescribeDocumentPermission: operation({
    access: 'read',
    ...onDocument,
    input: structure({
      MaxResults: PermissionMaxResults,
      Name: required(DocumentName),
      NextToken,
      PermissionType: required(PermissionType),
    }),
    output: Permissions,
  }),
  ModifyDocumentPermission: operation({
    access: 'write',
    ...onDocument,
    input: structure({
      AccountIdsToAdd: AccountIds,
      AccountIdsToRemove: AccountIds,
      Name: required(DocumentName),
      PermissionType: required(PermissionType),
      SharedDocumentVersion: SharedVersion,
    }),
    output: structure({}),
  }),
};
