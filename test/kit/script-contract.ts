import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { ScriptRunner } from '#providers/scripts';
import { authority, fakeAws, messageOfFailure, payloadOf, runScript } from '#test/kit/scripts';

/** Scripts that fail, and the words that say so. All are tried in one process: what judges them is the same Python there. */
const failing: [name: string, script: string, want: RegExp][] = [
  ['a handler that is not there', 'def g(events, context):\n  return 1\n', /no function f; it has g\. Name one/],
  [
    'one that takes something else',
    'def f(events):\n  return 1\n',
    /must take \(events, context\); f takes \(events\)/,
  ],
  ['what is no JSON', 'def f(e, c):\n  return {1, 2}\n', /returned is no JSON: Object of type set .* Return maps/],
  ['a number that is none', 'def f(e, c):\n  return float("nan")\n', /returned is no JSON/],
  ['a value that holds itself', 'def f(e, c):\n  x = []\n  x.append(x)\n  return x\n', /returned is no JSON/],
  ['an end of its own', 'import sys\ndef f(e, c):\n  sys.exit(0)\n', /ended itself by exit\(0\)/],
  ['recursion without end', 'def f(e, c):\n  return f(e, c)\n', /^maximum recursion depth exceeded/],
  ['an error without words', 'def f(e, c):\n  raise KeyError\n', /^$/],
];

const JUDGED = `
import muster_script
def f(events, context):
  return [muster_script.attempt({"script": s, "handler": "f", "payload": {}, "context": {}})["failed"]["message"] for s in events]
`;

/** What every runner of Python does. */
export async function pythonContract(t: TestContext, runner: ScriptRunner): Promise<void> {
  await t.test('values come in and go out as they are, in any writing', async () => {
    const script =
      'def f(events, context):\n  return [events, "ø – 消", None, 1.5, context["automation:EXECUTION_ID"]]\n';
    const given = { größe: [1, true, null, '🦉'] };
    const payload = payloadOf(await runScript(runner, script, { inputs: { InputPayload: given } }));
    assert.deepEqual(payload, [given, 'ø – 消', null, 1.5, 'e-1']);
  });
  await t.test('what is wrong with a handler or its result is said', async () => {
    const scripts = failing.map(([, script]) => script);
    const told = payloadOf(await runScript(runner, JUDGED, { inputs: { InputPayload: scripts } })) as string[];
    for (const [index, [name, , want]] of failing.entries()) assert.match(told[index]!, want, name);
  });
  await t.test('what is no Python is told by its line', async () => {
    const message = messageOfFailure(await runScript(runner, 'def f(:\n'));
    assert.match(message, /^SyntaxError: .*\n {2}File "<script>", line 1\n/);
  });
  await t.test('what fails tells the script’s own lines, and what it had printed', async () => {
    const script =
      'import json\ndef g(x):\n  return json.loads(x)\ndef f(events, context):\n  print("looking")\n  return g("ä")\n';
    const outcome = await runScript(runner, script);
    const message = messageOfFailure(outcome);
    assert.match(message, /^JSONDecodeError: .*\n.*\n {2}File "<script>", line 6, in f\n {4}return g\("ä"\)/);
    assert.doesNotMatch(message, /muster|decoder\.py/);
    assert.deepEqual(outcome.is === 'failed' && outcome.response, { ExecutionLog: 'looking\n' });
  });
  await t.test('it may ask AWS and is answered; much output is cut, and costs it nothing', async () => {
    const { api, asked } = fakeAws(() => ({ ok: true, output: { Reservations: [] } }));
    const script = `
import boto3
def f(events, context):
  for _ in range(3000): print("x" * 100)
  return boto3.client("ec2").describe_instances()["Reservations"]
`;
    const outcome = await runScript(runner, script, { aws: api, call: { authority } });
    assert.deepEqual(payloadOf(outcome), []);
    assert.deepEqual(
      asked.map(({ operation }) => operation),
      ['DescribeInstances'],
    );
    const log = outcome.is === 'done' ? String(outcome.outputs['ExecutionLog']) : '';
    assert.ok(log.length < 25_000 && log.endsWith('not kept'), `got ${log.length} characters`);
  });
  await t.test('an endless loop is ended at its time', async () => {
    const outcome = await runScript(runner, 'def f(events, context):\n  while True: pass\n', { seconds: 1.5 });
    assert.match(messageOfFailure(outcome), /did not end within 1\.5 s/);
  });
}
