import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateContactCommand,
  GetContactCommand,
  ListPagesByContactCommand,
  SSMContactsClient,
} from '@aws-sdk/client-ssm-contacts';
import {
  CreateResponsePlanCommand,
  CreateTimelineEventCommand,
  DeleteIncidentRecordCommand,
  GetResponsePlanCommand,
  ListTagsForResourceCommand,
  SSMIncidentsClient,
  UntagResourceCommand,
} from '@aws-sdk/client-ssm-incidents';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Refusal } from '#kernel/refusal';
import { CONTACT, KEY, openWorld, ROLE_KEY } from './world.ts';

const config = (endpoint: string) => ({ endpoint, region: 'eu-central-1', credentials: KEY, maxAttempts: 1 });
const PLAN = 'arn:aws:ssm-incidents::123456789012:response-plan/plan';
const WHEN = new Date('2026-01-02T03:04:05.000Z');

test('awsJson1.1: the contacts client creates and reads, and its token comes through', async () => {
  await using world = await openWorld();
  const client = new SSMContactsClient(config(world.endpoint));
  const created = await client.send(
    new CreateContactCommand({
      Alias: 'ana',
      Type: 'PERSONAL',
      Plan: { Stages: [{ DurationInMinutes: 5, Targets: [] }] },
    }),
  );
  assert.equal(created.ContactArn, CONTACT);
  const { call, input } = world.seen[0]!;
  assert.match((input as { IdempotencyToken: string }).IdempotencyToken, /^[0-9a-f-]{36}$/);
  assert.equal(call.actor.region, 'eu-central-1');
  assert.equal(call.operation.idempotencyToken, 'IdempotencyToken');
  assert.equal(created.$metadata.requestId, call.requestId);
  const read = await client.send(new GetContactCommand({ ContactId: CONTACT }));
  assert.deepEqual(read.Plan?.Stages?.[0]?.Targets, [{ ContactTargetInfo: { IsEssential: true } }]);
  const pages = await client.send(new ListPagesByContactCommand({ ContactId: CONTACT }));
  assert.equal(pages.Pages?.[0]?.SentTime?.toISOString(), '2026-01-02T03:04:05.678Z');
});

test('awsJson1.1: refusals and violations reach the client as typed errors', async () => {
  await using world = await openWorld();
  const client = new SSMContactsClient(config(world.endpoint));
  await assert.rejects(client.send(new CreateContactCommand({ Alias: 'No Good', Type: 'X' as 'PERSONAL', Plan: {} })), {
    name: 'ValidationException',
    message:
      "2 validation errors detected: Value 'No Good' at 'alias' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9_\\-]*$; " +
      "Value 'X' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [PERSONAL, ESCALATION, ONCALL_SCHEDULE]",
    Reason: 'FIELD_VALIDATION_FAILED',
  });
  assert.equal(world.seen.length, 0);
  world.fail = () => new Refusal('notFound', 'gone', { resourceId: CONTACT, resourceType: 'CONTACT' });
  await assert.rejects(client.send(new GetContactCommand({ ContactId: CONTACT })), {
    name: 'ResourceNotFoundException',
    ResourceId: CONTACT,
    ResourceType: 'CONTACT',
  });
});

test('restJson1: bodies, queries, labels and modelled statuses', async () => {
  await using world = await openWorld();
  const client = new SSMIncidentsClient(config(world.endpoint));
  const template = { title: 'down', impact: 3 };
  const created = await client.send(
    new CreateResponsePlanCommand({ name: 'plan', incidentTemplate: template, chatChannel: { empty: {} }, tags: {} }),
  );
  assert.equal(created.$metadata.httpStatusCode, 201);
  const read = await client.send(new GetResponsePlanCommand({ arn: PLAN }));
  assert.deepEqual(read.chatChannel, { chatbotSns: ['arn:aws:sns:us-east-1:123456789012:t'] });
  const event = { incidentRecordArn: PLAN, eventTime: WHEN, eventType: 'Note', eventData: '"x"' };
  await client.send(new CreateTimelineEventCommand(event));
  assert.deepEqual((world.seen[2]!.input as { eventTime: Date }).eventTime, WHEN);
  const deleted = await client.send(new DeleteIncidentRecordCommand({ arn: PLAN }));
  assert.equal(deleted.$metadata.httpStatusCode, 204);
  const tags = await client.send(new ListTagsForResourceCommand({ resourceArn: PLAN }));
  assert.deepEqual(tags.tags, { team: 'ops', __proto: 'x' });
  await client.send(new UntagResourceCommand({ resourceArn: PLAN, tagKeys: ['b c', 'a/ü+*', 'a'] }));
  assert.deepEqual(world.seen.at(-1)!.input, { resourceArn: PLAN, tagKeys: ['b c', 'a/ü+*', 'a'] });
});

