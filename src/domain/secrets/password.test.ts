import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/refusal';
import { type PasswordWish, randomPassword } from './password.ts';

const KINDS: readonly [keyof PasswordWish, RegExp][] = [
  ['lowercase', /[a-z]/],
  ['uppercase', /[A-Z]/],
  ['numbers', /[0-9]/],
  ['punctuation', /[!-/:-@[-`{-~]/],
  ['space', / /],
];
const wishes: fc.Arbitrary<PasswordWish> = fc.record({
  length: fc.integer({ min: 1, max: 64 }),
  without: fc.string({ maxLength: 8 }),
  lowercase: fc.boolean(),
  uppercase: fc.boolean(),
  numbers: fc.boolean(),
  punctuation: fc.boolean(),
  space: fc.boolean(),
  each: fc.boolean(),
});

test('a password is as long as wished, of the kinds that were wished, without what is excluded, or the wish is refused', () => {
  fc.assert(
    fc.property(wishes, fc.array(fc.nat(), { minLength: 1 }), (wish, chances) => {
      let drawn = 0;
      const draw = (below: number) => chances[drawn++ % chances.length]! % below;
      const wanted = KINDS.filter(([kind]) => wish[kind]);
      let password: string;
      try {
        password = randomPassword(wish, draw);
      } catch (error) {
        assert.ok(error instanceof Refusal && error.details.code === 'InvalidParameterException');
        const noneOfAKind = (wish.space && wish.without.includes(' ')) || wanted.length === 0;
        assert.ok(noneOfAKind || (wish.each && wish.length < wanted.length), error.message);
        return;
      }
      assert.equal(password.length, wish.length);
      assert.ok(![...wish.without].some((character) => password.includes(character)));
      for (const [kind, pattern] of KINDS) {
        if (!wish[kind]) assert.doesNotMatch(password, pattern);
        else if (wish.each) assert.match(password, pattern);
      }
    }),
  );
});

test('every character of what is allowed is drawn', () => {
  let next = 0;
  const digits = { length: 10, without: '', lowercase: false, uppercase: false, numbers: true, punctuation: false };
  const password = randomPassword({ ...digits, space: false, each: false }, (below) => next++ % below);
  assert.deepEqual([...password].sort().join(''), '0123456789');
});
