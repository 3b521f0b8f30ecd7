import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyEvent, anyPattern, written } from '#test/kit/patterns';
import { Machine } from './machine.ts';
import { matches } from './match.ts';
import { parsePattern } from './pattern.ts';

const LONG = process.env['MUSTER_LONG'] === '1';
const given = process.env['MUSTER_SEED'];
/** Without a seed in MUSTER_SEED a new one; fast-check prints it, with the path to the smallest case, when a law is broken. */
const seeded = (numRuns: number) => ({ numRuns, ...(given ? { seed: Number(given) } : {}) });

const spelling = fc.record({ space: fc.constantFrom('', '', ' ', '\n\t'), escapes: fc.boolean() });

test('many patterns in one machine match an event exactly when each by itself does', () => {
  fc.assert(
    fc.property(
      fc.array(anyPattern, { minLength: 1, maxLength: 8 }),
      fc.array(fc.tuple(anyEvent, spelling), { minLength: 1, maxLength: 4 }),
      (patterns, events) => {
        const parsed = patterns.map((pattern) => parsePattern(JSON.stringify(pattern)));
        const machine = new Machine(parsed);
        for (const [event, style] of events) {
          const want = parsed.flatMap((pattern, number) => (matches(pattern, event) ? [number] : []));
          assert.deepEqual(
            machine.match(written(event, style)).sort((one, other) => one - other),
            want,
          );
        }
      },
    ),
    seeded(LONG ? 4_000 : 400),
  );
});
