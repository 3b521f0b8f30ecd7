import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  BatchGetIncidentFindingsCommand,
  GetIncidentRecordCommand,
  type ItemIdentifier,
  ListIncidentFindingsCommand,
  ListRelatedItemsCommand,
  type RelatedItem,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  StartIncidentCommand,
  UpdateRelatedItemsCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-incidents';
import { replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import { relatedItems } from './kit/full.ts';

/** What hangs on an incident: related items and findings. */

const ADMIN = `arn:aws:iam::${ACCOUNT}:user/admin`;
const UNKNOWN = `arn:aws:ssm-incidents::${ACCOUNT}:incident-record/quiet/00000000-0000-4000-8000-000000000000`;

let world: World;
let planArn: string;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  planArn = await responsePlan(world, 'quiet', []);
});
after(() => world[Symbol.asyncDispose]());

async function start(items: unknown[] = []): Promise<string> {
  const input = { responsePlanArn: planArn, relatedItems: items as RelatedItem[] };
  return (await world.aws.incidents.send(new StartIncidentCommand(input))).incidentRecordArn!;
}

async function listed(incidentRecordArn: string): Promise<RelatedItem[]> {
  const { relatedItems } = await world.aws.incidents.send(
    new ListRelatedItemsCommand({ incidentRecordArn, maxResults: 100 }),
  );
  return relatedItems!;
}

const plain = ({ generatedId: _, ...item }: RelatedItem) => item;
const add = (incidentRecordArn: string, itemToAdd: RelatedItem) =>
  world.aws.incidents.send(new UpdateRelatedItemsCommand({ incidentRecordArn, relatedItemsUpdate: { itemToAdd } }));
const remove = (incidentRecordArn: string, itemToRemove: ItemIdentifier) =>
  world.aws.incidents.send(new UpdateRelatedItemsCommand({ incidentRecordArn, relatedItemsUpdate: { itemToRemove } }));
const link = (url: string, title?: string): RelatedItem => ({
  identifier: { type: 'OTHER', value: { url } },
  ...(title ? { title } : {}),
});
const updates = async (arn: string) =>
  (await timelineOf(world, arn))
    .filter(({ type }) => type === 'SSM Incident Record Update')
    .map(({ data }) => JSON.parse(data));

test('items given at the start are listed with ids of their own', async () => {
  const arn = await start(relatedItems());
  const items = await listed(arn);
  const byType = (a: RelatedItem, b: RelatedItem) => a.identifier!.type!.localeCompare(b.identifier!.type!);
  assert.deepEqual(items.map(plain).sort(byType), (relatedItems() as RelatedItem[]).sort(byType));
  for (const { generatedId, identifier } of items)
    assert.match(generatedId!, new RegExp(`^related-item/${identifier!.type}/[0-9A-F]{32}$`));
});

test('an item is added and removed, and both stand on the timeline', async () => {
  const arn = await start();
  const item = link('https://example.com/runbook', 'Runbook');
  const answer = await add(arn, item);
  assert.equal(answer.$metadata.httpStatusCode, 204);
  assert.deepEqual((await listed(arn)).map(plain), [item]);
  await remove(arn, item.identifier!);
  assert.deepEqual(await listed(arn), []);
  const told = (what: object) => ({
    modifiedBy: ADMIN,
    incidentTitle: 'Trouble with quiet',
    modifiedAttributes: [{ attributeName: 'relatedItems', newValue: JSON.stringify(what) }],
  });
  assert.deepEqual(await updates(arn), [
    told({ itemToAdd: { identifier: item.identifier, title: 'Runbook' } }),
    told({ itemToRemove: item.identifier }),
  ]);
});

test('items are listed in the order in which they came', async () => {
  const arn = await start();
  for (const name of ['c', 'a', 'b']) {
    await add(arn, link(`https://example.com/${name}`));
    await world.advance({ seconds: 1 });
  }
  const urls = (await listed(arn)).map(({ identifier }) => identifier!.value!.url!.at(-1));
  assert.deepEqual(urls, ['c', 'a', 'b']);
  const { incidentRecord } = await world.aws.incidents.send(new GetIncidentRecordCommand({ arn }));
  assert.equal(world.now().getTime() - incidentRecord!.lastModifiedTime!.getTime(), 1_000);
});

