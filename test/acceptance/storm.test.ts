import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AcceptPageCommand, ListPageReceiptsCommand, ListPagesByContactCommand } from '@aws-sdk/client-ssm-contacts';
import { StartIncidentCommand, UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import { createEngine } from '#engine/engine';
import { MINUTE } from '#kernel/clock';
import { statement } from '#storage/statement';
import { localWake } from '#storage/wake';
import {
  answersIn,
  escalation,
  incidentsIn,
  type Person,
  person,
  replicationSet,
  responsePlan,
} from '../kit/scenario.ts';
import { openWorld, T0, type World, type WorldOptions } from '../kit/world.ts';

/** A storm: many pages to one channel. What is held, what goes at once, what an answer counts for. */

const open = statement<{ count: number }>(
  'test.stormOpen',
  `select count(*)::int as count from engagements e where e.status in ('engaging', 'ended')`,
);
const claims = statement<{ most: number }>(
  'test.stormClaims',
  `select coalesce(max(d.attempt), 0)::int as most from due d where d.queue = 'send.email'`,
);

/** People whom one plan pages at the same moment. */
const WIDE = process.env['MUSTER_LONG'] === '1' ? 500 : 25;

interface Night extends AsyncDisposable {
  world: World;
  ana: Person;
  bo: Person;
  /** Starts an incident that pages ana (or bo). */
  start(title: string, more?: { impact?: number; plan?: 'calm' | 'storm' }): Promise<string>;
}

async function night(options: WorldOptions = {}): Promise<Night> {
  const world = await openWorld(options);
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 30 });
  const bo = await person(world, 'bo', { minutes: 30 });
  const plans = {
    storm: await responsePlan(world, 'storm', [ana.arn], { impact: 3 }),
    calm: await responsePlan(world, 'calm', [bo.arn], { impact: 3 }),
  };
  return {
    world,
    ana,
    bo,
    async start(title, { impact, plan = 'storm' } = {}) {
      const given = { responsePlanArn: plans[plan], title, ...(impact ? { impact } : {}) };
      return (await world.aws.incidents.send(new StartIncidentCommand(given))).incidentRecordArn!;
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

const resolve = (world: World, arn: string) =>
  world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'RESOLVED' }));
const subjects = (world: World, { address }: Person) => world.mail.take(address).map(({ subject }) => subject);
const live = async (world: World) => (await world.db.first(open))!.count;

/** The code and the link for all incidents in a message. */
function forAll(text: string): { code: string; token: string } {
  const code = /Accept code for all: (\d{6})/.exec(text)?.[1];
  const token = /Acknowledge all \d+: \S+\/ack\/([\w-]+)/.exec(text)?.[1];
  assert.ok(code && token, `a message with several incidents offers a code and a link for all: ${text}`);
  return { code, token };
}

test('of forty incidents three are paged at once, and the others a minute later as one message with all titles', async () => {
  await using given = await night();
  const { world, ana, bo, start } = given;
  for (let made = 1; made <= 40; made++) await start(`Shop ${made} is down`);
  await start('Elsewhere', { plan: 'calm' });
  await world.runDue();
  const first = subjects(world, ana);
  assert.equal(first.length, 3);
  assert.equal(subjects(world, bo).length, 1, 'the flood of one plan does not hold up another');
  await world.advance({ seconds: 59 });
  assert.deepEqual(subjects(world, ana), []);
  await world.advance({ seconds: 1 });
  const [mail, ...more] = world.mail.take(ana.address);
  assert.deepEqual(more, []);
  assert.match(mail!.subject, /^37 incidents: /);
  const named = [...first, ...mail!.text.split('\n')];
  for (let made = 1; made <= 40; made++)
    assert.equal(named.filter((line) => line === `Severity 3: Shop ${made} is down`).length, 1, `Shop ${made}`);
  await world.advance({ minutes: 30 });
  assert.equal(await live(world), 41, 'every page has its own record, and is open still');
});

