import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering, type Guard, isBarred, noGuard, strictest, wronged } from './reply-guard.ts';
import { readReply } from './reply-text.ts';

const rows: [text: string, want: object][] = [
  ['ack', { kind: 'acknowledge' }],
  [' ACK  123 456 ', { kind: 'acknowledge', code: '123456' }],
  ['123-456.', { kind: 'acknowledge', code: '123456' }],
  ['ack4711', { kind: 'acknowledge', code: '4711' }],
  ['１２３４５６', { kind: 'acknowledge', code: '123456' }],
  ['ok', { kind: 'acknowledge' }],
  ['Stop.', { kind: 'stop' }],
  ['unsubscribe', { kind: 'stop' }],
  ['START', { kind: 'start' }],
  ['', { kind: 'unclear' }],
  ['please do not ack 123456', { kind: 'unclear' }],
  ['12345678901', { kind: 'unclear' }],
];
for (const [text, want] of rows) test(`${JSON.stringify(text)} is read`, () => assert.deepEqual(readReply(text), want));

const at = (minutes: number) => new Date(minutes * 60_000);

test('the fifth wrong code within 15 minutes bars for 15; four, or five over a longer time, do not', () => {
  const after = (...minutes: number[]) => minutes.reduce((guard, minute) => wronged(at(minute), guard), noGuard);
  assert.ok(!isBarred(at(4), after(0, 1, 2, 3)));
  assert.ok(isBarred(at(18.9), after(0, 1, 2, 3, 4)));
  assert.ok(!isBarred(at(19), after(0, 1, 2, 3, 4)));
  assert.ok(!isBarred(at(16), after(0, 4, 8, 12, 16)));
});

test('five automatic answers within an hour, and of several channels the strictest counts', () => {
  let guard: Guard | undefined = noGuard;
  for (let given = 0; given < 5; given++) guard = answering(at(given), guard!);
  assert.equal(answering(at(5), guard!), undefined);
  assert.equal(answering(at(5), strictest([noGuard, guard!])), undefined);
  assert.notEqual(answering(at(60), guard!), undefined);
});
