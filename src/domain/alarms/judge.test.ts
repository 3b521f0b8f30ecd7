import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leastSamples } from './judge.ts';

const rows: [statistic: string, samples: number][] = [
  ['p50', 20],
  ['p90', 100],
  ['p99', 1_000],
  ['p10', 100],
  ['p99.9', 10_000],
  ['p100', 1],
  ['p0', 1],
  ['tm90', 1],
];
for (const [statistic, samples] of rows)
  test(`${statistic} says something from ${samples} samples on`, () => {
    assert.ok(Math.abs(leastSamples(statistic) - samples) < 1e-6);
  });
