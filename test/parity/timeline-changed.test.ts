import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateTimelineEventCommand,
  DeleteTimelineEventCommand,
  GetTimelineEventCommand,
  ListTimelineEventsCommand,
  ResourceNotFoundException,
  StartIncidentCommand,
  UpdateTimelineEventCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-incidents';
import { parseIncidentArn } from '#domain/incidents';
import { replicationSet, responsePlan } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';

/** Events after they were written: callers' own can be changed and deleted, Muster's cannot. */

const SNS = 'arn:aws:sns:us-east-1:123456789012:team';
const NONE = '00000000-0000-4000-8000-000000000000';

let world: World;
let arn: string;
let planArn: string;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  planArn = await responsePlan(world, 'quiet', []);
  arn = (await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: planArn }))).incidentRecordArn!;
});
after(() => world[Symbol.asyncDispose]());

async function write(event: object = {}): Promise<string> {
  const given = { incidentRecordArn: arn, eventType: 'Note', eventData: '"x"', eventTime: world.now(), ...event };
  return (await world.aws.incidents.send(new CreateTimelineEventCommand(given))).eventId!;
}

const read = async (eventId: string) =>
  (await world.aws.incidents.send(new GetTimelineEventCommand({ incidentRecordArn: arn, eventId }))).event!;
const update = (eventId: string, change: object) =>
  world.aws.incidents.send(new UpdateTimelineEventCommand({ incidentRecordArn: arn, eventId, ...change }));
const remove = (eventId: string, incidentRecordArn = arn) =>
  world.aws.incidents.send(new DeleteTimelineEventCommand({ incidentRecordArn, eventId }));
const verify = () => {
  const { account, id } = parseIncidentArn(arn, 'arn');
  return world.house.rooms.timeline.verify(world.db, { account, incidentId: id });
};

async function systemEvents(): Promise<string[]> {
  const { eventSummaries } = await world.aws.incidents.send(
    new ListTimelineEventsCommand({ incidentRecordArn: arn, maxResults: 100 }),
  );
  return eventSummaries!.filter(({ eventType }) => /^SSM /.test(eventType!)).map(({ eventId }) => eventId!);
}

const changes: [what: string, change: object][] = [
  ['its data', { eventData: '"better"' }],
  ['its time', { eventTime: new Date('2026-01-02T03:00:00.000Z') }],
  ['its type', { eventType: 'Custom Event' }],
  ['its references', { eventReferences: [{ resource: `${SNS}2` }] }],
  ['nothing', {}],
];
for (const [what, change] of changes) {
  test(`an update of ${what} changes that, and when it was written`, async () => {
    const eventId = await write({ eventReferences: [{ resource: SNS }] });
    const before = await read(eventId);
    await world.advance({ seconds: 1 });
    const { $metadata } = await update(eventId, change);
    assert.equal($metadata.httpStatusCode, 204);
    assert.deepEqual(await read(eventId), { ...before, ...change, eventUpdatedTime: world.now() });
  });
}

test('an empty list of references takes them away', async () => {
  const eventId = await write({ eventReferences: [{ resource: SNS }] });
  await update(eventId, { eventReferences: [] });
  assert.equal((await read(eventId)).eventReferences, undefined);
});

test('two updates at once both count', async () => {
  const eventId = await write();
  const eventTime = new Date('2026-01-02T03:00:00.000Z');
  await Promise.all([
    update(eventId, { eventData: '"both"' }),
    update(eventId, { eventTime }),
    update(eventId, { eventReferences: [{ resource: SNS }] }),
  ]);
  const event = await read(eventId);
  assert.deepEqual(
    [event.eventData, event.eventTime, event.eventReferences],
    ['"both"', eventTime, [{ resource: SNS }]],
  );
});

test('a deleted event is gone from list and reading; deleting it again, or what never was, succeeds', async () => {
  const eventId = await write();
  assert.equal((await remove(eventId)).$metadata.httpStatusCode, 204);
  await assert.rejects(read(eventId), ResourceNotFoundException);
  const { eventSummaries } = await world.aws.incidents.send(
    new ListTimelineEventsCommand({ incidentRecordArn: arn, maxResults: 100 }),
  );
  assert.ok(!eventSummaries!.some((event) => event.eventId === eventId));
  for (const id of [eventId, NONE, 'nonsense']) assert.equal((await remove(id)).$metadata.httpStatusCode, 204);
  const unknown = `arn:aws:ssm-incidents::${ACCOUNT}:incident-record/quiet/${NONE}`;
  assert.equal((await remove(eventId, unknown)).$metadata.httpStatusCode, 204);
  await assert.rejects(update(eventId, { eventData: '"back"' }), ResourceNotFoundException);
});

test('what Muster wrote is neither changed nor deleted', async () => {
  const events = await systemEvents();
  assert.ok(events.length >= 2);
  for (const eventId of events) {
    const before = await read(eventId);
    for (const act of [() => update(eventId, { eventData: '"forged"' }), () => remove(eventId)]) {
      await assert.rejects(act, (error) => {
        assert.ok(error instanceof ValidationException);
        assert.match(error.message, /Custom Event and Note only/);
        return true;
      });
    }
    assert.deepEqual(await read(eventId), before);
  }
});

test('no event becomes one of Muster’s', async () => {
  const eventId = await write();
  await assert.rejects(update(eventId, { eventType: 'SSM Incident Trigger' }), ValidationException);
  assert.equal((await read(eventId)).eventType, 'Note');
});

test('an update of what is not there is refused by name', async () => {
  for (const eventId of [NONE, 'nonsense']) {
    await assert.rejects(update(eventId, { eventData: '"x"' }), (error) => {
      assert.ok(error instanceof ResourceNotFoundException);
      assert.deepEqual([error.resourceType, error.resourceIdentifier], ['TIMELINE_EVENT', eventId]);
      return true;
    });
  }
});

test('an event of another incident is not this one’s', async () => {
  const { incidentRecordArn } = await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: planArn }));
  const eventId = await write({ incidentRecordArn });
  await assert.rejects(update(eventId, { eventData: '"x"' }), ResourceNotFoundException);
  await remove(eventId);
  const { event } = await world.aws.incidents.send(new GetTimelineEventCommand({ incidentRecordArn, eventId }));
  assert.equal(event!.eventData, '"x"');
});

test('after all of it the chain of hashes is whole', async () => {
  assert.deepEqual(await verify(), []);
});
