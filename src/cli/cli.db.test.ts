import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replicationSet, responsePlan } from '#test/kit/scenario';
import { KEY, openWorld, type World } from '#test/kit/world';
import { run } from './run.ts';

/** Runs a command against the world's server, with the administrator's key. */
async function muster(world: World, words: string[], env: Record<string, string> = {}) {
  const told = { out: '', err: '' };
  const io = {
    out(text: string) {
      told.out += text;
    },
    err(text: string) {
      told.err += text;
    },
    env: { AWS_ENDPOINT_URL: world.url, AWS_ACCESS_KEY_ID: KEY.id, AWS_SECRET_ACCESS_KEY: KEY.secret, ...env },
    now: () => world.now(),
  };
  return { code: await run(words, io), ...told };
}

test('an incident is opened, worked and resolved from the command line', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await responsePlan(world, 'payments', []);
  const me = await muster(world, ['whoami']);
  assert.match(me.out, /^account {2}123456789012\nyou {6}arn:aws:iam::123456789012:user\/admin\n$/);

  const opened = await muster(world, [
    'incidents',
    'start',
    '--plan',
    'payments',
    '--title',
    'Checkout fails',
    '--severity',
    'high',
  ]);
  assert.equal(opened.code, 0, opened.err);
  const arn = opened.out.trim();
  assert.match(arn, /^arn:aws:ssm-incidents::123456789012:incident-record\/payments\/[0-9a-f-]{36}$/);
  const id = arn.slice(-12);

  const changed = await muster(world, [
    'incidents',
    'update',
    id,
    '--status',
    'in progress',
    '--summary',
    'Card payments',
  ]);
  assert.deepEqual([changed.code, changed.out], [0, `${arn}\n`]);
  const list = await muster(world, ['incidents', 'list', '--status', 'in-progress']);
  assert.match(list.out, new RegExp(`^ID .*\n${id}  2 high +In Progress +2026-01-02 03:10:01Z +Checkout fails\n$`));
  const shown = JSON.parse((await muster(world, ['incidents', 'show', id, '--json'])).out);
  assert.deepEqual([shown.arn, shown.impact, shown.summary], [arn, 2, 'Card payments']);

  assert.equal((await muster(world, ['incidents', 'resolve', arn])).code, 0);
  const { out } = await muster(world, ['incidents', 'timeline', id, '--json']);
  const types = JSON.parse(out).map((event: { eventType: string }) => event.eventType);
  assert.equal(types[0], 'SSM Incident Trigger');
  assert.equal(types.at(-1), 'SSM Incident Record Update');
  assert.equal((await muster(world, ['incidents', 'list', '--status', 'open'])).out, '');
});

test('what the server refuses is told with its code, and exits with 1', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const none = await muster(world, ['plans', 'show', 'nowhere']);
  assert.deepEqual([none.code, none.out], [1, '']);
  assert.match(none.err, /^muster: ResourceNotFoundException: .*nowhere/);
  const stranger = await muster(world, ['whoami'], { AWS_SECRET_ACCESS_KEY: 'another' });
  assert.deepEqual([stranger.code, stranger.out], [1, '']);
  assert.match(stranger.err, /SignatureDoesNotMatch: .*\nThe access key is not of this server/);
});

test('a token is made, shown once, listed and revoked from the command line', async () => {
  await using world = await openWorld();
  const made = await muster(world, ['tokens', 'create', 'laptop', '--scope', 'read', '--days', '7']);
  assert.deepEqual([made.code, made.out.length], [0, 84], made.err);
  const id = /revoke ([0-9a-f-]{36})/.exec(made.err)![1]!;
  const authorization = `Bearer ${made.out.trim()}`;
  const whoami = () => fetch(`${world.url}/api/v1/whoami`, { headers: { authorization } });
  assert.equal((await whoami()).status, 200);
  const list = await muster(world, ['tokens', 'list']);
  assert.match(
    list.out,
    new RegExp(`^ID .*\n${id}  laptop  read    2026-01-09T03:10:00.000Z  2026-01-02T03:10:00.000Z\n$`),
  );
  assert.deepEqual(await muster(world, ['tokens', 'revoke', id]), { code: 0, out: '', err: '' });
  assert.equal((await whoami()).status, 401);
  const wrong = await muster(world, ['tokens', 'create', 'x', '--scope', 'all']);
  assert.deepEqual([wrong.code, wrong.out], [2, '']);
  const refused = await muster(world, ['tokens', 'revoke', 'nobody']);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /tokenId: wanted a UUID/);
});
