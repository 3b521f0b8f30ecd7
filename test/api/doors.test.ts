import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { table } from '#api/v1/table';
import { sign } from '#kernel/sign';
import { call, done, refused, tokenFor } from '../kit/api.ts';
import { replicationSet } from '../kit/scenario.ts';
import { KEY, openWorld, type World } from '../kit/world.ts';

let world: World;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

const UUID = '01890000-0000-7000-8000-000000000000';
const paths = Object.entries(table).map(([name, { method, path, access }]) => {
  return { name, method, access, path: path.replace(/\{\w*Id\}/g, UUID).replace(/\{\w+\}/g, 'some') };
});

test('no route answers without a credential, or with a wrong one', async () => {
  for (const { method, path } of paths) {
    for (const token of [null, 'muster_x', `muster_${'0'.repeat(32)}_${'A'.repeat(43)}`]) {
      const { headers } = await call(world, method, path, { token });
      assert.match(headers.get('www-authenticate') ?? '', /^Bearer/);
      await refused(call(world, method, path, { token }), 401, 'unauthenticated');
    }
  }
});

test('a token with the scope read changes nothing, and no token reaches tokens', async () => {
  const reader = (await tokenFor(world, 'reader', { scopes: ['read'] })).secret;
  const writer = (await tokenFor(world, 'writer')).secret;
  for (const { method, path, access } of paths) {
    if (access === 'write') await refused(call(world, method, path, { token: reader }), 403, 'accessDenied');
    if (access === 'administer') await refused(call(world, method, path, { token: writer }), 403, 'accessDenied');
  }
});

test('a token is refused when it is revoked, when it has expired, and with another secret', async () => {
  const revoked = await tokenFor(world, 'revoked');
  await done(call(world, 'GET', '/whoami', { token: revoked.secret }));
  await done(call(world, 'DELETE', `/tokens/${revoked.id}`), 204);
  const problem = await refused(call(world, 'GET', '/whoami', { token: revoked.secret }), 401, 'unauthenticated');
  assert.match(String(problem['detail']), /revoked at 2026/);
  const brief = await tokenFor(world, 'brief', { expiresInDays: 1 });
  const touched = brief.secret.slice(0, -1) + (brief.secret.endsWith('A') ? 'B' : 'A');
  const unknown = await refused(call(world, 'GET', '/whoami', { token: touched }), 401, 'unauthenticated');
  assert.match(String(unknown['detail']), /not known here/);
  await world.advance({ hours: 24 });
  await refused(call(world, 'GET', '/whoami', { token: brief.secret }), 401, 'unauthenticated');
});

test('a token’s secret is stored nowhere, its name is free again once it is revoked, and its use is known', async () => {
  const { id, secret } = await tokenFor(world, 'kept');
  await done(call(world, 'GET', '/whoami', { token: secret }));
  const shown = await done(call(world, 'GET', `/tokens/${id}`));
  assert.equal(shown['lastUsedAt'], world.now().toISOString());
  await refused(call(world, 'POST', '/tokens', { body: { name: 'kept' } }), 409, 'conflict');
  const key = { 'idempotency-key': 'k' };
  await refused(call(world, 'POST', '/tokens', { body: { name: 'other' }, headers: key }), 400, 'validation');
  await done(call(world, 'DELETE', `/tokens/${id}`), 204);
  await tokenFor(world, 'kept');
  const row = await world.db.first<{ hash: Buffer }>(
    { name: 'test.tokenHash', text: 'select hash from api_tokens where id = $1' },
    [id],
  );
  assert.equal(row!.hash.length, 32);
  await world.house.trail.flush();
  const entries = await world.db.rows<{ event: object }>({
    name: 'test.trail',
    text: 'select event from audit_events',
  });
  const trail = JSON.stringify(entries);
  assert.ok(trail.includes(id) && trail.includes('"eventName":"CreateToken"'));
  assert.ok(!trail.includes(secret.slice(-43)));
});

