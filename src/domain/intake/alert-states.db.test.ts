import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MINUTE } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { type Db, openDb } from '#storage/db';
import { statement } from '#storage/statement';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import { type AlertState, alertId } from './alert.ts';
import { type AlertStates, createAlertStates } from './alert-states.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const at = (minutes: number) => new Date(T0.getTime() + minutes * MINUTE);

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await testDatabase();
  db = openDb(database.connection);
});
after(async () => {
  await db.close();
  await database.drop();
});

const state = (fingerprint: string, more: Partial<AlertState> = {}): AlertState => ({
  ...{ id: idOf(fingerprint), account: '123456789012', region: 'us-east-1', source: 'alertmanager', name: 'default' },
  ...{ fingerprint, status: 'firing', labelsHash: 'a', startsAt: undefined, endsAt: undefined },
  ...more,
});

const idOf = (fingerprint: string) =>
  alertId({ account: '123456789012', region: 'us-east-1', source: 'alertmanager', name: 'default', fingerprint });

/** Whether a state is admitted as news, asked of the database alone. */
function admitted(states: AlertStates, now: Date, said: AlertState): Promise<boolean> {
  const actor = { account: said.account, region: said.region, principal: 'test', requestId: 'test' };
  const event = {
    account: said.account,
    region: said.region,
    bus: 'default',
    id: newId(now),
    source: '',
    detailType: '',
  };
  const one = { event: { ...event, time: now, resources: [], detail: {} }, actor, claim: said };
  return db.tx(async (tx) => (await states.admit(tx, now, [one])).length > 0);
}

/** What is said of one alert, one after the other, and whether it is news. */
const story: [minute: number, said: Partial<AlertState>, news: boolean][] = [
  [0, {}, true],
  [0.5, {}, false],
  [1, { startsAt: at(0) }, false],
  [3, {}, false],
  [4, { labelsHash: 'b' }, true],
  [5, { labelsHash: 'b', startsAt: at(4.5) }, false],
  [9, { labelsHash: 'b', startsAt: at(8) }, true],
  [10, { labelsHash: 'b', status: 'resolved' }, true],
  [11, { labelsHash: 'c', status: 'resolved' }, false],
  [12, {}, true],
  [251, {}, false],
  [252, {}, true],
  [252.5, {}, false],
];

test('what this node knows and what the database decides is the same, step by step', async () => {
  const [knowing, deciding] = [createAlertStates(db), createAlertStates(db)];
  for (const [minute, said, news] of story) {
    // Two alerts with one story: of the first this node asks what it knows, of the second it asks the database alone.
    const first = state('first', said);
    const unsaid = await knowing.unsaid(at(minute), [first]);
    const told = unsaid.has(first) && (await admitted(knowing, at(minute), first));
    assert.equal(told, news, `known, at ${minute}: ${JSON.stringify(said)}`);
    assert.equal(await admitted(deciding, at(minute), state('second', said)), news, `decided, at ${minute}`);
  }
});

test('of a source that does not repeat itself all that fires is news, and an end once', async () => {
  const states = createAlertStates(db);
  const said = (status: AlertState['status']) => admitted(states, T0, state('pd', { source: 'pagerduty', status }));
  assert.deepEqual(
    [await said('firing'), await said('firing'), await said('resolved'), await said('resolved'), await said('firing')],
    [true, true, true, false, true],
  );
});

const migrated = statement<{ id: string }>(
  'test.migratedAlertId',
  `select encode(substring(sha256(convert_to(
     $1 || E'\\n' || $2 || E'\\n' || $3 || E'\\n' || $4 || E'\\n' || $5, 'UTF8')) for 16), 'hex')::uuid as id`,
);

test('an alert that was known before alerts had ids is known still', async () => {
  for (const fingerprint of ['plain', 'rule/7', 'größer \u{1f6a8}', 'two\nlines', "quote ' and \\"]) {
    const named = { account: '123456789012', region: 'us-east-1', source: 'grafana', name: 'a.b', fingerprint };
    assert.equal((await db.first(migrated, Object.values(named)))?.id, alertId(named));
  }
});
