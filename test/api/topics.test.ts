import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, done, refused } from '../kit/api.ts';
import { type FakeEndpoint, fakeEndpoint } from '../kit/endpoint.ts';
import { openWorld, type World } from '../kit/world.ts';

let world: World;
let hook: FakeEndpoint;
before(async () => {
  world = await openWorld();
  hook = await fakeEndpoint();
});
after(async () => {
  await hook[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

interface Page<Item> {
  items: Item[];
  next: string | null;
}
interface Delivery {
  messageId: string | null;
  subject: string | null;
  status: string;
  attempts: number;
  error: string | null;
  settledAt: string | null;
}

const ARN = 'arn:aws:sns:us-east-1:123456789012:operations';

test('a topic is made, subscribed to, published to and deleted, and its deliveries tell what came of it', async () => {
  const made = await done(call(world, 'POST', '/topics', { body: { name: 'operations', displayName: 'Ops' } }), 201);
  assert.deepEqual(made, {
    arn: ARN,
    name: 'operations',
    displayName: 'Ops',
    subscriptions: { confirmed: 0, pending: 0, deleted: 0 },
    tags: {},
  });
  const body = { protocol: 'http', endpoint: hook.url };
  const asked = await done<{ id: string; state: string }>(
    call(world, 'POST', '/topics/operations/subscriptions', { body }),
    201,
  );
  assert.equal(asked.state, 'pending');
  await world.runDue();
  const { SubscribeURL } = JSON.parse(hook.take()[0]!.body);
  await fetch(SubscribeURL.replace('https://muster.example', world.url));
  const listed = await done<Page<{ id: string; state: string }>>(
    call(world, 'GET', '/topics/operations/subscriptions'),
  );
  assert.deepEqual(
    listed.items.map(({ id, state }) => [id, state]),
    [[asked.id, 'confirmed']],
  );
  hook.next(500);
  const message = { message: 'p99 over 2 s', subject: 'Latency' };
  const { messageId } = await done(call(world, 'POST', '/topics/operations/messages', { body: message }), 201);
  await world.runDue();
  assert.equal(hook.take().length, 2);
  hook.next(404);
  await done(call(world, 'POST', '/topics/operations/messages', { body: { message: 'again' } }), 201);
  await world.runDue();
  assert.equal(hook.take().length, 1);
  world.log.take('warn', /given up/);
  const { items } = await done<Page<Delivery>>(call(world, 'GET', '/topics/operations/deliveries'));
  assert.deepEqual(
    items.map(({ subject, status, attempts, error }) => [subject, status, attempts, error]),
    [
      [null, 'failed', 1, 'the endpoint answered 404; wanted 200 to 299'],
      ['Latency', 'delivered', 2, null],
      [null, 'delivered', 1, null],
    ],
  );
  assert.deepEqual([items[1]!.messageId, items[2]!.messageId], [messageId, null]);
  const first = await done<Page<Delivery>>(call(world, 'GET', '/topics/operations/deliveries?limit=2'));
  const rest = await done<Page<Delivery>>(
    call(world, 'GET', `/topics/operations/deliveries?limit=2&cursor=${encodeURIComponent(first.next!)}`),
  );
  assert.deepEqual([...first.items, ...rest.items], items);
  await done(call(world, 'DELETE', `/topics/operations/subscriptions/${asked.id}`), 204);
  await refused(call(world, 'DELETE', `/topics/operations/subscriptions/${asked.id}`), 404, 'notFound');
  const shown = await done(call(world, 'GET', '/topics/operations'));
  assert.deepEqual(shown['subscriptions'], { confirmed: 0, pending: 0, deleted: 1 });
  assert.deepEqual(await done(call(world, 'GET', '/topics')), {
    items: [{ arn: ARN, name: 'operations' }],
    next: null,
  });
  await done(call(world, 'DELETE', '/topics/operations'), 204);
  for (const path of ['', '/subscriptions', '/deliveries'])
    await refused(call(world, 'GET', `/topics/operations${path}`), 404, 'notFound');
  await refused(call(world, 'POST', '/topics/operations/messages', { body: message }), 404, 'notFound');
});

test('what cannot be is refused in words', async () => {
  await refused(call(world, 'POST', '/topics', { body: { name: 'a b' } }), 400, 'validation');
  await done(call(world, 'POST', '/topics', { body: { name: 'strict' } }), 201);
  const subscribe = (body: object) =>
    refused(call(world, 'POST', '/topics/strict/subscriptions', { body }), 400, 'validation');
  await subscribe({ protocol: 'sqs', endpoint: 'x' });
  await subscribe({ protocol: 'sms', endpoint: '0155' });
  await subscribe({ protocol: 'https', endpoint: 'http://example.com' });
  await subscribe({ protocol: 'https', endpoint: 'https://example.com', filterPolicy: '{"a":1}' });
  const publish = { message: 'x', subject: 'ä' };
  await refused(call(world, 'POST', '/topics/strict/messages', { body: publish }), 400, 'validation');
});

test('an address inside is refused where private addresses are not allowed, and nothing is connected to', async () => {
  // The world allows loopback, as its endpoints are there; what is link-local or of a cloud's metadata it never does.
  await done(call(world, 'POST', '/topics', { body: { name: 'inside' } }), 201);
  const body = { protocol: 'http', endpoint: 'http://169.254.169.254/latest/meta-data/' };
  await done(call(world, 'POST', '/topics/inside/subscriptions', { body }), 201);
  await world.runDue();
  const { items } = await done<Page<Delivery>>(call(world, 'GET', '/topics/inside/deliveries'));
  assert.equal(items[0]!.status, 'failed');
  assert.match(items[0]!.error!, /^http:\/\/169\.254\.169\.254 is refused/);
  world.log.take('warn', /given up/);
});

test('with confirmations and messages go no tokens into the trail, the log or the tables', async () => {
  await done(call(world, 'POST', '/topics', { body: { name: 'hush' } }), 201);
  await done(
    call(world, 'POST', '/topics/hush/subscriptions', { body: { protocol: 'http', endpoint: hook.url } }),
    201,
  );
  await world.runDue();
  const { Token, SubscribeURL } = JSON.parse(hook.take()[0]!.body);
  await fetch(SubscribeURL.replace('https://muster.example', world.url));
  await done(call(world, 'POST', '/topics/hush/messages', { body: { message: 'x' } }), 201);
  await world.runDue();
  const { UnsubscribeURL } = JSON.parse(hook.take()[0]!.body);
  const secrets = [Token, new URL(UnsubscribeURL).searchParams.get('Token')!];
  await world.house.trail.flush();
  const tables = [
    'audit_events',
    'topic_deliveries',
    'topic_subscriptions',
    'topic_messages',
    'topics',
    'due',
    'messages',
  ];
  for (const name of tables) {
    const text = `select t::text as row from ${name} t`;
    const rows = JSON.stringify(await world.db.rows({ name: `test.rows_${name}`, text }));
    for (const secret of secrets) assert.ok(!rows.includes(secret), name);
    assert.ok(!rows.includes('PRIVATE KEY'), name);
  }
  const key = { name: 'test.signingKey', text: `select encode(sealed_key, 'escape') as key from topic_signing_key` };
  const [sealed] = await world.db.rows<{ key: string }>(key);
  assert.ok(sealed && !sealed.key.includes('PRIVATE KEY'));
  for (const secret of secrets) assert.ok(!JSON.stringify(world.log.lines).includes(secret));
  const trail = await world.db.rows<{ event: { eventName: string } }>({
    name: 'test.topicTrail',
    text: `select event from audit_events where event->>'eventSource' = 'sns.amazonaws.com'`,
  });
  assert.deepEqual(
    trail.map(({ event }) => event.eventName),
    Array(trail.length).fill('ConfirmSubscription'),
    'what is done by a link is in the trail',
  );
});
