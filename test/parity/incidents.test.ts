import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ConflictException,
  CreateTimelineEventCommand,
  GetIncidentRecordCommand,
  ListIncidentRecordsCommand,
  ResourceNotFoundException,
  StartIncidentCommand,
  UpdateIncidentRecordCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-incidents';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import { relatedItems } from './kit/full.ts';
import { call } from './kit/wire.ts';

const ADMIN = `arn:aws:iam::${ACCOUNT}:user/admin`;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

async function start(world: World, input: object): Promise<string> {
  return (await world.aws.incidents.send(new StartIncidentCommand(input as never))).incidentRecordArn!;
}

async function record(world: World, arn: string) {
  return (await world.aws.incidents.send(new GetIncidentRecordCommand({ arn }))).incidentRecord!;
}

test('StartIncident takes title and impact from the template, or from the call', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const plan = await responsePlan(world, 'quiet', []);
  const plain = await record(world, await start(world, { responsePlanArn: plan }));
  const { arn, dedupeString, ...rest } = plain;
  assert.match(arn!, new RegExp(`^arn:aws:ssm-incidents::${ACCOUNT}:incident-record/quiet/${UUID}$`));
  assert.match(dedupeString!, new RegExp(`^${UUID}$`));
  assert.deepEqual(rest, {
    title: 'Trouble with quiet',
    summary: 'p99 over 2 s',
    impact: 2,
    status: 'OPEN',
    creationTime: world.now(),
    lastModifiedTime: world.now(),
    lastModifiedBy: ADMIN,
    automationExecutions: [],
    notificationTargets: [],
    incidentRecordSource: { createdBy: ADMIN, source: 'aws.ssm-incidents.custom' },
  });
  const other = await record(world, await start(world, { responsePlanArn: plan, title: 'Mine', impact: 5 }));
  assert.deepEqual([other.title, other.impact], ['Mine', 5]);
});

test('StartIncident keeps the trigger and the related items, and refuses AWS’s own sources', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const plan = await responsePlan(world, 'quiet', []);
  const triggerArn = 'arn:aws:sns:us-east-1:123456789012:team';
  const trigger = {
    source: 'app.monitor',
    timestamp: new Date('2026-01-02T03:09:08.765Z'),
    triggerArn,
    rawData: '{"a":1}',
  };
  const arn = await start(world, { responsePlanArn: plan, triggerDetails: trigger, relatedItems: relatedItems() });
  const { incidentRecordSource } = await record(world, arn);
  assert.deepEqual(incidentRecordSource, { createdBy: ADMIN, source: 'app.monitor', resourceArn: triggerArn });
  const told = await timelineOf(world, arn);
  assert.deepEqual(JSON.parse(told[0]!.data), {
    createdIncident: true,
    incidentSource: 'app.monitor',
    triggerArn,
    rawData: '{"a":1}',
  });
  const kept = await world.db.rows<{ type: string; value: object; title: string | null; generated_id: string }>({
    name: 'test.related',
    text: 'select type, value, title, generated_id from related_items order by type',
  });
  assert.deepEqual(
    kept.map(({ type, value, title }) => ({ identifier: { type, value }, ...(title ? { title } : {}) })),
    relatedItems().sort((a, b) => a.identifier.type.localeCompare(b.identifier.type)),
  );
  for (const { type, generated_id } of kept)
    assert.match(generated_id, new RegExp(`^related-item/${type}/[0-9A-F]{32}$`));
  for (const source of ['aws.cloudwatch', 'aws.events', 'AWS.mine']) {
    const command = new StartIncidentCommand({ responsePlanArn: plan, triggerDetails: { ...trigger, source } });
    await assert.rejects(world.aws.incidents.send(command), ValidationException);
  }
});

