import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '#domain/documents';
import { fakeAws, messageOfFailure, payloadOf, places, runScript } from '#test/kit/scripts';
import { createExecuteScript } from './execute-script.ts';
import { readInputs } from './inputs.ts';
import { createPlaces } from './places.ts';
import type { ScriptResult, ScriptRunner } from './runner.ts';

/** A runner whose every script comes to `result`. */
const giving = (result: Partial<ScriptResult>, isOpen = false): ScriptRunner => ({
  ...{ name: 'pyodide', language: 'python', isOpen },
  run: () => Promise.resolve({ is: 'returned', value: 1, log: 'said', ...result } as ScriptResult),
});

const returning = (value: Json) => runScript(giving({ value }), 'x');

test('what a handler returned is the payload, with what it printed', async () => {
  const outcome = await returning({ a: [1] });
  assert.deepEqual(outcome, {
    is: 'done',
    response: { Payload: { a: [1] }, ExecutionLog: 'said' },
    outputs: { Payload: { a: [1] }, ExecutionLog: 'said' },
  });
  assert.deepEqual(payloadOf(await returning(Array(100).fill(0))), Array(100).fill(0));
});

test('too much of it fails, and says how much is taken', async () => {
  const numbers = Array.from({ length: 101 }, (_, index) => index);
  assert.match(messageOfFailure(await returning({ deep: [numbers] })), /a list of 101 items; at most 100/);
  assert.match(messageOfFailure(await returning('x'.repeat(103_000))), /returned 103002 bytes of JSON; at most 102400/);
});

const failures: [code: string, want: string][] = [
  ['', 'Action'],
  ['AccessDenied', 'Permission'],
  ['UnauthorizedOperation', 'Permission'],
  ['ThrottlingException', 'Throttling'],
  ['NoSuchEntity', 'Action'],
];
for (const [code, want] of failures) {
  test(`an error of AWS that nobody caught, ${code || 'without a code'}, is of type ${want}`, async () => {
    const raised = { is: 'raised', error: 'E', message: 'm', trace: '', code } as const;
    const outcome = await runScript(giving(raised), 'x');
    assert.equal(outcome.is === 'failed' && outcome.failure.type, want);
  });
}

const wrong: [name: string, inputs: Record<string, Json>, want: RegExp][] = [
  ['a runtime that nobody has', { Runtime: 'ruby3' }, /Runtime must be pythonX\.Y.*it is "ruby3"/],
  ['Python 2', { Runtime: 'python2.7' }, /Runtime must be/],
  ['no script', { Script: '' }, /Script must be the text/],
  ['an attachment', { Script: null, Attachment: 'a.zip' }, /Attachment cannot be run/],
  ['no handler', { Handler: null }, /Handler must be the name of a function/],
  ['a handler of a file', { Handler: 'file.f' }, /Handler must be .* it is "file\.f"/],
  ['a large payload', { InputPayload: { a: 'x'.repeat(110_000) } }, /InputPayload is larger/],
];
for (const [name, inputs, want] of wrong) {
  test(`${name} is refused before anything runs`, async () => {
    const outcome = await runScript(giving({}), 'x', { inputs });
    assert.equal(outcome.is === 'failed' && outcome.failure.stage, 'InputValidation');
    assert.match(messageOfFailure(outcome), want);
  });
}

test('any Python 3 and any PowerShell are taken', () => {
  const languageOf = (runtime: string) => {
    const read = readInputs({ Runtime: runtime, Handler: 'f', Script: 'x' });
    return 'fault' in read ? read.fault : read.language;
  };
  assert.deepEqual(['python3.6', 'python3.11', 'python3.14'].map(languageOf), ['python', 'python', 'python']);
  const shells = ['PowerShell Core 6.0', 'PowerShell 7.0', 'PowerShell 7.4'];
  assert.deepEqual(shells.map(languageOf), ['powershell', 'powershell', 'powershell']);
});

test('PowerShell without one set up says which setting', async () => {
  const outcome = await runScript(giving({}), 'x', { inputs: { Runtime: 'PowerShell 7.4' } });
  assert.match(messageOfFailure(outcome), /MUSTER_SCRIPT_POWERSHELL/);
});

test('an attempt of which nobody knows is repeated only where it could change nothing', () => {
  const inputs = { Runtime: 'python3.11', Handler: 'f', Script: 'x' };
  const unknown = (isOpen: boolean, mayAct?: boolean) =>
    createExecuteScript({
      runners: [giving({}, isOpen)],
      place: places,
      aws: fakeAws().api,
      now: () => new Date(0),
    }).unknown(inputs, mayAct);
  assert.deepEqual(
    [unknown(false, false), unknown(false, true), unknown(false), unknown(true, false)],
    ['repeat', 'ask', 'ask', 'ask'],
  );
});

test('no time left is a failure, and nothing is started', async () => {
  assert.match(messageOfFailure(await runScript(giving({}), 'x', { seconds: 0 })), /time was over before/);
});

test('who waits for a place waits no longer than the step may last', async () => {
  const place = createPlaces(1, false);
  using _taken = (await place(new AbortController().signal))!;
  const outcome = await runScript(giving({}), 'x', { seconds: 0.02, place });
  assert.match(messageOfFailure(outcome), /time was over before .* MUSTER_SCRIPTS_AT_ONCE/);
});
