import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { table } from './table.ts';
import { cutTo, padTo, widthOf } from './width.ts';
import { readTime } from './words.ts';

const HEAD = ['ID', 'STATE', 'TITLE'];
const ROWS = [
  ['867dbabd3098', 'ALARM', 'Checkout fails for everybody in Europe since the last release'],
  ['8902687679cb', 'fine', '支払いが失敗する 🔥🔥'],
];

test('a table on a terminal is as wide as the terminal, whatever it holds', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 90 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, text, text), { maxLength: 5 }),
      fc.integer({ min: 40, max: 200 }),
      (rows, columns) => {
        const lines = table(HEAD, rows, { columns, colours: false }).split('\n').slice(0, -1);
        assert.equal(lines.length, rows.length + 1);
        for (const line of lines) assert.ok(widthOf(line) <= columns, `${widthOf(line)} in ${columns}: ${line}`);
      },
    ),
  );
});

test('in a pipe nothing is cut to fit, and nothing coloured', () => {
  const text = table(HEAD, ROWS);
  assert.ok(text.includes('since the last release'));
  assert.ok(!text.includes('\u001b'));
});

test('wide characters take two places, so that columns stand under their heads', () => {
  const [, , row = ''] = table(
    ['A', 'B'],
    [
      ['ab', 'x'],
      ['火', 'y'],
    ],
  ).split('\n');
  assert.equal(row, '火  y');
  assert.equal(widthOf('火🔥e\u0301'), 5);
  assert.equal(padTo('火', 4), '火  ');
  assert.equal(cutTo('火火火', 4), '火…');
});

test('colours only repeat what words say, and leave the columns where they were', () => {
  const coloured = table(HEAD, ROWS, { columns: 80, colours: true });
  assert.ok(coloured.includes('\u001b[31mALARM\u001b[0m'));
  assert.equal(stripVTControlCharacters(coloured), table(HEAD, ROWS, { columns: 80, colours: false }));
});

test('times are read as instants, or as so long ago or ahead', () => {
  const now = new Date('2026-11-24T03:10:00Z');
  const rows: [text: string, want: string][] = [
    ['now', '2026-11-24T03:10:00.000Z'],
    ['2h', '2026-11-24T05:10:00.000Z'],
    ['10m-ago', '2026-11-24T03:00:00.000Z'],
    ['7d ago', '2026-11-17T03:10:00.000Z'],
    ['2026-12-24', '2026-12-24T00:00:00.000Z'],
    ['2026-12-24T18:00+01:00', '2026-12-24T17:00:00.000Z'],
  ];
  for (const [text, want] of rows) assert.equal(readTime('from', text, now).toISOString(), want);
  for (const text of ['', 'tomorrow', '2026-13-01', '2026-11-24T25:00Z', '2026-11-24T03:10', '99999d', '1y', '-2h']) {
    assert.throws(() => readTime('from', text, now), /--from: wanted a time such as/);
  }
});
