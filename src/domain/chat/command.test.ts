import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Command, HELP, readCommand } from './command.ts';

const rows: [typed: string, want: Command][] = [
  ['', { kind: 'help' }],
  ['  HELP ', { kind: 'help' }],
  ['ack', { kind: 'ack' }],
  ['Ack payments', { kind: 'ack', incident: 'payments' }],
  ['resolve Payments fail', { kind: 'resolve', incident: 'Payments fail' }],
  ['note "Payments fail" rolled  back to 812', { kind: 'note', incident: 'Payments fail', text: 'rolled back to 812' }],
  ['note “Payments fail” done', { kind: 'note', incident: 'Payments fail', text: 'done' }],
  ['start payments Cards fail, too', { kind: 'start', plan: 'payments', title: 'Cards fail, too' }],
  ['page ana please look', { kind: 'page', person: 'ana', text: 'please look' }],
  ['engage bob payments', { kind: 'engage', person: 'bob', incident: 'payments' }],
  ['oncall', { kind: 'oncall' }],
  ['oncall primary', { kind: 'oncall', schedule: 'primary' }],
  ['link K7QD-M2XA-9PLR', { kind: 'link', code: 'K7QD-M2XA-9PLR' }],
];

test('what is typed after /muster is read as it is written', () => {
  for (const [typed, want] of rows) assert.deepEqual(readCommand(typed), want, typed);
});

test('what lacks a word says how it is written, and what is no command names those there are', () => {
  for (const typed of ['note', 'note payments', 'page ana', 'resolve', 'start', 'link']) {
    const read = readCommand(typed);
    assert.ok(read.kind === 'unclear');
    assert.match(read.say, new RegExp(`/muster ${typed.split(' ')[0]} `));
  }
  const read = readCommand('constructor');
  assert.ok(read.kind === 'unclear' && read.say.includes(HELP));
});

test('any text is read without an error', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (typed) => void readCommand(typed)));
});
