import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import type { OutgoingMessage } from '#domain/channels';
import { escalation, type Person, person, replicationSet, responsePlan, timelineOf } from '#test/kit/scenario';
import { openWorld, type World } from '#test/kit/world';
import { chooseSeed, randomOf } from '../kit/random.ts';
import { type Corruption, corruptions, held, repairs } from './corrupt.ts';

const LONG = process.env['MUSTER_LONG'] === '1';
const TIMES = LONG ? 200 : corruptions.length + 3;
/** Of one corruption with the minutes that follow it, on a slow machine. */
const EACH_MS = 5_000;
const FOUND = /the auditor found a fault/;

/** Ana for five minutes, then Bo: what a corruption may not cost anybody. */
interface Watch {
  world: World;
  plan: string;
  ana: Person;
  bo: Person;
}

async function watch(world: World): Promise<Watch> {
  await replicationSet(world);
  await world.house.planHousekeeping();
  const [ana, bo] = [await person(world, 'ana', { minutes: 30 }), await person(world, 'bo', { minutes: 30 })];
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [bo] },
  ]);
  return { world, ana, bo, plan: await responsePlan(world, 'p', [tiers]) };
}

/** One incident, one corruption at some moment of it, and what everybody got. */
async function corruptOnce(watch: Watch, corruption: Corruption, seconds: number): Promise<void> {
  const { world, ana, bo, plan } = watch;
  if (corruption.unsent) world.mail.behave('unreachable');
  const arn = await held(world, plan);
  if (corruption.unsent) await world.runDue();
  else await world.advance({ seconds });
  await corruption.corrupt(world);
  world.mail.behave('ok');
  await world.advance({ minutes: 1 });
  const found = world.log.take('error', FOUND).map((line) => line.fields['invariant']);
  assert.ok(found.includes(corruption.invariant), `${corruption.what}: found ${JSON.stringify(found)}`);
  assert.equal(world.log.take('error', FOUND).length, 0);
  await world.advance({ minutes: 7 });
  judge(
    corruption,
    arn,
    [ana, bo].map(({ address }) => world.mail.take(address)),
  );
  await told(world, arn, corruption);
  if (!corruption.deleted) await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'RESOLVED' }));
  await corruption.clear?.(world);
  // What cannot be repaired is told again every five minutes.
  const again = world.log.take('error', FOUND).map((line) => line.fields['invariant']);
  assert.ok(
    again.every((name) => name === corruption.invariant && !corruption.repaired),
    `${corruption.what}: ${again}`,
  );
}

/** No page lost; a further copy of one only under the same key. */
function judge({ what, lost = [] }: Corruption, arn: string, mails: OutgoingMessage[][]): void {
  const keys = mails.map((each) => new Set(each.filter(({ text }) => text.includes(arn)).map(({ key }) => key)).size);
  const wanted = ['ana', 'bo'].map((alias) => (lost.includes(alias) ? 0 : 1));
  assert.deepEqual(keys, wanted, `${what}: pages of Ana and of Bo`);
  for (const each of mails) assert.ok(each.length <= 1, `${what}: sent again without need`);
}

/** On the incident's timeline, whose chain is whole, and in the audit trail. */
async function told(world: World, arn: string, corruption: Corruption): Promise<void> {
  if (!corruption.deleted) {
    const lines = (await timelineOf(world, arn)).filter(({ data }) => data.includes('auditor'));
    assert.equal(lines.length > 0, corruption.onTimeline, `${corruption.what}: told on the timeline`);
  }
  const of = { account: '123456789012', incidentId: arn.split('/').at(-1)! };
  assert.deepEqual(await world.house.rooms.timeline.verify(world.db, of), []);
  if (corruption.repaired) assert.ok((await repairs(world)).includes(corruption.invariant), 'in the audit trail');
}

test(`corrupted ${TIMES} times in ${corruptions.length} ways: each is found within a minute and repaired or shouted about, no page is lost and none is sent twice`, {
  timeout: 240_000 + TIMES * EACH_MS,
}, async (t) => {
  const seed = chooseSeed();
  t.diagnostic(`MUSTER_SEED=${seed} makes these instants again`);
  const random = randomOf(seed);
  await using world = await openWorld({ audited: true });
  const watched = await watch(world);
  for (let count = 0; count < TIMES; count++) {
    const corruption = corruptions[count < corruptions.length ? count : random.below(corruptions.length)]!;
    await corruptOnce(watched, corruption, 1 + random.below(200));
  }
});

test('a sound house gives the auditor nothing to do, whatever happens in it', async () => {
  await using world = await openWorld({ audited: true });
  const { plan, ana, bo } = await watch(world);
  world.mail.behave('temporary');
  const arn = await held(world, plan);
  await world.advance({ minutes: 20 });
  world.mail.behave('ok');
  await world.advance({ minutes: 10 });
  assert.deepEqual(
    [ana, bo].map(({ address }) => world.mail.take(address).length),
    [1, 1],
  );
  assert.equal((await timelineOf(world, arn)).filter(({ data }) => data.includes('auditor')).length, 0);
});

test('workers that have stopped are shouted about within a minute, and again after five, and not at every look', async () => {
  await using world = await openWorld();
  const { plan, ana } = await watch(world);
  await held(world, plan);
  let shouts = 0;
  for (let seconds = 0; seconds <= 360; seconds += 15) {
    await world.auditor.look();
    shouts += world.log.take('error', FOUND).filter(({ fields }) => fields['key'] === 'send.email').length;
    if (seconds === 60) assert.equal(shouts, 1);
    world.clock.moveTo(new Date(world.now().getTime() + 15_000));
  }
  assert.equal(shouts, 2);
  await world.advance({ minutes: 1 });
  assert.equal(world.mail.take(ana.address).length, 1);
  world.mail.take('bo@example.com');
});

test('two auditors at once repair a fault once', async () => {
  await using world = await openWorld();
  const { plan, ana, bo } = await watch(world);
  const arn = await held(world, plan);
  await world.runDue();
  await corruptions[0]!.corrupt(world);
  const looks = await Promise.all([world.auditor.look(), world.auditor.look()]);
  assert.equal(
    looks.reduce((sum, { repaired }) => sum + repaired, 0),
    1,
  );
  world.log.take('error', FOUND);
  await world.advance({ minutes: 7 });
  assert.deepEqual(
    [ana, bo].map(({ address }) => world.mail.take(address).length),
    [1, 1],
  );
  assert.equal((await timelineOf(world, arn)).filter(({ data }) => data.includes('auditor')).length, 1);
});
