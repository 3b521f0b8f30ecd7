import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type MailMeaning, ownLines, readMail } from './mail-text.ts';

const QUOTE = '> Severity 1: Database down\n> Acknowledge: https://muster.example/ack/x\n';
const rows: [text: string, want: MailMeaning][] = [
  ['ack', { kind: 'acknowledge' }],
  [`\r\n\r\n  Ack. \r\n\r\n${QUOTE}`, { kind: 'acknowledge' }],
  [
    `ACK 471 123\n\nOn Fri, 2 Jan 2026 at 03:10, Muster <m@x.example> wrote:\n${QUOTE}`,
    { kind: 'acknowledge', code: '471123' },
  ],
  [`ok\n\nOn Fri, 2 Jan 2026 at 03:10, Muster <m@x.example>\nwrote:\n${QUOTE}`, { kind: 'acknowledge' }],
  ['ok\n-- \nAna, on her phone', { kind: 'acknowledge' }],
  ['471123', { kind: 'acknowledge', code: '471123' }],
  ['resolve', { kind: 'resolve' }],
  ['Resolved!\n\n________________________________\nFrom: Muster', { kind: 'resolve' }],
  ['resolve 471123', { kind: 'resolve', code: '471123' }],
  [
    `I look at the disks.\nMore soon.\n\nAm 02.01.2026 schrieb Muster:\n${QUOTE}`,
    { kind: 'note', text: 'I look at the disks.\nMore soon.' },
  ],
  ['stop', { kind: 'note', text: 'stop' }],
  ['resolve it in the morning', { kind: 'note', text: 'resolve it in the morning' }],
  ['On it', { kind: 'note', text: 'On it' }],
  ['please ack', { kind: 'note', text: 'please ack' }],
  [QUOTE, { kind: 'nothing' }],
  [' \n\n', { kind: 'nothing' }],
  ['', { kind: 'nothing' }],
];
for (const [text, want] of rows)
  test(`${JSON.stringify(text)} means ${want.kind}`, () => assert.deepEqual(readMail(text), want));

test('no line that is quoted, and none after it, is ever the sender’s own', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom('ack', 'resolve', '', 'text')), fc.array(fc.string()), (own, quoted) => {
      const lines = ownLines([...own, '> ack', ...quoted].join('\n'));
      assert.ok(lines.length <= own.length);
      assert.deepEqual(lines, ownLines(own.join('\n')));
    }),
  ));

test('a mail of a megabyte is read to its bound only', () => {
  assert.equal(readMail(`On ${'x '.repeat(500_000)}`).kind, 'note');
  assert.equal(readMail(`${'\n'.repeat(70_000)}ack`).kind, 'nothing');
});
