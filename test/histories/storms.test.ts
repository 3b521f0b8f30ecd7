import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accept, changePlan, got, page, resolve, stage, startIncident } from '../kit/deeds.ts';
import { escalation, incidentsIn, incidentsOf, responsePlan } from '../kit/scenario.ts';
import { openWorld, UNHELD } from '../kit/world.ts';
import { answersTo, people } from './people.ts';

/** The behaviours that the field's pagers are tested for: many at once, and the same one twice. */

test('11 dedupnotifications: standing still over several due times gives each channel one message', async () => {
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  await changePlan(world, ana.arn, stage(30, page(ana.channelArn, 2)));
  const tiers = await escalation(world, 'tiers', [
    { minutes: 10, people: [ana] },
    { minutes: 20, people: [bo, ana] },
  ]);
  await startIncident(world, await responsePlan(world, 'p', [tiers]));
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
  await world.sleepThrough({ minutes: 15 });
  assert.deepEqual(got(world, ana, bo), [1, 1]);
});

test('14 prioritization: the page of a severe incident goes before those of hundreds that are less severe', async () => {
  await using world = await openWorld({ limits: UNHELD });
  const [ana, bo] = await people(world);
  const low = await responsePlan(world, 'low', [ana.arn], { impact: 5 });
  const high = await responsePlan(world, 'high', [bo.arn], { impact: 1 });
  for (let made = 0; made < 60; made++) await startIncident(world, low, { title: `Low ${made}` });
  await startIncident(world, high);
  const before = world.mail.sent.length;
  await world.runDue();
  const order = world.mail.sent.slice(before).map((mail) => mail.to);
  assert.ok(
    order.indexOf(bo.address) < 24,
    `among the first that a node sends at once, got ${order.indexOf(bo.address)}`,
  );
  assert.deepEqual(got(world, ana, bo), [60, 1]);
});

test('15 manyalerts: alarm, answer and resolution, again and again, work as the first time', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  const plan = await responsePlan(world, 'p', [ana.arn], { dedupeString: 'payments' });
  for (let round = 1; round <= 20; round += 1) {
    const arn = await startIncident(world, plan);
    await accept(world, await world.firstMail(ana.address));
    await resolve(world, arn);
    // Else the fourth within a minute would be held.
    await world.advance({ minutes: 1 });
    const all = await incidentsOf(world);
    assert.deepEqual(
      all.map(({ status }) => status),
      Array(round).fill('RESOLVED'),
    );
  }
});

test('16 messagebundlesms: late ones arrive as one mail with a count, and each is answered by its own code', async () => {
  // As in the field one answer may take them all, by the code for all (test/acceptance/storm.test.ts); and each has its own.
  await using world = await openWorld();
  const [ana] = await people(world);
  const plan = await responsePlan(world, 'p', [ana.arn]);
  const arns = [];
  for (const title of ['One', 'Two', 'Three']) arns.push(await startIncident(world, plan, { title }));
  await world.sleepThrough({ minutes: 5 });
  const [mail] = world.mail.take(ana.address);
  assert.match(mail!.subject, /^3 incidents: /);
  assert.deepEqual(incidentsIn(mail!).sort(), arns.sort());
  await accept(world, mail!);
  const answered = await Promise.all(arns.map((arn) => answersTo(world, arn)));
  assert.deepEqual(answered.sort(), [0, 0, 1]);
});

test('18 ncdedup: the same channel in several targets and stages that fall due together gets one message', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  await changePlan(
    world,
    ana.arn,
    stage(0, page(ana.channelArn), page(ana.channelArn)),
    stage(5, page(ana.channelArn)),
  );
  const tiers = await escalation(world, 'tiers', [
    { minutes: 0, people: [ana] },
    { minutes: 5, people: [ana] },
  ]);
  const arn = await startIncident(world, await responsePlan(world, 'p', [tiers]));
  await world.runDue();
  const mails = world.mail.take(ana.address);
  assert.equal(mails.length, 1);
  await accept(world, mails[0]!);
  await world.advance({ hours: 1 });
  await resolve(world, arn);
  assert.equal((await incidentsOf(world)).length, 1);
});