test('an answer to the message acknowledges all that it names, and only that', async () => {
  await using given = await night();
  const { world, ana, start } = given;
  for (let made = 1; made <= 8; made++) await start(`Shop ${made}`);
  await world.advance({ minutes: 1 });
  const mails = world.mail.take(ana.address);
  const { code, token } = forAll(mails[3]!.text);
  assert.equal(await live(world), 8);
  const shown = await fetch(`${world.url}/ack/${token}`);
  assert.match(await shown.text(), /Acknowledge all 5/);
  assert.equal(await live(world), 8, 'looking changes nothing');
  const { pageArn } = answersIn(mails[3]!);
  const accept = { PageId: pageArn, AcceptType: 'READ' as const };
  await assert.rejects(world.aws.contacts.send(new AcceptPageCommand({ ...accept, AcceptCode: '000000' })));
  await world.aws.contacts.send(new AcceptPageCommand({ ...accept, AcceptCode: code }));
  assert.equal(await live(world), 3);
  const { Pages } = await world.aws.contacts.send(new ListPagesByContactCommand({ ContactId: ana.arn }));
  const read = await Promise.all(
    Pages!.map(async ({ PageArn }) => {
      const { Receipts } = await world.aws.contacts.send(new ListPageReceiptsCommand({ PageId: PageArn }));
      return Receipts!.filter(({ ReceiptType }) => ReceiptType === 'READ').length;
    }),
  );
  assert.deepEqual(read.toSorted(), [0, 0, 0, 1, 1, 1, 1, 1], 'a receipt on each of the five pages');
  const again = await fetch(`${world.url}/ack/${token}`, { method: 'POST' });
  assert.match(await again.text(), /Acknowledged/);
});

test('the link for all acknowledges all, and the code of one incident only that one', async () => {
  await using given = await night();
  const { world, ana, start } = given;
  for (let made = 1; made <= 6; made++) await start(`Shop ${made}`);
  await world.advance({ minutes: 1 });
  const bundle = world.mail.take(ana.address)[3]!;
  const own = answersIn(bundle);
  const { token } = forAll(bundle.text);
  const first = /^Acknowledge: \S+\/ack\/([\w-]+)$/m.exec(bundle.text)![1]!;
  const one = await fetch(`${world.url}/ack/${first}`, { method: 'POST' });
  assert.match(await one.text(), /Acknowledged/);
  assert.equal(await live(world), 5);
  assert.ok(own.token);
  const all = await fetch(`${world.url}/ack/${token}`, { method: 'POST' });
  assert.match(await all.text(), /Acknowledged/);
  assert.equal(await live(world), 3);
});

test('a more severe page goes at once in the middle of a storm, and what is over is not named', async () => {
  await using given = await night();
  const { world, ana, start } = given;
  const arns: string[] = [];
  for (let made = 1; made <= 6; made++) {
    arns.push(await start(`Shop ${made}`));
    await world.runDue();
  }
  await world.advance({ seconds: 30 });
  assert.equal(subjects(world, ana).length, 3);
  await start('The bank is down', { impact: 1 });
  await world.runDue();
  assert.deepEqual(subjects(world, ana), ['Severity 1: The bank is down']);
  await resolve(world, arns[4]!);
  await resolve(world, arns[5]!);
  await world.advance({ seconds: 30 });
  assert.deepEqual(subjects(world, ana), ['Severity 3: Shop 4'], 'one that is left reads as any page');
  for (const arn of arns.slice(0, 4)) await resolve(world, arn);
  await world.advance({ minutes: 5 });
});

test('while pages keep coming there is one message a minute; after a quiet minute they go at once again', async () => {
  await using given = await night();
  const { world, ana, start } = given;
  const counts: number[] = [];
  for (let minute = 0; minute < 5; minute++) {
    for (let made = 0; made < 12; made++) {
      await start(`Shop ${minute}/${made}`);
      await world.advance({ seconds: 5 });
    }
    counts.push(subjects(world, ana).length);
  }
  assert.equal(counts[0], 3);
  assert.deepEqual(counts.slice(1), [1, 1, 1, 1]);
  await world.advance({ minutes: 3 });
  assert.equal(subjects(world, ana).length, 1, 'what waited last');
  for (let made = 0; made < 3; made++) await start(`Calm ${made}`);
  await world.runDue();
  assert.equal(subjects(world, ana).length, 3);
});

