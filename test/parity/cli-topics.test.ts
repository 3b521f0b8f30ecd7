import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type FakeEndpoint, fakeEndpoint } from '../kit/endpoint.ts';
import { openWorld, type World } from '../kit/world.ts';
import { ran, refusedBy, withoutAws } from './kit/aws-command.ts';

/** Topics by the stock `aws` command. */

const skip = withoutAws();

let world: World;
let hook: FakeEndpoint;
before(async () => {
  world = await openWorld({ now: new Date() });
  hook = await fakeEndpoint();
});
after(async () => {
  await hook[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const sns = <Printed = Record<string, string>>(...args: string[]) => ran<Printed>(world, 'sns', ...args);

test('the stock command makes a topic, subscribes, confirms, publishes, and ends it', {
  skip,
  timeout: 300_000,
}, async () => {
  const { TopicArn = '' } = await sns('create-topic', '--name', 'operations', '--tags', 'Key=team,Value=a');
  const topic = ['--topic-arn', TopicArn];
  const asked = await sns('subscribe', ...topic, '--protocol', 'http', '--notification-endpoint', hook.url);
  assert.equal(asked['SubscriptionArn'], 'pending confirmation');
  await world.runDue();
  const { Token } = JSON.parse(hook.take()[0]!.body);
  const { SubscriptionArn = '' } = await sns('confirm-subscription', ...topic, '--token', Token);
  const attributes = JSON.stringify({ team: { DataType: 'String', StringValue: 'a' } });
  const sent = await sns('publish', ...topic, '--message', 'p99 > 2 s', '--message-attributes', attributes);
  await world.runDue();
  const [message, ...others] = hook.take().map(({ body }) => JSON.parse(body));
  assert.deepEqual([message.MessageId, message.Message, others], [sent['MessageId'], 'p99 > 2 s', []]);
  assert.deepEqual(message.MessageAttributes, { team: { Type: 'String', Value: 'a' } });
  const list = await sns<{ Subscriptions: { Endpoint: string }[] }>('list-subscriptions-by-topic', ...topic);
  assert.deepEqual(
    list.Subscriptions.map(({ Endpoint }) => Endpoint),
    [hook.url],
  );
  await sns('unsubscribe', '--subscription-arn', SubscriptionArn);
  await refusedBy(world, 'InvalidParameter', 'sns', 'create-topic', '--name', 'queue.fifo');
});
