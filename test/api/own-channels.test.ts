import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statement } from '#storage/statement';
import { call, done, refused, tokenFor } from '../kit/api.ts';
import { newPerson, openOwnTown } from '../kit/own-town.ts';
import { person } from '../kit/scenario.ts';

/** Web push and webhooks by the native API. */

interface Channel {
  id: string;
  arn: string;
  type: string;
  address: string;
  activated: boolean;
}

const trail = statement<{ text: string }>('test.ownChannelsTrail', 'select a.event::text as text from audit_events a');

const create = (body: object) => ({ body: { name: 'one', sendCode: false, ...body } });

test('a subscription is taken as an address, shown as a fingerprint, and is one channel of its person', async () => {
  await using town = await openOwnTown();
  const { world, push } = town;
  await newPerson(town, 'ana');
  const address = await push.subscribe();
  const path = '/contacts/ana/channels';
  const made = await done<Channel>(call(world, 'POST', path, create({ type: 'push', address })), 201);
  assert.equal(made.type, 'push');
  assert.match(made.address, /^127\.0\.0\.1:\d+#[0-9a-f]{16}$/);
  await refused(call(world, 'POST', path, create({ type: 'push', address })), 409, 'conflict');
  await refused(
    call(world, 'POST', path, create({ type: 'push', address: 'https://push.example.com' })),
    400,
    'validation',
  );
  const listed = await done<{ items: Channel[] }>(call(world, 'GET', path));
  assert.deepEqual(listed.items, [made]);
  const { publicKey } = await done<{ publicKey: string }>(call(world, 'GET', '/push/key'));
  assert.equal(publicKey, push.options.keys.publicKey);
});

test('another subscription in its place is not activated, gets its own push, and nothing goes to the old one', async () => {
  await using town = await openOwnTown();
  const { world, push } = town;
  await newPerson(town, 'ana');
  const [old, fresh] = [await push.subscribe(), await push.subscribe()];
  const { id, address } = await done<Channel>(
    call(world, 'POST', '/contacts/ana/channels', create({ type: 'push', address: old, sendCode: true })),
    201,
  );
  const path = `/contacts/ana/channels/${id}`;
  const { headers } = await call(world, 'GET', path);
  const edit = { body: { address: fresh }, headers: { 'if-match': headers.get('etag')! } };
  const changed = await done<Channel>(call(world, 'PATCH', path, edit));
  assert.notEqual(changed.address, address);
  await world.runDue();
  assert.deepEqual([push.take(old).length, push.take(fresh).length], [0, 1]);
});

test('a signing secret is made by whoever may write, shown once, repeated under no key and kept in no trail', async () => {
  await using town = await openOwnTown();
  const { world, hooks } = town;
  await newPerson(town, 'bot');
  const hook = create({ type: 'webhook', address: hooks.address() });
  const { id } = await done<Channel>(call(world, 'POST', '/contacts/bot/channels', hook), 201);
  const path = `/contacts/bot/channels/${id}/signing-secret`;
  const reader = await tokenFor(world, 'reader', { scopes: ['read'] });
  await refused(call(world, 'POST', path, { body: {}, token: reader.secret }), 403, 'accessDenied');
  await refused(call(world, 'POST', '/contacts/bot/push-link', { token: reader.secret }), 403, 'accessDenied');
  await refused(call(world, 'POST', path, { body: {}, token: null }), 401, 'unauthenticated');
  await refused(call(world, 'POST', path, { body: {}, headers: { 'idempotency-key': 'k' } }), 400, 'validation');
  const first = await done<{ secret: string; formerUntil: string | null }>(call(world, 'POST', path, { body: {} }));
  assert.equal(first.formerUntil, null, 'nobody knew the one before');
  const second = await done<{ secret: string; formerUntil: string }>(call(world, 'POST', path, { body: {} }));
  assert.notEqual(second.secret, first.secret);
  assert.equal(second.formerUntil, new Date(world.now().getTime() + 86_400_000).toISOString());
  await refused(call(world, 'POST', path, { body: { secretArn: 'nowhere' } }), 404, 'notFound');
  const { url } = await done<{ url: string }>(call(world, 'POST', '/contacts/bot/push-link'), 201);
  const kept = (await world.db.rows(trail)).map(({ text }) => text).join('\n') + JSON.stringify(world.log.lines);
  assert.match(kept, /ChangeSigningSecret/);
  for (const secret of [first.secret, second.secret, url.split('#')[1]!]) assert.ok(!kept.includes(secret));
});

test('what another account has is not there, and neither is a link for whom there is not', async () => {
  await using town = await openOwnTown();
  const { world } = town;
  const ana = await person(world, 'ana');
  const id = ana.channelArn.split('/').at(-1);
  await refused(call(world, 'POST', '/contacts/nobody/push-link'), 404, 'notFound');
  await refused(call(world, 'POST', `/contacts/bob/channels/${id}/signing-secret`, { body: {} }), 404, 'notFound');
  await refused(call(world, 'POST', `/contacts/ana/channels/${id}/signing-secret`, { body: {} }), 400, 'validation');
});
