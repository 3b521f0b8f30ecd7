import assert from 'node:assert/strict';
import {
  cpSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { packageFolder } from './binaries.ts';
import { copyPackage, linkLibraries } from './libraries.ts';
import { tryBinaries } from './owner.ts';

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'muster-libraries-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** The package as npm unpacks it when install scripts are not run: without a single link. */
function unlinked(t: TestContext): string {
  const original = packageFolder();
  assert.ok(original !== undefined, 'npm has installed the binaries for this platform');
  const copy = join(folder(t), 'package');
  cpSync(original, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !lstatSync(path).isSymbolicLink(),
  });
  return copy;
}

test('the links that the install script would make are made when they are missing, and the server runs', (t) => {
  const native = join(unlinked(t), 'native');
  assert.ok('fault' in tryBinaries(join(native, 'bin'), undefined), 'without its libraries it cannot run');
  assert.equal(linkLibraries(native), true);
  const found = tryBinaries(join(native, 'bin'), undefined);
  assert.ok(!('fault' in found) && found.major >= 18, JSON.stringify(found));
  assert.equal(linkLibraries(native), true, 'a second time changes nothing');
});

test('a link is relative to its own folder, so the whole can be moved', (t) => {
  const native = join(unlinked(t), 'native');
  linkLibraries(native);
  const links = readdirSync(join(native, 'lib')).filter((name) =>
    lstatSync(join(native, 'lib', name)).isSymbolicLink(),
  );
  assert.ok(links.length > 0);
  for (const link of links) assert.doesNotMatch(readlinkSync(join(native, 'lib', link)), /\//);
});

test('a list of links that leads out of the package is refused', (t) => {
  const native = join(unlinked(t), 'native');
  writeFileSync(
    join(native, 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/a', target: 'native/../../b' }]),
  );
  assert.throws(() => linkLibraries(native), /wanted a list of/);
});

test('a copy of the package runs, is open to all, and takes the place of former ones', (t) => {
  const home = folder(t);
  cpSync(unlinked(t), join(home, 'postgres-binaries-1.0.0'), { recursive: true });
  const original = unlinked(t);
  const { version } = JSON.parse(readFileSync(join(original, 'package.json'), 'utf8'));
  const told: string[] = [];
  const note = (_fields: object, message: string) => told.push(message);
  const log = { info: note, warn: note, error: note };
  const native = copyPackage(original, home, log);
  assert.deepEqual(readdirSync(home), [`postgres-binaries-${version}`]);
  assert.equal(statSync(join(native, 'bin', 'postgres')).mode & 0o777, 0o755);
  assert.ok(!('fault' in tryBinaries(join(native, 'bin'), undefined)));
  assert.equal(copyPackage(original, home, log), native, 'a second time finds it');
  assert.equal(told.length, 1, 'and only the first is told');
});
