import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY } from '#kernel/clock';
import { Refusal } from '#kernel/refusal';
import { type Db, openDb } from '#storage/db';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import { expireTokens, once } from './idempotency.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
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

const use = (token: string, request: unknown = { a: 1 }, account = '123456789012') => ({
  account,
  region: 'us-east-1',
  operation: 's:Start',
  token,
  request,
});
const run = <T>(given: ReturnType<typeof use>, work: () => Promise<T>, now = T0) =>
  db.tx((tx) => once(tx, now, given, work));
const never = () => Promise.reject(new Error('it was run a second time'));

test('the same request again gets the first answer, without being run', async () => {
  assert.deepEqual(await run(use('a'), async () => ({ arn: 'one' })), { arn: 'one' });
  assert.deepEqual(await run(use('a'), never), { arn: 'one' });
  assert.equal(await run(use('nothing'), async () => undefined), undefined);
  assert.equal(await run(use('nothing'), never), undefined);
});

test('another request under the same token is a conflict; another account or operation is not', async () => {
  await run(use('b'), async () => 1);
  await assert.rejects(
    run(use('b', { a: 2 }), never),
    (error: unknown) => error instanceof Refusal && error.kind === 'conflict',
  );
  assert.equal(await run(use('b', { a: 2 }, '210987654321'), async () => 2), 2);
  assert.equal(await run({ ...use('b', { a: 2 }), operation: 's:Stop' }, async () => 3), 3);
});

test('of the same requests at once one is run, and all get its answer', async () => {
  let runs = 0;
  const answers = await Promise.all(Array.from({ length: 6 }, () => run(use('c'), async () => ++runs)));
  assert.deepEqual(answers, [1, 1, 1, 1, 1, 1]);
});

test('a request that failed leaves no answer: the next one runs', async () => {
  await assert.rejects(
    run(use('d'), () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await run(use('d'), async () => 'yes'), 'yes');
});

test('a token is forgotten after a day, whether it was swept or not', async () => {
  await run(use('e'), async () => 1);
  const day = new Date(T0.getTime() + DAY);
  assert.equal(await run(use('e'), never, day), 1);
  const later = new Date(day.getTime() + 1);
  assert.equal(await run(use('e', { other: true }), async () => 2, later), 2);
  await db.tx((tx) => expireTokens(tx, new Date(later.getTime() + DAY + 1)));
  assert.equal(await run(use('e'), async () => 3, later), 3);
});
