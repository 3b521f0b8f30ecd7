import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  CreateEventBusCommand,
  DeleteConnectionCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { eventDeliveries } from '#domain/events';
import { statement } from '#storage/statement';
import { type FakeAwsOutside, openAwsOutside } from '../kit/aws-outside.ts';
import { type FakeEndpoint, fakeEndpoint } from '../kit/endpoint.ts';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';

const counts = statement<{ events: number; deliveries: number; lines: number }>(
  'test.eventRetention.counts',
  `select (select count(*)::int from events) as events, (select count(*)::int from event_deliveries) as deliveries,
     (select count(*)::int from event_log_lines) as lines`,
);

/** Rules whose targets lie outside: functions, API destinations, dead-letter queues. */

let world: World;
let aws: FakeAwsOutside;
let hook: FakeEndpoint;
before(async () => {
  aws = await openAwsOutside();
  hook = await fakeEndpoint();
  world = await openWorld({ awsUrl: aws.url });
});
after(async () => {
  await world[Symbol.asyncDispose]();
  await aws[Symbol.asyncDispose]();
  await hook[Symbol.asyncDispose]();
});

const LAMBDA = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:restart:live`;
const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:dead`;

/** A rule for events of a source of its own, and one such event. Answers the event's id. */
async function fire(source: string, target: Omit<Target, 'Id'>): Promise<string> {
  const { events } = world.aws;
  await events.send(new PutRuleCommand({ Name: source, EventPattern: JSON.stringify({ source: [source] }) }));
  const put = await events.send(new PutTargetsCommand({ Rule: source, Targets: [{ Id: 't', ...target } as Target] }));
  assert.deepEqual(put.FailedEntries, []);
  const entry = { Source: source, DetailType: 'Order', Detail: '{"id":"o-1","state":"late"}' };
  const { Entries } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  return Entries![0]!.EventId!;
}

async function deliveryOf(eventId: string) {
  const all = await eventDeliveries.list(world.db, { account: ACCOUNT, region: REGION, limit: 1_000 });
  return all.find((one) => one.eventId === eventId)!;
}

test('a Lambda function is invoked, signed, in its own region, with what the transformer makes', async () => {
  const id = await fire('lambda', {
    Arn: LAMBDA,
    InputTransformer: {
      InputPathsMap: { id: '$.detail.id' },
      InputTemplate: '{"order":<id>,"by":"<aws.events.rule-name>"}',
    },
  });
  assert.equal((await deliveryOf(id)).status, 'pending', 'stored with the event');
  await world.runDue();
  const path = '/2015-03-31/functions/restart/invocations?Qualifier=live';
  assert.deepEqual(aws.came.splice(0), [
    { service: 'lambda', region: 'eu-west-1', path, body: '{"order":"o-1","by":"lambda"}' },
  ]);
  const { status, attempts } = await deliveryOf(id);
  assert.deepEqual([status, attempts], ['delivered', 1]);
});

test('a function that is not there is not tried again: the event goes to the dead-letter queue, with why', async () => {
  aws.next({
    status: 404,
    headers: { 'x-amzn-errortype': 'ResourceNotFoundException' },
    body: '{"Message":"no such function"}',
  });
  const id = await fire('gone', { Arn: LAMBDA, Input: '{}', DeadLetterConfig: { Arn: QUEUE } });
  await world.runDue();
  const [letter, ...others] = aws.came.splice(0);
  assert.deepEqual([letter?.service, letter?.queue, others], ['sqs', 'dead', []]);
  assert.equal((JSON.parse(letter!.body) as { id: string }).id, id, 'the event as it was, and not what was made of it');
  assert.deepEqual(letter!.attributes, {
    RULE_ARN: `arn:aws:events:${REGION}:${ACCOUNT}:rule/gone`,
    TARGET_ARN: LAMBDA,
    ERROR_CODE: 'NO_RESOURCE',
    ERROR_MESSAGE: 'AWS lambda refused it (404, ResourceNotFoundException no such function)',
    RETRY_ATTEMPTS: '0',
  });
  const { status, errorCode, deadLetter, exhausted } = await deliveryOf(id);
  assert.deepEqual([status, errorCode, deadLetter, exhausted], ['failed', 'NO_RESOURCE', 'sent', undefined]);
});

