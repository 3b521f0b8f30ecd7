import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSServiceException,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { type FakeEndpoint, fakeEndpoint } from '../kit/endpoint.ts';
import { openWorld, type World } from '../kit/world.ts';

/** Topics and subscriptions by the official client. */

let world: World;
let hook: FakeEndpoint;
before(async () => {
  world = await openWorld({
    quotas: { MUSTER_QUOTA_TOPICS: 130, MUSTER_QUOTA_SUBSCRIPTIONS_PER_TOPIC: 3, MUSTER_QUOTA_TAGS_PER_RESOURCE: 3 },
  });
  hook = await fakeEndpoint();
});
after(async () => {
  await hook[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
afterEach(() => assert.equal(hook.left(), 0, 'messages that the test did not expect'));

const send = ((command: never) => world.aws.sns.send(command)) as World['aws']['sns']['send'];
const topic = async (Name: string, more: object = {}) =>
  (await send(new CreateTopicCommand({ Name, ...more }))).TopicArn!;
const subscribe = (TopicArn: string, Protocol: string, Endpoint: string, more: object = {}) =>
  send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, ...more }));

async function refused(promise: Promise<unknown>, code: string, message: RegExp): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof SNSServiceException, String(error));
    assert.deepEqual(
      [error.name.replace(/Exception$/, ''), message.test(error.message)],
      [code, true],
      `${error.name}: ${error.message}`,
    );
    return true;
  });
}

test('a topic is made, read, made again as it is, and deleted', async () => {
  const arn = await topic('night', { Attributes: { DisplayName: 'Night shift' }, Tags: [{ Key: 'team', Value: 'a' }] });
  assert.equal(arn, 'arn:aws:sns:us-east-1:123456789012:night');
  const { Attributes } = await send(new GetTopicAttributesCommand({ TopicArn: arn }));
  const { Policy, EffectiveDeliveryPolicy, ...others } = Attributes!;
  assert.deepEqual(others, {
    TopicArn: arn,
    Owner: '123456789012',
    DisplayName: 'Night shift',
    SubscriptionsConfirmed: '0',
    SubscriptionsPending: '0',
    SubscriptionsDeleted: '0',
  });
  assert.equal(JSON.parse(Policy!).Statement[0].Resource, arn);
  assert.equal(JSON.parse(EffectiveDeliveryPolicy!).http.defaultHealthyRetryPolicy.numRetries, 15);
  assert.equal(await topic('night'), arn, 'what is not said is no difference');
  await refused(topic('night', { Attributes: { DisplayName: 'Day' } }), 'InvalidParameter', /different attributes/);
  await refused(topic('night', { Tags: [{ Key: 'team', Value: 'b' }] }), 'InvalidParameter', /different tags/);
  await send(new DeleteTopicCommand({ TopicArn: arn }));
  await send(new DeleteTopicCommand({ TopicArn: arn }));
  await refused(send(new GetTopicAttributesCommand({ TopicArn: arn })), 'NotFound', /^Topic does not exist$/);
});

for (const [what, made, message] of [
  ['a name with a space', { Name: 'a b' }, /Topic Name/],
  ['an empty name', { Name: '' }, /Topic Name/],
  ['a name of 257 letters', { Name: 'a'.repeat(257) }, /Topic Name/],
  ['a FIFO name', { Name: 'queue.fifo' }, /standard topics only/],
  ['a FIFO topic', { Name: 'queue', Attributes: { FifoTopic: 'true' } }, /standard topics only/],
  ['an unknown attribute', { Name: 'queue', Attributes: { Colour: 'red' } }, /AttributeName.*Colour/],
  ['a policy that is no JSON', { Name: 'queue', Attributes: { Policy: '{' } }, /Policy/],
  ['an unknown signature', { Name: 'queue', Attributes: { SignatureVersion: '3' } }, /SignatureVersion.*SHA-256/],
  ['a long display name', { Name: 'queue', Attributes: { DisplayName: 'x'.repeat(101) } }, /DisplayName/],
  ['a data protection policy', { Name: 'queue', DataProtectionPolicy: '{}' }, /DataProtectionPolicy/],
] as const) {
  test(`a topic with ${what} is refused`, () => refused(topic(made.Name, made), 'InvalidParameter', message));
}

