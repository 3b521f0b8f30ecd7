import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Db, openDb } from '#storage/db';
import { statement } from '#storage/statement';
import { keptLog } from '#test/kit/log';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import { type Call, createTrail } from './trail.ts';

const T0 = new Date('2026-01-02T03:10:00.123Z');
type Event = Record<string, unknown> & { eventName: string; requestParameters: unknown };
const events = statement<{ event: Event }>(
  'test.audit',
  'select a.event from audit_events a where a.account = $1 order by a.id',
);

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

let accounts = 100_000_000_000;
const nextAccount = () => String(accounts++);
const call = (account: string, eventName: string, more: Partial<Call> = {}): Call => ({
  actor: { account, region: 'eu-west-1', principal: `arn:aws:iam::${account}:user/admin`, requestId: 'r-1' },
  accessKeyId: 'AKIA',
  at: T0,
  eventSource: 'ssm-incidents.amazonaws.com',
  eventName,
  readOnly: false,
  sourceIp: '127.0.0.1',
  userAgent: 'test',
  parameters: { a: 1 },
  ...more,
});
const of = async (account: string) => (await db.rows(events, [account])).map((row) => row.event);

test('an entry lives and dies with the transaction of its change', async () => {
  const account = nextAccount();
  const trail = createTrail(db, keptLog());
  await assert.rejects(
    db.tx(async (tx) => {
      await trail.write(tx, call(account, 'Undone'));
      throw new Error('rolled back');
    }),
    /rolled back/,
  );
  await db.tx((tx) => trail.write(tx, call(account, 'Done')));
  assert.deepEqual(
    (await of(account)).map((event) => event.eventName),
    ['Done'],
  );
  await trail.stop();
});

test('calls that change nothing are written together, and at the latest when the trail stops', async () => {
  const account = nextAccount();
  const trail = createTrail(db, keptLog());
  trail.writeSoon(call(account, 'List', { error: { code: 'ValidationException', message: 'no' } }));
  trail.writeSoon(call(account, 'Get'));
  await trail.stop();
  const kept = await of(account);
  assert.deepEqual(kept.map((event) => event.eventName).toSorted(), ['Get', 'List']);
  const failed = kept.find((event) => event.eventName === 'List')!;
  const { errorCode, eventTime, requestID, awsRegion, recipientAccountId, eventCategory } = failed;
  assert.deepEqual(
    { errorCode, eventTime, requestID, awsRegion, recipientAccountId, eventCategory },
    {
      errorCode: 'ValidationException',
      eventTime: '2026-01-02T03:10:00Z',
      requestID: 'r-1',
      awsRegion: 'eu-west-1',
      recipientAccountId: account,
      eventCategory: 'Management',
    },
  );
});

test('whatever a caller typed, in values and in names, the trail is written', async () => {
  const log = keptLog();
  const trail = createTrail(db, log);
  const accountsOf = { value: nextAccount(), name: nextAccount(), plain: nextAccount() };
  trail.writeSoon(call(accountsOf.value, 'Value', { parameters: { text: 'a\0b \ud800' } }));
  trail.writeSoon(call(accountsOf.name, 'Name', { parameters: { tags: { 'k\0y': 'v', '\udc00': 1 } } }));
  trail.writeSoon(call(accountsOf.plain, 'Plain', { parameters: { text: 'literally \\u0000' } }));
  await trail.flush();
  await trail.stop();
  assert.deepEqual(log.lines, []);
  assert.deepEqual((await of(accountsOf.value))[0]?.requestParameters, { text: 'a\ufffdb \ufffd' });
  assert.deepEqual((await of(accountsOf.name))[0]?.requestParameters, { tags: { 'k\ufffdy': 'v', '\ufffd': 1 } });
  assert.deepEqual((await of(accountsOf.plain))[0]?.requestParameters, { text: 'literally \\u0000' });
});

test('parameters that are too large are left out, and it says how large they were', async () => {
  const account = nextAccount();
  const trail = createTrail(db, keptLog());
  await db.tx((tx) => trail.write(tx, call(account, 'Big', { parameters: { text: 'x'.repeat(9_000) } })));
  assert.deepEqual((await of(account))[0]?.requestParameters, { omitted: '9011 characters' });
  await trail.stop();
});

test('while the database is away entries are kept, in order, and written when it is back', async () => {
  const account = nextAccount();
  const log = keptLog();
  let away = true;
  const flaky: Db = { ...db, rows: (...given) => (away ? Promise.reject(new Error('away')) : db.rows(...given)) };
  const trail = createTrail(flaky, log);
  trail.writeSoon(call(account, 'First'));
  await trail.flush();
  trail.writeSoon(call(account, 'Second', { at: new Date(T0.getTime() + 1) }));
  assert.equal(log.take('warn', /kept and tried again/).length, 1);
  away = false;
  await trail.flush();
  assert.deepEqual(
    (await of(account)).map((event) => event.eventName),
    ['First', 'Second'],
  );
  await trail.stop();
});