test('restJson1: errors carry their modelled status and members', async () => {
  await using world = await openWorld();
  const client = new SSMIncidentsClient(config(world.endpoint));
  world.fail = () => new Refusal('quotaExceeded', 'too many plans');
  const failed = client.send(new GetResponsePlanCommand({ arn: PLAN }));
  await assert.rejects(failed, { name: 'ServiceQuotaExceededException', message: 'too many plans' });
  await assert.rejects(
    failed,
    (error: { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode === 402,
  );
});

test('the cloudwatch client speaks its own protocol, and names, instants and errors come through', async () => {
  await using world = await openWorld();
  const client = new CloudWatchClient(config(world.endpoint));
  const alarms = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['a'] }));
  assert.equal(alarms.MetricAlarms?.[0]?.AlarmName, 'a<b>&"ü\n');
  assert.equal(alarms.MetricAlarms?.[0]?.StateUpdatedTimestamp?.toISOString(), '2026-01-02T03:04:05.678Z');
  const data = Array.from({ length: 200 }, (_, index) => ({
    MetricName: `metric-${index}-${'x'.repeat(60)}`,
    Value: index / 3,
    Timestamp: WHEN,
  }));
  await client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData: data }));
  assert.deepEqual(world.seen.at(-1)!.input, { Namespace: 'N', MetricData: data });
  await assert.rejects(client.send(new SetAlarmStateCommand({ AlarmName: 'a', StateValue: 'OK', StateReason: 'r' })), {
    name: /^ResourceNotFound$/,
    message: 'no such alarm',
  });
});

test('awsQuery: sts tells who calls; awsJson1.1: events come through', async () => {
  await using world = await openWorld();
  const identity = await new STSClient(config(world.endpoint)).send(new GetCallerIdentityCommand({}));
  assert.equal(identity.Account, '123456789012');
  assert.equal(identity.Arn, 'arn:aws:iam::123456789012:user/admin');
  const entry = { Time: WHEN, Source: 's', DetailType: 't', Detail: '{"a":"\u2028ü"}' };
  const put = await new EventBridgeClient(config(world.endpoint)).send(
    new PutEventsCommand({ Entries: [entry, entry] }),
  );
  assert.deepEqual(
    put.Entries?.map(({ EventId }) => EventId),
    ['0', '1'],
  );
  assert.deepEqual(world.seen.at(-1)!.input, { Entries: [entry, entry] });
});

test('temporary credentials are good with their token only', async () => {
  await using world = await openWorld();
  const good = new STSClient({ ...config(world.endpoint), credentials: ROLE_KEY });
  assert.equal((await good.send(new GetCallerIdentityCommand({}))).Account, '123456789012');
  const bad = new STSClient({ ...config(world.endpoint), credentials: { ...ROLE_KEY, sessionToken: 'x' } });
  await assert.rejects(bad.send(new GetCallerIdentityCommand({})), { name: 'InvalidClientTokenId' });
});

test('an outage answers 503, which the client tries again', async () => {
  await using world = await openWorld();
  let left = 1;
  const client = new SSMContactsClient({ ...config(world.endpoint), maxAttempts: 3 });
  world.fail = () => {
    left -= 1;
    if (left === 0) world.fail = undefined;
    return new Refusal('unavailable', 'the database cannot be reached', { retryAfter: 0 });
  };
  const read = await client.send(new GetContactCommand({ ContactId: CONTACT }));
  assert.equal(read.$metadata.attempts, 2);
});