test('an item added again keeps its id and gets its new title; the same again is not told', async () => {
  const arn = await start();
  await add(arn, link('https://example.com/x', 'Old'));
  const [first] = await listed(arn);
  await add(arn, link('https://example.com/x', 'New'));
  await add(arn, link('https://example.com/x', 'New'));
  assert.deepEqual(await listed(arn), [{ ...first, title: 'New' }]);
  assert.equal((await updates(arn)).length, 2);
});

test('a PagerDuty incident is known by its id: autoResolve is switched by adding it again', async () => {
  const arn = await start();
  const item = (autoResolve: boolean): RelatedItem => ({
    identifier: { type: 'OTHER', value: { pagerDutyIncidentDetail: { id: 'P1', autoResolve, secretId: 's' } } },
  });
  await add(arn, item(false));
  await add(arn, item(true));
  assert.deepEqual((await listed(arn)).map(plain), [item(true)]);
  await remove(arn, { type: 'OTHER', value: { pagerDutyIncidentDetail: { id: 'P1' } } });
  assert.deepEqual(await listed(arn), []);
});

test('removing what is not there does nothing', async () => {
  const arn = await start([link('https://example.com/x')]);
  await remove(arn, { type: 'OTHER', value: { url: 'https://example.com/y' } });
  await remove(arn, { type: 'TASK', value: { url: 'https://example.com/x' } });
  assert.equal((await listed(arn)).length, 1);
  assert.deepEqual(await updates(arn), []);
});

test('an incident has a hundred items at most', async () => {
  const arn = await start(Array.from({ length: 100 }, (_, index) => link(`https://example.com/${index}`)));
  await assert.rejects(add(arn, link('https://example.com/more')), (error) => {
    assert.ok(error instanceof ServiceQuotaExceededException);
    assert.deepEqual([error.resourceIdentifier, error.quotaCode], [arn, 'RELATED_ITEMS_PER_INCIDENT']);
    assert.match(error.message, /at most 100 related items/);
    return true;
  });
  await add(arn, link('https://example.com/7', 'A title'));
  await remove(arn, link('https://example.com/8').identifier!);
  await add(arn, link('https://example.com/more'));
  assert.equal((await listed(arn)).length, 100);
});

test('a long metric definition is kept whole, and told within the bounds of an event', async () => {
  const arn = await start();
  const metricDefinition = JSON.stringify([{ id: '"'.repeat(1_900) }]);
  await add(arn, { identifier: { type: 'METRIC', value: { metricDefinition } } });
  assert.equal((await listed(arn))[0]!.identifier!.value!.metricDefinition, metricDefinition);
  const told = (await timelineOf(world, arn)).at(-1)!;
  assert.ok(told.data.length <= 12_000, `${told.data.length}`);
});

test('an unknown incident has no items to list, and takes none', async () => {
  assert.deepEqual(await listed(UNKNOWN), []);
  await assert.rejects(add(UNKNOWN, link('https://example.com/x')), (error) => {
    assert.ok(error instanceof ResourceNotFoundException);
    assert.deepEqual([error.resourceType, error.resourceIdentifier], ['INCIDENT_RECORD', UNKNOWN]);
    return true;
  });
});

test('an incident has no findings, and an id of one is an error in the answer', async () => {
  const incidentRecordArn = await start();
  const list = await world.aws.incidents.send(new ListIncidentFindingsCommand({ incidentRecordArn }));
  assert.deepEqual([list.findings, list.nextToken], [[], undefined]);
  const batch = await world.aws.incidents.send(
    new BatchGetIncidentFindingsCommand({ incidentRecordArn, findingIds: ['a', 'b', 'a'] }),
  );
  assert.deepEqual(batch.findings, []);
  assert.deepEqual(
    batch.errors!.map(({ findingId, code }) => [findingId, code]),
    [
      ['a', 'ResourceNotFoundException'],
      ['b', 'ResourceNotFoundException'],
    ],
  );
  for (const command of [
    new ListIncidentFindingsCommand({ incidentRecordArn: UNKNOWN }),
    new BatchGetIncidentFindingsCommand({ incidentRecordArn: UNKNOWN, findingIds: [] }),
  ])
    await assert.rejects(world.aws.incidents.send(command as ListIncidentFindingsCommand), ResourceNotFoundException);
  const forged = new ListIncidentFindingsCommand({ incidentRecordArn, nextToken: 'forged' });
  await assert.rejects(world.aws.incidents.send(forged), ValidationException);
});
