import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { floors, rooms } from '../architecture.ts';
import pkg from '../package.json' with { type: 'json' };
import { circleOf } from './kit/house/circles.ts';
import { inWords } from './kit/house/files.ts';
import { faultsOf, needlessExceptions, sizesOf } from './kit/house/house.ts';

const ROOT = join(import.meta.dirname, '..');

test('the code keeps to architecture.ts', (t) => {
  const { files, median, longest } = sizesOf(ROOT);
  t.diagnostic(`${files} files, median ${median} lines, longest ${longest}`);
  assert.ok(files > 100, `wanted to read the whole house, got ${files} files`);
  assert.deepEqual(faultsOf(ROOT).map(inWords), []);
});

test('every exception of architecture.ts is needed', () => {
  assert.deepEqual(needlessExceptions(ROOT).map(inWords), []);
});

test('the permitted edges between rooms make no circle, and each names a room', () => {
  assert.equal(circleOf(rooms), undefined);
  const unknown = Object.values(rooms)
    .flat()
    .filter((room) => !(room in rooms));
  assert.deepEqual(unknown, []);
  assert.equal(new Set(floors.flat()).size, floors.flat().length);
});

test('a circle of permitted edges is found', () => {
  assert.deepEqual(circleOf({ a: ['b'], b: ['c'], c: ['b'] }), ['b', 'c', 'b']);
});

