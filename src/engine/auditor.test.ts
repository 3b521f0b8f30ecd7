import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ManualClock, manualClock } from '#kernel/clock';
import type { Db, Tx } from '#storage/db';
import { type KeptLog, keptLog } from '#test/kit/log';
import { createAuditor } from './auditor.ts';
import type { Fault, Invariant } from './invariant.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');

/** Nothing but its transactions, which run nothing: the invariants here keep their things in memory. */
function noDatabase(): Db {
  const tx: Tx = { rows: async () => [], first: async () => undefined, afterCommit: () => {} };
  return { ...tx, tx: (work) => work(tx), close: async () => {} };
}

interface Told {
  recorded: string[];
  repairs: string[];
  shouts: string[];
}

function auditorOf(invariants: Invariant[], log: KeptLog, clock: ManualClock = manualClock(T0)) {
  const told: Told = { recorded: [], repairs: [], shouts: [] };
  const auditor = createAuditor({
    db: noDatabase(),
    clock,
    log,
    invariants,
    record: async (_tx, _now, invariant, repair) => void told.recorded.push(`${invariant}: ${repair.text}`),
    onRepair: (invariant) => void told.repairs.push(invariant),
    onShout: (invariant) => void told.shouts.push(invariant),
  });
  return { auditor, told };
}

const fault = (key: string): Fault => ({ key, account: 'a', text: `${key} is wrong`, requestId: 'r-1' });

/** What is wrong, in parts of two, each mended as `mend` says. */
function invariant(name: string, keys: string[], mend?: (key: string) => string | undefined): Invariant {
  const repair: Invariant['repair'] = async (_tx, _now, { key, account }) => {
    const text = mend?.(key);
    return text === undefined ? undefined : { account, region: 'us-east-1', text };
  };
  return {
    name,
    async find(_on, _now, after) {
      const from = Number(after ?? 0);
      const next = from + 2 < keys.length ? { next: String(from + 2) } : {};
      return { faults: keys.slice(from, from + 2).map(fault), ...next };
    },
    ...(mend ? { repair } : {}),
  };
}

test('all parts are walked, each repair is recorded, counted and logged with the request that it began with', async () => {
  const log = keptLog();
  const { auditor, told } = auditorOf(
    [invariant('room.thing', ['a', 'b', 'c', 'd', 'e'], (key) => `${key} mended`)],
    log,
  );
  assert.deepEqual(await auditor.look(), { repaired: 5, shouted: 0 });
  assert.deepEqual(told.recorded.at(-1), 'room.thing: e mended');
  assert.equal(told.repairs.length, 5);
  const [line] = log.take('error', /found a fault and repaired it/);
  assert.deepEqual([line?.fields['key'], line?.fields['requestId'], line?.fields['done']], ['a', 'r-1', 'a mended']);
});

test('what is in order by the time it is looked at again is no repair, and is not told', async () => {
  const log = keptLog();
  const { auditor, told } = auditorOf([invariant('room.thing', ['a'], () => undefined)], log);
  assert.deepEqual(await auditor.look(), { repaired: 0, shouted: 0 });
  assert.deepEqual([told.recorded, told.repairs, log.lines], [[], [], []]);
});

test('a repair that fails is shouted about, and keeps neither the next fault nor the next invariant from theirs', async () => {
  const log = keptLog();
  const failing = invariant('room.first', ['a', 'b'], (key) => {
    if (key === 'a') throw new Error('not today');
    return 'mended';
  });
  const { auditor, told } = auditorOf([failing, invariant('room.second', ['c'], () => 'mended')], log);
  assert.deepEqual(await auditor.look(), { repaired: 2, shouted: 1 });
  assert.deepEqual([told.shouts, told.repairs], [['room.first'], ['room.first', 'room.second']]);
  assert.match(
    String(log.take('error', /cannot repair/)[0]?.fields['fault']),
    /a is wrong; it could not be repaired: not today/,
  );
});

test('the same fault is shouted about at once, and again after five minutes; another one at once', async () => {
  const log = keptLog();
  const clock = manualClock(T0);
  const keys = ['a'];
  const { auditor, told } = auditorOf([invariant('room.thing', keys)], log, clock);
  await auditor.look();
  clock.moveTo(new Date(T0.getTime() + 299_000));
  keys.push('b');
  await auditor.look();
  assert.equal(told.shouts.length, 2);
  clock.moveTo(new Date(T0.getTime() + 300_000));
  await auditor.look();
  assert.equal(told.shouts.length, 3);
  assert.equal(log.take('error', /cannot repair/).length, 3);
});
