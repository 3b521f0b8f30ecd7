import assert from 'node:assert/strict';
import { test } from 'node:test';
import { muster } from '#test/kit/muster';
import { replicationSet, responsePlan } from '#test/kit/scenario';
import { openWorld } from '#test/kit/world';

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

  const plan = ['--resolution-plan', 'Roll back', '--by', 'ana', '--until', '2026-01-02T06:00+01:00'];
  assert.equal((await muster(world, ['incidents', 'update', id, ...plan])).code, 0);
  assert.equal((await muster(world, ['incidents', 'resolve', arn, '--note', 'The cache was cold'])).code, 0);
  const ended = await muster(world, ['incidents', 'show', id]);
  assert.match(ended.out, /^resolution plan {2}Roll back, by ana, until 2026-01-02 05:00:00Z$/m);
  assert.match(ended.out, /^resolution note {2}The cache was cold$/m);
  const { out } = await muster(world, ['incidents', 'timeline', id, '--json']);
  const types = JSON.parse(out).map((event: { eventType: string }) => event.eventType);
  assert.equal(types[0], 'SSM Incident Trigger');
  assert.deepEqual(types.slice(-2), ['SSM Incident Record Update', 'Note']);
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

test('a plan is shown with a warning of what it names and is not there', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const nobody = 'arn:aws:ssm-contacts:us-east-1:123456789012:contact/nobody';
  await responsePlan(world, 'payments', [nobody]);
  const { code, out } = await muster(world, ['plans', 'show', 'payments']);
  assert.equal(code, 0);
  assert.ok(out.includes(`engagements[0]: Muster has no contact of the name ${nobody}. Create it`), out);
});

test('an incident without a plan is opened with severity 3, and engages nobody', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const opened = await muster(world, ['incidents', 'start', '--title', 'Odd noise', '--json']);
  assert.equal(opened.code, 0, opened.err);
  const { incidentRecordArn } = JSON.parse(opened.out);
  const shown = await muster(world, ['incidents', 'show', incidentRecordArn]);
  assert.match(shown.out, /title +Odd noise\nseverity +3 medium\n/);
  const none = await muster(world, ['incidents', 'start']);
  assert.deepEqual([none.code, none.out], [2, '']);
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
