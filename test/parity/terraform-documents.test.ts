import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ssm } from '#wire/services/ssm/service';
import { openWorld, type World } from '../kit/world.ts';
import { pausing } from './kit/documents.ts';
import { call } from './kit/wire.ts';

/** What Terraform's provider sends for documents and parameters, in its order, from the first apply to the destruction. */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

async function ask(name: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answer = await call(world, ssm, name, input);
  assert.equal(answer.status, 200, `${name}: ${answer.text}`);
  return answer.body;
}

test('a document is applied, read, changed to a further version that is the default, shared, and destroyed', async () => {
  const Name = 'restart';
  const tags = [{ Key: 'team', Value: 'a' }];
  const content = { Content: pausing('first'), DocumentFormat: 'JSON', DocumentType: 'Automation' };
  await ask('CreateDocument', { Name, ...content, Tags: tags });
  const read = async () => {
    const document = (await ask('DescribeDocument', { Name }))['Document'] as Record<string, unknown>;
    const { Content } = await ask('GetDocument', { Name, DocumentVersion: document['DocumentVersion'] });
    const { AccountIds } = await ask('DescribeDocumentPermission', { Name, PermissionType: 'Share' });
    const { TagList } = await ask('ListTagsForResource', { ResourceType: 'Document', ResourceId: Name });
    return { document, Content, AccountIds, TagList };
  };
  const first = await read();
  assert.equal(first.document['Status'], 'Active', 'which the provider waits for');
  assert.deepEqual([first.Content, first.AccountIds, first.TagList], [pausing('first'), [], tags]);
  assert.deepEqual(
    ['DocumentVersion', 'DefaultVersion', 'LatestVersion'].map((member) => first.document[member]),
    ['1', '1', '1'],
  );

  const update = { Name, Content: pausing('second'), DocumentFormat: 'JSON', DocumentVersion: '1' };
  const { DocumentDescription } = await ask('UpdateDocument', update);
  const { DocumentVersion } = DocumentDescription as { DocumentVersion: string };
  await ask('UpdateDocumentDefaultVersion', { Name, DocumentVersion });
  const second = await read();
  assert.deepEqual([second.Content, second.document['DefaultVersion']], [pausing('second'), '2']);

  const share = { Name, PermissionType: 'Share' };
  await ask('ModifyDocumentPermission', { ...share, AccountIdsToAdd: ['210987654321'] });
  assert.deepEqual((await read()).AccountIds, ['210987654321']);
  await ask('ModifyDocumentPermission', { ...share, AccountIdsToRemove: ['210987654321'] });
  await ask('DeleteDocument', { Name });
  const gone = await call(world, ssm, 'DescribeDocument', { Name });
  assert.deepEqual([gone.status, gone.code], [400, 'InvalidDocument'], 'by which the provider knows that it is gone');
});

test('a parameter is applied, read, changed in place and destroyed', async () => {
  const Name = '/app/key';
  const put = { Name, Type: 'SecureString', Tier: 'Standard', DataType: 'text' };
  await ask('PutParameter', { ...put, Value: 'one', Tags: [{ Key: 'team', Value: 'a' }] });
  const read = async () => {
    const { Parameter } = await ask('GetParameter', { Name, WithDecryption: true });
    const filter = { Key: 'Name', Option: 'Equals', Values: [Name] };
    const { Parameters } = await ask('DescribeParameters', { ParameterFilters: [filter] });
    return { ...(Parameter as object), ...(Parameters as object[])[0] } as Record<string, unknown>;
  };
  const first = await read();
  assert.deepEqual(
    [first['Value'], first['Version'], first['Tier'], first['KeyId']],
    ['one', 1, 'Standard', 'alias/aws/ssm'],
  );
  await ask('PutParameter', { ...put, Value: 'two', Overwrite: true, Description: 'Changed' });
  const second = await read();
  assert.deepEqual([second['Value'], second['Version'], second['Description']], ['two', 2, 'Changed']);
  await ask('DeleteParameter', { Name });
  assert.equal((await call(world, ssm, 'GetParameter', { Name })).code, 'ParameterNotFound');
});
