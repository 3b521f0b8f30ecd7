import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateTimelineEventCommand,
  GetTimelineEventCommand,
  ListTimelineEventsCommand,
  ResourceNotFoundException,
  StartIncidentCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-incidents';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { replicationSet, responsePlan } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import { call } from './kit/wire.ts';

const SNS = 'arn:aws:sns:us-east-1:123456789012:team';
const ITEM = `related-item/OTHER/${'A'.repeat(32)}`;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

let world: World;
let arn: string;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  const responsePlanArn = await responsePlan(world, 'quiet', []);
  arn = (await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }))).incidentRecordArn!;
});
after(() => world[Symbol.asyncDispose]());

async function write(event: object): Promise<string> {
  const given = { incidentRecordArn: arn, eventType: 'Note', eventData: '"x"', eventTime: world.now(), ...event };
  return (await world.aws.incidents.send(new CreateTimelineEventCommand(given))).eventId!;
}

async function read(eventId: string) {
  return (await world.aws.incidents.send(new GetTimelineEventCommand({ incidentRecordArn: arn, eventId }))).event!;
}

async function listed(input: object = {}): Promise<string[]> {
  const { eventSummaries } = await world.aws.incidents.send(
    new ListTimelineEventsCommand({ incidentRecordArn: arn, maxResults: 100, ...input }),
  );
  return eventSummaries!.map(({ eventId }) => eventId!);
}

test('an event with every member set reads back the same', async () => {
  const eventTime = new Date('2026-01-02T03:09:08.765Z');
  const eventReferences = [{ resource: SNS }, { relatedItemId: ITEM }];
  const event = { eventType: 'Custom Event', eventData: '{"a":[1,"ü🔥"]}', eventTime, eventReferences };
  const made = await world.aws.incidents.send(new CreateTimelineEventCommand({ incidentRecordArn: arn, ...event }));
  assert.deepEqual([made.$metadata.httpStatusCode, made.incidentRecordArn], [201, arn]);
  assert.match(made.eventId!, /^[0-9a-f-]{36}$/);
  assert.deepEqual(await read(made.eventId!), {
    ...event,
    eventId: made.eventId,
    incidentRecordArn: arn,
    eventUpdatedTime: world.now(),
  });
  const { eventSummaries } = await world.aws.incidents.send(
    new ListTimelineEventsCommand({ incidentRecordArn: arn, maxResults: 100 }),
  );
  const { eventData: _data, ...summary } = {
    ...event,
    eventId: made.eventId,
    incidentRecordArn: arn,
    eventUpdatedTime: world.now(),
  };
  assert.deepEqual(
    eventSummaries!.find(({ eventId }) => eventId === made.eventId),
    summary,
  );
});

test('event data is kept to the letter, whatever it is', async () => {
  for (const eventData of [
    '"text"',
    'plain',
    '',
    '{}',
    '{"a":',
    ' {"b" : 1} ',
    'ü🔥\n\t"',
    'x'.repeat(12_000),
    '🔥'.repeat(12_000),
  ]) {
    assert.equal((await read(await write({ eventData }))).eventData, eventData);
  }
});

test('only Custom Event and Note may be written', async () => {
  for (const eventType of [
    'SSM Incident Trigger',
    'SSM Incident Start',
    'SSM Incident Record Update',
    'SSM Contacts Page for Incident',
    'note',
    'custom event',
    '',
    'Note ',
  ]) {
    await assert.rejects(write({ eventType }), ValidationException, eventType);
  }
});

test('a reference has one member, and an event ten at most', async () => {
  await assert.rejects(write({ eventReferences: [{}] as never }), ValidationException);
  await assert.rejects(
    write({ eventReferences: Array.from({ length: 11 }, () => ({ resource: SNS })) }),
    ValidationException,
  );
  const both = {
    incidentRecordArn: arn,
    eventType: 'Note',
    eventData: 'x',
    eventTime: 1767323400,
    eventReferences: [{ resource: SNS, relatedItemId: ITEM }],
  };
  assert.equal((await call(world, ssmIncidents, 'CreateTimelineEvent', both)).code, 'ValidationException');
  const ten = Array.from({ length: 10 }, (_, index) => ({ resource: `${SNS}${index}` }));
  assert.deepEqual((await read(await write({ eventReferences: ten }))).eventReferences, ten);
});

