import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, done } from '../kit/api.ts';
import { changePlan, page, resolve, stage, startIncident } from '../kit/deeds.ts';
import { fakeChannel } from '../kit/fake-channel.ts';
import { activeChannel, person, replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { openWorld, UNHELD, type World } from '../kit/world.ts';

/** A channel that pages do not reach is known before the next night. */

interface Shown {
  id: string;
  name: string;
  flag: { since: string; reason: string; whatToDo: string } | null;
}
const channels = async (world: World) =>
  (await done<{ items: Shown[] }>(call(world, 'GET', '/contacts/ana/channels'))).items;
const told = async (world: World, arn: string) => (await timelineOf(world, arn)).map(({ data }) => data).join('\n');
const inDoubt = async (world: World) => {
  const { findings } = await done<{ findings: { check: string; text: string }[] }>(call(world, 'GET', '/doctor'));
  return findings.flatMap(({ check, text }) => (check === 'flagged-channels' ? [text] : []));
};
const OTHER = 'ana@example.org';

/** Ana with two channels, of which her plan tries the first. */
async function twoChannels(world: World) {
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 30 });
  await activeChannel(world, ana.arn, 'other', OTHER);
  const plan = await responsePlan(world, 'p', [ana.arn]);
  return { ana, plan };
}

test('a channel whose provider refuses it for good is flagged, its owner told by another one, and it is paged all the same', async () => {
  await using world = await openWorld({ limits: UNHELD });
  const { ana, plan } = await twoChannels(world);
  world.mail.behave('permanent', ana.address);
  const arn = await startIncident(world, plan);
  await world.runDue();
  const [mail, ...more] = world.mail.take(OTHER);
  assert.deepEqual(more, []);
  assert.match(mail!.subject, /Muster cannot reach you by e-mail/);
  assert.match(
    mail!.text,
    /channel "mail".*do not arrive[\s\S]*knows no such receiver[\s\S]*channels update ana "mail"/,
  );
  assert.match(await told(world, arn), /This channel is in doubt now: .*knows no such receiver.*channels update/);
  const [first, second] = await channels(world);
  assert.match(first!.flag!.reason, /knows no such receiver/);
  assert.equal(second!.flag, null);
  assert.match((await inDoubt(world)).join(), /Channel mail \(EMAIL\) is in doubt since 2026-01-02T03:1/);

  await resolve(world, arn);
  await resolve(world, await startIncident(world, plan));
  await world.runDue();
  assert.deepEqual(world.mail.take(OTHER), [], 'it is told once');

  world.mail.behave('ok', ana.address);
  await startIncident(world, plan);
  await world.runDue();
  assert.equal(world.mail.take(ana.address).length, 1, 'never less reachable');
  assert.equal((await channels(world))[0]!.flag, null, 'what arrives clears it');
  assert.deepEqual(await inDoubt(world), []);
});

test('three pages in a row that nobody confirms flag a channel; it is cleared by hand', async () => {
  const mail = fakeChannel('EMAIL', { confirmsWithinMs: 60_000 });
  await using world = await openWorld({ limits: UNHELD, channels: [mail] });
  await replicationSet(world);
  const firstMail = async (address: string) => {
    await world.runDue();
    return mail.take(address)[0]!;
  };
  const ana = await person({ aws: world.aws, firstMail }, 'ana');
  await changePlan(world, ana.arn, stage(30, page(ana.channelArn)));
  const plan = await responsePlan(world, 'p', [ana.arn]);
  for (const count of [1, 2, 3]) {
    assert.equal((await channels(world))[0]!.flag, null, `before page ${count}`);
    const arn = await startIncident(world, plan);
    await world.advance({ minutes: 2 });
    await resolve(world, arn);
  }
  const [flagged] = await channels(world);
  assert.match(flagged!.flag!.reason, /3 pages in a row were not delivered/);
  assert.match(flagged!.flag!.whatToDo, /clear-flag ana "mail"/);
  assert.equal(mail.take(ana.address).length, 3);
  const cleared = await done<Shown>(call(world, 'POST', `/contacts/ana/channels/${flagged!.id}/clear-flag`));
  assert.equal(cleared.flag, null);
});
