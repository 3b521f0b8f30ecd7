import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { manualClock } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { Refusal } from '#kernel/refusal';
import { type Db, openDb } from '#storage/db';
import { createDueWork } from '#storage/due';
import { statement } from '#storage/statement';
import { localWake } from '#storage/wake';
import { keptLog } from '#test/kit/log';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import { createCompiledRules } from './compiled.ts';
import type { BusEvent } from './event.ts';
import { createEventIntake } from './intake.ts';
import { redeliveryHandler } from './redelivery.ts';
import { createRules } from './rules.ts';
import type { Delivered, Delivery, TargetKind } from './target.ts';

/** Any number. */
const ANY = { code: 'A', name: 'things', setting: 'A', limit: undefined };
const T0 = new Date('2026-01-02T03:10:00.000Z');
const TARGET = 'arn:aws:test:us-east-1:123456789012:thing';
type Stored = { id: string; matched_rules: number };
const stored = statement<Stored>(
  'test.events',
  'select e.id, e.matched_rules from events e where e.account = $1 order by e.id',
);
const outcomes = statement<{ result: string | null; error: string | null }>(
  'test.deliveries',
  'select d.result, d.error from event_deliveries d where d.account = $1',
);

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await testDatabase();
  db = openDb(database.connection, { max: 8 });
});
after(async () => {
  await db.close();
  await database.drop();
});

let accounts = 300_000_000_000;

/** An intake with one rule that takes every event of `app` to a target whose behaviour the test says. */
async function openIntake(deliverOne: (delivery: Delivery) => Delivered = ({ event }) => ({ result: event.id })) {
  const account = String(accounts++);
  const clock = manualClock(T0);
  const log = keptLog();
  const due = createDueWork(db, localWake(), 'node');
  const kind: TargetKind = {
    name: 'thing',
    accepts: (arn) => arn === TARGET,
    deliver: async (_tx, _now, all) => all.map(deliverOne),
  };
  const room = {
    rules: createCompiledRules(log),
    kinds: () => [kind],
    observers: [],
    log,
    db,
    due,
    clock,
    now: () => clock.now(),
    afterTurn: (act: () => void) => void setImmediate(act),
  };
  const rules = createRules({
    kinds: () => [kind],
    due,
    quotas: { tagsPerResource: ANY, rulesPerBus: ANY, targetsPerRule: ANY },
  });
  const actor = { account, region: 'us-east-1', principal: 'arn:aws:iam::1:user/a', requestId: 'r' };
  const bus = { account, region: 'us-east-1', bus: 'default' };
  const putRule = (name: string, pattern: string) =>
    db.tx(async (tx) => {
      await rules.put(tx, T0, actor, { ...bus, name, pattern, state: 'ENABLED', tags: {} });
      await rules.putTargets(tx, bus, name, [{ id: 't', arn: TARGET }]);
    });
  await putRule('all', '{"source":["app"]}');
  const event = (more: Partial<BusEvent> = {}): BusEvent => ({
    ...bus,
    id: newId(T0),
    source: 'app',
    detailType: 'x',
    time: T0,
    resources: [],
    detail: {},
    ...more,
  });
  const intake = createEventIntake(room);
  const accept = (...events: BusEvent[]) => intake.accept(events.map((one) => ({ event: one, actor })));
  const ids = async () => (await db.rows(stored, [account])).map((row) => row.id);
  return { account, accept, event, ids, log, room, putRule, due };
}

test('events are answered when they are stored, matched and delivered', async () => {
  const { account, accept, event, ids } = await openIntake();
  const [one, other] = [event(), event({ source: 'other' })];
  await accept(one, other);
  assert.deepEqual(await ids(), [one.id, other.id].toSorted());
  assert.deepEqual(await db.rows(outcomes, [account]), [{ result: one.id, error: null }]);
});

