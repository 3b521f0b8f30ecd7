import type { Action } from '#domain/runbooks';
import { createEngine } from '#engine/engine';
import { openDb } from '#storage/db';
import { createDueWork } from '#storage/due';
import { localWake } from '#storage/wake';
import { runbookRooms } from '../../src/start/runbooks.ts';
import { keptLog } from './log.ts';
import { runbooksByName } from './runbooks.ts';

/** A node that runs runbooks and nothing else, in a process of its own, for tests that kill it. */

/** What it is told by its environment, as JSON. */
export interface WorkerTask {
  connection: object;
  documents: Record<string, string>;
  /** Where its action is counted. */
  tally: string;
}

/** How long a dead one's work stays its own. */
const LEASE_MS = 200;

/** `aws:createTags` as a call that somebody else counts. */
function countedAction(tally: string): Action {
  return {
    name: 'aws:createTags',
    queue: 'runbooks.calls',
    unknown: () => 'repeat',
    async run(_on, { stepName, token }, signal) {
      const answer = await fetch(tally, { method: 'POST', body: JSON.stringify({ stepName, token }), signal });
      return { is: 'done', response: (await answer.json()) as { count: number }, outputs: {} };
    },
  };
}

export function runbookWorker({ connection, documents, tally }: WorkerTask) {
  const db = openDb(connection, { max: 4 });
  const clock = { now: () => new Date() };
  const due = createDueWork(db, localWake(), String(process.pid));
  const log = keptLog();
  const runbooks = runbookRooms({
    ...{ db, due, log, now: clock.now, publish: async () => {}, observers: () => [] },
    roles: { actAs: () => Promise.reject(new Error('no role is named')) },
    topics: { publish: () => Promise.reject(new Error('no topic is named')) },
    ...{ source: runbooksByName(documents), actions: [countedAction(tally)] },
  });
  const engine = createEngine({
    db,
    due,
    clock,
    log,
    wake: localWake(),
    handlers: runbooks.handlers,
    leaseMs: LEASE_MS,
  });
  return { db, engine, log, executions: runbooks.executions };
}

const given = process.env['RUNBOOK_WORKER'];
if (given) runbookWorker(JSON.parse(given) as WorkerTask).engine.start();