test('another account’s things are not there', async () => {
  const { incident } = await done<{ incident: { id: string } }>(
    call(world, 'POST', '/incidents', { body: { title: 'Ours' } }),
    201,
  );
  const { id } = await tokenFor(world, 'ours');
  const key = { id: 'AKIAOTHEROTHEROTHER1', secret: 'other-secret' };
  const account = '210987654321';
  const principal = `arn:aws:iam::${account}:user/admin`;
  await world.db.tx((tx) => world.house.rooms.accessKeys.create(tx, world.now(), { ...key, account, principal }));
  const match = { 'if-match': '*' };
  for (const path of [`/incidents/${incident.id}`, `/incidents/${incident.id}/timeline`, `/tokens/${id}`]) {
    await refused(call(world, 'GET', path, { key }), 404, 'notFound');
  }
  await refused(
    call(world, 'PATCH', `/incidents/${incident.id}`, { key, body: { title: 'x' }, headers: match }),
    404,
    'notFound',
  );
  await refused(call(world, 'DELETE', `/incidents/${incident.id}`, { key }), 404, 'notFound');
  await refused(call(world, 'DELETE', `/tokens/${id}`, { key }), 404, 'notFound');
  for (const path of ['/incidents', '/tokens', '/contacts', '/response-plans', '/escalation-plans']) {
    assert.deepEqual((await done(call(world, 'GET', path, { key })))['items'], []);
  }
});

test('a signature is for this service, this body and this time', async () => {
  const url = new URL('/api/v1/incidents', world.url);
  const signer = { accessKeyId: KEY.id, secret: KEY.secret };
  const send = async (service: string, signed: string, sent: string, at = world.now()) => {
    const headers = { 'content-type': 'application/json' };
    const where = { region: 'us-east-1', service };
    const all = sign({ method: 'POST', url, headers, body: signed }, signer, where, at);
    return (await fetch(url, { method: 'POST', headers: all, body: sent })).status;
  };
  const body = '{"title":"Signed"}';
  assert.equal(await send('muster', body, body), 201);
  assert.equal(await send('ssm-incidents', body, body), 401);
  assert.equal(await send('muster', body, '{"title":"Forged"}'), 401);
  assert.equal(await send('muster', body, body, new Date(world.now().getTime() - 3_600_000)), 401);
});

test('hostile inputs are refused in words, and none is a fault of Muster', async () => {
  const post = (body: string, headers = {}) => call(world, 'POST', '/incidents', { body, headers });
  const bad = [
    '{',
    'null',
    '[]',
    '"title"',
    '{"title":{"a":1}}',
    '{"title":"x","__proto__":{"a":1}}',
    '{"title":"x","constructor":1}',
    `{"title":${'['.repeat(2_000)}${']'.repeat(2_000)}}`,
    `{"title":"x","summary":"${'"\\"'.repeat(3)}`,
    '{"title":"\\u0000"}',
    `{"title":"${'x'.repeat(201)}"}`,
    '{"title":"x","severity":1e400}',
    '{"title":"x","severity":"3"}',
  ];
  for (const body of bad) await refused(post(body), 400, 'validation');
  await refused(post('{"title":"x"}', { 'content-type': 'text/plain' }), 400, 'validation');
  await refused(post(`{"title":"${'x'.repeat(300_000)}"}`), 413, 'tooLarge');
  for (const query of [
    'limit=0',
    'limit=1000',
    'limit=x',
    'limit=1&limit=2',
    'after=2026-02-30T00:00:00Z',
    'nothing=1',
    'cursor=x',
    'status=gone',
  ]) {
    await refused(call(world, 'GET', `/incidents?${query}`), 400, 'validation');
  }
  await refused(call(world, 'GET', '/incidents/not-a-uuid'), 400, 'validation');
  await refused(call(world, 'GET', '/nothing'), 404, 'notFound');
  const { headers } = await call(world, 'PUT', '/incidents');
  assert.equal(headers.get('allow'), 'GET, POST');
  await refused(call(world, 'PUT', '/incidents'), 405, 'methodNotAllowed');
});

test('an address that cannot be decoded is refused', async () => {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  request(`${world.url}/api/v1/incidents/%zz`, (answer) => resolve(answer.resume().statusCode))
    .on('error', reject)
    .end();
  assert.equal(await promise, 400);
});