test('attributes and tags are set, taken away and limited', async () => {
  const arn = await topic('settable');
  const set = (AttributeName: string, AttributeValue?: string) =>
    send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName, AttributeValue }));
  const read = async () => (await send(new GetTopicAttributesCommand({ TopicArn: arn }))).Attributes!;
  await set('DisplayName', 'Ops');
  await set('SignatureVersion', '2');
  await set('Policy', '{"Version":"2012-10-17","Statement":[]}');
  const retries = { healthyRetryPolicy: { numRetries: 5 } };
  await refused(
    set('DeliveryPolicy', '{"http":{"defaultHealthyRetryPolicy":{"numRetries":101}}}'),
    'InvalidParameter',
    /0 to 100/,
  );
  await set('DeliveryPolicy', JSON.stringify({ http: { defaultHealthyRetryPolicy: retries.healthyRetryPolicy } }));
  const told = await read();
  assert.deepEqual(
    [told['DisplayName'], told['SignatureVersion'], told['Policy']],
    ['Ops', '2', '{"Version":"2012-10-17","Statement":[]}'],
  );
  assert.equal(JSON.parse(told['EffectiveDeliveryPolicy']!).http.defaultHealthyRetryPolicy.numRetries, 5);
  await set('DisplayName', '');
  assert.equal((await read())['DisplayName'], '');
  const tags = { ResourceArn: arn, Tags: ['a', 'b', 'c'].map((Key) => ({ Key, Value: '1' })) };
  await send(new TagResourceCommand(tags));
  await send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: ['a', 'none'] }));
  const list = await send(new ListTagsForResourceCommand({ ResourceArn: arn }));
  assert.deepEqual(list.Tags, [
    { Key: 'b', Value: '1' },
    { Key: 'c', Value: '1' },
  ]);
  await refused(
    send(new TagResourceCommand({ ...tags, Tags: [...tags.Tags, { Key: 'd', Value: '' }] })),
    'TagLimitExceeded',
    /at most 3/,
  );
  await refused(send(new ListTagsForResourceCommand({ ResourceArn: `${arn}x` })), 'ResourceNotFound', /does not exist/);
});

test('topics are listed by a hundred, and as many as the quota there can be', async () => {
  const { Topics: before = [] } = await send(new ListTopicsCommand({}));
  for (let number = before.length; number < 130; number += 1) await topic(`many-${String(number).padStart(3, '0')}`);
  await refused(topic('one-too-many'), 'TopicLimitExceeded', /MUSTER_QUOTA_TOPICS/);
  const first = await send(new ListTopicsCommand({}));
  const rest = await send(new ListTopicsCommand({ NextToken: first.NextToken }));
  const arns = [...first.Topics!, ...rest.Topics!].map(({ TopicArn }) => TopicArn!);
  assert.deepEqual([first.Topics!.length, rest.NextToken], [100, undefined]);
  assert.deepEqual([arns.length, new Set(arns).size], [130, 130]);
  assert.deepEqual(arns, arns.toSorted());
  await refused(send(new ListTopicsCommand({ NextToken: 'forged' })), 'InvalidParameter', /NextToken/);
  for (const TopicArn of arns.filter((arn) => arn.includes('many-'))) await send(new DeleteTopicCommand({ TopicArn }));
});

test('an https endpoint is asked, and subscribes by the token of the question', async () => {
  const arn = await topic('asked');
  const answer = await subscribe(arn, 'http', hook.url);
  assert.equal(answer.SubscriptionArn, 'pending confirmation');
  await world.runDue();
  const [question] = hook.take();
  assert.equal(question!.headers['x-amz-sns-message-type'], 'SubscriptionConfirmation');
  assert.equal(question!.headers['x-amz-sns-subscription-arn'], undefined);
  const { Token, Type } = JSON.parse(question!.body);
  assert.equal(Type, 'SubscriptionConfirmation');
  const pending = await send(new ListSubscriptionsByTopicCommand({ TopicArn: arn }));
  assert.deepEqual(pending.Subscriptions, [
    {
      SubscriptionArn: 'PendingConfirmation',
      Owner: '123456789012',
      Protocol: 'http',
      Endpoint: hook.url,
      TopicArn: arn,
    },
  ]);
  await refused(
    send(new ConfirmSubscriptionCommand({ TopicArn: arn, Token: `${Token}0` })),
    'InvalidParameter',
    /Token/,
  );
  const other = await topic('another');
  await refused(
    send(new ConfirmSubscriptionCommand({ TopicArn: other, Token })),
    'InvalidParameter',
    /not of this topic/,
  );
  const { SubscriptionArn } = await send(new ConfirmSubscriptionCommand({ TopicArn: arn, Token }));
  assert.match(SubscriptionArn!, new RegExp(`^${arn}:[0-9a-f-]{36}$`));
  assert.equal((await subscribe(arn, 'http', hook.url)).SubscriptionArn, SubscriptionArn, 'it is there already');
  const { Attributes } = await send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  const { EffectiveDeliveryPolicy: _, ...told } = Attributes!;
  assert.deepEqual(told, {
    SubscriptionArn,
    TopicArn: arn,
    Owner: '123456789012',
    Protocol: 'http',
    Endpoint: hook.url,
    PendingConfirmation: 'false',
    ConfirmationWasAuthenticated: 'true',
    RawMessageDelivery: 'false',
    SubscriptionPrincipal: 'arn:aws:iam::123456789012:user/admin',
  });
  const all = await send(new ListSubscriptionsCommand({}));
  assert.ok(all.Subscriptions!.some((one) => one.SubscriptionArn === SubscriptionArn));
  await send(new UnsubscribeCommand({ SubscriptionArn }));
  await send(new UnsubscribeCommand({ SubscriptionArn }));
  await refused(
    send(new GetSubscriptionAttributesCommand({ SubscriptionArn })),
    'NotFound',
    /Subscription does not exist/,
  );
  const counted = await send(new GetTopicAttributesCommand({ TopicArn: arn }));
  assert.equal(counted.Attributes!['SubscriptionsDeleted'], '1');
});

