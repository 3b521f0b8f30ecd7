import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import { statement } from '#storage/statement';
import {
  answersIn,
  escalation,
  incidentsOf,
  type Person,
  person,
  replicationSet,
  responsePlan,
  timelineOf,
} from '#test/kit/scenario';
import { ACCOUNT, openWorld, T0, type World } from '#test/kit/world';

type Row = { status: string; attempts: number; folded: boolean };
const messages = statement<Row>(
  'test.messages',
  `select m.status, m.attempts, m.folded_into is not null as folded from messages m where m.kind = 'page' order by m.created_at, m.id`,
);
const receipts = statement<{ type: string; info: string }>(
  'test.receiptsOfMessages',
  'select r.type, r.info from page_receipts r order by r.at, r.page_id, r.seq',
);
const loseLeases = statement('test.loseLeases', `update due set token = token + 1 where queue = 'send.email'`);
const foldAll = statement('test.foldAll', `update messages set status = 'folded' where kind = 'page'`);
const waiting = statement<{ count: number }>(
  'test.outboxWaiting',
  `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
);
const queued = statement<{ key: string }>('test.queued', `select d.key from due d where d.queue = 'send.email'`);
const actor = {
  account: ACCOUNT,
  region: 'us-east-1',
  principal: 'arn:aws:iam::123456789012:user/admin',
  requestId: 'r',
};

async function anaOnCall(world: World): Promise<Person> {
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 30 });
  await responsePlan(world, 'p', [ana.arn]);
  return ana;
}
const start = (world: World, title = 'x') =>
  world.db.tx((tx) =>
    world.house.rooms.incidents.start(tx, world.now(), [
      {
        actor,
        plan: { account: ACCOUNT, name: 'p' },
        title,
        trigger: { source: 'aws.ssm-incidents.custom', timestamp: T0 },
        relatedItems: [],
      },
    ]),
  );
const resolveAll = async (world: World) => {
  for (const { arn } of await incidentsOf(world))
    await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'RESOLVED' }));
};
const states = async (world: World) => (await world.db.rows(messages)).map((row) => row.status);

test('messages in time go each by itself', async () => {
  await using world = await openWorld();
  const ana = await anaOnCall(world);
  await start(world);
  await start(world);
  await world.runDue();
  assert.equal(world.mail.take(ana.address).length, 2);
  assert.deepEqual(await states(world), ['sent', 'sent']);
});

test('late messages that have surely not left go together; one that is in time does not', async () => {
  await using world = await openWorld();
  const ana = await anaOnCall(world);
  await start(world, 'first');
  await start(world, 'second');
  world.standStill({ seconds: 15 });
  await start(world, 'third');
  await world.advance({ minutes: 2 });
  const mails = world.mail.take(ana.address);
  assert.deepEqual(mails.map((mail) => mail.subject.startsWith('2 incidents:')).toSorted(), [false, true]);
  assert.deepEqual((await states(world)).toSorted(), ['folded', 'sent', 'sent']);
  assert.deepEqual(await world.db.rows(queued), []);
});

test('when it is unknown whether a message left, it is sent again under the same key, and never folded into another', async () => {
  await using world = await openWorld();
  const ana = await anaOnCall(world);
  world.mail.behave('unknown');
  await start(world, 'first');
  await world.runDue();
  assert.deepEqual(await states(world), ['sending']);
  world.mail.behave('unreachable');
  await start(world, 'second');
  await world.advance({ seconds: 20 });
  world.mail.behave('ok');
  await world.advance({ minutes: 3 });
  const keys = world.mail.take(ana.address).map((mail) => mail.key);
  assert.equal(keys.length, 3);
  assert.equal(keys.filter((key) => key === keys[0]).length, 2);
  assert.deepEqual(await states(world), ['sent', 'sent']);
});

test('a receiver that is refused for good: one ERROR, told once, and never tried again', async () => {
  await using world = await openWorld();
  await anaOnCall(world);
  world.mail.behave('permanent');
  await start(world);
  await world.advance({ minutes: 20 });
  assert.deepEqual(await world.db.rows(messages), [{ status: 'failed', attempts: 1, folded: false }]);
  assert.deepEqual(
    (await world.db.rows(receipts)).map((row) => row.type),
    ['ERROR'],
  );
  const [incident] = await incidentsOf(world);
  const told = (await timelineOf(world, incident!.arn!)).filter((event) => /refused for good/.test(event.data));
  assert.equal(told.length, 1);
});

test('one receiver’s failure holds up no other', async () => {
  await using world = await openWorld();
  const ana = await anaOnCall(world);
  const bo = await person(world, 'bo');
  await responsePlan(world, 'both', [ana.arn, bo.arn]);
  world.mail.behave('temporary', ana.address);
  const trigger = { source: 'aws.ssm-incidents.custom', timestamp: T0 };
  await world.db.tx((tx) =>
    world.house.rooms.incidents.start(tx, world.now(), [
      { actor, plan: { account: ACCOUNT, name: 'both' }, trigger, relatedItems: [] },
    ]),
  );
  await world.runDue();
  assert.equal(world.mail.take(bo.address).length, 1);
  world.mail.behave('ok', ana.address);
  await world.advance({ minutes: 1 });
  assert.equal(world.mail.take(ana.address).length, 1);
});

test('what was settled while its message waited is cancelled, with a receipt that says why', async () => {
  await using world = await openWorld();
  await anaOnCall(world);
  world.mail.behave('temporary');
  await start(world);
  await world.advance({ seconds: 5 });
  await resolveAll(world);
  world.mail.behave('ok');
  await world.advance({ hours: 1 });
  assert.deepEqual(await states(world), ['cancelled']);
  assert.deepEqual((await world.db.rows(receipts)).at(-1), { type: 'STOP', info: 'the incident was resolved' });
  assert.deepEqual(await world.db.rows(queued), []);
});

test('of a digest only what is still live is named', async () => {
  await using world = await openWorld();
  const ana = await anaOnCall(world);
  world.mail.behave('unreachable');
  await start(world, 'over soon');
  await start(world, 'still on');
  await world.advance({ seconds: 12 });
  const over = (await incidentsOf(world)).find((one) => one.title === 'over soon')!;
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: over.arn, status: 'RESOLVED' }));
  world.mail.behave('ok');
  await world.advance({ minutes: 2 });
  const mails = world.mail.take(ana.address);
  assert.equal(mails.length, 1);
  assert.match(mails[0]!.subject, /still on/);
  assert.ok(!mails[0]!.text.includes('over soon'));
});

test('a person who was engaged twice for one incident can settle both from a digest', async () => {
  await using world = await openWorld();
  const ana = await anaOnCall(world);
  await responsePlan(world, 'twice', [ana.arn, await escalation(world, 'tiers', [{ minutes: 30, people: [ana] }])]);
  const trigger = { source: 'aws.ssm-incidents.custom', timestamp: T0 };
  world.mail.behave('unreachable');
  await world.db.tx((tx) =>
    world.house.rooms.incidents.start(tx, world.now(), [
      { actor, plan: { account: ACCOUNT, name: 'twice' }, trigger, relatedItems: [] },
    ]),
  );
  await world.advance({ seconds: 15 });
  world.mail.behave('ok');
  await world.advance({ minutes: 2 });
  const mails = world.mail.take(ana.address);
  assert.equal(mails.length, 1);
  const tokens = [...mails[0]!.text.matchAll(/\/ack\/([\w-]+)/g)].map((match) => match[1]!);
  for (const token of tokens)
    await world.db.tx((tx) => world.house.rooms.acknowledging.acknowledgeByLink(tx, world.now(), token));
  assert.ok(answersIn(mails[0]!));
  const live = await world.house.rooms.engagements.list(world.db, { account: ACCOUNT, region: 'us-east-1', limit: 10 });
  assert.deepEqual(
    live.map((row) => row.status).filter((status) => status !== 'acknowledged'),
    [],
  );
});

test('what was settled before its first try is cancelled, and counts none', async () => {
  await using world = await openWorld();
  await anaOnCall(world);
  await start(world);
  await resolveAll(world);
  await world.runDue();
  assert.deepEqual(await world.db.rows(messages), [{ status: 'cancelled', attempts: 0, folded: false }]);
  assert.deepEqual(await world.db.rows(receipts), [{ type: 'STOP', info: 'the incident was resolved' }]);
});

test('of an outcome whose work has been taken over nothing is kept: whoever took it sends under the same key', async () => {
  let take = false;
  await using world = await openWorld({
    probe: async (point) => {
      if (!take || point !== 'afterSend') return;
      take = false;
      await world.db.rows(loseLeases);
    },
  });
  const ana = await anaOnCall(world);
  take = true;
  await start(world);
  await world.runDue();
  assert.deepEqual(await world.db.rows(messages), [{ status: 'sending', attempts: 1, folded: false }]);
  assert.deepEqual(await world.db.rows(receipts), []);
  assert.equal((await world.db.rows(queued)).length, 1);
  await world.advance({ minutes: 2 });
  assert.deepEqual(await world.db.rows(messages), [{ status: 'sent', attempts: 2, folded: false }]);
  assert.deepEqual(
    (await world.db.rows(receipts)).map((row) => row.type),
    ['SENT'],
  );
  const [first, second, ...more] = world.mail.take(ana.address);
  assert.deepEqual([second?.key, more], [first!.key, []]);
});

test('a message does not leave while another is taking it along', async () => {
  await using world = await openWorld();
  await anaOnCall(world);
  await start(world);
  let sending: Promise<void> = Promise.resolve();
  await world.db.tx(async (tx) => {
    await tx.rows(foldAll);
    sending = world.runDue();
    for (let tries = 0; (await world.db.first(waiting))!.count === 0; tries++) assert.ok(tries < 2_000);
  });
  await sending;
  assert.deepEqual(world.mail.left(), []);
  assert.deepEqual(await states(world), ['folded']);
  assert.deepEqual(await world.db.rows(queued), []);
});
