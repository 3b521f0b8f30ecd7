import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseExact } from './exact-json.ts';

for (const text of [
  '{"a":12345678901234567890,"b":[0.1000000000000000055511151231257827]}',
  '{"a":1.0,"b":1.50,"c":1e3,"d":1E400,"e":-0,"f":-0.0}',
  '[99999999999999999,0.30000000000000004,100,10.01]',
  '"12345678901234567890 1.0 1e3"',
  '-0',
]) {
  test(`numbers come out as they stood: ${text}`, () => assert.equal(JSON.stringify(parseExact(text)), text));
}

test('blanks go, and of names that stand twice the last one counts, as ever', () => {
  assert.equal(JSON.stringify(parseExact('{ "a": 1.0,\n "b": 2, "a": 3.0 }')), '{"a":3.0,"b":2}');
});

test('what doubles hold is as JSON.parse has it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      assert.equal(JSON.stringify(parseExact(text)), text);
    }),
  );
});

test('what is no JSON is refused as ever', () => {
  for (const text of ['', '{', '[1.0,]', '01']) assert.throws(() => parseExact(text), SyntaxError);
});
