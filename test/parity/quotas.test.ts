import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateContactChannelCommand,
  CreateContactCommand,
  CreateRotationCommand,
  CreateRotationOverrideCommand,
  DeleteContactCommand,
  TagResourceCommand as TagContactCommand,
  UpdateRotationCommand,
} from '@aws-sdk/client-ssm-contacts';
import {
  CreateReplicationSetCommand,
  CreateResponsePlanCommand,
  CreateTimelineEventCommand,
  ListIncidentRecordsCommand,
  PutResourcePolicyCommand,
  StartIncidentCommand,
  TagResourceCommand,
  UpdateIncidentRecordCommand,
  UpdateRelatedItemsCommand,
  UpdateReplicationSetCommand,
  UpdateResponsePlanCommand,
} from '@aws-sdk/client-ssm-incidents';
import { replicationSet, responsePlan } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';
import { fullPlan } from './kit/full.ts';
import { policyOf } from './kit/seed.ts';

/** Every quota, set low: as many as it says are taken, one more is 402 ServiceQuotaExceededException with its members. */

let world: World;
before(async () => {
  world = await openWorld({
    quotas: {
      MUSTER_QUOTA_PLANS: 3,
      MUSTER_QUOTA_ENGAGEMENTS_PER_PLAN: 1,
      MUSTER_QUOTA_NOTIFICATION_TARGETS_PER_PLAN: 1,
      MUSTER_QUOTA_CHAT_TOPICS_PER_PLAN: 1,
      MUSTER_QUOTA_POLICIES_PER_PLAN: 1,
      MUSTER_QUOTA_OPEN_INCIDENTS: 2,
      MUSTER_QUOTA_RELATED_ITEMS_PER_INCIDENT: 1,
      MUSTER_QUOTA_REFERENCES_PER_EVENT: 1,
      MUSTER_QUOTA_REGIONS_PER_REPLICATION_SET: 2,
      MUSTER_QUOTA_TAGS_PER_RESOURCE: 2,
      MUSTER_QUOTA_CONTACTS: 4,
      MUSTER_QUOTA_CHANNELS_PER_CONTACT: 1,
      MUSTER_QUOTA_ROTATIONS: 2,
      MUSTER_QUOTA_CONTACTS_PER_ROTATION: 2,
      MUSTER_QUOTA_OVERRIDES_PER_ROTATION: 1,
    },
  });
  setArn = await replicationSet(world);
  planArn = await responsePlan(world, 'payments', []);
});
after(() => world[Symbol.asyncDispose]());
let setArn: string;
let planArn: string;

type Told = { name: string; $metadata: { httpStatusCode?: number } } & Record<string, unknown>;

/** The call is refused for this quota; answers what the error names. */
async function refused(code: string, call: Promise<unknown>): Promise<unknown[]> {
  const error = (await call.then(
    () => assert.fail(`${code} was not kept`),
    (thrown: unknown) => thrown,
  )) as Told;
  assert.equal(error.name, 'ServiceQuotaExceededException', String(error));
  const told = (name: string) => error[name] ?? error[name.charAt(0).toUpperCase() + name.slice(1)];
  assert.equal(told('quotaCode'), code);
  assert.match(String(told('serviceCode')), /^ssm-(incidents|contacts)$/);
  if (told('serviceCode') === 'ssm-incidents') assert.equal(error.$metadata.httpStatusCode, 402);
  assert.match(String(told('message')), /^Wanted at most \d+ .*, got \d+\. .*MUSTER_QUOTA_/);
  return [told('resourceType'), told('resourceIdentifier') ?? told('resourceId')];
}
const { incidents, contacts } = {
  incidents: (command: never) => world.aws.incidents.send(command),
  contacts: (command: never) => world.aws.contacts.send(command),
};
const topic = (name: string) => `arn:aws:sns:us-east-1:123456789012:${name}`;
const plan = (name: string, more: object = {}) =>
  incidents(
    new CreateResponsePlanCommand({ name, incidentTemplate: { title: name, impact: 3 }, ...more } as never) as never,
  );
const contact = (Alias: string) =>
  contacts(new CreateContactCommand({ Alias, Type: 'PERSONAL', Plan: { Stages: [] } }) as never) as Promise<{
    ContactArn: string;
  }>;

