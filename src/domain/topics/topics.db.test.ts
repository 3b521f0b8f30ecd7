import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  PublishCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { statement } from '#storage/statement';
import { type FakeEndpoint, fakeEndpoint } from '#test/kit/endpoint';
import { openWorld, type World } from '#test/kit/world';

const loseWork = statement('test.loseTopicWork', `delete from due where queue = 'send.topic'`);
const loseLeases = statement('test.loseTopicLeases', `update due set token = token + 1 where queue = 'send.topic'`);
const counts = statement<{ messages: number; deliveries: number; subscriptions: number }>(
  'test.topicCounts',
  `select (select count(*) from topic_messages)::int as messages, (select count(*) from topic_deliveries)::int as deliveries,
     (select count(*) from topic_subscriptions)::int as subscriptions`,
);
const statuses = statement<{ status: string }>(
  'test.deliveryStatuses',
  'select d.status from topic_deliveries d where d.message is not null order by d.id',
);

async function subscribed(world: World, hook: FakeEndpoint) {
  const { TopicArn } = await world.aws.sns.send(new CreateTopicCommand({ Name: 'operations' }));
  await world.aws.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: hook.url }));
  await world.runDue();
  const { Token } = JSON.parse(hook.take()[0]!.body);
  const { SubscriptionArn } = await world.aws.sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
  const publish = (Message: string) => world.aws.sns.send(new PublishCommand({ TopicArn, Message }));
  return { TopicArn, SubscriptionArn, publish };
}

test('work of a delivery that was lost is found and put anew', async () => {
  await using hook = await fakeEndpoint();
  await using world = await openWorld({ expectErrors: [/./] });
  const { publish } = await subscribed(world, hook);
  await publish('lost');
  await world.db.rows(loseWork);
  await world.runDue();
  assert.deepEqual(hook.take(), []);
  await world.auditor.look();
  await world.runDue();
  assert.equal(JSON.parse(hook.take()[0]!.body).Message, 'lost');
});

test('a node that lost its work after the call leaves the record to the other: delivered twice, the same byte by byte', async () => {
  await using hook = await fakeEndpoint();
  await using world = await openWorld({ expectErrors: [/lease/i] });
  const { publish } = await subscribed(world, hook);
  hook.next('hang');
  await publish('twice');
  const running = world.runDue();
  await hook.arrival();
  await world.db.rows(loseLeases);
  const first = hook.take();
  hook.hangUp();
  await running;
  await world.advance({ seconds: 30 });
  const again = hook.take();
  assert.equal(again.length, 1);
  assert.equal(again[0]!.body, first[0]!.body);
  assert.deepEqual(
    (await world.db.rows(statuses)).map(({ status }) => status),
    ['delivered'],
  );
});

test('what is two weeks old is forgotten, and what is younger is not', async () => {
  await using hook = await fakeEndpoint();
  await using world = await openWorld();
  const { publish } = await subscribed(world, hook);
  await world.house.planHousekeeping();
  await publish('old');
  await world.advance({ hours: 24 * 7 });
  await publish('young');
  await world.advance({ hours: 24 * 7 });
  assert.equal(hook.take().length, 2);
  assert.deepEqual(await world.db.first(counts), { messages: 2, deliveries: 3, subscriptions: 1 });
  await world.advance({ hours: 2 });
  assert.deepEqual(await world.db.first(counts), { messages: 1, deliveries: 1, subscriptions: 1 });
});

test('publishing, unsubscribing and deleting at the same time leave nothing half done', async () => {
  await using hook = await fakeEndpoint();
  await using world = await openWorld();
  const { TopicArn, SubscriptionArn, publish } = await subscribed(world, hook);
  const { sns } = world.aws;
  const gone = (error: unknown) => {
    assert.match(String(error), /Topic does not exist/);
  };
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([
      publish(`a${round}`),
      sns.send(new UnsubscribeCommand({ SubscriptionArn })),
      publish(`b${round}`),
      sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: `${hook.url}/${round}` })),
    ]);
  }
  await Promise.all([
    publish('last').catch(gone),
    sns.send(new DeleteTopicCommand({ TopicArn })),
    publish('later').catch(gone),
    sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: `${hook.url}/late` })).catch(gone),
  ]);
  await world.runDue();
  hook.take();
  assert.deepEqual(await world.db.first(counts), { messages: 0, deliveries: 0, subscriptions: 0 });
});

test('two creations of one topic at once are one topic', async () => {
  await using world = await openWorld();
  const create = () => world.aws.sns.send(new CreateTopicCommand({ Name: 'one' }));
  const arns = (await Promise.all([create(), create(), create()])).map(({ TopicArn }) => TopicArn);
  assert.equal(new Set(arns).size, 1);
});

test('two nodes that make the signing key at once sign with the same', async () => {
  await using world = await openWorld();
  const beside = await world.beside();
  const signers = await Promise.all([world.house, beside.house].map(({ rooms }) => rooms.signing.signer(world.now())));
  assert.equal(signers[0]!.certificatePath, signers[1]!.certificatePath);
  assert.equal(signers[0]!.sign('text', '2'), signers[1]!.sign('text', '2'));
});
