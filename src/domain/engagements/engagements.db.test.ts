import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOutbox } from '#domain/channels';
import { type OwnedRef, parseOwnedArn } from '#domain/contacts';
import { createSchedules, createWatch } from '#domain/oncall';
import type { Tx } from '#storage/db';
import { statement } from '#storage/statement';
import {
  alarmEvent,
  alarmRule,
  answersIn,
  escalation,
  incidentsOf,
  type Person,
  person,
  replicationSet,
  responsePlan,
  timelineOf,
} from '#test/kit/scenario';
import { ACCOUNT, openWorld, REGION, type World } from '#test/kit/world';
import { engagementHandler } from './handlers.ts';
import { lockTree } from './lock.ts';

const engagementsBy = statement<{ alias: string; status: string }>(
  'test.engagements',
  'select e.alias, e.status from engagements e order by e.alias',
);
const pagesBy = statement<{ alias: string; delivered_at: Date | null; read_at: Date | null }>(
  'test.pages',
  'select p.alias, p.delivered_at, p.read_at from pages p order by p.created_at, p.alias',
);
const receiptsBy = statement<{ type: string }>(
  'test.receipts',
  'select r.type from page_receipts r order by r.page_id, r.seq',
);
const rootOf = statement<{ id: string }>('test.root', 'select e.id from engagements e where e.parent_id is null');
const timers = statement<{ key: string }>('test.timers', `select d.key from due d where d.queue = 'engagement'`);
const waiting = statement<{ count: number }>(
  'test.waiting',
  `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
);

interface Paged {
  ana: Person;
  bo: Person;
  incidentArn: string;
  code: string;
  page: OwnedRef;
  token: string;
}

/** Ana is paged for an incident and has five minutes before it is Bo's turn. */
async function anaIsPaged(world: World): Promise<Paged> {
  await replicationSet(world);
  const ana = await person(world, 'ana');
  const bo = await person(world, 'bo');
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [bo] },
  ]);
  await alarmRule(world, await responsePlan(world, 'payments', [tiers]));
  await alarmEvent(world, 'Latency');
  await world.runDue();
  const [mail] = world.mail.take(ana.address);
  const { code, pageArn, token } = answersIn(mail!);
  const [incident] = await incidentsOf(world);
  return { ana, bo, incidentArn: incident!.arn!, code, token, page: parseOwnedArn(pageArn, 'page', 'PageId') };
}

type Accept = Partial<{ type: 'READ' | 'DELIVERED'; code: string; validation: 'ENFORCE' | 'IGNORE' }>;

const accept = (world: World, page: Paged, given: Accept = {}) =>
  world.db.tx((tx) =>
    world.house.rooms.acknowledging.acceptPage(tx, world.now(), {
      page: page.page,
      type: 'READ',
      code: page.code,
      validation: 'ENFORCE',
      by: page.ana.arn,
      ...given,
    }),
  );

const resolve = (tx: Tx, world: World, page: Paged) =>
  world.house.rooms.engagements.incidentOver(tx, world.now(), ACCOUNT, page.incidentArn, 'the incident was resolved');

/** Until another connection waits for a lock; fails when none does. */
async function untilBlocked(world: World): Promise<void> {
  for (let tries = 0; tries < 60_000; tries++) {
    if ((await world.db.first(waiting))!.count > 0) return;
  }
  assert.fail('nobody waits for a lock');
}

/** Runs `first` in a transaction that commits only when `second` waits for it. */
async function overlapped(
  world: World,
  first: (tx: Tx) => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<void> {
  let other: Promise<unknown> = Promise.resolve();
  await world.db.tx(async (tx) => {
    await first(tx);
    other = second();
    await untilBlocked(world);
  });
  await other;
}

/** The next stage begins: Bo is engaged, in a transaction of its own. */
async function escalate(world: World, tx: Tx): Promise<void> {
  const { id } = (await tx.first(rootOf))!;
  const job = (await world.due.claim(world.now(), 'engagement', 1, 5_000)).find((one) => one.key === id)!;
  assert.ok(job);
  // The handler's own transaction is this one.
  const db = { ...world.db, tx: <T>(work: (inner: Tx) => Promise<T>) => work(tx) };
  await engagementHandler(db, () => world.now(), roomsOf(world), world.house.rooms.incidents).handle(job);
}

function roomsOf(world: World) {
  const { contacts, contactChannels, timeline } = world.house.rooms;
  const plans = { contacts, contactChannels, schedules: createSchedules(createWatch(world.due)), minuteMs: 60_000 };
  return { ...plans, timeline, due: world.due, outbox: outboxOf(world) };
}

const outboxOf = (world: World) => createOutbox(world.due, { pages: 0, windowMs: 60_000, personPages: 0 });

test('a wrong code is refused where it is enforced, and taken where it is ignored', async () => {
  await using world = await openWorld();
  const page = await anaIsPaged(world);
  const wrong = page.code === '000000' ? '000001' : '000000';
  await assert.rejects(accept(world, page, { code: wrong }), /AcceptCode: it is not the code of this page/);
  assert.deepEqual(
    (await world.db.rows(engagementsBy)).map((row) => row.status),
    ['engaging', 'engaging'],
  );
  await accept(world, page, { code: wrong, validation: 'IGNORE' });
  assert.deepEqual(
    (await world.db.rows(engagementsBy)).map((row) => row.status),
    ['acknowledged', 'acknowledged'],
  );
  assert.deepEqual(await world.db.rows(timers), []);
});

test('DELIVERED is recorded once and ends nothing', async () => {
  await using world = await openWorld();
  const page = await anaIsPaged(world);
  await accept(world, page, { type: 'DELIVERED' });
  await accept(world, page, { type: 'DELIVERED' });
  assert.deepEqual(
    (await world.db.rows(receiptsBy)).map((row) => row.type),
    ['SENT', 'DELIVERED'],
  );
  assert.deepEqual(
    (await world.db.rows(engagementsBy)).map((row) => row.status),
    ['engaging', 'engaging'],
  );
  await world.advance({ minutes: 5 });
  assert.equal(world.mail.take(page.bo.address).length, 1);
});

test('a second acknowledgement changes nothing, on the timeline neither', async () => {
  await using world = await openWorld();
  const page = await anaIsPaged(world);
  await accept(world, page);
  const before = await timelineOf(world, page.incidentArn);
  await accept(world, page);
  const answer = await world.db.tx((tx) =>
    world.house.rooms.acknowledging.acknowledgeByLink(tx, world.now(), page.token),
  );
  assert.equal(answer?.state, 'acknowledged');
  assert.deepEqual(await timelineOf(world, page.incidentArn), before);
});

test('an acknowledgement after the incident was resolved is recorded and starts nothing', async () => {
  await using world = await openWorld();
  const page = await anaIsPaged(world);
  await world.db.tx((tx) => resolve(tx, world, page));
  await accept(world, page);
  assert.deepEqual(
    (await world.db.rows(engagementsBy)).map((row) => row.status),
    ['stopped', 'stopped'],
  );
  assert.ok((await world.db.rows(pagesBy))[0]!.read_at);
  await world.advance({ hours: 1 });
});

test('another account cannot accept a page', async () => {
  await using world = await openWorld();
  const page = await anaIsPaged(world);
  const foreign = {
    page: { ...page.page, account: '210987654321' },
    type: 'READ',
    code: page.code,
    validation: 'ENFORCE',
    by: 'x',
  } as const;
  await assert.rejects(
    world.db.tx((tx) => world.house.rooms.acknowledging.acceptPage(tx, world.now(), foreign)),
    /PAGE not found/,
  );
});

test('a forged link, a link of another purpose and a cut one acknowledge nothing', async () => {
  await using world = await openWorld();
  const page = await anaIsPaged(world);
  const flipped = `${page.token.slice(0, -4)}${page.token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
  for (const token of [flipped, page.token.slice(0, -1), `${page.token}A`, '', 'x'.repeat(5_000)]) {
    assert.equal(
      await world.db.tx((tx) => world.house.rooms.acknowledging.acknowledgeByLink(tx, world.now(), token)),
      undefined,
    );
  }
  assert.deepEqual(
    (await world.db.rows(engagementsBy)).map((row) => row.status),
    ['engaging', 'engaging'],
  );
});

