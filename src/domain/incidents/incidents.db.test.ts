import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tx } from '#storage/db';
import { statement } from '#storage/statement';
import { person, replicationSet, responsePlan, timelineOf } from '#test/kit/scenario';
import { ACCOUNT, openWorld, REGION, T0, type World } from '#test/kit/world';
import { parseIncidentArn } from './incident.ts';
import type { Started, StartIncident } from './start.ts';

const actor = { account: ACCOUNT, region: REGION, principal: 'arn:aws:iam::123456789012:user/admin', requestId: 'r' };
const open = statement<{ id: string }>('test.open', `select i.id from incidents i where i.status <> 'RESOLVED'`);
const waiting = statement<{ count: number }>(
  'test.waitingOfIncidents',
  `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
);

const alarm = (name: string, plan = 'payments', more: Partial<StartIncident> = {}): StartIncident => ({
  actor,
  plan: { account: ACCOUNT, name: plan },
  trigger: {
    source: 'aws.cloudwatch',
    timestamp: T0,
    triggerArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:${name}`,
  },
  relatedItems: [],
  ...more,
});
const start = (world: World, ...starts: StartIncident[]) =>
  world.db.tx((tx) => world.house.rooms.incidents.start(tx, world.now(), starts));

function started(one: Started | undefined) {
  assert.ok(one && 'arn' in one, `wanted an incident, got ${JSON.stringify(one)}`);
  return one;
}
const refOf = (one: Started | undefined) => parseIncidentArn(started(one).arn, 'arn');
const update = (tx: Tx, world: World, one: Started | undefined, status: 'RESOLVED' | 'OPEN') =>
  world.house.rooms.incidents.update(tx, world.now(), actor, refOf(one), { status });

async function plans(world: World, engagements: string[] = []): Promise<void> {
  await replicationSet(world);
  await responsePlan(world, 'payments', engagements);
  await responsePlan(world, 'search', engagements);
}

async function untilBlocked(world: World): Promise<void> {
  for (let tries = 0; (await world.db.first(waiting))!.count === 0; tries++) assert.ok(tries < 2_000, 'somebody waits');
}

test('one trigger from many connections at once: exactly one incident is open, and every trigger is on its timeline', async () => {
  await using world = await openWorld();
  await plans(world);
  const all = (await Promise.all(Array.from({ length: 12 }, () => start(world, alarm('Latency'))))).flat().map(started);
  assert.equal(all.filter((one) => one.created).length, 1);
  assert.equal(new Set(all.map((one) => one.arn)).size, 1);
  assert.equal((await world.db.rows(open)).length, 1);
  const told = await timelineOf(world, all[0]!.arn);
  const triggers = told
    .filter((event) => event.type === 'SSM Incident Trigger')
    .map((event) => JSON.parse(event.data).createdIncident as boolean);
  assert.deepEqual(triggers.toSorted(), [...Array.from({ length: 11 }, () => false), true]);
  assert.deepEqual(
    await world.house.rooms.timeline.verify(world.db, { account: ACCOUNT, incidentId: refOf(all[0]).id }),
    [],
  );
});

test('a batch with duplicates, other plans and one that is refused: each gets its own answer, in order', async () => {
  await using world = await openWorld();
  await plans(world);
  const foreign = { ...actor, account: '210987654321' };
  const answers = await start(
    world,
    alarm('A'),
    alarm('B'),
    alarm('A'),
    alarm('A', 'never-made'),
    alarm('A', 'search'),
    alarm('A', 'payments', { actor: foreign }),
  );
  const [a, b, again, missing, other, stranger] = answers;
  assert.deepEqual(
    [a, b, again, other].map((one) => started(one).created),
    [true, true, false, true],
  );
  assert.equal(started(again).arn, started(a).arn);
  assert.equal(new Set([a, b, other].map((one) => started(one).arn)).size, 3);
  for (const refused of [missing, stranger])
    assert.ok(refused && 'refused' in refused && refused.refused.kind === 'notFound');
});

test('batches that open the same incidents in opposite orders do not lock each other out', async () => {
  await using world = await openWorld();
  await plans(world);
  const names = Array.from({ length: 15 }, (_, n) => `alarm-${n}`);
  let runs = 0;
  const batch = (order: string[]) =>
    world.db.tx((tx) => {
      runs++;
      return world.house.rooms.incidents.start(
        tx,
        world.now(),
        order.map((name) => alarm(name)),
      );
    });
  const batches = await Promise.all([batch(names), batch(names.toReversed()), batch(names), batch(names.toReversed())]);
  assert.equal((await world.db.rows(open)).length, 15);
  assert.equal(batches.flat().filter((one) => started(one).created).length, 15);
  assert.equal(runs, 4, 'no batch had to run again');
});

