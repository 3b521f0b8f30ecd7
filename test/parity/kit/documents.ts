import { CreateDocumentCommand, PutParameterCommand, UpdateDocumentCommand } from '@aws-sdk/client-ssm';
import type { World } from '../../kit/world.ts';

/** Inputs for Systems Manager's operations on documents, tags and parameters: small and good, and with as many members as can be. */

/** A runbook of one pause; the description makes texts differ. */
export const pausing = (description: string) =>
  JSON.stringify({ schemaVersion: '0.3', description, mainSteps: [{ name: 'wait', action: 'aws:pause', inputs: {} }] });

/** A runbook with two versions, and a parameter below a path. */
export async function seedDocument({ aws }: Pick<World, 'aws'>): Promise<void> {
  const named = { Name: 'restart', Content: pausing('first'), DocumentType: 'Automation' } as const;
  await aws.ssm.send(new CreateDocumentCommand(named));
  const second = { Name: 'restart', Content: pausing('second'), DocumentVersion: '$LATEST' };
  await aws.ssm.send(new UpdateDocumentCommand(second));
  await aws.ssm.send(new PutParameterCommand({ Name: '/app/host', Value: 'db-1', Type: 'String' }));
}

export const documentInputs: Record<string, Record<string, unknown>> = {
  'ssm CreateDocument': { Name: 'another', Content: pausing('a'), DocumentType: 'Automation' },
  'ssm UpdateDocument': { Name: 'restart', Content: pausing('third'), DocumentVersion: '$LATEST' },
  'ssm UpdateDocumentDefaultVersion': { Name: 'restart', DocumentVersion: '2' },
  'ssm GetDocument': { Name: 'restart' },
  'ssm DescribeDocument': { Name: 'restart' },
  'ssm ListDocuments': {},
  'ssm ListDocumentVersions': { Name: 'restart' },
  'ssm DeleteDocument': { Name: 'restart' },
  'ssm DescribeDocumentPermission': { Name: 'restart', PermissionType: 'Share' },
  'ssm ModifyDocumentPermission': { Name: 'restart', PermissionType: 'Share', AccountIdsToAdd: ['410987654321'] },
  'ssm AddTagsToResource': {
    ResourceType: 'Document',
    ResourceId: 'restart',
    Tags: [{ Key: 'team', Value: 'a' }],
  },
  'ssm RemoveTagsFromResource': { ResourceType: 'Document', ResourceId: 'restart', TagKeys: ['team'] },
  'ssm ListTagsForResource': { ResourceType: 'Document', ResourceId: 'restart' },
  'ssm PutParameter': { Name: '/app/port', Value: '5432', Type: 'String' },
  'ssm GetParameter': { Name: '/app/host' },
  'ssm GetParameters': { Names: ['/app/host', '/app/none'] },
  'ssm GetParametersByPath': { Path: '/app' },
  'ssm DescribeParameters': {},
  'ssm DeleteParameter': { Name: '/app/host' },
};

export const fullDocumentInputs: Record<string, Record<string, unknown>> = {
  'ssm CreateDocument': {
    Name: 'full',
    DisplayName: 'All of it',
    VersionName: 'first',
    DocumentFormat: 'JSON',
    TargetType: '/AWS::EC2::Instance',
    Tags: [{ Key: 'team', Value: 'a' }],
  },
  'ssm UpdateDocument': { DisplayName: 'More of it', VersionName: 'third', DocumentFormat: 'JSON', TargetType: '/' },
  'ssm GetDocument': { DocumentVersion: '1', DocumentFormat: 'YAML' },
  'ssm DescribeDocument': { DocumentVersion: '$LATEST' },
  'ssm ListDocuments': {
    Filters: [
      { Key: 'Owner', Values: ['Self'] },
      { Key: 'DocumentType', Values: ['Automation', 'Command'] },
      { Key: 'tag:team', Values: ['a'] },
    ],
    MaxResults: 5,
    NextToken: 'bm90',
  },
  'ssm ListDocumentVersions': { MaxResults: 5, NextToken: 'bm90' },
  'ssm DeleteDocument': { DocumentVersion: '1', Force: true },
  'ssm DescribeDocumentPermission': { MaxResults: 5, NextToken: 'bm90' },
  'ssm ModifyDocumentPermission': { AccountIdsToRemove: ['510987654321'], SharedDocumentVersion: '$LATEST' },
  'ssm PutParameter': {
    Name: '/app/full',
    Type: 'SecureString',
    Description: 'All of it',
    AllowedPattern: '\\d+',
    DataType: 'text',
    KeyId: 'alias/own',
    Tier: 'Advanced',
    Tags: [{ Key: 'team', Value: 'a' }],
  },
  'ssm GetParameter': { WithDecryption: true },
  'ssm GetParameters': { WithDecryption: true },
  'ssm GetParametersByPath': {
    Recursive: true,
    ParameterFilters: [{ Key: 'Type', Option: 'Equals', Values: ['String'] }],
    WithDecryption: true,
    MaxResults: 5,
    NextToken: 'bm90',
  },
  'ssm DescribeParameters': {
    ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/app'] }],
    MaxResults: 5,
    NextToken: 'bm90',
  },
};

/** Several of everything that is listed. */
export async function moreDocuments({ aws }: Pick<World, 'aws'>, more: number): Promise<void> {
  const named = { Name: `more-${more}`, Content: pausing(`${more}`), DocumentType: 'Automation' } as const;
  await aws.ssm.send(new CreateDocumentCommand(named));
  const next = { Name: 'restart', Content: pausing(`next ${more}`), DocumentVersion: '$LATEST' };
  await aws.ssm.send(new UpdateDocumentCommand(next));
  await aws.ssm.send(new PutParameterCommand({ Name: `/app/${more}`, Value: 'x', Type: 'String' }));
}
