import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { testDatabase } from '../kit/postgres.ts';
import { chooseSeed, randomOf } from '../kit/random.ts';
import { runbookWorker, type WorkerTask } from '../kit/runbook-worker.ts';
import { eventually } from './eventually.ts';

const LONG = process.env['MUSTER_LONG'] === '1';
/** So many runs, one after the other, each killed so often. */
const RUNS = LONG ? 20 : 1;
const KILLS = 10;
/** Between two calls outside and their records, a kill falls anywhere. */
const WITHIN_MS = 60;
const QUIET_MS = 60_000;

const STEPS = Array.from({ length: 10 }, (_, index) => `step${index}`);
const step = (name: string) =>
  `  - {name: ${name}, action: "aws:createTags", inputs: {ResourceIds: [i-1], Tags: [{Key: a, Value: b}]}, outputs: [{Name: Token, Selector: "$.token"}]}`;
const documents = {
  ten: `mainSteps:\n${STEPS.map(step).join('\n')}\noutputs: [${STEPS.map((name) => `${name}.Token`)}]`,
};
const WORKER = fileURLToPath(new URL('../kit/runbook-worker.ts', import.meta.url));
const ACTOR = {
  account: '123456789012',
  region: 'us-east-1',
  principal: 'arn:aws:iam::123456789012:user/a',
  requestId: 'r',
};

interface Call {
  stepName: string;
  token: string;
}

/** Counts what is asked of it, whoever asks. */
async function openTally() {
  const calls: Call[] = [];
  let arrived = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call = JSON.parse(Buffer.concat(chunks).toString()) as Call;
    calls.push(call);
    arrived.resolve();
    arrived = Promise.withResolvers();
    await pause(10);
    response.end(JSON.stringify({ token: call.token }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { calls, url, arrival: () => arrived.promise, close: () => server.close().closeAllConnections() };
}

test('killed at any instant, a runbook of ten steps does each once, or again under its token', async (t) => {
  const seed = chooseSeed();
  t.diagnostic(`MUSTER_SEED=${seed}`);
  const random = randomOf(seed);
  const database = await testDatabase();
  const tally = await openTally();
  const task: WorkerTask = { connection: database.connection, documents, tally: tally.url };
  const { db, executions } = runbookWorker(task);
  t.after(async () => {
    tally.close();
    await db.close();
    await database.drop();
  });
  for (let run = 0; run < RUNS; run++) {
    const from = tally.calls.length;
    const { execution } = await db.tx((tx) => executions.start(tx, new Date(), ACTOR, { documentName: 'ten' }));
    const ref = { account: ACTOR.account, region: ACTOR.region, id: execution.id };
    const isOver = async () => (await executions.get(db, ref)).execution.endedAt !== undefined;
    for (let kill = 0; kill <= KILLS && !(await isOver()); kill++) {
      const env = { PATH: process.env['PATH'] ?? '', RUNBOOK_WORKER: JSON.stringify(task) };
      const worker = spawn(process.execPath, [WORKER], { env, stdio: ['ignore', 'ignore', 'inherit'] });
      const gone = once(worker, 'exit');
      if (kill === KILLS) await eventually('the execution’s end', QUIET_MS, isOver);
      else {
        await Promise.race([tally.arrival(), eventually('the execution’s end', QUIET_MS, isOver)]);
        await pause(random.below(WITHIN_MS));
      }
      worker.kill('SIGKILL');
      await gone;
    }
    const { execution: ended } = await executions.get(db, ref);
    const calls = tally.calls.slice(from);
    const tokens = Map.groupBy(calls, ({ stepName }) => stepName);
    assert.deepEqual([ended.status, ended.failureMessage], ['Success', undefined]);
    assert.deepEqual([...tokens.keys()], STEPS, 'each step was done, in order');
    for (const [name, asked] of tokens) {
      const [{ token } = { token: '' }] = asked;
      assert.deepEqual(new Set(asked.map((call) => call.token)), new Set([token]), `${name} has one token`);
      assert.equal(ended.outputs![`${name}.Token`], token, `what ${name} came to is what was answered`);
    }
    const order = calls.map(({ stepName }) => STEPS.indexOf(stepName));
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
      'what was done is not done again',
    );
  }
});