test('a trigger without an alarm or rule is an incident of its own each time', async () => {
  await using world = await openWorld();
  await plans(world);
  const custom = alarm('x', 'payments', { trigger: { source: 'aws.ssm-incidents.custom', timestamp: T0 } });
  const [one, two] = await start(world, custom, custom);
  assert.notEqual(started(one).arn, started(two).arn);
});

test('a trigger that comes while its incident is being resolved opens a new one', async () => {
  await using world = await openWorld();
  await plans(world);
  const [first] = await start(world, alarm('A'));
  let other: Promise<Started[]> = Promise.resolve([]);
  await world.db.tx(async (tx) => {
    await update(tx, world, first, 'RESOLVED');
    other = start(world, alarm('A'));
    await untilBlocked(world);
  });
  const [second] = await other;
  assert.equal(started(second).created, true);
  assert.notEqual(started(second).arn, started(first).arn);
});

test('an incident is opened again, unless its successor is open', async () => {
  await using world = await openWorld();
  await plans(world);
  const { incidents } = world.house.rooms;
  const [first] = await start(world, alarm('A'));
  await world.db.tx((tx) => update(tx, world, first, 'RESOLVED'));
  assert.deepEqual((await incidents.get(world.db, refOf(first))).resolvedAt, world.now());
  await world.db.tx((tx) => update(tx, world, first, 'OPEN'));
  assert.equal((await incidents.get(world.db, refOf(first))).resolvedAt, undefined);
  await world.db.tx((tx) => update(tx, world, first, 'RESOLVED'));
  await start(world, alarm('A'));
  await assert.rejects(
    world.db.tx((tx) => update(tx, world, first, 'OPEN')),
    /with the same dedupe string is open/,
  );
});

test('an incident that is opened again while its successor is being opened: refused as a conflict', async () => {
  await using world = await openWorld();
  await plans(world);
  const [first] = await start(world, alarm('A'));
  await world.db.tx((tx) => update(tx, world, first, 'RESOLVED'));
  let reopened: Promise<unknown> = Promise.resolve();
  await world.db.tx(async (tx) => {
    await world.house.rooms.incidents.start(tx, world.now(), [alarm('A')]);
    reopened = world.db
      .tx((other) => update(other, world, first, 'OPEN'))
      .then(
        () => 'opened',
        (error: unknown) => error,
      );
    await untilBlocked(world);
  });
  assert.match(String(await reopened), /with the same dedupe string is open/);
});

test('another account’s contact in a plan is never paged, and the timeline says what to do', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana');
  await responsePlan(world, 'payments', [ana.arn.replace(ACCOUNT, '210987654321'), `${ana.arn}-gone`]);
  const [one] = await start(world, alarm('A'));
  await world.advance({ hours: 1 });
  const told = (await timelineOf(world, started(one).arn))
    .filter((event) => event.type === 'Custom Event')
    .map((event) => event.data);
  assert.equal(told.length, 2);
  for (const line of told)
    assert.match(line, /Nobody is paged for .* there is no such contact. Create it, or take it out/);
});

test('incidents are listed newest first, by status, impact, creator and time, in pages without gap or double', async () => {
  await using world = await openWorld();
  await plans(world);
  const { incidents } = world.house.rooms;
  const made: string[] = [];
  for (const [name, impact] of [
    ['A', 1],
    ['B', 2],
    ['C', 2],
    ['D', 5],
  ] as const) {
    const [one] = await start(world, alarm(name, 'payments', { impact }));
    made.unshift(refOf(one).id);
    await world.advance({ minutes: 1 });
  }
  const [newest] = await incidents.list(world.db, { account: ACCOUNT, limit: 1 });
  await world.db.tx((tx) => incidents.update(tx, world.now(), actor, newest!, { status: 'RESOLVED' }));
  const ids = async (filter: object) =>
    (await incidents.list(world.db, { account: ACCOUNT, limit: 10, ...filter })).map((one) => one.id);
  assert.deepEqual(await ids({}), made);
  assert.deepEqual(await ids({ statuses: ['OPEN', 'IN_PROGRESS'] }), made.slice(1));
  assert.deepEqual(await ids({ impacts: [2] }), made.slice(1, 3));
  assert.deepEqual(await ids({ createdBy: ['somebody else'] }), []);
  assert.deepEqual(await ids({ after: T0, before: world.now() }).then((all) => all.length > 0), true);
  assert.deepEqual(await ids({ account: '210987654321' }), []);
  const paged: string[] = [];
  for (let position: object = {}; ; ) {
    const [one] = await incidents.list(world.db, { account: ACCOUNT, limit: 1, ...position });
    if (!one) break;
    paged.push(one.id);
    position = { position: { createdAt: one.createdAt, id: one.id } };
  }
  assert.deepEqual(paged, made);
});
