import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newId } from '#kernel/ids';
import { createKeyring } from '#kernel/seal';
import { subscriptionTokens } from './tokens.ts';

const NOW = new Date('2026-01-02T03:10:00Z');
const later = (hours: number, ms = 0) => new Date(NOW.getTime() + hours * 3_600_000 + ms);
const tokens = subscriptionTokens(createKeyring(Buffer.alloc(32, 1)));
const id = newId(NOW);

test('a token names its subscription: the one that confirms for two days, the one that ends for ever', () => {
  const token = tokens.confirmation(id, NOW);
  assert.equal(tokens.confirmed(token, later(48)), id);
  assert.equal(tokens.confirmed(token, later(48, 1)), undefined);
  assert.equal(tokens.ended(tokens.end(id)), id);
});

test('neither is good for the other, nor under another master key', () => {
  const other = subscriptionTokens(createKeyring(Buffer.alloc(32, 2)));
  const [confirmation, end] = [tokens.confirmation(id, NOW), tokens.end(id)];
  assert.equal(tokens.ended(confirmation), undefined);
  assert.equal(tokens.confirmed(end, NOW), undefined);
  assert.equal(other.confirmed(confirmation, NOW), undefined);
  assert.equal(other.ended(end), undefined);
});

test('a token of which anything was changed, cut off or added names nothing', () => {
  const whole = [tokens.confirmation(id, NOW), tokens.end(id)];
  fc.assert(
    fc.property(
      fc.constantFrom(...whole),
      fc.nat(),
      fc.constantFrom(...'0123456789abcdefg'),
      (token, at, character) => {
        const place = at % token.length;
        const changed = token.slice(0, place) + character + token.slice(place + 1);
        fc.pre(changed !== token);
        for (const wrong of [changed, token.slice(0, place), `${token}${character}`, token.toUpperCase()]) {
          if (wrong === token) continue;
          assert.equal(tokens.confirmed(wrong, NOW), undefined);
          assert.equal(tokens.ended(wrong), undefined);
        }
      },
    ),
  );
});
