import assert from 'node:assert/strict';
import { test } from 'node:test';
import { got, startIncident } from './deeds.ts';
import { person, replicationSet, responsePlan } from './scenario.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

/** A world in which Ana is paged once, and the page taken when `taken` says so. */
async function paged(taken: boolean, options: WorldOptions = {}, then = async (_: World) => {}): Promise<void> {
  await using world = await openWorld(options);
  await replicationSet(world);
  const ana = await person(world, 'ana');
  await startIncident(world, await responsePlan(world, 'p', [ana.arn]));
  await world.runDue();
  if (taken) assert.deepEqual(got(world, ana), [1]);
  await then(world);
}

test('a world fails on a message that its test did not expect, and names it', async () => {
  await paged(true);
  await assert.rejects(paged(false), /messages that the test did not expect[\s\S]*ana@example\.com: .*Trouble with p/);
});

test('a world fails on an error in the log, unless it was expected', async () => {
  const fail = async ({ log }: World) => log.error({}, 'the sky is falling');
  await assert.rejects(paged(true, {}, fail), /errors in the log[\s\S]*the sky is falling/);
  await paged(true, { expectErrors: [/the sky/] }, fail);
});

test('time that stands still does no work; what became due then is done by the next run, once', async () => {
  await paged(true, {}, async (world) => {
    const sent = world.mail.sent.length;
    world.standStill({ minutes: 30 });
    assert.equal(world.mail.sent.length, sent);
    await world.runDue();
    assert.equal(world.mail.sent.length, sent);
  });
});

test('a second node answers for the same database, and its engine does the same work', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana');
  const plan = await responsePlan(world, 'p', [ana.arn]);
  const other = await world.beside();
  assert.notEqual(other.url, world.url);
  await startIncident(other, plan);
  assert.deepEqual(got(world, ana), [0]);
  await Promise.all([world.runDue(), other.engine.runDue()]);
  assert.deepEqual(got(world, ana), [1]);
});