test('open incidents with one dedupe string are one, over plans; resolved ones do not count', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const plan = await responsePlan(world, 'one', [], { dedupeString: 'same' });
  const twin = await responsePlan(world, 'two', [], { dedupeString: 'same' });
  const first = await start(world, { responsePlanArn: plan });
  assert.equal(await start(world, { responsePlanArn: plan, title: 'Again' }), first);
  assert.equal(await start(world, { responsePlanArn: twin }), first);
  assert.equal((await record(world, first)).title, 'Trouble with one');
  const triggers = (await timelineOf(world, first)).filter(({ type }) => type === 'SSM Incident Trigger');
  assert.deepEqual(
    triggers.map(({ data }) => JSON.parse(data).createdIncident),
    [true, false, false],
  );
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: first, status: 'RESOLVED' }));
  const second = await start(world, { responsePlanArn: plan });
  assert.notEqual(second, first);
  await assert.rejects(
    world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: first, status: 'OPEN' })),
    ConflictException,
  );
});

test('the user’s words for a status are taken; others are refused', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const arn = await start(world, { responsePlanArn: await responsePlan(world, 'quiet', []) });
  const rows: [word: string, status: string, workflow: string][] = [
    ['In Progress', 'OPEN', 'IN_PROGRESS'],
    ['Resolved', 'RESOLVED', 'RESOLVED'],
    ['Open', 'OPEN', 'OPEN'],
    ['IN_PROGRESS', 'OPEN', 'IN_PROGRESS'],
    ['in-progress', 'OPEN', 'IN_PROGRESS'],
    ['RESOLVED', 'RESOLVED', 'RESOLVED'],
    ['open', 'OPEN', 'OPEN'],
  ];
  for (const [word, status, workflow] of rows) {
    const updated = await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: word as 'OPEN' }));
    assert.equal(updated.$metadata.httpStatusCode, 204);
    const { body } = await call(world, ssmIncidents, 'GetIncidentRecord', { arn });
    const read = body['incidentRecord'] as Record<string, unknown>;
    assert.deepEqual(
      [word, read['status'], read['workflowStatus'], read['resolvedTime'] !== undefined],
      [word, status, workflow, status === 'RESOLVED'],
    );
    const found = await world.aws.incidents.send(
      new ListIncidentRecordsCommand({ filters: [{ key: 'status', condition: { equals: { stringValues: [word] } } }] }),
    );
    assert.equal(found.incidentRecordSummaries!.length, 1, word);
  }
  for (const word of ['', 'Closed', 'Resolved!', 'OPEN RESOLVED']) {
    await assert.rejects(
      world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: word as 'OPEN' })),
      ValidationException,
      word,
    );
  }
});

test('an update changes what is given, clears what is empty, and stands on the timeline', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const { incidents } = world.aws;
  const arn = await start(world, { responsePlanArn: await responsePlan(world, 'quiet', []) });
  await world.advance({ seconds: 5 });
  const topic = 'arn:aws:sns:us-east-1:123456789012:team';
  const change = {
    title: 'New',
    summary: 'More',
    impact: 1,
    chatChannel: { chatbotSns: [topic] },
    notificationTargets: [{ snsTopicArn: topic }],
  };
  await incidents.send(new UpdateIncidentRecordCommand({ arn, ...change }));
  const { title, summary, impact, chatChannel, notificationTargets, lastModifiedTime, creationTime } = await record(
    world,
    arn,
  );
  assert.deepEqual({ title, summary, impact, chatChannel, notificationTargets }, change);
  assert.equal(lastModifiedTime!.getTime() - creationTime!.getTime(), 5_000);
  const [update] = (await timelineOf(world, arn)).filter(({ type }) => type === 'SSM Incident Record Update');
  const told = JSON.parse(update!.data);
  assert.deepEqual([told.modifiedBy, told.incidentTitle], [ADMIN, 'New']);
  assert.deepEqual(
    told.modifiedAttributes.map((one: { attributeName: string }) => one.attributeName).sort(),
    Object.keys(change).sort(),
  );
  for (const { newValue } of told.modifiedAttributes) assert.equal(typeof newValue, 'string');
  await incidents.send(
    new UpdateIncidentRecordCommand({ arn, chatChannel: { empty: {} }, notificationTargets: [], summary: '' }),
  );
  const cleared = await record(world, arn);
  assert.deepEqual([cleared.chatChannel, cleared.notificationTargets, cleared.summary], [undefined, [], undefined]);
  assert.equal(cleared.title, 'New');
});

