import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accept, changePlan, engage, got, page, stage, startIncident } from '../kit/deeds.ts';
import { activeChannel, escalation, incidentsOf, responsePlan } from '../kit/scenario.ts';
import { openWorld } from '../kit/world.ts';
import { people } from './people.ts';

/** The behaviours that the field's pagers are tested for, by their numbers and names: who is told, when and again. */

test('1 simplenotification: a new incident pages every channel of the first stage at once', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  const second = await activeChannel(world, ana.arn, 'second', 'ana.second@example.com');
  await changePlan(world, ana.arn, stage(5, page(ana.channelArn), page(second)));
  await startIncident(world, await responsePlan(world, 'p', [ana.arn]));
  await world.runDue();
  assert.deepEqual([got(world, ana), world.mail.take('ana.second@example.com').length], [[1], 1]);
});

test('2 multistepnotification: a stage after a minute pages a minute later, not before', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  await changePlan(world, ana.arn, { DurationInMinutes: 1, Targets: [] }, stage(5, page(ana.channelArn)));
  await startIncident(world, await responsePlan(world, 'p', [ana.arn]));
  await world.advance({ seconds: 59 });
  assert.deepEqual(got(world, ana), [0]);
  await world.advance({ seconds: 1 });
  assert.deepEqual(got(world, ana), [1]);
});

test('3 multiuser: all people of a stage are told', async () => {
  await using world = await openWorld();
  const all = await people(world);
  await startIncident(
    world,
    await responsePlan(world, 'p', [await escalation(world, 'tiers', [{ minutes: 5, people: all }])]),
  );
  await world.runDue();
  assert.deepEqual(got(world, ...all), [1, 1, 1]);
});

test('4 escalation: unanswered, the next stage begins by itself after the stage’s minutes', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  const tiers = await escalation(
    world,
    'tiers',
    [ana, bo, cy].map((one, index) => ({ minutes: 3 + index, people: [one] })),
  );
  await startIncident(world, await responsePlan(world, 'p', [tiers]));
  await world.runDue();
  assert.deepEqual(got(world, ana, bo, cy), [1, 0, 0]);
  await world.advance({ minutes: 3 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 1, 0]);
  await world.advance({ minutes: 4 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 0, 1]);
  await world.advance({ hours: 3 });
});

test('5 escalationgap: a stage that engages nobody does not stop the escalation', async () => {
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 2, people: [ana] },
    { minutes: 3, people: [] },
    { minutes: 2, people: [bo] },
  ]);
  await startIncident(world, await responsePlan(world, 'p', [tiers]));
  await world.advance({ minutes: 5 });
  assert.deepEqual(got(world, ana, bo), [1, 1]);
});

test('6 escalationnotification: a person who is reached again on a later stage is paged afresh', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  await changePlan(world, ana.arn, stage(1, page(ana.channelArn)));
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [ana] },
  ]);
  await startIncident(world, await responsePlan(world, 'p', [tiers]));
  await world.advance({ minutes: 4 });
  assert.deepEqual(got(world, ana), [1]);
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana), [1]);
});

test('7 manualescalationnotification: an answered plan stays answered; the next person is engaged by hand, and paged', async () => {
  // The field's pagers open an answered alert again. With AWS an answer does not touch the incident: it is open all along.
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [bo] },
  ]);
  const arn = await startIncident(world, await responsePlan(world, 'p', [tiers]));
  await accept(world, await world.firstMail(ana.address));
  await world.advance({ minutes: 10 });
  assert.deepEqual(got(world, ana, bo), [0, 0]);
  await engage(world, bo.arn, arn);
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana, bo), [0, 1]);
  assert.equal((await incidentsOf(world))[0]!.status, 'OPEN');
});
