import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CALL_SECONDS, SAID_TIMES, SPEECH_LENGTH, speech } from './speech.ts';

test('what is said fits the call, as often as it is said, and ends with the code whole', () => {
  assert.ok((SPEECH_LENGTH / 12) * SAID_TIMES < CALL_SECONDS);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 2_500 }), (text) => {
      const said = speech(text, 'The accept code is 123456.');
      assert.ok([...said].length <= SPEECH_LENGTH, `${said.length}`);
      assert.ok(said.endsWith('The accept code is 123456.'));
      assert.doesNotMatch(said, /[<>&\n]/);
    }),
  );
});
