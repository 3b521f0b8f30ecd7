import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fitsText, gsmLength, textMessage } from './gsm7.ts';

/** A code and a link, of any length that fits. */
const wholes = fc
  .tuple(fc.stringMatching(/^\d{6,10}$/), fc.stringMatching(/^[a-z0-9_.-]{0,120}$/))
  .map(([code, rest]) => `Code ${code} https://m.example/${rest}`)
  .filter(fitsText);
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.string({ unit: fc.constantFrom('a', ' ', '€', '{', 'ö', 'ł', '障', '🔥', '\n'), maxLength: 400 }),
);

test('a text message never is too long for what it is written in, and has its code and link whole', () => {
  fc.assert(
    fc.property(texts, wholes, (text, whole) => {
      const message = textMessage(text, whole);
      const gsm = gsmLength(message);
      assert.ok(gsm === undefined ? message.length <= 70 : gsm <= 160, `${gsm ?? message.length}: ${message}`);
      assert.ok(message.length >= 10);
      assert.ok(message.endsWith(whole));
      assert.ok(message.isWellFormed());
    }),
    { numRuns: 500 },
  );
});

const rows: [name: string, text: string, want: string][] = [
  ['plain text stays as it is', 'Größe 5 @ 3€', 'Größe 5 @ 3€ C'],
  ['lines become one', 'a\n\n b', 'a b C'],
  ['what fits is sent as it was written', 'Łódź: データベース', 'Łódź: データベース C'],
  ['a long one loses the accents that GSM lacks', `Łódź ’x’ ${'w'.repeat(80)}`, `?odz 'x' ${'w'.repeat(80)} C`],
  ['of one in another script as much is sent as fits', `${'障害 '.repeat(40)}`, `${'障害 '.repeat(22).trim()}… C`],
  ['a long one ends at a word', `${'word '.repeat(40)}`, `${'word '.repeat(31).trim()}... C`],
];
for (const [name, text, want] of rows) test(name, () => assert.equal(textMessage(text, 'C'), want));

test('characters of the extension take two places', () => {
  assert.deepEqual(['€', '[x]', 'é', '障'].map(gsmLength), [2, 5, 1, undefined]);
  assert.throws(() => textMessage('x', 'y'.repeat(150)), RangeError);
});
