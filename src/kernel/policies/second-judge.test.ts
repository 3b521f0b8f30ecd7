import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { askeds, slowWord, type Written, writtenPolicies } from '#test/kit/policies';
import { judge, type Policy, readPolicy } from './index.ts';

function read(written: Written): Policy {
  const found = readPolicy(JSON.stringify(written), 'identity');
  assert.ok('policy' in found, JSON.stringify(found));
  return found.policy;
}

test('any policies come to what a second, independent judge says of them', () => {
  const heard = { allow: 0, deny: 0, nothing: 0 };
  fc.assert(
    fc.property(writtenPolicies, askeds, (written, asked) => {
      const found = judge(asked, { identity: written.map(read) });
      const word = found.allowed ? 'allow' : found.explicit ? 'deny' : 'nothing';
      heard[word] += 1;
      assert.equal(word, slowWord(written, asked));
    }),
    { numRuns: 2_000, seed: 20_260_102 },
  );
  // The generators reach each answer: else the comparison would say little.
  assert.ok(Math.min(heard.allow, heard.deny, heard.nothing) > 100, JSON.stringify(heard));
});
