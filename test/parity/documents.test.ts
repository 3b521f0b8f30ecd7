import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  AddTagsToResourceCommand,
  CreateDocumentCommand,
  DeleteDocumentCommand,
  DeleteParameterCommand,
  DescribeDocumentCommand,
  DescribeDocumentPermissionCommand,
  DescribeParametersCommand,
  GetDocumentCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListDocumentsCommand,
  ListDocumentVersionsCommand,
  ListTagsForResourceCommand,
  ModifyDocumentPermissionCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from '@aws-sdk/client-ssm';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import type { Clients } from '../kit/world-clients.ts';
import { pausing } from './kit/documents.ts';

/** Systems Manager's documents and parameters by the official client. */

let world: World;
let other: Clients;
const OTHER = '210987654321';
before(async () => {
  world = await openWorld({ quotas: { MUSTER_QUOTA_DOCUMENTS: 12, MUSTER_QUOTA_DOCUMENT_VERSIONS: 3 } });
  other = await world.addKey(OTHER);
});
after(() => world[Symbol.asyncDispose]());

const send = ((command: never) => world.aws.ssm.send(command)) as World['aws']['ssm']['send'];
const create = (Name: string, more: object = {}) =>
  send(new CreateDocumentCommand({ Name, Content: pausing(Name), DocumentType: 'Automation', ...more }));
const refused = (name: string, message = /./) => ({ name, message });

