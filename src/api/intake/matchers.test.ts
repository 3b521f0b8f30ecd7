import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/refusal';
import { matchesWhole, matching } from './matchers.ts';

const all: { labels: Record<string, string> }[] = [
  { labels: { alertname: 'Disk', zone: 'a', instance: 'db-1' } },
  { labels: { alertname: 'Disk', zone: 'b' } },
  { labels: { alertname: 'say "hi"\\', zone: 'a' } },
];

for (const [filters, places] of [
  [[], [0, 1, 2]],
  [['alertname=Disk'], [0, 1]],
  [['alertname="Disk"', 'zone!="a"'], [1]],
  [['zone=~"a|b"', 'instance=~"db-.*"'], [0]],
  [['zone=~"(?i)A"'], [0, 2]],
  [['alertname!~"Di.*"'], [2]],
  [['alertname=~"Di"'], []],
  [['instance=""'], [1, 2]],
  [['instance!=""'], [0]],
  [['toString=""'], [0, 1, 2]],
  [['alertname="say \\"hi\\"\\\\"'], [2]],
] as const) {
  test(`${filters.join(' and ') || 'nothing'} picks ${places.length}`, () => {
    assert.deepEqual(
      matching(all, filters),
      places.map((at) => all[at]),
    );
  });
}

for (const filter of ['', 'alertname', '=x', 'a b=c', 'zone=~"("', 'zone="a', `zone="${'x'.repeat(2_000)}"`]) {
  test(`the matcher ${filter.slice(0, 20)} is refused`, () => {
    assert.throws(() => matching(all, [filter]), Refusal);
  });
}

test('an expression that would take for ever is given up, and refused', () => {
  const long = [{ labels: { text: 'a'.repeat(1_000) } }];
  assert.throws(() => matching(long, ['text=~"(a+)+b"']), /wanted an expression that is done within 100 ms/);
});

test('receivers are matched as a whole', () => {
  assert.deepEqual(
    ['muster', 'm.*', 'must'].map((one) => matchesWhole(one, 'muster')),
    [true, true, false],
  );
});
