import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { REPLY_TO, replyAddresses } from './reply-address.ts';

const rows: [template: string, good: boolean][] = [
  ['replies+{token}@example.org', true],
  ['{token}@replies.example.org', true],
  ['a'.repeat(19).concat('{token}@example.org'), true],
  ['a'.repeat(20).concat('{token}@example.org'), false],
  ['replies@example.org', false],
  ['replies+{token}{token}@example.org', false],
  ['Muster <replies+{token}@example.org>', false],
  ['replies+{token}@example.org\r\nBcc: x@y.example', false],
  ['{token}@', false],
  ['{token}@-example.org', false],
];
for (const [template, good] of rows)
  test(`${JSON.stringify(template)} ${good ? 'can' : 'cannot'} be an address for answers`, () =>
    assert.equal(REPLY_TO.pattern.test(template), good));

const token = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'), minLength: 1, maxLength: 45 });

test('the token of an address is the one it was made with, whatever became of its case', () =>
  fc.assert(
    fc.property(token, fc.constantFrom('Replies+{token}@Example.org', '{token}@example.org'), (one, template) => {
      const { of, tokenIn } = replyAddresses(template);
      for (const address of [of(one), of(one).toUpperCase(), of(one).toLowerCase()])
        assert.equal(tokenIn(address), one);
    }),
  ));

test('no other address has one', () => {
  const { tokenIn } = replyAddresses('replies+{token}@example.org');
  for (const address of [
    'replies+@example.org',
    'replies+a@example.net',
    'x+a@example.org',
    'replies+a b@example.org',
    '',
  ])
    assert.equal(tokenIn(address), undefined, address);
});
