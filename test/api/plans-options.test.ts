import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { UpdateContactCommand } from '@aws-sdk/client-ssm-contacts';
import { call, done } from '../kit/api.ts';
import { person, replicationSet } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** What the native API sets of plans beyond AWS. */

let world: World;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

async function put(path: string, body: object, status = 200): Promise<Record<string, unknown>> {
  const { headers } = await call(world, 'GET', path);
  return done(call(world, 'PUT', path, { body, headers: { 'if-match': headers.get('etag')! } }), status);
}

test('a plan has repeats, a timeout and long stages, kept by the AWS face and taken away by what does not give them', async () => {
  const ana = await person(world, 'ana');
  const channel = ana.channelArn.split('/').at(-1)!;
  const stages = [{ minutes: 10_080, targets: [{ kind: 'channel', channel, retryMinutes: 0 }] }];
  const options = { repeats: 3, acknowledgementTimeoutMinutes: 30 };
  assert.deepEqual(await put('/contacts/ana/plan', { stages, ...options }), { stages, ...options });
  const Plan = { Stages: [] };
  await world.aws.contacts.send(new UpdateContactCommand({ ContactId: ana.arn, Plan }));
  assert.deepEqual(await done(call(world, 'GET', '/contacts/ana/plan')), { stages: [], ...options });
  const none = { stages: [], repeats: 0, acknowledgementTimeoutMinutes: 0 };
  assert.deepEqual(await put('/contacts/ana/plan', { stages: [] }), none);
  for (const wrong of [{ repeats: 21 }, { acknowledgementTimeoutMinutes: 1_441 }, { repeats: -1 }])
    await put('/contacts/ana/plan', { stages, ...wrong }, 400);
});

test('an escalation plan is made and replaced with its repeats and timeout', async () => {
  const options = { repeats: 2, acknowledgementTimeoutMinutes: 60 };
  const body = { alias: 'tiers', ...options };
  const made = await done<Record<string, unknown>>(call(world, 'POST', '/escalation-plans', { body }), 201);
  assert.deepEqual([made['repeats'], made['acknowledgementTimeoutMinutes']], [2, 60]);
  const next = await put('/escalation-plans/tiers', { stages: [], repeats: 1 });
  assert.deepEqual([next['repeats'], next['acknowledgementTimeoutMinutes']], [1, 0]);
});

test('a response plan says whom severities engage besides', async () => {
  const { arn } = await person(world, 'ciso');
  const engageBySeverity = [{ severities: [1], engage: ['ciso'], afterMinutes: 2 }];
  const body = { name: 'web', incident: { title: 'Web' }, engageBySeverity };
  const made = await done<Record<string, unknown>>(call(world, 'POST', '/response-plans', { body }), 201);
  assert.deepEqual(made['engageBySeverity'], [{ severities: [1], engage: [arn], afterMinutes: 2 }]);
  await done(call(world, 'POST', '/incidents', { body: { plan: 'web', severity: 1 } }), 201);
  await world.advance({ minutes: 1 });
  assert.equal(world.mail.take('ciso@example.com').length, 0);
  await world.advance({ minutes: 1 });
  assert.equal(world.mail.take('ciso@example.com').length, 1);
  const left = await put('/response-plans/web', { incident: { title: 'Web' } });
  assert.deepEqual(left['engageBySeverity'], []);
});
