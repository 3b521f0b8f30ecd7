import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/ids';
import { type Db, openDb, type Tx } from '#storage/db';
import { statement } from '#storage/statement';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import type { NewEvent, TimelineOf } from './event.ts';
import { createTimeline, type TimelineQuery } from './timeline.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const at = (minute: number) => new Date(T0.getTime() + minute * 60_000);
const timeline = createTimeline();
const waiting = statement<{ count: number }>(
  'test.waitingForTimeline',
  `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
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

const incident = (): TimelineOf => ({ account: '123456789012', incidentId: newId(T0) });
const event = (of: TimelineOf, minute: number, text: string, more: Partial<NewEvent> = {}): NewEvent => ({
  ...of,
  eventId: newId(T0),
  time: at(minute),
  type: 'Note',
  data: JSON.stringify(text),
  actor: 'arn:aws:iam::123456789012:user/admin',
  ...more,
});
const append = (...events: NewEvent[]) => db.tx((tx) => timeline.append(tx, T0, events));
const texts = async (of: TimelineOf, more: Partial<TimelineQuery> = {}) =>
  (await timeline.list(db, { ...of, order: 'ascending', limit: 100, ...more })).map(
    (one) => JSON.parse(one.data) as string,
  );

const tampering: [what: string, sql: string][] = [
  ['data', `event_data = '"other"'`],
  ['time', `event_time = event_time + interval '1 second'`],
  ['type', `event_type = 'Custom Event'`],
  ['kind', `kind = 'change'`],
  ['event id', `event_id = '00000000-0000-7000-8000-000000000000'`],
  ['references', `event_references = '[{"resource":"arn:aws:s3:::x"}]'`],
  ['actor', `actor = 'somebody else'`],
  ['moment of writing', `written_at = written_at + interval '1 second'`],
  ['content hash', `content_hash = sha256('x')`],
  ['link', `hash = sha256('x')`],
];
for (const [index, [what, sql]] of tampering.entries()) {
  const tamper = statement(
    `test.tamper${index}`,
    `update timeline_entries set ${sql} where incident_id = $1 and seq = 2`,
  );
  test(`a changed ${what} of an entry is found`, async () => {
    const of = incident();
    await append(event(of, 0, 'one'), event(of, 1, 'two'), event(of, 2, 'three'));
    assert.deepEqual(await timeline.verify(db, of), []);
    await db.rows(tamper, [of.incidentId]);
    assert.equal((await timeline.verify(db, of))[0]?.seq, 2);
  });
}

const structural: [what: string, sql: string][] = [
  ['missing in the middle', 'delete from timeline_entries where incident_id = $1 and seq = 2'],
  ['missing at the end', 'delete from timeline_entries where incident_id = $1 and seq = 3'],
  ['missing altogether', 'delete from timeline_entries where incident_id = $1'],
  [
    'put into another order',
    'update timeline_entries set seq = case seq when 1 then 12 when 2 then 11 else 13 end where incident_id = $1',
  ],
  [
    'taken out of one incident',
    `update timeline_entries set incident_id = '00000000-0000-7000-8000-000000000001' where incident_id = $1 and seq = 3`,
  ],
];
for (const [index, [what, sql]] of structural.entries()) {
  const tamper = statement(`test.structural${index}`, sql);
  test(`entries ${what} are found`, async () => {
    const of = incident();
    await append(event(of, 0, 'one'), event(of, 1, 'two'), event(of, 2, 'three'));
    await db.rows(tamper, [of.incidentId]);
    assert.ok((await timeline.verify(db, of)).length > 0);
  });
}

test('a change hides what was, a removal hides all, and the chain keeps every one', async () => {
  const of = incident();
  const [first, second] = [event(of, 0, 'first'), event(of, 1, 'second')];
  await append(first, second);
  await db.tx((tx) => timeline.change(tx, at(9), { ...first, data: '"better"', time: at(5) }));
  assert.deepEqual(await texts(of), ['second', 'better']);
  const got = await timeline.get(db, of, first.eventId);
  assert.deepEqual([got.data, got.time, got.updatedAt], ['"better"', at(5), at(9)]);
  await db.tx((tx) => timeline.remove(tx, at(10), of, first.eventId, 'me'));
  await db.tx((tx) => timeline.remove(tx, at(11), of, first.eventId, 'me'));
  assert.deepEqual(await texts(of), ['second']);
  await assert.rejects(timeline.get(db, of, first.eventId), /TIMELINE_EVENT not found/);
  await assert.rejects(
    db.tx((tx) => timeline.change(tx, at(12), first)),
    /TIMELINE_EVENT not found/,
  );
  assert.deepEqual(await timeline.verify(db, of), []);
});

test('a change that waits for a removal finds the event gone', async () => {
  const of = incident();
  const one = event(of, 0, 'one');
  await append(one);
  let changing: Promise<unknown> = Promise.resolve();
  await db.tx(async (tx: Tx) => {
    await timeline.remove(tx, at(1), of, one.eventId, 'me');
    changing = db
      .tx((other) => timeline.change(other, at(1), { ...one, data: '"back"' }))
      .catch((error: unknown) => error);
    for (let tries = 0; (await db.first(waiting))!.count === 0; tries++) assert.ok(tries < 2_000, 'the change waits');
  });
  assert.match(String(await changing), /TIMELINE_EVENT not found/);
  assert.deepEqual(await texts(of), []);
});

test('events are listed by their time, then as they were written, both ways, in pages without gap or double', async () => {
  const of = incident();
  await append(
    event(of, 3, 'd'),
    event(of, 1, 'a'),
    event(of, 2, 'b'),
    event(of, 2, 'c'),
    event(incident(), 2, 'foreign'),
  );
  assert.deepEqual(await texts(of), ['a', 'b', 'c', 'd']);
  assert.deepEqual(await texts(of, { order: 'descending' }), ['d', 'c', 'b', 'a']);
  for (const order of ['ascending', 'descending'] as const) {
    const seen: string[] = [];
    let position: TimelineQuery['position'];
    for (;;) {
      const page = await timeline.list(db, { ...of, order, limit: 1, ...(position ? { position } : {}) });
      if (page.length === 0) break;
      seen.push(...page.map((one) => JSON.parse(one.data) as string));
      position = { time: page[0]!.time, seq: page[0]!.seq };
    }
    assert.deepEqual(seen, await texts(of, { order }));
  }
});

test('filters: exclusive times, types, references', async () => {
  const of = incident();
  await append(
    event(of, 1, 'a', { references: [{ resource: 'arn:aws:s3:::x' }] }),
    event(of, 2, 'b', { type: 'Custom Event' }),
    event(of, 3, 'c', { references: [{ relatedItemId: 'related-item/1' }] }),
  );
  assert.deepEqual(await texts(of, { after: at(1), before: at(3) }), ['b']);
  assert.deepEqual(await texts(of, { types: ['Custom Event', 'Never'] }), ['b']);
  assert.deepEqual(await texts(of, { references: ['related-item/1', 'arn:aws:s3:::x'] }), ['a', 'c']);
});

test('many writers at once, over several incidents in any order, keep each chain whole', async () => {
  const [one, two] = [incident(), incident()];
  const writers = Array.from({ length: 24 }, (_, n) =>
    n % 2 ? [event(one, n, `${n}`), event(two, n, `${n}`)] : [event(two, n, `${n}`), event(one, n, `${n}`)],
  );
  await Promise.all(writers.map((events) => append(...events)));
  for (const chain of [one, two]) {
    assert.equal((await texts(chain)).length, 24);
    assert.deepEqual(await timeline.verify(db, chain), []);
  }
});

test('another account sees nothing of it', async () => {
  const of = incident();
  await append(event(of, 0, 'one'));
  assert.deepEqual(await texts({ ...of, account: '210987654321' }), []);
});
