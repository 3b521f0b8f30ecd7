import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/refusal';
import { createKeyring } from '#kernel/seal';
import { open, seal } from './envelope.ts';

const master = createKeyring(randomBytes(32));
const place = { secret: 'a', version: 'v1' };
const undecryptable = (error: unknown) =>
  error instanceof Refusal && error.details.code === 'DecryptionFailure' && error.cause !== undefined;

test('what was sealed opens as it was, texts as texts and bytes as bytes', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(fc.oneof(text, fc.uint8Array()), (value) => {
      const opened = open(master, place, seal(master, place, value));
      assert.equal(typeof opened, typeof value);
      assert.deepEqual(Buffer.from(opened as string), Buffer.from(value as string));
    }),
  );
});

test('two values have two keys, and the same value never looks the same', () => {
  const [one, other] = [seal(master, place, 'same'), seal(master, place, 'same')];
  assert.notDeepEqual(one.key, other.key);
  assert.notDeepEqual(one.value, other.value);
  assert.throws(() => open(master, place, { key: one.key, value: other.value }), undecryptable);
});

test('it opens in its own place only, with its own master key only, and untouched', () => {
  const sealed = seal(master, place, 'hidden');
  assert.throws(() => open(master, { ...place, version: 'v2' }, sealed), undecryptable);
  assert.throws(() => open(master, { ...place, secret: 'b' }, sealed), undecryptable);
  assert.throws(() => open(createKeyring(randomBytes(32)), place, sealed), undecryptable);
  for (const part of ['key', 'value'] as const) {
    const touched = Buffer.from(sealed[part]);
    touched[touched.length - 1]! ^= 1;
    assert.throws(() => open(master, place, { ...sealed, [part]: touched }), undecryptable);
  }
});
