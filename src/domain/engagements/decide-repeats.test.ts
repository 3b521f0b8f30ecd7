import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answered,
  lastOf,
  type Plans,
  play,
  playWith,
  sorted,
  started,
  statuses,
  stopped,
  woken,
} from '#test/kit/generators-decide';
import type { Input } from './engagement.ts';

const PERSON: Plans = {
  ana: [
    [5, 'mail/3'],
    [5, 'sms'],
  ],
};
const TEAM: Plans = { tiers: [[5, '@ana?', '@bo']], ana: [[3, 'a']], bo: [[3, 'b']] };
const working: Input = { kind: 'woken', inProgress: true };

test('a plan that repeats begins again when its last stage is over, and says the how manieth time it is', () => {
  const steps = playWith({ ana: { repeats: 1 } }, 'ana', [0, started, PERSON], [5, woken, PERSON], [10, woken, PERSON]);
  assert.deepEqual(sorted(lastOf(steps)), [
    'stageReached',
    'page mail@10 #1',
    'tell The plan of ana begins again, as nobody has ended it: repeat 1 of 1',
    'wake 13',
  ]);
});

test('after its last repeat a plan has run to its end', () => {
  const options = { ana: { repeats: 1 } };
  const steps = playWith(
    options,
    'ana',
    [0, started, PERSON],
    [5, woken, PERSON],
    [10, woken, PERSON],
    [20, woken, PERSON],
  );
  assert.deepEqual(sorted(lastOf(steps)), [
    'planEnded',
    'page mail@13 #2',
    'page sms@15 #1',
    'sleep',
    'tell The plan of ana has run to its end; nobody has acknowledged',
  ]);
});

test('who has answered without ending the plan is left alone by its repeats', () => {
  const options = { tiers: { repeats: 1 } };
  const steps = playWith(options, 'tiers', [0, started, TEAM], [1, answered('e1'), TEAM], [5, woken, TEAM]);
  assert.deepEqual(lastOf(steps), [
    'stageReached',
    'tell The plan of tiers begins again, as nobody has ended it: repeat 1 of 1',
    'page b@5 #1',
    'wake 8',
  ]);
});

test('a plan without any length is not repeated at one and the same moment', () => {
  const plans: Plans = { ana: [[0, 'mail']] };
  const steps = playWith({ ana: { repeats: 20 } }, 'ana', [0, started, plans]);
  assert.deepEqual(lastOf(steps), [
    'planEnded',
    'page mail@0 #1',
    'tell The plan of ana has run to its end; nobody has acknowledged',
    'sleep',
  ]);
});

test('an acknowledgement that is followed by nothing times out, and the plan pages anew from its first stage', () => {
  const options = { tiers: { timeout: 30 } };
  const steps = playWith(options, 'tiers', [0, started, TEAM], [2, answered('e2'), TEAM], [32, woken, TEAM]);
  assert.deepEqual(lastOf(steps.slice(0, 2)), ['acknowledged', 'wake 32']);
  assert.deepEqual(lastOf(steps), [
    'acknowledgementTimedOut',
    'tell bo has acknowledged, and 30 minutes later this is neither resolved nor In Progress: tiers is paged anew, from the first stage on',
    'page a@32 #1',
    'page b@32 #1',
    'wake 35',
  ]);
});

test('while somebody works on the incident the wait begins anew', () => {
  const options = { ana: { timeout: 30 } };
  const steps = playWith(options, 'ana', [0, started, PERSON], [2, answered('ana'), PERSON], [32, working, PERSON]);
  assert.deepEqual(lastOf(steps), ['stillInProgress', 'wake 62']);
});

test('a second acknowledgement begins the wait anew', () => {
  const options = { tiers: { timeout: 30 } };
  const steps = playWith(options, 'tiers', [0, started, TEAM], [2, answered('e2'), TEAM], [9, answered('e1'), TEAM]);
  assert.deepEqual(lastOf(steps), ['acknowledgedAgain', 'wake 39']);
});

test('what is resolved while it waits is over for good, and stays acknowledged', () => {
  const options = { ana: { timeout: 30 } };
  const steps = playWith(
    options,
    'ana',
    [0, started, PERSON],
    [2, answered('ana'), PERSON],
    [9, stopped, PERSON],
    [32, woken, PERSON],
  );
  assert.deepEqual(lastOf(steps.slice(0, 3)), ['stopped', 'sleep']);
  assert.deepEqual(lastOf(steps), ['alreadySettled']);
  assert.deepEqual(statuses(steps.at(-1)!), ['ana acknowledged']);
});

test('without a timeout in the plan an acknowledgement is the end', () => {
  const steps = play('ana', [0, started, PERSON], [2, answered('ana'), PERSON]);
  assert.deepEqual(lastOf(steps), ['acknowledged', 'sleep']);
});

test('an answer of an earlier round says nothing of the present one', () => {
  const options = { tiers: { timeout: 30 } };
  const steps = playWith(
    options,
    'tiers',
    [0, started, TEAM],
    [2, answered('e2'), TEAM],
    [32, woken, TEAM],
    [33, answered('e1'), TEAM],
  );
  assert.deepEqual(lastOf(steps), ['alreadySettled']);
});

test('a changed interval counts from the last attempt, and not by how many there were', () => {
  const every = (retry: number): Plans => ({ ana: [[60, `mail/${retry}`]] });
  const steps = play('ana', [0, started, every(2)], [2, woken, every(2)], [4, woken, every(2)], [5, woken, every(10)]);
  assert.deepEqual(lastOf(steps), ['nothingDue', 'wake 14']);
  const shorter = play('ana', [0, started, every(10)], [10, woken, every(10)], [13, woken, every(2)]);
  assert.deepEqual(lastOf(shorter), ['stageReached', 'page mail@12 #3', 'wake 14']);
});