test('the parts of a plan, when it is made and when it is changed', async () => {
  const people = ['a', 'b'].map((alias) => `arn:aws:ssm-contacts:us-east-1:123456789012:contact/${alias}`);
  const { incidentTemplate } = fullPlan('x', []);
  const arn = planArn.replace('payments', 'parts');
  const targets = ['a', 'b'].map((name) => ({ snsTopicArn: topic(name) }));
  const chatChannel = { chatbotSns: [topic('a'), topic('b')] };
  const engagements = await refused('ENGAGEMENTS_PER_RESPONSE_PLAN', plan('parts', { engagements: people }));
  assert.deepEqual(engagements, ['RESPONSE_PLAN', arn]);
  await refused('CHAT_TOPICS_PER_RESPONSE_PLAN', plan('parts', { chatChannel }));
  await refused(
    'NOTIFICATION_TARGETS_PER_RESPONSE_PLAN',
    plan('parts', { incidentTemplate: { ...incidentTemplate, notificationTargets: targets } }),
  );
  await refused('TAGS_PER_RESOURCE', plan('parts', { tags: { a: '', b: '', c: '' } }));
  const update = (change: object) => incidents(new UpdateResponsePlanCommand({ arn: planArn, ...change }) as never);
  await update({ engagements: people.slice(1) });
  await refused('ENGAGEMENTS_PER_RESPONSE_PLAN', update({ engagements: people }));
  await update({ engagements: [] });
  await refused('CHAT_TOPICS_PER_RESPONSE_PLAN', update({ chatChannel }));
});

