import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, done, refused } from '../kit/api.ts';
import { openWorld, type World } from '../kit/world.ts';

let world: World;
before(async () => {
  world = await openWorld({ quotas: { MUSTER_QUOTA_HOSTS: 2 } });
});
after(() => world[Symbol.asyncDispose]());

const hostKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl web-1';
const body = {
  name: 'web-1',
  address: '10.0.0.7',
  user: 'runbooks',
  secretId: 'runbook-key',
  hostKey,
  tags: { role: 'web' },
};

test('a host is added, shown, listed, found by its tags, and taken out', async () => {
  const made = await done(call(world, 'POST', '/hosts', { body }), 201);
  assert.deepEqual(made, {
    ...body,
    port: 22,
    hostKey: 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
    createdAt: '2026-01-02T03:10:00.000Z',
    createdBy: 'arn:aws:iam::123456789012:user/admin',
  });
  assert.deepEqual(await done(call(world, 'GET', '/hosts/web-1')), made);
  await done(call(world, 'POST', '/hosts', { body: { ...body, name: 'db-1', tags: {}, port: 2222 } }), 201);
  const { items } = (await done(call(world, 'GET', '/hosts'))) as unknown as { items: { name: string }[] };
  assert.deepEqual(
    items.map(({ name }) => name),
    ['db-1', 'web-1'],
  );
  const { hosts } = world.house.rooms;
  const found = async (key: string, ...values: string[]) =>
    (await hosts.tagged(world.db, '123456789012', [{ key, values }])).map(({ name }) => name);
  assert.deepEqual([await found('role', 'web', 'db'), await found('team', 'x')], [['web-1'], []]);
  assert.deepEqual(await hosts.named(world.db, '210987654321', ['web-1']), []);
  await refused(call(world, 'POST', '/hosts', { body: { ...body, name: 'third' } }), 402, 'quotaExceeded');
  await done(call(world, 'DELETE', '/hosts/db-1'), 204);
  await refused(call(world, 'DELETE', '/hosts/db-1'), 404, 'notFound');
  await refused(call(world, 'POST', '/hosts', { body }), 409, 'conflict');
});

test('a host whose key nobody can read, or that is called like an instance, is refused', async () => {
  await refused(
    call(world, 'POST', '/hosts', { body: { ...body, name: 'other', hostKey: 'trust me' } }),
    400,
    'validation',
  );
  await refused(call(world, 'POST', '/hosts', { body: { ...body, name: 'i-0123' } }), 400, 'validation');
});