test('an incident that is not there is not found, by every operation that must', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const arn = `arn:aws:ssm-incidents::${ACCOUNT}:incident-record/quiet/${UNKNOWN}`;
  const note = { incidentRecordArn: arn, eventType: 'Note', eventData: '"x"', eventTime: world.now() };
  for (const command of [
    new GetIncidentRecordCommand({ arn }),
    new UpdateIncidentRecordCommand({ arn, title: 'x' }),
    new CreateTimelineEventCommand(note),
  ]) {
    await assert.rejects(world.aws.incidents.send(command as GetIncidentRecordCommand), (error) => {
      assert.ok(error instanceof ResourceNotFoundException);
      assert.deepEqual([error.resourceType, error.resourceIdentifier], ['INCIDENT_RECORD', arn]);
      return true;
    });
  }
});

test('ListIncidentRecords filters by status, impact, time and creator, all at once', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const plan = await responsePlan(world, 'quiet', []);
  const arns: string[] = [];
  for (const impact of [1, 2, 3]) {
    arns.push(await start(world, { responsePlanArn: plan, impact }));
    await world.advance({ minutes: 1 });
  }
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: arns[0], status: 'RESOLVED' }));
  const found = async (...filters: object[]) => {
    const { incidentRecordSummaries } = await world.aws.incidents.send(
      new ListIncidentRecordsCommand({ filters: filters as never }),
    );
    return incidentRecordSummaries!.map(({ impact }) => impact);
  };
  const integers = (key: string, ...integerValues: number[]) => ({ key, condition: { equals: { integerValues } } });
  const strings = (key: string, ...stringValues: string[]) => ({ key, condition: { equals: { stringValues } } });
  const second = (await record(world, arns[1]!)).creationTime!;
  assert.deepEqual(await found(), [3, 2, 1]);
  assert.deepEqual(await found(integers('impact', 1, 3)), [3, 1]);
  assert.deepEqual(await found(strings('status', 'OPEN')), [3, 2]);
  assert.deepEqual(await found(strings('status', 'OPEN', 'RESOLVED')), [3, 2, 1]);
  assert.deepEqual(await found({ key: 'creationTime', condition: { after: second } }), [3]);
  assert.deepEqual(await found({ key: 'creationTime', condition: { before: second } }), [1]);
  assert.deepEqual(
    await found(
      { key: 'creationTime', condition: { after: new Date(second.getTime() - 1) } },
      { key: 'creationTime', condition: { before: new Date(second.getTime() + 1) } },
    ),
    [2],
  );
  assert.deepEqual(await found(strings('createdBy', ADMIN)), [3, 2, 1]);
  assert.deepEqual(await found(strings('createdBy', 'nobody')), []);
  assert.deepEqual(await found(integers('impact', 2), strings('status', 'OPEN')), [2]);
  for (const bad of [
    strings('title', 'x'),
    strings('impact', '1'),
    integers('status', 1),
    { key: 'creationTime', condition: { equals: { stringValues: ['x'] } } },
  ]) {
    await assert.rejects(found(bad), ValidationException);
  }
  assert.deepEqual(
    await found(integers('impact', 1, 2), integers('impact', 2, 3)),
    [2],
    'filters are ANDed, also with one key',
  );
});

test('errors are written in the case of the service, with their members', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const arn = `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/none`;
  const { body, headers } = await call(world, ssmIncidents, 'GetResponsePlan', { arn });
  assert.deepEqual(Object.keys(body).sort(), ['message', 'resourceIdentifier', 'resourceType']);
  assert.equal(headers.get('x-amzn-errortype'), 'ResourceNotFoundException');
  assert.equal(headers.get('content-type'), 'application/json');
  assert.match(headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/);
});
