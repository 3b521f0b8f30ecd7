import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Gap, GapCause } from './gaps.ts';
import { lookAt, type Warning } from './warnings.ts';

const NOW = new Date('2026-01-05T00:00:00Z');
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);
const gap = (from: number, to: number, ...causes: GapCause[]): Gap => ({ start: hours(from), end: hours(to), causes });
const look = (now: Date, known: Warning[], gaps: Gap[], every = false) => lookAt(now, 'r', known, gaps, every);
const told = ({ found, near }: ReturnType<typeof look>) => [
  found.map(({ start }) => start),
  near.map(({ start }) => start),
];

test('a gap is told when it is found, and again when it is a day away', () => {
  const first = look(NOW, [], [gap(100, 110, 'override')]);
  assert.deepEqual(told(first), [[hours(100)], []]);
  const second = look(hours(48), first.kept, [gap(100, 110, 'override')]);
  assert.deepEqual(told(second), [[], []]);
  const third = look(hours(80), second.kept, [gap(100, 110, 'override')]);
  assert.deepEqual(told(third), [[], [hours(100)]]);
  assert.deepEqual(told(look(hours(90), third.kept, [gap(100, 110, 'override')])), [[], []]);
});

test('one that is near when it is found is told once', () => {
  const first = look(NOW, [], [gap(3, 5, 'override')]);
  assert.deepEqual(told(first), [[hours(3)], []]);
  assert.deepEqual(told(look(hours(1), first.kept, [gap(3, 5, 'override')])), [[], []]);
});

test('one that has begun keeps its start, and one that grows at the horizon is not a new one', () => {
  const first = look(NOW, [], [gap(10, 20, 'notBegun')]);
  const second = look(hours(12), first.kept, [gap(12, 40, 'notBegun')]);
  assert.deepEqual(told(second)[0], []);
  assert.deepEqual(
    second.kept.map(({ start, end }) => [start, end]),
    [[hours(10), hours(40)]],
  );
});

test('of one gap that became two, one is new', () => {
  const first = look(NOW, [], [gap(30, 90, 'override')]);
  const second = look(NOW, first.kept, [gap(30, 40, 'override'), gap(80, 90, 'override')]);
  assert.deepEqual(told(second)[0], [hours(80)]);
  assert.equal(new Set(second.kept.map(({ id }) => id)).size, 2);
});

test('coverage is meant by a rotation and not by a schedule, and less than a minute is nothing', () => {
  const gaps = [gap(30, 40, 'coverage'), gap(50, 60, 'coverage', 'override'), gap(70, 70.01, 'override')];
  assert.deepEqual(told(look(NOW, [], gaps))[0], [hours(50)]);
  assert.deepEqual(told(look(NOW, [], gaps, true))[0], [hours(30), hours(50)]);
});

test('two hundred of one subject are kept, the nearest', () => {
  const gaps = Array.from({ length: 300 }, (_, index) => gap(index * 2, index * 2 + 1, 'override'));
  assert.equal(look(NOW, [], gaps).kept.length, 200);
});