test('a document is made, read, described and converted', async () => {
  const content =
    "schemaVersion: '0.3'\n# Said twice\nparameters:\n  Ids: {type: StringList, default: [a, b]}\nmainSteps:\n  - {name: wait, action: 'aws:pause', inputs: {}}\n";
  const { DocumentDescription: made } = await create('convert', {
    Content: content,
    DocumentFormat: 'YAML',
    VersionName: 'first',
    DisplayName: 'Convert',
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  assert.equal(made!.Status, 'Creating');
  assert.match(made!.Hash!, /^[0-9a-f]{64}$/);
  const { Document } = await send(new DescribeDocumentCommand({ Name: 'convert' }));
  assert.deepEqual(Document, {
    ...made,
    Status: 'Active',
    Owner: ACCOUNT,
    DocumentVersion: '1',
    DefaultVersion: '1',
    LatestVersion: '1',
    SchemaVersion: '0.3',
    PlatformTypes: ['Windows', 'Linux', 'MacOS'],
    Parameters: [{ Name: 'Ids', Type: 'StringList', DefaultValue: '["a","b"]' }],
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  const text = async (more: object = {}) => send(new GetDocumentCommand({ Name: 'convert', ...more }));
  assert.equal((await text()).Content, content);
  const json = await text({ DocumentFormat: 'JSON', VersionName: 'first' });
  assert.deepEqual(JSON.parse(json.Content!).parameters, { Ids: { type: 'StringList', default: ['a', 'b'] } });
  assert.equal(json.DocumentFormat, 'JSON');
  assert.equal(json.Status, 'Active');
});

test('a document that is wrong is refused with every fault and its line', async () => {
  const Content =
    '{\n "schemaVersion": "0.3",\n "mainSteps": [\n  {"name": "a", "action": "aws:puse", "nextStep": "b"}]}';
  await assert.rejects(create('wrong', { Content }), {
    name: 'InvalidDocumentContent',
    message:
      'line 4, column 27, mainSteps[0].action: there is no action "aws:puse"; did you mean aws:pause?\n' +
      'line 4, column 51, mainSteps[0].nextStep: there is no step "b" beside this one; did you mean a?',
  });
  await assert.rejects(
    create('wrong', { Content: '{"schemaVersion":"2.2","mainSteps":[]}' }),
    refused('InvalidDocumentSchemaVersion'),
  );
  await assert.rejects(create('wrong', { Content: 'x'.repeat(65_537) }), refused('MaxDocumentSizeExceeded'));
  await assert.rejects(create('AWS-Mine'), refused('ValidationException', /kept for shipped ones/));
  const command = {
    Content: '{"schemaVersion":"2.2","mainSteps":[{"action":"aws:runShellScript"}]}',
    DocumentType: 'Command',
  };
  await assert.rejects(create('wrong', command), refused('InvalidDocumentContent', /wanted name/));
  const attached = { Attachments: [{ Key: 'SourceUrl', Values: ['s3://x/y'] }] };
  await assert.rejects(create('wrong', attached), refused('ValidationException', /Attachments/));
});

test('versions follow one another; the default changes only when it is told', async () => {
  await create('versions');
  await assert.rejects(create('versions'), refused('DocumentAlreadyExists'));
  const update = (Content: string, more: object = {}) =>
    send(new UpdateDocumentCommand({ Name: 'versions', Content, DocumentVersion: '$LATEST', ...more }));
  await assert.rejects(update(pausing('versions')), refused('DuplicateDocumentContent'));
  assert.equal((await update(pausing('2'), { VersionName: 'two' })).DocumentDescription!.DocumentVersion, '2');
  await assert.rejects(update(pausing('3'), { VersionName: 'two' }), refused('DuplicateDocumentVersionName'));
  await assert.rejects(update(pausing('3'), { DocumentVersion: '1' }), refused('InvalidDocumentVersion'));
  await update(pausing('3'));
  await assert.rejects(update(pausing('4')), refused('DocumentVersionLimitExceeded'));
  const { Document } = await send(new DescribeDocumentCommand({ Name: 'versions' }));
  assert.deepEqual([Document!.DocumentVersion, Document!.DefaultVersion, Document!.LatestVersion], ['1', '1', '3']);
  const given = { Name: 'versions', DocumentVersion: '2' };
  const { Description } = await send(new UpdateDocumentDefaultVersionCommand(given));
  assert.deepEqual(Description, { Name: 'versions', DefaultVersion: '2', DefaultVersionName: 'two' });
  const { DocumentVersions } = await send(new ListDocumentVersionsCommand({ Name: 'versions' }));
  assert.deepEqual(
    DocumentVersions!.map(({ DocumentVersion, IsDefaultVersion }) => [DocumentVersion, IsDefaultVersion]),
    [
      ['3', false],
      ['2', true],
      ['1', false],
    ],
  );
  const remove = (more: object) => send(new DeleteDocumentCommand({ Name: 'versions', ...more }));
  await assert.rejects(remove({ DocumentVersion: '2' }), refused('InvalidDocumentOperation'));
  await remove({ DocumentVersion: '3' });
  await assert.rejects(remove({ DocumentVersion: '3' }), refused('InvalidDocumentVersion'));
  assert.equal((await send(new DescribeDocumentCommand({ Name: 'versions' }))).Document!.LatestVersion, '2');
  await remove({});
  await assert.rejects(send(new GetDocumentCommand({ Name: 'versions' })), refused('InvalidDocument'));
});

test('lists are filtered; what Muster ships is in them and cannot be changed', async () => {
  const names = async (...Filters: { Key: string; Values: string[] }[]) =>
    (await send(new ListDocumentsCommand({ Filters }))).DocumentIdentifiers!.map(({ Name }) => Name);
  await create('listed', { Tags: [{ Key: 'use', Value: 'list' }] });
  assert.deepEqual(await names({ Key: 'tag:use', Values: ['list'] }), ['listed']);
  assert.deepEqual(await names({ Key: 'Owner', Values: ['Self'] }, { Key: 'Name', Values: ['list'] }), ['listed']);
  const shipped = [
    'AWSIncidentManager-ResolveIncident',
    'AWSIncidents-CriticalIncidentRunbookTemplate',
    'AWSIncidents-PostIncidentAnalysisTemplate',
  ];
  assert.deepEqual(await names({ Key: 'Owner', Values: ['Amazon'] }), shipped);
  assert.deepEqual(await names({ Key: 'DocumentType', Values: ['ProblemAnalysisTemplate'] }), shipped.slice(2));
  await assert.rejects(names({ Key: 'Colour', Values: ['red'] }), refused('InvalidFilterKey'));
  const Name = shipped[0]!;
  const { Document } = await send(new DescribeDocumentCommand({ Name: `arn:aws:ssm:us-east-1::document/${Name}` }));
  assert.deepEqual([Document!.Owner, Document!.Parameters![0]!.Name], ['Amazon', 'IncidentRecordArn']);
  await assert.rejects(send(new DeleteDocumentCommand({ Name })), refused('AccessDeniedException', /Clone it/));
});

test('a document is read by the account with which it is shared, and by no other', async () => {
  await create('shared');
  const Name = `arn:aws:ssm:us-east-1:${ACCOUNT}:document/shared`;
  const read = () => other.ssm.send(new GetDocumentCommand({ Name }));
  const share = (more: object) =>
    send(new ModifyDocumentPermissionCommand({ Name: 'shared', PermissionType: 'Share', ...more }));
  await assert.rejects(read(), refused('InvalidDocument'));
  await share({ AccountIdsToAdd: [OTHER] });
  assert.equal((await read()).Name, Name);
  await assert.rejects(other.ssm.send(new DeleteDocumentCommand({ Name: 'shared' })), refused('InvalidDocument'));
  const asked = { Name: 'shared', PermissionType: 'Share' } as const;
  assert.deepEqual((await send(new DescribeDocumentPermissionCommand(asked))).AccountSharingInfoList, [
    { AccountId: OTHER, SharedDocumentVersion: '$DEFAULT' },
  ]);
  await assert.rejects(send(new DeleteDocumentCommand({ Name: 'shared' })), refused('InvalidDocumentOperation'));
  await share({ AccountIdsToRemove: [OTHER] });
  await assert.rejects(read(), refused('InvalidDocument'));
});

test('a Region has so many documents', async () => {
  const fill = async () => {
    for (let more = 0; more < 12; more += 1) await create(`fill-${more}`);
  };
  await assert.rejects(fill(), refused('DocumentLimitExceeded', /MUSTER_QUOTA_DOCUMENTS/));
});

const put = (Name: string, Value: string, more: object = {}) =>
  send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));
const get = async (Name: string, WithDecryption = false) =>
  (await send(new GetParameterCommand({ Name, WithDecryption }))).Parameter!;

test('parameters have versions, types and paths', async () => {
  assert.deepEqual((await put('/app/db/host', 'db-1')).Version, 1);
  await assert.rejects(put('/app/db/host', 'db-2'), refused('ParameterAlreadyExists'));
  assert.equal((await put('/app/db/host', 'db-2', { Overwrite: true })).Version, 2);
  const { $metadata: _, ...found } = { $metadata: 0, ...(await get('/app/db/host')) };
  assert.deepEqual(found, {
    ARN: `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/app/db/host`,
    DataType: 'text',
    LastModifiedDate: world.now(),
    Name: '/app/db/host',
    Type: 'String',
    Value: 'db-2',
    Version: 2,
  });
  assert.equal((await get(found.ARN!)).Value, 'db-2');
  assert.equal((await get('/app/db/host:2')).Selector, ':2');
  await assert.rejects(get('/app/db/host:1'), refused('ParameterVersionNotFound'));
  await put('/app/name', 'shop');
  await put('plain', 'x');
  const path = async (more: object) =>
    (await send(new GetParametersByPathCommand({ Path: '/app', ...more }))).Parameters!.map(({ Name }) => Name);
  assert.deepEqual(await path({}), ['/app/name']);
  assert.deepEqual(await path({ Recursive: true }), ['/app/db/host', '/app/name']);
  const several = await send(new GetParametersCommand({ Names: ['plain', 'none'] }));
  assert.deepEqual([several.Parameters!.map(({ Value }) => Value), several.InvalidParameters], [['x'], ['none']]);
  const described = await send(
    new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/app'] }] }),
  );
  assert.deepEqual(
    described.Parameters!.map(({ Name, Version }) => [Name, Version]),
    [
      ['/app/db/host', 2],
      ['/app/name', 1],
    ],
  );
  await send(new DeleteParameterCommand({ Name: 'plain' }));
  await assert.rejects(get('plain'), refused('ParameterNotFound'));
});

test('a secure parameter is sealed, and read in the clear only where that is asked for', async () => {
  await put('/app/key', 's3cr3t-value', { Type: 'SecureString' });
  assert.doesNotMatch((await get('/app/key')).Value!, /s3cr3t/);
  assert.equal((await get('/app/key', true)).Value, 's3cr3t-value');
  const rows = await world.db.rows<{ row: string }>({
    name: 'test.parameters',
    text: 'select p::text || t::text as row from stored_parameters p, audit_events t',
  });
  assert.ok(rows.length > 0 && rows.every(({ row }) => !row.includes('s3cr3t-value')));
});

const wrongParameters: [name: string, more: object, error: string][] = [
  ['app/x', {}, 'ValidationException'],
  ['aws-x', {}, 'ValidationException'],
  [`${'/a'.repeat(16)}`, {}, 'HierarchyLevelLimitExceededException'],
  ['typeless', { Type: undefined }, 'ValidationException'],
  ['patterned', { AllowedPattern: '\\d+' }, 'ParameterPatternMismatchException'],
  ['patterned', { AllowedPattern: '(' }, 'InvalidAllowedPatternException'],
  ['long', { Value: 'x'.repeat(4097) }, 'ValidationException'],
];
test('parameters that are wrong are refused by AWS’s names', async () => {
  for (const [name, more, error] of wrongParameters)
    await assert.rejects(put(name, 'x', more), refused(error), `${name} ${JSON.stringify(more).slice(0, 50)}`);
});

test('documents and parameters are tagged by one set of operations', async () => {
  await put('tagged', 'x');
  for (const of of [
    { ResourceType: 'Document', ResourceId: 'convert' },
    { ResourceType: 'Parameter', ResourceId: 'tagged' },
  ] as const) {
    await send(new AddTagsToResourceCommand({ ...of, Tags: [{ Key: 'new', Value: 'b' }] }));
    const tags = async () => (await send(new ListTagsForResourceCommand(of))).TagList!.map(({ Key }) => Key);
    assert.ok((await tags()).includes('new'));
    await send(new RemoveTagsFromResourceCommand({ ...of, TagKeys: ['new'] }));
    assert.ok(!(await tags()).includes('new'));
  }
  const of = (ResourceType: 'Document' | 'OpsMetadata') =>
    new ListTagsForResourceCommand({ ResourceType, ResourceId: 'none' });
  await assert.rejects(send(of('Document')), refused('InvalidResourceId'));
  await assert.rejects(send(of('OpsMetadata')), refused('InvalidResourceType'));
});
