import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, done, refused, tokenFor } from '../kit/api.ts';
import { startIncident } from '../kit/deeds.ts';
import { replicationSet, responsePlan } from '../kit/scenario.ts';
import { endSilence, inMinutes, silence, type ToldSilence } from '../kit/silences.ts';
import { openWorld, type World } from '../kit/world.ts';

/** Silences by the native API: what is taken, told and refused. */

let world: World;
before(async () => {
  world = await openWorld({ quotas: { MUSTER_QUOTA_SILENCES: 3 } });
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

const idsIn = async (query = '') =>
  (await done<{ items: ToldSilence[] }>(call(world, 'GET', `/silences${query}`))).items.map(({ id }) => id);

test('a silence is made, told, changed and ended, and a list finds it by where it stands', async () => {
  const made = await silence(world, 60, { of: 'plan', target: 'payments' });
  assert.deepEqual(
    [made['of'], made['target'], made['includeCritical'], made.status, made.silenced],
    ['plan', 'arn:aws:ssm-incidents::123456789012:response-plan/payments', false, 'active', 0],
  );
  const read = await call(world, 'GET', `/silences/${made.id}`);
  assert.deepEqual(read.body, made);
  const planned = await silence(world, 90, { from: inMinutes(world, 30), includeCritical: true });
  assert.deepEqual(await idsIn('?status=planned'), [planned.id]);
  assert.deepEqual(await idsIn('?status=active'), [made.id]);
  assert.deepEqual(await idsIn('?limit=1'), [planned.id]);
  const change = { reason: 'the database is moved back', until: inMinutes(world, 120) };
  const headers = { 'if-match': read.headers.get('etag')! };
  const changed = await done<ToldSilence>(call(world, 'PATCH', `/silences/${made.id}`, { body: change, headers }));
  assert.deepEqual([changed['reason'], changed.until], [change.reason, change.until]);
  const late = call(world, 'PATCH', `/silences/${made.id}`, { body: change, headers });
  await refused(late, 412, 'preconditionFailed');
  await startIncident(world, await responsePlan(world, 'payments', []));
  assert.equal((await done<ToldSilence>(call(world, 'GET', `/silences/${made.id}`))).silenced, 1);
  assert.equal((await endSilence(world, made.id)).status, 'over');
  assert.equal((await endSilence(world, planned.id)).status, 'over');
  assert.deepEqual(await idsIn('?status=over'), [planned.id, made.id]);
  const over = call(world, 'PATCH', `/silences/${made.id}`, { body: change });
  assert.match(String((await refused(over, 409, 'conflict'))['detail']), /is over.*Make another one/);
  await world.runDue();
});

test('what cannot be is refused, and says what was wanted', async () => {
  const post = (body: object) =>
    call(world, 'POST', '/silences', { body: { of: 'everything', reason: 'x', until: inMinutes(world, 5), ...body } });
  const faults: [body: object, told: RegExp][] = [
    [{ until: inMinutes(world, 7 * 24 * 60 + 1) }, /at most 168 hours/],
    [{ until: inMinutes(world, -1) }, /an end that is still to come/],
    [{ from: inMinutes(world, -5) }, /not in the past/],
    [{ reason: ' ' }, /characters that say why/],
    [{ of: 'plan' }, /the name or ARN of a plan/],
    [{ of: 'alarm', target: 'arn:aws:cloudwatch:us-east-1:999999999999:alarm:x' }, /of account 123456789012/],
    [{ of: 'rule', target: 'arn:aws:ssm-incidents::123456789012:response-plan/p' }, /the ARN of a rule/],
    [{ target: 'payments' }, /none where everything is silenced/],
  ];
  for (const [body, told] of faults)
    assert.match(JSON.stringify(await refused(post(body), 400, 'validation')), told, JSON.stringify(body));
});

test('there are at most as many as the quota says, and one that is over counts no more', async () => {
  const ids = [];
  for (let made = 0; made < 3; made++) ids.push((await silence(world, 10)).id);
  const one = { of: 'everything', reason: 'x', until: inMinutes(world, 5) };
  await refused(call(world, 'POST', '/silences', { body: one }), 402, 'quotaExceeded');
  for (const id of ids) await endSilence(world, id);
  await world.runDue();
  const { id } = await silence(world, 10);
  await endSilence(world, id);
});

test('another account finds none of them, and a token that reads makes none', async () => {
  const { id } = await silence(world, 10);
  const key = { id: 'AKIAOTHEROTHEROTHER1', secret: 'another-secret-for-tests' };
  const principal = 'arn:aws:iam::999999999999:user/admin';
  await world.db.tx((tx) =>
    world.house.rooms.accessKeys.create(tx, world.now(), { ...key, account: '999999999999', principal }),
  );
  assert.deepEqual((await done<{ items: object[] }>(call(world, 'GET', '/silences', { key }))).items, []);
  await refused(call(world, 'GET', `/silences/${id}`, { key }), 404, 'notFound');
  await refused(call(world, 'POST', `/silences/${id}/end`, { key }), 404, 'notFound');
  await refused(call(world, 'PATCH', `/silences/${id}`, { key, body: { reason: 'mine' } }), 404, 'notFound');
  const { secret: token } = await tokenFor(world, 'reader', { scopes: ['read'] });
  await refused(call(world, 'POST', `/silences/${id}/end`, { token }), 403, 'accessDenied');
  assert.equal((await done<ToldSilence>(call(world, 'GET', `/silences/${id}`, { token }))).status, 'active');
  await endSilence(world, id);
  await world.runDue();
});