test('a link acknowledges for a day, and is then told to be expired', async () => {
  await using world = await openWorld();
  const page = await anaIsPaged(world);
  await world.advance({ minutes: 5 });
  world.mail.take(page.bo.address);
  await world.advance({ hours: 24 });
  const late = await world.db.tx((tx) =>
    world.house.rooms.acknowledging.acknowledgeByLink(tx, world.now(), page.token),
  );
  assert.equal(late?.state, 'expired');
});

test('resolved while the next stage is being entered: whoever that stage engages is stopped too', async () => {
  await using world = await openWorld();
  const page = await anaIsPaged(world);
  world.clock.moveTo(new Date(world.now().getTime() + 5 * 60_000));
  await overlapped(
    world,
    (tx) => escalate(world, tx),
    () => world.db.tx((tx) => resolve(tx, world, page)),
  );
  assert.deepEqual(await world.db.rows(engagementsBy), [
    { alias: 'ana', status: 'stopped' },
    { alias: 'bo', status: 'stopped' },
    { alias: 'tiers', status: 'stopped' },
  ]);
  assert.deepEqual(await world.db.rows(timers), []);
  // Bo's page was put by the stage; it must not leave.
  await world.advance({ hours: 1 });
  assert.deepEqual(world.mail.take(page.bo.address), []);
});