test('two nodes that send at once let no fourth page through', async () => {
  await using given = await night();
  const { world, ana, start } = given;
  const { db, due, clock, log, house } = world;
  const other = createEngine({ db, due, clock, wake: localWake(), log, handlers: house.handlers });
  for (let made = 1; made <= 24; made++) await start(`Shop ${made}`);
  await Promise.all([world.engine.runDue(), other.runDue()]);
  assert.equal(subjects(world, ana).length, 3);
  await world.advance({ minutes: 1 });
  assert.deepEqual(
    subjects(world, ana).map((subject) => subject.split(':')[0]),
    ['21 incidents'],
  );
});

test('a flood is looked at a few times, and not again for every page', async () => {
  await using given = await night();
  const { world, ana, start } = given;
  for (let made = 1; made <= 60; made++) await start(`Shop ${made}`);
  await world.runDue();
  assert.equal(subjects(world, ana).length, 3);
  for (let made = 61; made <= 80; made++) await start(`Shop ${made}`);
  await world.advance({ seconds: 50 });
  assert.ok((await world.db.first(claims))!.most <= 1, 'nothing that waits was claimed twice');
  await world.advance({ seconds: 10 });
  const [mail, ...more] = world.mail.take(ana.address);
  assert.deepEqual(more, []);
  assert.match(mail!.subject, /^77 incidents:/);
  assert.equal(new Set(incidentsIn(mail!)).size, 77, 'every incident is named, however many');
});

test('a message that fails in a storm is tried again by itself, and loses nobody', async () => {
  await using given = await night();
  const { world, ana, start } = given;
  for (let made = 1; made <= 6; made++) await start(`Shop ${made}`);
  await world.runDue();
  assert.equal(subjects(world, ana).length, 3);
  world.mail.behave('unreachable');
  await world.advance({ seconds: 75 });
  assert.deepEqual(subjects(world, ana), []);
  world.mail.behave('ok');
  await world.advance({ seconds: 30 });
  assert.deepEqual(
    subjects(world, ana).map((subject) => subject.split(':')[0]),
    ['3 incidents'],
  );
  await world.advance({ minutes: 10 });
});

test(`${WIDE} people are paged at once, or as fast as the provider takes it`, async () => {
  const pagedAtOnce = async (perSecond: number) => {
    await using world = await openWorld({
      limits: { pages: 3, windowMs: MINUTE, personPages: 0, perSecond: { EMAIL: perSecond } },
    });
    await replicationSet(world);
    const people: Person[] = [];
    for (let made = 0; made < WIDE; made++) {
      people.push(await person(world, `p${made}`, { minutes: 30 }));
      await world.advance({ seconds: 2 });
    }
    const tiers = await escalation(world, 'all', [{ minutes: 30, people }]);
    const responsePlanArn = await responsePlan(world, 'wide', [tiers]);
    await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }));
    await world.runDue();
    const counts = [people.flatMap((one) => subjects(world, one)).length];
    await world.advance({ seconds: 1 });
    counts.push(people.flatMap((one) => subjects(world, one)).length);
    await world.advance({ seconds: 5 });
    counts.push(people.flatMap((one) => subjects(world, one)).length);
    return counts;
  };
  assert.deepEqual(await pagedAtOnce(0), [WIDE, 0, 0]);
  const rate = WIDE / 2.5;
  assert.deepEqual(await pagedAtOnce(rate), [rate, rate, rate / 2]);
});

test('a person’s limit counts all channels together', async () => {
  await using given = await night({ limits: { pages: 3, windowMs: MINUTE, personPages: 1, perSecond: {} }, now: T0 });
  const { world, ana, start } = given;
  await start('Shop 1');
  await world.runDue();
  await start('Shop 2');
  await world.runDue();
  assert.equal(subjects(world, ana).length, 1);
  await world.advance({ minutes: 1 });
  assert.deepEqual(subjects(world, ana), ['Severity 3: Shop 2']);
});