test('plans in an account: of two at once at the limit one is refused, and a taken name is a conflict still', async () => {
  await plan('second');
  const both = await Promise.allSettled([plan('third'), plan('fourth')]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const other = both.find((one) => one.status === 'rejected')!;
  await refused('RESPONSE_PLANS_PER_ACCOUNT', Promise.reject(other.reason));
  await assert.rejects(plan('second'), { name: 'ConflictException' });
});

test('policies of a plan; the same one again is no other', async () => {
  const put = (account: string) =>
    incidents(new PutResourcePolicyCommand({ resourceArn: planArn, policy: policyOf(planArn, account) }) as never);
  await put('210987654321');
  await put('210987654321');
  assert.deepEqual(await refused('RESOURCE_POLICIES_PER_RESPONSE_PLAN', put('310987654321')), [
    'RESPONSE_PLAN',
    planArn,
  ]);
});

test('Regions of a replication set', async () => {
  const add = (regionName: string) =>
    incidents(
      new UpdateReplicationSetCommand({ arn: setArn, actions: [{ addRegionAction: { regionName } }] }) as never,
    );
  await add('eu-west-1');
  await world.advance({ seconds: 1 });
  assert.deepEqual(await refused('REGIONS_PER_REPLICATION_SET', add('eu-central-1')), ['REPLICATION_SET', setArn]);
  const other = await world.addKey('210987654321');
  const regions = { 'us-east-1': {}, 'eu-west-1': {}, 'eu-central-1': {} };
  await refused('REGIONS_PER_REPLICATION_SET', other.incidents.send(new CreateReplicationSetCommand({ regions })));
});

test('tags of a resource; a known key gets its new value at the limit', async () => {
  const tag = (tags: Record<string, string>) =>
    incidents(new TagResourceCommand({ resourceArn: planArn, tags }) as never);
  await tag({ a: '1', b: '1' });
  await tag({ a: '2' });
  assert.deepEqual(await refused('TAGS_PER_RESOURCE', tag({ c: '1' })), ['RESPONSE_PLAN', planArn]);
});

test('open incidents: two at once at the limit open one; folding and resolving are never refused', async () => {
  const start = () =>
    incidents(new StartIncidentCommand({ responsePlanArn: planArn }) as never) as Promise<{
      incidentRecordArn: string;
    }>;
  const { incidentRecordArn: first } = await start();
  const both = await Promise.allSettled([start(), start()]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const [type] = await refused('OPEN_INCIDENTS_PER_ACCOUNT', start());
  assert.equal(type, 'INCIDENT_RECORD');
  const update = (status: string) =>
    incidents(new UpdateIncidentRecordCommand({ arn: first, status } as never) as never);
  await update('RESOLVED');
  await start();
  await refused('OPEN_INCIDENTS_PER_ACCOUNT', update('OPEN'));
  const { incidentRecordSummaries } = await world.aws.incidents.send(
    new ListIncidentRecordsCommand({
      filters: [{ key: 'status', condition: { equals: { stringValues: ['OPEN'] } } }],
    }),
  );
  assert.equal(incidentRecordSummaries!.length, 2);
  const items = (url: string) =>
    incidents(
      new UpdateRelatedItemsCommand({
        incidentRecordArn: first,
        relatedItemsUpdate: { itemToAdd: { identifier: { type: 'OTHER', value: { url } } } },
      }) as never,
    );
  await items('https://example.com/a');
  const related = await Promise.allSettled([items('https://example.com/b'), items('https://example.com/c')]);
  for (const one of related) {
    assert.equal(one.status, 'rejected');
    assert.deepEqual(await refused('RELATED_ITEMS_PER_INCIDENT', Promise.reject(one.reason)), [
      'INCIDENT_RECORD',
      first,
    ]);
  }
  const event = { incidentRecordArn: first, eventType: 'Note', eventData: '"x"', eventTime: world.now() };
  const eventReferences = [{ resource: topic('a') }, { resource: topic('b') }];
  await refused(
    'REFERENCES_PER_TIMELINE_EVENT',
    incidents(new CreateTimelineEventCommand({ ...event, eventReferences }) as never),
  );
});

test('contacts in a Region, their channels and tags', async () => {
  const arns = [];
  for (const alias of ['ana', 'bo', 'carol']) arns.push((await contact(alias)).ContactArn);
  const both = await Promise.allSettled([contact('dan'), contact('eve')]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const [type] = await refused('CONTACTS_PER_REGION', contact('frank'));
  assert.equal(type, 'CONTACT');
  const channel = (ContactId: string, name: string) =>
    contacts(
      new CreateContactChannelCommand({
        ContactId,
        Name: name,
        Type: 'EMAIL',
        DeliveryAddress: { SimpleAddress: `${name}@example.com` },
        DeferActivation: true,
      }) as never,
    );
  const channels = await Promise.allSettled([channel(arns[0]!, 'one'), channel(arns[0]!, 'two')]);
  assert.deepEqual(channels.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  assert.deepEqual(await refused('CHANNELS_PER_CONTACT', channel(arns[0]!, 'three')), ['CONTACT', arns[0]]);
  const Tags = ['a', 'b', 'c'].map((Key) => ({ Key, Value: 'x' }));
  await refused('TAGS_PER_RESOURCE', contacts(new TagContactCommand({ ResourceARN: arns[0], Tags }) as never));
});

test('rotations in a Region, their contacts and overrides', async () => {
  const people = ['ana', 'bo', 'carol'].map((alias) => `arn:aws:ssm-contacts:us-east-1:123456789012:contact/${alias}`);
  const Recurrence = {
    NumberOfOnCalls: 1,
    RecurrenceMultiplier: 1,
    DailySettings: [{ HourOfDay: 9, MinuteOfHour: 0 }],
  };
  const rotation = (Name: string, ContactIds: string[]) =>
    contacts(new CreateRotationCommand({ Name, ContactIds, TimeZoneId: 'UTC', Recurrence }) as never) as Promise<{
      RotationArn: string;
    }>;
  await refused('CONTACTS_PER_ROTATION', rotation('too many', people));
  const { RotationArn: RotationId } = await rotation('one', people.slice(1));
  const both = await Promise.allSettled([rotation('two', people.slice(2)), rotation('three', people.slice(2))]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const [type] = await refused('ROTATIONS_PER_REGION', rotation('four', people.slice(2)));
  assert.equal(type, 'ROTATION');
  const grow = contacts(new UpdateRotationCommand({ RotationId, ContactIds: people, Recurrence }) as never);
  assert.deepEqual(await refused('CONTACTS_PER_ROTATION', grow), ['ROTATION', RotationId]);
  const override = (hours: number) => {
    const StartTime = new Date(world.now().getTime() + hours * 3_600_000);
    const EndTime = new Date(StartTime.getTime() + 3_600_000);
    return contacts(
      new CreateRotationOverrideCommand({ RotationId, NewContactIds: [people[1]!], StartTime, EndTime }) as never,
    );
  };
  const overrides = await Promise.allSettled([override(1), override(3)]);
  assert.deepEqual(overrides.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  assert.deepEqual(await refused('OVERRIDES_PER_ROTATION', override(5)), ['ROTATION', RotationId]);
});

test('a place that was given up is free again', async () => {
  const gone = 'arn:aws:ssm-contacts:us-east-1:123456789012:contact/ana';
  await contacts(new DeleteContactCommand({ ContactId: gone }) as never);
  assert.ok((await contact('grace')).ContactArn);
});
