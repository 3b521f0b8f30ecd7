import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accept, changePlan, got, page, resolve, stage, startIncident } from '../kit/deeds.ts';
import { codeIn, openTown, phonePerson, press, reply, type Town, taken } from '../kit/phone-people.ts';
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

const NUMBER = '+15550100001';

/** Three incidents at once that page one number, while Muster stands still. Answers their ARNs, and what then came. */
async function bundled(town: Town, type: 'SMS' | 'VOICE') {
  const ana = await phonePerson(town, 'ana', [{ type, number: NUMBER, minutes: 30 }]);
  const plan = await responsePlan(town.world, 'p', [ana.arn]);
  const arns = [];
  for (const title of ['One', 'Two', 'Three']) arns.push(await startIncident(town.world, plan, { title }));
  town.world.standStill({ seconds: 30 });
  await town.world.runDue();
  await town.world.advance({ seconds: 5 });
  const [message] = await taken(town, type, NUMBER);
  return { arns, message: message! };
}

const answersToEach = ({ world }: Town, arns: string[]) => Promise.all(arns.map((arn) => answersTo(world, arn)));

test('16 messagebundlesms: several at once arrive as one text with a count, and one reply acknowledges all', async () => {
  await using town = await openTown();
  const { arns, message } = await bundled(town, 'SMS');
  assert.match(message.text, /^3 incidents: Severity 2: /);
  assert.equal(await reply(town, NUMBER, `ack ${codeIn(message)}`), 'Acknowledged: 3 incidents - Muster');
  assert.deepEqual(await answersToEach(town, arns), [1, 1, 1]);
  await town.world.advance({ hours: 1 });
});

test('17 messagebundlevoice: several at once are one call with a count, and a key 1 acknowledges all', async () => {
  await using town = await openTown();
  const { arns, message } = await bundled(town, 'VOICE');
  assert.match(
    message.text,
    /^This is Muster\. 3 incidents: .*One.*Two.*Three.*Press 1 to acknowledge all, 2 to escalate/,
  );
  assert.equal(await press(town, message, '1'), 'Acknowledged: 3 incidents - Muster');
  assert.deepEqual(await answersToEach(town, arns), [1, 1, 1]);
  assert.equal(await press(town, message, '1'), 'It was acknowledged already.');
  await town.world.advance({ hours: 1 });
});

test('17 messagebundlevoice: what a storm holds back is one call a minute later, whose key 1 acknowledges all of it', async () => {
  await using town = await openTown();
  const ana = await phonePerson(town, 'ana', [{ type: 'VOICE', number: NUMBER, minutes: 30 }]);
  // The call with the activation code is no page, and counts for none.
  const plan = await responsePlan(town.world, 'p', [ana.arn]);
  const arns = [];
  for (let made = 1; made <= 8; made++) arns.push(await startIncident(town.world, plan, { title: `Case ${made}` }));
  await town.world.runDue();
  assert.equal(town.twilio.take('Calls', NUMBER).length, 3);
  await town.world.advance({ seconds: 59 });
  assert.deepEqual(town.twilio.take('Calls', NUMBER), []);
  await town.world.advance({ seconds: 1 });
  const [call] = await taken(town, 'VOICE', NUMBER);
  assert.match(call!.text, /5 incidents: .*and 2 more/);
  await press(town, call!, '1');
  assert.deepEqual((await answersToEach(town, arns)).sort(), [0, 0, 0, 1, 1, 1, 1, 1]);
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