/** Planted faults: what the file at `path` holds, and the `line rule` of each fault that must be found there. */
const planted: [name: string, path: string, source: string[], want: string[]][] = [
  ['a floor that imports one above it', 'src/kernel/a.ts', ["import { b } from '#storage/b';"], ['1 floors']],
  ['the same by import type', 'src/storage/a.ts', ['', "import type { B } from '#domain/events';"], ['2 floors']],
  ['the same by a dynamic import', 'src/domain/events/a.ts', ["const b = await import('#wire/b');"], ['1 floors']],
  ['the same by the type of an import', 'src/kernel/a.ts', ["type B = import('#engine/b').B;"], ['1 floors']],
  ['the same by an export … from', 'src/kernel/a.ts', ["export type { B } from '#storage/b';"], ['1 floors']],
  ['the same by an import for its effect', 'src/kernel/a.ts', ["import '#storage/b';"], ['1 floors']],
  ['the same over several lines', 'src/kernel/a.ts', ['import {', '  b,', "} from '#storage/b';"], ['1 floors']],
  ['two floors beside each other', 'src/wire/a.ts', ["import { b } from '#api/b';"], ['1 floors']],
  ['a CLI that opens the database', 'src/cli/a.ts', ["import { openDb } from '#storage/db';"], ['1 floors']],
  ['a floor that nobody knows', 'src/attic/a.ts', ['export const a = 1;'], ['1 every file has a floor']],
  ['a room that nobody knows', 'src/domain/attic/a.ts', ['export const a = 1;'], ['1 every file has a floor']],
  [
    'an edge between rooms that is not permitted',
    'src/domain/events/a.ts',
    ["import { b } from '#domain/incidents';"],
    ['1 rooms'],
  ],
  [
    'a provider that leans on another',
    'src/providers/sms/a.ts',
    ["import { b } from '#providers/email';"],
    ['1 rooms'],
  ],
  [
    'another room’s inside',
    'src/domain/contacts/a.ts',
    ["import { b } from '../channels/outbox.ts';"],
    ['1 public face'],
  ],
  [
    'another room’s inside by an alias',
    'src/api/a.ts',
    ["import { b } from '#domain/channels/outbox';"],
    ['1 public face'],
  ],
  [
    'the inside of the embedded database',
    'src/start/a.ts',
    ["import { b } from '#storage/embedded/lock';"],
    ['1 public face'],
  ],
  ['SQL of another floor', 'src/engine/a.ts', ["import { dueSql } from '#storage/due.sql';"], ['1 SQL stays at home']],
  ['a relative path out of a floor', 'src/wire/a.ts', ["import { b } from '../kernel/b.ts';"], ['1 spelling']],
  [
    'a floor that imports the composition root',
    'src/api/a.ts',
    ["import { s } from '../settings.ts';"],
    ['1 composition root'],
  ],
  [
    'running code that imports a test’s kit',
    'src/engine/a.ts',
    ["import { b } from '#test/kit/b';"],
    ['1 no test code'],
  ],
  ['a computed import', 'src/kernel/a.ts', ['await import(`#storage/${name}`);'], ['1 plain imports']],
  [
    'export *',
    'src/kernel/a.ts',
    ["export * from './b.ts';", "export * as b from './b.ts';"],
    ['1 no export *', '2 no export *'],
  ],
  [
    'any as a type',
    'src/kernel/a.ts',
    ['let a: any;', 'f(a as any);', 'let b: Map<string, any>;'],
    ['1 no any', '2 no any', '3 no any'],
  ],
  ['work left undone', 'src/kernel/a.ts', ['const a = 1;', `// TO${'DO'} the rest`], ['2 nothing left undone']],
  [
    'a swallowed error',
    'bin/a.mjs',
    ['try {', '  f();', '} catch {}', 'try { f(); } catch (e) { /* x */ }'],
    ['3 no swallowed error', '4 no swallowed error'],
  ],
  ['a long file', 'test/a.ts', Array(502).fill('f();'), ['501 length']],
  [
    'a statement outside a *.sql.ts of its room',
    'src/domain/events/a.ts',
    ["const s = statement('events.a', 'select 1');"],
    ['1 SQL in its place'],
  ],
  [
    'a typed statement, likewise',
    'src/domain/events/a.ts',
    ["const s = statement<{ a: 1 }>('events.a', 'x');"],
    ['1 SQL in its place'],
  ],
  [
    'SQL that is no statement',
    'src/start/a.ts',
    ["db.query('select 1 from t');", 'db.query(`delete from t where ${x}`);'],
    ['1 SQL in its place', '2 SQL in its place'],
  ],
  [
    'the machine’s clock in a room',
    'src/domain/events/a.ts',
    ['const now = Date.now();', 'const at = new Date();'],
    ['1 now is a parameter', '2 now is a parameter'],
  ],
  [
    'a hidden clock',
    'src/kernel/a.ts',
    ['const now = new Date;', 'const s = `${Date()}`;', 'Temporal.Now.instant();'],
    ['1 now is a parameter', '2 now is a parameter', '3 now is a parameter'],
  ],
  [
    'chance, timers and the environment',
    'src/storage/a.ts',
    ['Math.random();', 'setTimeout(f, 1);', 'process.env.HOME;', 'performance.now();'],
    ['1 now is a parameter', '2 now is a parameter', '3 now is a parameter', '4 now is a parameter'],
  ],
  [
    'timers by another name',
    'src/kernel/a.ts',
    ["import { setTimeout as pause } from 'node:timers/promises';"],
    ['1 now is a parameter', '1 now is a parameter'],
  ],
  [
    'more than its exception allows',
    'src/storage/wake.ts',
    ['setTimeout(f, 1);', 'Math.random();'],
    ['2 now is a parameter'],
  ],
  // What must not be found.
  [
    'nothing in comments and strings',
    'src/kernel/a.ts',
    ["// import '#wire/b'; Date.now()", 'const s = "import x from \'#wire/b\'";', 'const t = `Date.now() ${1} any`;'],
    [],
  ],
  ['nothing in a regular expression', 'src/kernel/a.ts', ['const r = /[\'"`]{/;', 'const a = 4 / 2 / 1;'], []],
  [
    'nothing in a given date',
    'src/domain/events/a.ts',
    ['const at = new Date(0);', 'let d: Date;', 'const f = (any: string) => x.any(any);'],
    [],
  ],
  [
    'nothing in permitted edges',
    'src/domain/incidents/a.ts',
    ["import { b } from '#domain/alarms';", "import { c } from '#kernel/ids';", "import { d } from './b.sql.ts';"],
    [],
  ],
  ['nothing in a test', 'src/kernel/a.test.ts', ["import { b } from '../cli/b.ts';", 'Date.now();'], []],
  [
    'nothing in the composition root',
    'src/start/a.ts',
    [
      "import { b } from '#engine/b';",
      "import { c } from '../settings.ts';",
      "const s = statement('start.a', 'select 1 from t');",
    ],
    [],
  ],
];

for (const [name, path, source, want] of planted) {
  test(`planted: ${name}`, () => {
    const found = faultsIn({ [path]: source.join('\n') });
    assert.deepEqual(
      found.map(({ file, line, rule }) => `${file}:${line} ${rule}`),
      want.map((each) => `${path}:${each}`),
    );
  });
}

test('planted: files that import each other in a circle', () => {
  const tree = {
    'src/kernel/a.ts': "import { b } from './b.ts';",
    'src/kernel/b.ts': "\nimport { c } from './c.ts';",
    'src/kernel/c.ts': "import type { D } from './d.ts';\nimport { a } from './a.ts';",
    'src/kernel/d.ts': "import { c } from './c.ts';",
  };
  const found = faultsIn(tree).map(({ file, line, rule }) => `${file}:${line} ${rule}`);
  assert.deepEqual(found, ['src/kernel/c.ts:2 no circle']);
});

function faultsIn(tree: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'muster-house-'));
  try {
    for (const [path, text] of Object.entries({ 'package.json': JSON.stringify({ imports: pkg.imports }), ...tree })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return faultsOf(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
