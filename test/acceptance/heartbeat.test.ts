import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createEngine } from '#engine/engine';
import { statement } from '#storage/statement';
import { localWake } from '#storage/wake';
import { incidentsOf, replicationSet } from '#test/kit/scenario';
import { openWorld, type World } from '#test/kit/world';

/** A dead man's switch on this machine. */
interface Switch extends AsyncDisposable {
  url: string;
  /** How it answers from now on. */
  answer: number;
  /** The paths that were asked for. */
  beats: string[];
}

async function deadMansSwitch(): Promise<Switch> {
  const beats: string[] = [];
  const server = createServer((request, response) => {
    beats.push(`${request.method} ${request.url}`);
    response.writeHead(one.answer).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const one: Switch = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/a-token`,
    answer: 200,
    beats,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return one;
}

const kept = statement<{ count: number }>(
  'test.heartbeat.kept',
  `select (select count(*) from events e where e.account = 'muster') + (select count(*) from event_deliveries d where d.account = 'muster')
     + (select count(*) from messages m where m.account = 'muster') + (select count(*) from due d where d.account = 'muster')
     + (select count(*) from audit_events a where a.account = 'muster') as count`,
);
const disable = statement(
  'test.heartbeat.disable',
  `with off as (update event_rules set state = 'DISABLED' where account = 'muster')
   update event_rule_versions set version = version + 1 where account = 'muster'`,
);

const STOPPED = /has not gone the whole way/;

/** Two minutes in which the workers of some queues have stopped and the process, with all the others, runs. */
async function withoutWorkers(world: World, queues: string[]): Promise<void> {
  const { db, due, clock, log } = world;
  const handlers = world.house.handlers.filter(({ queue }) => !queues.includes(queue));
  const engine = createEngine({ db, due, clock, wake: localWake(), log, handlers });
  for (let second = 0; second < 120; second++) {
    clock.moveTo(new Date(clock.now().getTime() + 1_000));
    await engine.runDue();
  }
}

test('while an event goes the whole way the outside hears a beat a minute, and nothing of it is on anybody’s list', async () => {
  await using outside = await deadMansSwitch();
  await using world = await openWorld({ heartbeat: { url: outside.url, everyMs: 60_000 } });
  await replicationSet(world);
  await world.house.planHousekeeping();
  await world.advance({ minutes: 10 });
  assert.ok(outside.beats.length === 10 || outside.beats.length === 11, `${outside.beats.length} beats in ten minutes`);
  assert.deepEqual([...new Set(outside.beats)], ['GET /ping/a-token']);
  assert.deepEqual(await incidentsOf(world), []);
  assert.deepEqual(world.mail.left(), []);
  const { count } = (await world.db.first(kept))!;
  // A beat has a message for each kind of channel, an event with its delivery, and the work of the next one.
  const ofOne = world.house.channels.length + 3;
  assert.ok(count <= ofOne, `${count} rows are kept of ten beats, ${ofOne} at most of one`);
});

test('the pipeline stops and not the process: the beats end, until it runs again', async () => {
  await using outside = await deadMansSwitch();
  await using world = await openWorld({ heartbeat: { url: outside.url, everyMs: 60_000 }, expectErrors: [STOPPED] });
  await world.house.planHousekeeping();
  for (const queue of ['engagement', 'send.email', 'heartbeat']) {
    await world.advance({ minutes: 2 });
    const before = outside.beats.length;
    assert.ok(before > 0);
    // One may have been carried just before.
    await withoutWorkers(world, [queue]);
    assert.ok(
      outside.beats.length <= before + 1,
      `${queue} stood still, and ${outside.beats.length - before} beats were sent`,
    );
    const during = outside.beats.length;
    await withoutWorkers(world, [queue]);
    assert.equal(outside.beats.length, during, `${queue} stood still`);
    await world.advance({ minutes: 2 });
    assert.ok(outside.beats.length > during, `${queue} runs again`);
  }
  assert.ok(world.log.take('error', STOPPED).length > 0);
});

test('an event that no rule leads on makes no beat, and the log says that it went no further', async () => {
  await using outside = await deadMansSwitch();
  await using world = await openWorld({ heartbeat: { url: outside.url, everyMs: 60_000 } });
  await world.house.planHousekeeping();
  await world.db.rows(disable);
  await world.advance({ minutes: 3 });
  assert.deepEqual(outside.beats, []);
  assert.ok(world.log.take('error', STOPPED).length >= 2);
});

test('an address that does not take the beat is tried again, ever more seldom, and each time for what was seen just now', async () => {
  await using outside = await deadMansSwitch();
  await using world = await openWorld({ heartbeat: { url: outside.url, everyMs: 60_000 } });
  await world.house.planHousekeeping();
  outside.answer = 503;
  await world.advance({ minutes: 5 });
  const tried = outside.beats.length;
  assert.ok(tried >= 10 && tried <= 60, `${tried} tries in five minutes`);
  assert.match(String(world.log.take('warn', /heartbeat address/)[0]?.fields['reason']), /answered 503/);
  outside.answer = 204;
  await world.advance({ minutes: 3 });
  assert.ok(outside.beats.length - tried <= 4);
});

test('a private address is refused unless it is allowed, and what is said does not hold its path', async () => {
  await using outside = await deadMansSwitch();
  await using world = await openWorld({ heartbeat: { url: outside.url, everyMs: 60_000, allowPrivate: false } });
  await world.house.planHousekeeping();
  await world.advance({ seconds: 30 });
  const reasons = world.log.take('warn', /heartbeat address/).map(({ fields }) => String(fields['reason']));
  assert.ok(reasons.length > 0);
  for (const reason of reasons) assert.ok(reason.includes('is refused') && !reason.includes('a-token'), reason);
  assert.deepEqual(outside.beats, []);
});

test('a beat that would be lost is planned again', async () => {
  await using outside = await deadMansSwitch();
  await using world = await openWorld({ heartbeat: { url: outside.url, everyMs: 60_000 }, audited: true });
  await world.house.planHousekeeping();
  await world.advance({ minutes: 1 });
  await world.db.tx((tx) => world.due.cancel(tx, 'heartbeat', ['all']));
  const before = outside.beats.length;
  await world.advance({ minutes: 2 });
  assert.ok(outside.beats.length > before);
  assert.equal(world.log.take('error', /the auditor found a fault and repaired it/).length, 1);
});

test('where nobody outside is to be told, nothing is sent on its way', async () => {
  await using world = await openWorld();
  await world.house.planHousekeeping();
  await world.advance({ minutes: 5 });
  assert.equal((await world.db.first(kept))!.count, 0);
});