test('many callers at once all get their answer, each event stored once', async () => {
  const { accept, event, ids } = await openIntake();
  const events = Array.from({ length: 500 }, () => event());
  await Promise.all(events.map((one) => accept(one)));
  assert.deepEqual(await ids(), events.map((one) => one.id).toSorted());
});

test('a target that refuses is recorded, told of, and costs no other event anything', async () => {
  const { account, accept, event, log } = await openIntake(({ event: one }) =>
    one.detailType === 'bad' ? { error: 'no such thing' } : { result: one.id },
  );
  await Promise.all([accept(event()), accept(event({ detailType: 'bad' })), accept(event())]);
  const all = await db.rows(outcomes, [account]);
  assert.deepEqual(all.map((row) => row.error).filter(Boolean), ['no such thing']);
  assert.equal(all.length, 3);
  assert.equal(log.take('warn', /matched a rule and could not be delivered/).length, 1);
});

test('an event whose delivery breaks is stored all the same, delivered again, and costs the others nothing', async () => {
  let broken = true;
  const { account, accept, event, ids, log, room, due } = await openIntake(({ event: one }) => {
    if (one.detailType === 'bad' && broken) throw new TypeError('a bug');
    return { result: one.id };
  });
  const [good, bad, fine] = [event(), event({ detailType: 'bad', detail: { kept: [1, 'ü'] } }), event()];
  await Promise.all([accept(good), accept(bad), accept(fine)]);
  assert.deepEqual(await ids(), [good.id, bad.id, fine.id].toSorted());
  assert.ok(log.take('error', /could not be delivered/).length > 0);
  const [job] = await due.claim(T0, 'events.deliver', 10, 5_000);
  assert.equal(job?.key, bad.id);
  await assert.rejects(redeliveryHandler(room).handle(job!), /a bug/);
  broken = false;
  await redeliveryHandler(room).handle(job!);
  assert.deepEqual(
    (await db.rows(outcomes, [account])).map((row) => row.result).toSorted(),
    [good.id, bad.id, fine.id].toSorted(),
  );
  assert.equal((await db.rows(stored, [account])).find((row) => row.id === bad.id)?.matched_rules, 1);
});

test('an event that cannot be stored is its sender’s fault alone', async () => {
  const { accept, event, ids } = await openIntake();
  const [one, two, bad] = [event(), event(), event({ detailType: 'x\0y' })];
  const answers = await Promise.allSettled([accept(one), accept(bad), accept(two)]);
  assert.deepEqual(
    answers.map((answer) => answer.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  const refusal = (answers[1] as PromiseRejectedResult).reason as unknown;
  assert.ok(refusal instanceof Refusal && refusal.kind === 'validation');
  assert.deepEqual(await ids(), [one.id, two.id].toSorted());
});

test('while the database is away nothing is accepted', async () => {
  const { accept, event, room, ids } = await openIntake();
  const away: Db = { ...db, tx: () => Promise.reject(new Refusal('unavailable', 'away')) };
  const intake = createEventIntake({ ...room, db: away });
  const actor = { account: '1', region: 'us-east-1', principal: 'p', requestId: 'r' };
  await assert.rejects(
    intake.accept([{ event: event(), actor }]),
    (error: unknown) => error instanceof Refusal && error.kind === 'unavailable',
  );
  assert.deepEqual(await ids(), []);
  await accept(event());
});

test('a rule put through one node holds for the next event on another', async () => {
  const { account, event, room, putRule } = await openIntake();
  const other = createEventIntake({ ...room, rules: createCompiledRules(keptLog()) });
  const actor = { account, region: 'us-east-1', principal: 'p', requestId: 'r' };
  await other.accept([{ event: event({ source: 'late' }), actor }]);
  await putRule('late', '{"source":["late"]}');
  const second = event({ source: 'late' });
  await other.accept([{ event: second, actor }]);
  assert.deepEqual(await db.rows(outcomes, [account]), [{ result: second.id, error: null }]);
});