test('events are listed by their time, newest first unless told otherwise, the order of writing deciding ties', async () => {
  const at = (minutes: number) => new Date(world.now().getTime() + minutes * 60_000);
  const late = await write({ eventTime: at(600) });
  const early = await write({ eventTime: at(-600) });
  const tied = [
    await write({ eventTime: at(300) }),
    await write({ eventTime: at(300) }),
    await write({ eventTime: at(300) }),
  ];
  const descending = await listed();
  assert.equal(descending[0], late);
  assert.equal(descending.at(-1), early);
  assert.deepEqual(await listed({ sortOrder: 'DESCENDING' }), descending);
  assert.deepEqual(await listed({ sortBy: 'EVENT_TIME', sortOrder: 'ASCENDING' }), descending.toReversed());
  assert.deepEqual(
    descending.filter((id) => tied.includes(id)),
    tied.toReversed(),
  );
});

test('events are filtered by type, time and reference', async () => {
  const resource = `${SNS}-filtered`;
  const at = new Date(world.now().getTime() + 1_000 * 60_000);
  const note = await write({ eventTime: at, eventReferences: [{ resource }] });
  const custom = await write({
    eventTime: at,
    eventType: 'Custom Event',
    eventReferences: [{ relatedItemId: ITEM.replace('A', 'B') }, { resource }],
  });
  const strings = (key: string, ...stringValues: string[]) => ({ key, condition: { equals: { stringValues } } });
  const time = (which: 'after' | 'before', ms: number) => ({
    key: 'eventTime',
    condition: { [which]: new Date(at.getTime() + ms) },
  });
  assert.deepEqual(await listed({ filters: [strings('eventReference', resource)] }), [custom, note]);
  assert.deepEqual(await listed({ filters: [strings('eventReference', ITEM.replace('A', 'B'))] }), [custom]);
  assert.deepEqual(await listed({ filters: [strings('eventReference', resource), strings('eventType', 'Note')] }), [
    note,
  ]);
  assert.deepEqual(await listed({ filters: [time('after', -1), strings('eventType', 'Note', 'Custom Event')] }), [
    custom,
    note,
  ]);
  assert.deepEqual(await listed({ filters: [time('after', -1), time('before', 1)] }), [custom, note]);
  assert.deepEqual(await listed({ filters: [time('after', 0)] }), []);
  assert.equal((await listed({ filters: [time('before', 0)] })).includes(note), false);
  assert.deepEqual(await listed({ filters: [strings('eventType')] }), []);
  for (const bad of [
    strings('title', 'x'),
    { key: 'eventTime', condition: { equals: { stringValues: ['x'] } } },
    { key: 'eventType', condition: { after: at } },
  ]) {
    await assert.rejects(listed({ filters: [bad] }), ValidationException);
  }
});

test('instants are taken in every spelling, to the millisecond, and told as numbers', async () => {
  const rows: [sent: unknown, want: string][] = [
    [1767323400, '2026-01-02T03:10:00.000Z'],
    [1767323400.123, '2026-01-02T03:10:00.123Z'],
    [1.7673234e9, '2026-01-02T03:10:00.000Z'],
    ['2026-01-02T03:10:00Z', '2026-01-02T03:10:00.000Z'],
    ['2026-01-02T03:10:00.5Z', '2026-01-02T03:10:00.500Z'],
    ['2026-01-02T04:10:00+01:00', '2026-01-02T03:10:00.000Z'],
    [0, '1970-01-01T00:00:00.000Z'],
  ];
  for (const [eventTime, want] of rows) {
    const made = await call(world, ssmIncidents, 'CreateTimelineEvent', {
      incidentRecordArn: arn,
      eventType: 'Note',
      eventData: 'x',
      eventTime,
    });
    assert.equal(made.status, 201, made.text);
    const got = await call(world, ssmIncidents, 'GetTimelineEvent', {
      incidentRecordArn: arn,
      eventId: made.body['eventId'],
    });
    const event = got.body['event'] as Record<string, unknown>;
    assert.equal(typeof event['eventTime'], 'number');
    assert.equal(new Date((event['eventTime'] as number) * 1000).toISOString(), want);
  }
});

test('an unknown event is not found, an unknown incident has an empty timeline', async () => {
  for (const eventId of [UNKNOWN, 'nonsense', '']) {
    await assert.rejects(read(eventId), (error) => {
      if (eventId === '') return error instanceof ValidationException || error instanceof ResourceNotFoundException;
      assert.ok(error instanceof ResourceNotFoundException, String(error));
      assert.deepEqual([error.resourceType, error.resourceIdentifier], ['TIMELINE_EVENT', eventId]);
      return true;
    });
  }
  const incidentRecordArn = `arn:aws:ssm-incidents::${ACCOUNT}:incident-record/quiet/${UNKNOWN}`;
  assert.deepEqual(await listed({ incidentRecordArn }), []);
});