test('acknowledged while the next stage is being entered: whoever that stage engages is stopped too', async () => {
  await using world = await openWorld();
  const page = await anaIsPaged(world);
  world.clock.moveTo(new Date(world.now().getTime() + 5 * 60_000));
  await overlapped(
    world,
    (tx) => escalate(world, tx),
    () => accept(world, page),
  );
  assert.deepEqual(await world.db.rows(engagementsBy), [
    { alias: 'ana', status: 'acknowledged' },
    { alias: 'bo', status: 'stopped' },
    { alias: 'tiers', status: 'acknowledged' },
  ]);
  assert.deepEqual(await world.db.rows(timers), []);
  await world.advance({ hours: 1 });
  assert.deepEqual(world.mail.take(page.bo.address), []);
});

test('acknowledgement, escalation and resolution at once from many connections end as one after another would, without a deadlock', async () => {
  await using world = await openWorld();
  const page = await anaIsPaged(world);
  world.clock.moveTo(new Date(world.now().getTime() + 5 * 60_000));
  const { incidents } = world.house.rooms;
  const [found] = await incidents.list(world.db, { account: ACCOUNT, limit: 1 });
  const actor = {
    account: ACCOUNT,
    region: REGION,
    principal: 'arn:aws:iam::123456789012:user/admin',
    requestId: 'test',
  };
  await Promise.all([
    world.runDue(),
    accept(world, page),
    world.db.tx((tx) => incidents.update(tx, world.now(), actor, found!, { status: 'RESOLVED' })),
    accept(world, page, { type: 'DELIVERED' }),
  ]);
  await world.advance({ hours: 1 });
  world.mail.take(page.bo.address);
  const left = (await world.db.rows(engagementsBy)).filter(
    (row) => row.status === 'engaging' || row.status === 'ended',
  );
  assert.deepEqual(left, []);
  assert.deepEqual(await world.db.rows(timers), []);
  const id = found!.id;
  assert.deepEqual(await world.house.rooms.timeline.verify(world.db, { account: ACCOUNT, incidentId: id }), []);
});

test('resolving an incident takes its locks in the order in which an acknowledgement takes them', async () => {
  await using world = await openWorld();
  const page = await anaIsPaged(world);
  const { incidents, timeline } = world.house.rooms;
  const [found] = await incidents.list(world.db, { account: ACCOUNT, limit: 1 });
  const actor = {
    account: ACCOUNT,
    region: REGION,
    principal: 'arn:aws:iam::123456789012:user/admin',
    requestId: 'test',
  };
  const { id: root } = (await world.db.first(rootOf))!;
  const event = {
    account: ACCOUNT,
    incidentId: found!.id,
    eventId: root,
    time: world.now(),
    type: 'Note',
    data: '"x"',
    actor: 'x',
  };
  let tries = 0;
  const locked = async (tx: Tx) => {
    tries++;
    await lockTree(tx, root);
    return tx;
  };
  // First the engagement, then the timeline: as acknowledge and the timer's handler do.
  let resolving: Promise<unknown> = Promise.resolve();
  await world.db.tx(async (tx) => {
    await locked(tx);
    if (tries === 1)
      resolving = world.db.tx((other) => {
        tries++;
        return incidents.update(other, world.now(), actor, found!, { status: 'RESOLVED' });
      });
    await untilBlocked(world);
    await timeline.append(tx, world.now(), [event]);
  });
  await resolving;
  assert.equal(tries, 2, 'neither ran into a deadlock and had to run again');
  assert.ok(page);
});