test('a question is good for two days, and nobody who did not answer is listed after three', async () => {
  const arn = await topic('forgetful');
  await subscribe(arn, 'http', hook.url);
  await world.runDue();
  const { Token } = JSON.parse(hook.take()[0]!.body);
  await world.house.planHousekeeping();
  await world.advance({ hours: 48, seconds: 1 });
  await refused(send(new ConfirmSubscriptionCommand({ TopicArn: arn, Token })), 'InvalidParameter', /two days/);
  await subscribe(arn, 'http', hook.url);
  await world.runDue();
  assert.equal(hook.take().length, 1, 'asked once more');
  await world.advance({ hours: 25 });
  const { Subscriptions } = await send(new ListSubscriptionsByTopicCommand({ TopicArn: arn }));
  assert.deepEqual(Subscriptions ?? [], []);
});

for (const [protocol, endpoint, message] of [
  ['http', 'https://example.com/x', /must match the specified protocol/],
  ['https', 'http://example.com/x', /must match the specified protocol/],
  ['https', 'https://ana:secret@example.com/', /without user and password/],
  ['https', `https://example.com/${'x'.repeat(2048)}`, /at most 2048/],
  ['https', '', /Endpoint/],
  ['sms', '0155', /SMS endpoint/],
  ['sqs', 'arn:aws:sqs:us-east-1:123456789012:q', /no sqs to deliver to/],
  ['lambda', 'https://example.com/f', /wanted arn:aws:lambda/],
  ['pigeon', 'coop 7', /does not support this protocol string: pigeon/],
] as const) {
  test(`${protocol} to ${endpoint.slice(0, 40) || 'nowhere'} is refused`, async () => {
    await refused(subscribe(await topic('strict'), protocol, endpoint), 'InvalidParameter', message);
  });
}

test('a subscription has the attributes that Muster keeps, and no others', async () => {
  const arn = await topic('attributed');
  const more = { ReturnSubscriptionArn: true, Attributes: { RawMessageDelivery: 'true' } };
  const { SubscriptionArn } = await subscribe(arn, 'http', hook.url, more);
  await world.runDue();
  hook.take();
  assert.match(SubscriptionArn!, /:[0-9a-f-]{36}$/, 'asked for, the ARN is told at once');
  const set = (AttributeName: string, AttributeValue: string) =>
    send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
  await set('FilterPolicy', '{"team":["a",{"prefix":"b"}]}');
  await set('DeliveryPolicy', '{"healthyRetryPolicy":{"numRetries":2,"minDelayTarget":1,"maxDelayTarget":1}}');
  const { Attributes: told } = await send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  assert.equal(told!['FilterPolicyScope'], 'MessageAttributes');
  assert.equal(told!['RawMessageDelivery'], 'true');
  assert.equal(JSON.parse(told!['EffectiveDeliveryPolicy']!).healthyRetryPolicy.numRetries, 2);
  await refused(set('FilterPolicy', '{"team":"a"}'), 'InvalidParameter', /FilterPolicy.*list of alternatives/);
  await refused(set('FilterPolicyScope', 'Everything'), 'InvalidParameter', /MessageBody/);
  await refused(
    set('RedrivePolicy', '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:1:q"}'),
    'InvalidParameter',
    /no queues/,
  );
  await refused(set('ReplayPolicy', '{}'), 'InvalidParameter', /AttributeName/);
  await refused(
    subscribe(arn, 'http', hook.url, { Attributes: { RawMessageDelivery: 'false' } }),
    'InvalidParameter',
    /different attributes/,
  );
  await refused(
    subscribe(arn, 'email', 'ana@example.com', { Attributes: { RawMessageDelivery: 'true' } }),
    'InvalidParameter',
    /raw message delivery/,
  );
  for (const path of ['b', 'c']) await subscribe(arn, 'http', `${hook.url}/${path}`);
  await refused(
    subscribe(arn, 'http', `${hook.url}/d`),
    'SubscriptionLimitExceeded',
    /MUSTER_QUOTA_SUBSCRIPTIONS_PER_TOPIC/,
  );
  await world.runDue();
  assert.deepEqual(
    hook
      .take()
      .map(({ path }) => path)
      .sort(),
    ['/hook/b', '/hook/c'],
  );
});

test('another account’s topics are refused, and another Region’s are not here', async () => {
  const arn = await topic('mine');
  const other = await world.addKey('210987654321');
  const read = { TopicArn: arn };
  await refused(other.sns.send(new GetTopicAttributesCommand(read)), 'AuthorizationError', /another account/);
  await refused(
    other.sns.send(new SubscribeCommand({ ...read, Protocol: 'http', Endpoint: hook.url })),
    'AuthorizationError',
    /another account/,
  );
  const away = arn.replace('us-east-1', 'eu-central-1');
  await refused(send(new GetTopicAttributesCommand({ TopicArn: away })), 'InvalidParameter', /eu-central-1/);
  await refused(send(new GetTopicAttributesCommand({ TopicArn: 'mine' })), 'InvalidParameter', /TopicArn/);
});
