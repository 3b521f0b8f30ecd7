import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { call, done, refused } from '../kit/api.ts';
import { got } from '../kit/deeds.ts';
import { incidentsOf, responsePlan } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';
import { people, wordsOn } from './people.ts';

/** Jobs that beat, and the ones that stop. */

interface Told {
  id: string;
  status: string;
  lastBeatAt: string | null;
  missedAt: string | null;
}

const make = (world: World, body: object) =>
  done<{ monitor: Told; url: string }>(call(world, 'POST', '/heartbeats', { body }), 201);
const edit = (world: World, { id }: Told, body: object) =>
  done<Told>(call(world, 'PATCH', `/heartbeats/${id}`, { body }));
const show = (world: World, { id }: Told) => done<Told>(call(world, 'GET', `/heartbeats/${id}`));

/** Calls an address as a job does. Answers the status. */
async function beat(world: World, url: string, init: RequestInit = {}): Promise<number> {
  const { pathname } = new URL(url);
  const response = await fetch(new URL(pathname, world.url), init);
  await response.text();
  await world.runDue();
  return response.status;
}

const minutely = { name: 'backup', intervalSeconds: 60, graceSeconds: 30 };

test('33 heartbeat: a missed beat opens, a beat notes recovery, and a disabled monitor is silent', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  await responsePlan(world, 'payments', [ana.arn]);
  const { monitor, url } = await make(world, { ...minutely, plan: 'payments', labels: { team: 'db' } });
  await world.advance({ hours: 2 });
  assert.deepEqual(got(world, ana), [0], 'it misses nothing before its first beat');
  for (const method of ['GET', 'HEAD', 'POST']) {
    assert.equal(await beat(world, url, { method, ...(method === 'POST' ? { body: 'done\n' } : {}) }), 200);
    await world.advance({ seconds: 89 });
  }
  assert.deepEqual([(await show(world, monitor)).status, got(world, ana)], ['heard', [0]]);
  await world.advance({ seconds: 1 });
  assert.deepEqual([(await show(world, monitor)).status, got(world, ana)], ['missing', [1]]);
  await world.advance({ minutes: 9 });
  const [{ arn, status } = { arn: '', status: '' }] = await incidentsOf(world);
  assert.equal(await beat(world, url), 200);
  assert.match(
    await wordsOn(world, arn!),
    /Alert [0-9a-f-]{36} of muster.heartbeat recovered at .*; nothing fires any more/,
  );
  assert.deepEqual([status, (await incidentsOf(world)).length], ['OPEN', 1]);
  await edit(world, monitor, { enabled: false });
  await world.advance({ hours: 1 });
  assert.equal(await beat(world, url), 200);
  await world.advance({ hours: 1 });
  assert.equal((await show(world, monitor)).status, 'disabled');
  got(world, ana);
  await edit(world, monitor, { enabled: true });
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana), [0], 'enabled, it waits for its next beat');
  await beat(world, url);
  await world.advance({ minutes: 2 });
  assert.deepEqual(got(world, ana), [1], 'after quiet the same incident pages again');
});

test('a missed beat is an event for rules; addresses are replaced, bounded and unknown to others', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  const plan = await responsePlan(world, 'jobs', [ana.arn]);
  const pattern = { source: ['muster.heartbeat'], detail: { labels: { team: ['db'], monitor: ['backup'] } } };
  await world.aws.events.send(new PutRuleCommand({ Name: 'jobs', EventPattern: JSON.stringify(pattern) }));
  await world.aws.events.send(new PutTargetsCommand({ Rule: 'jobs', Targets: [{ Id: 'plan', Arn: plan }] }));
  const { monitor, url } = await make(world, { ...minutely, labels: { team: 'db' } });
  await beat(world, url);
  const first = await show(world, monitor);
  assert.equal(await beat(world, url), 200);
  assert.deepEqual(await show(world, monitor), first, 'a second beat within a second writes nothing');
  await world.advance({ seconds: 50 });
  await edit(world, monitor, { intervalSeconds: 600 });
  await world.advance({ minutes: 9 });
  assert.deepEqual(got(world, ana), [0]);
  await edit(world, monitor, { intervalSeconds: 10, graceSeconds: 0 });
  await world.runDue();
  assert.deepEqual(got(world, ana), [1], 'what is wanted sooner is missed at once');
  // Muster was away: nobody could be heard, and nobody is missing.
  await edit(world, monitor, { intervalSeconds: 60, graceSeconds: 30 });
  await beat(world, url);
  await world.sleepThrough({ hours: 2 });
  assert.equal((await show(world, monitor)).status, 'heard');
  await world.advance({ seconds: 90 });
  assert.equal((await show(world, monitor)).status, 'missing');
  assert.equal(world.log.take('warn', /Muster was away when a beat was to come/).length, 1);
  got(world, ana);

  const { url: next } = await done<{ url: string }>(call(world, 'POST', `/heartbeats/${monitor.id}/address`), 201);
  assert.deepEqual([await beat(world, url), await beat(world, next)], [404, 200]);
  assert.deepEqual(
    [await beat(world, `${world.url}/heartbeat/x`), await beat(world, next, { method: 'PUT' })],
    [404, 404],
  );
  assert.equal(await beat(world, next, { method: 'POST', body: 'x'.repeat(70_000) }), 413);
  await refused(call(world, 'POST', '/heartbeats', { body: minutely }), 409, 'conflict');
  await refused(
    call(world, 'POST', '/heartbeats', { body: { ...minutely, name: 'b', labels: { 'a b': 'c' } } }),
    400,
    'validation',
  );
  const { items } = await done<{ items: Told[] }>(call(world, 'GET', '/heartbeats?status=heard'));
  assert.deepEqual(
    items.map(({ id }) => id),
    [monitor.id],
  );
  // A look that is lost is planned again.
  await world.db.tx((tx) => world.due.cancel(tx, 'monitors.missed', [monitor.id]));
  await world.auditor.look();
  assert.ok(
    world.log
      .take('error', /the auditor found a fault/)
      .some(({ fields }) => fields['invariant'] === 'monitors.look-not-planned'),
  );
  await done(call(world, 'DELETE', `/heartbeats/${monitor.id}`), 204);
  assert.equal(await beat(world, next), 404);
  const secrets = [url, next].map((one) => one.split('/').at(-1)!);
  assert.ok(!secrets.some((secret) => JSON.stringify(world.log.lines).includes(secret)), 'no address is in the log');
});
