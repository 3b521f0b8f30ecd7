import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromBase32, toBase32 } from './base32.ts';

const rows: [text: string, written: string][] = [
  ['', ''],
  ['f', 'my'],
  ['fo', 'mzxq'],
  ['foo', 'mzxw6'],
  ['foob', 'mzxw6yq'],
  ['fooba', 'mzxw6ytb'],
  ['foobar', 'mzxw6ytboi'],
];
for (const [text, written] of rows)
  test(`${JSON.stringify(text)} is ${JSON.stringify(written)}, as RFC 4648 has it`, () => {
    assert.equal(toBase32(Buffer.from(text)), written);
    assert.deepEqual(fromBase32(written), Buffer.from(text));
  });

test('whatever is written is read as it was, in any case of its letters', () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      assert.deepEqual(fromBase32(toBase32(bytes)), Buffer.from(bytes));
      assert.deepEqual(fromBase32(toBase32(bytes).toUpperCase()), Buffer.from(bytes));
    }),
  ));

test('what nobody would write is not read', () => {
  for (const text of ['0', 'a', 'mz', 'my=', 'm1', 'ab cd', 'mzx']) assert.equal(fromBase32(text), undefined, text);
});
