import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { run } from './run.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'muster-extension-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const BELOW = ['ssm-incidents', '2018-05-10', 'service-2.sdk-extras.json'];
const path = () => join(home, '.aws', 'models', ...BELOW);

async function extension(words: string[] = [], env: Record<string, string> = {}) {
  const told = { out: '', err: '' };
  const io = {
    out(text: string) {
      told.out += text;
    },
    err(text: string) {
      told.err += text;
    },
    env: { HOME: home, ...env },
    now: () => new Date('2026-11-24T03:10:00Z'),
  };
  return { code: await run(['aws', 'install-extension', ...words], io), ...told };
}

test('it is written once, is what --print prints, and is removed again', async () => {
  const first = await extension();
  assert.deepEqual([first.code, first.out], [0, `${path()}\n`]);
  assert.match(first.err, /^It is written: /);
  assert.match((await extension()).err, /^It was there already: /);
  assert.equal((await extension(['--print'])).out, readFileSync(path(), 'utf8'));
  const removed = await extension(['--remove']);
  assert.deepEqual([removed.code, removed.err], [0, 'It is removed.\n']);
  assert.throws(() => readFileSync(path()), /ENOENT/);
  assert.equal((await extension(['--remove'])).err, 'There was none.\n');
});

test('it goes to the first folder of AWS_DATA_PATH, and ~ there is the home', async () => {
  const { out } = await extension([], { AWS_DATA_PATH: `~/one${delimiter}${join(home, 'two')}` });
  assert.equal(out, `${join(home, 'one', ...BELOW)}\n`);
  assert.ok(readFileSync(out.trim(), 'utf8').length > 0);
});

const others: [what: string, text: string, told: RegExp][] = [
  ['of somebody else', '{"version": 1.0, "merge": {}}', /of somebody else, and is left/],
  ['of another version', '{\n  "version": 1,\n  "from": "muster",\n  "merge": {}\n}\n', /of another version of Muster/],
];
for (const [what, text, told] of others) {
  test(`a file ${what} is kept unless it is forced`, async () => {
    await extension();
    writeFileSync(path(), text);
    const kept = await extension();
    assert.deepEqual([kept.code, kept.out], [1, '']);
    assert.match(kept.err, told);
    assert.match(kept.err, /--force.* replaces it/);
    assert.equal(readFileSync(path(), 'utf8'), text);
    assert.match((await extension(['--force'])).err, /^What was there is replaced/);
    assert.notEqual(readFileSync(path(), 'utf8'), text);
  });
}

test('a foreign file is removed only by force, and an older one of Muster’s without', async () => {
  await extension();
  const [foreign, older] = others.map(([, text]) => text) as [string, string];
  writeFileSync(path(), foreign);
  assert.equal((await extension(['--remove'])).code, 1);
  assert.equal(readFileSync(path(), 'utf8'), foreign);
  assert.equal((await extension(['--remove', '--force'])).err, 'It is removed.\n');
  await extension();
  writeFileSync(path(), older);
  assert.equal((await extension(['--remove'])).err, 'It is removed.\n');
});

test('it says of the model what is ours: a list, a severity, and members', async () => {
  const { version, merge } = JSON.parse((await extension(['--print'])).out);
  assert.equal(version, 1);
  assert.deepEqual(merge.operations.ListIncidents.http, {
    method: 'POST',
    requestUri: '/listIncidents',
    responseCode: 200,
  });
  assert.equal(merge.operations.ListIncidents.input.shape, 'ListIncidentRecordsInput');
  const { IncidentTemplate, MusterSeverity } = merge.shapes;
  assert.deepEqual(IncidentTemplate, { required: ['title'], members: { severity: { shape: 'MusterSeverity' } } });
  assert.deepEqual(MusterSeverity, { type: 'structure', members: {}, document: true });
  const defined = new Set(Object.keys(merge.shapes));
  for (const [, shape] of JSON.stringify(merge.shapes).matchAll(/"shape":"(\w+)"/g)) assert.ok(defined.has(shape!));
});

test('the other words after aws are the AWS CLI’s own, their help included', async () => {
  const told: string[] = [];
  const io = { out: (text: string) => told.push(text), err: () => {}, env: { HOME: home }, now: () => new Date() };
  assert.equal(await run(['aws', '--help'], io), 0);
  assert.match(told.join(''), /^usage: muster aws …\n/);
  assert.match(told.join(''), /^usage: muster aws install-extension \[options\]$/m);
});