test('a target in the house that is not there has its dead letter, too', async () => {
  const Arn = `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/none`;
  await fire('no-plan', { Arn, DeadLetterConfig: { Arn: QUEUE } });
  await world.runDue();
  const [letter] = aws.came.splice(0);
  assert.deepEqual([letter?.attributes?.['TARGET_ARN'], letter?.attributes?.['ERROR_CODE']], [Arn, 'NO_RESOURCE']);
});

test('a function by its address is tried again and again, and gets the event once it is back', async () => {
  hook.next(500, 'reset', 429);
  const id = await fire('web', { Arn: hook.url });
  await world.runDue();
  assert.equal((await deliveryOf(id)).status, 'pending');
  await world.advance({ seconds: 10 });
  const came = hook.take();
  assert.equal(came.length, 4);
  assert.equal(new Set(came.map(({ headers }) => headers['x-muster-key'])).size, 1, 'under one key');
  assert.equal((JSON.parse(came[3]!.body) as { id: string }).id, id);
  const { status, attempts, error } = await deliveryOf(id);
  assert.deepEqual([status, attempts, error], ['delivered', 4, undefined]);
});

test('a retry policy ends it, and the dead letter says which bound it was', async () => {
  hook.next(503, 503, 503);
  const policy = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 };
  await fire('twice', { Arn: hook.url, RetryPolicy: policy, DeadLetterConfig: { Arn: QUEUE } });
  await world.advance({ seconds: 10 });
  assert.equal(hook.take().length, 3);
  const [letter] = aws.came.splice(0);
  assert.deepEqual(
    ['EXHAUSTED_RETRY_CONDITION', 'RETRY_ATTEMPTS', 'ERROR_CODE'].map((name) => letter?.attributes?.[name]),
    ['MaximumRetryAttempts', '2', 'FAILED_INVOCATION'],
  );
});

test('a dead-letter queue that is away is tried again', async () => {
  hook.next(404);
  aws.next({ status: 500, body: '' });
  const id = await fire('away', { Arn: hook.url, DeadLetterConfig: { Arn: QUEUE } });
  await world.runDue();
  assert.equal((await deliveryOf(id)).deadLetter, 'pending');
  await world.advance({ seconds: 5 });
  assert.equal(aws.came.splice(0).length, 1);
  assert.equal((await deliveryOf(id)).deadLetter, 'sent');
  hook.take();
});

const destination = async (name: string, connection: object, more: object = {}) => {
  const { events } = world.aws;
  const { ConnectionArn } = await events.send(new CreateConnectionCommand({ Name: name, ...connection } as never));
  const called = { HttpMethod: 'POST', InvocationEndpoint: `${hook.url}/*/orders?team=a`, ...more } as const;
  const made = await events.send(new CreateApiDestinationCommand({ Name: name, ConnectionArn, ...called } as never));
  return made.ApiDestinationArn!;
};

test('an API destination is called with its key, with the stars filled, and what target and connection add', async () => {
  const Arn = await destination('key', {
    AuthorizationType: 'API_KEY',
    AuthParameters: {
      ApiKeyAuthParameters: { ApiKeyName: 'X-Api-Key', ApiKeyValue: 'sesame' },
      InvocationHttpParameters: {
        HeaderParameters: [{ Key: 'x-team', Value: 'connection', IsValueSecret: false }],
        BodyParameters: [{ Key: 'token', Value: 'body-secret', IsValueSecret: true }],
      },
    },
  });
  const HttpParameters = {
    PathParameterValues: ['eu/west'],
    HeaderParameters: { 'x-team': 'target', 'x-other': 'b' },
    QueryStringParameters: { late: 'yes' },
  };
  await fire('api', { Arn, InputPath: '$.detail', HttpParameters });
  await world.runDue();
  const [came] = hook.take();
  assert.equal(came?.path, '/hook/eu%2Fwest/orders?team=a&late=yes');
  assert.deepEqual(JSON.parse(came!.body), { id: 'o-1', state: 'late', token: 'body-secret' });
  const { 'x-api-key': key, 'x-team': team, 'x-other': other } = came!.headers;
  assert.deepEqual([key, team, other], ['sesame', 'connection', 'b']);
});

