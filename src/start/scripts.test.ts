import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_PLACES } from '#providers/scripts';
import { fakeAws } from '#test/kit/scripts';
import { settingsFrom } from '../settings.ts';
import { scriptAction, scriptRunners } from './scripts.ts';

const rows: [name: string, environment: Record<string, string>, want: string[]][] = [
  ['nothing set: Python in WebAssembly, and no PowerShell', {}, ['pyodide']],
  ['a Python of the machine', { MUSTER_SCRIPT_PYTHON: '/usr/bin/python3' }, ['python3']],
  [
    'an image goes before it, being the narrower',
    { MUSTER_SCRIPT_CONTAINER_IMAGE: 'python:3.13-slim', MUSTER_SCRIPT_PYTHON: '/usr/bin/python3' },
    ['container'],
  ],
  ['PowerShell besides', { MUSTER_SCRIPT_POWERSHELL: '/usr/bin/pwsh' }, ['pyodide', 'powershell']],
];
for (const [name, environment, want] of rows) {
  test(`who runs scripts, ${name}`, () => {
    assert.deepEqual(
      scriptRunners(settingsFrom(environment)).map((runner) => runner.name),
      want,
    );
  });
}

test('the action has the bounds of AWS', () => {
  const action = scriptAction(settingsFrom({}), fakeAws().api, () => new Date(0));
  assert.deepEqual(
    [action.name, action.defaultTimeoutSeconds, action.maxTimeoutSeconds, action.queue],
    ['aws:executeScript', 600, 600, 'runbooks.scripts'],
  );
});

test('as many scripts as there are users for them may run at once, and no more', () => {
  const read = (count: number) => settingsFrom({ MUSTER_SCRIPTS_AT_ONCE: String(count) }).MUSTER_SCRIPTS_AT_ONCE;
  assert.equal(read(MOST_PLACES), MOST_PLACES);
  assert.throws(() => read(MOST_PLACES + 1), /wanted a whole number from 1 to 14/);
});