test('a refused call tells no secret, and with too few values for the stars nothing is called', async () => {
  const AuthParameters = { BasicAuthParameters: { Username: 'u', Password: 'pass-word' } };
  const Arn = await destination('basic', { AuthorizationType: 'BASIC', AuthParameters });
  hook.next(400);
  const id = await fire('refused', { Arn, HttpParameters: { PathParameterValues: ['x'] } });
  await world.runDue();
  assert.equal(hook.take()[0]?.headers.authorization, `Basic ${Buffer.from('u:pass-word').toString('base64')}`);
  const { status, error } = await deliveryOf(id);
  assert.deepEqual([status, error], ['failed', 'the endpoint answered 400: heard; wanted 200 to 299']);
  const few = await fire('few', { Arn });
  await world.advance({ seconds: 1 });
  assert.match((await deliveryOf(few)).error ?? '', /1 stars, and the target gives 0/);
  await world.aws.events.send(new DeleteConnectionCommand({ Name: 'basic' }));
  const orphan = await fire('orphan', { Arn, HttpParameters: { PathParameterValues: ['x'] } });
  await world.advance({ seconds: 1 });
  assert.match((await deliveryOf(orphan)).error ?? '', /The connection .* is not there/);
  assert.deepEqual(hook.take(), []);
});

test('an API destination is called no faster than its rate', async () => {
  const AuthParameters = { ApiKeyAuthParameters: { ApiKeyName: 'k', ApiKeyValue: 'v' } };
  const more = { InvocationEndpoint: hook.url, InvocationRateLimitPerSecond: 1 };
  const Arn = await destination('slow', { AuthorizationType: 'API_KEY', AuthParameters }, more);
  for (const source of ['one', 'two', 'three']) await fire(source, { Arn });
  await world.runDue();
  assert.equal(hook.take().length, 1);
  await world.advance({ seconds: 1 });
  assert.equal(hook.take().length, 1);
  await world.advance({ seconds: 1 });
  assert.equal(hook.take().length, 1);
});

test('what a rule sends on to another bus is matched there, and is not sent on once more', async () => {
  const { events } = world.aws;
  const arns = await Promise.all(
    ['second', 'third'].map(async (Name) => (await events.send(new CreateEventBusCommand({ Name }))).EventBusArn!),
  );
  const EventPattern = JSON.stringify({ source: ['hop'] });
  await events.send(new PutRuleCommand({ Name: 'on', EventBusName: 'second', EventPattern }));
  const Targets = [
    { Id: 'third', Arn: arns[1]! },
    { Id: 'log', Arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/hops:*` },
  ];
  await events.send(new PutTargetsCommand({ Rule: 'on', EventBusName: 'second', Targets }));
  await fire('hop', { Arn: arns[0]! });
  const rows = (await eventDeliveries.list(world.db, { account: ACCOUNT, region: REGION, limit: 3 })).map(
    ({ bus, targetId, status, errorCode }) => [bus, targetId, status, errorCode],
  );
  assert.deepEqual(rows.sort(), [
    ['default', 't', 'delivered', undefined],
    ['second', 'log', 'delivered', undefined],
    ['second', 'third', 'failed', 'INVALID_PARAMETER'],
  ]);
});

test('after so many days events are forgotten, with what became of them; what is younger stays', async () => {
  const { events } = world.aws;
  const entry = { Source: 'late', DetailType: 'x', Detail: '{}' };
  const count = async () => (await world.db.first(counts))!;
  const before = await count();
  assert.ok(before.events > 10 && before.deliveries > 10 && before.lines > 0);
  world.standStill({ hours: 24 * 35 - 1 });
  await events.send(new PutEventsCommand({ Entries: [entry] }));
  const work = { queue: 'housekeeping.events', key: 'all', account: '', priority: 5, payload: {} };
  const run = async () => {
    await world.db.tx((tx) => world.due.put(tx, world.now(), [{ ...work, runAt: world.now() }]));
    await world.runDue();
  };
  await run();
  assert.deepEqual(await count(), { ...before, events: before.events + 1 }, 'not a day early');
  world.standStill({ hours: 3 });
  await run();
  assert.deepEqual(await count(), { events: 1, deliveries: 0, lines: 0 });
});
