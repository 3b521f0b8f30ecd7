import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pythonContract } from '#test/kit/script-contract';
import { authority, fakeAws, isRoot, messageOfFailure, payloadOf, pyodide, runScript } from '#test/kit/scripts';
import { wall } from '../../src/providers/scripts/pyodide.ts';

/** Scripts in the sandbox that is always there: those that want out, then what any may do. One file, so that it is prepared once. */
const runner = pyodide();

/** Tries each expression; the payload is what came of it, as text. */
const trying = (expressions: string[]) => `
import os, sys
def attempt(expression):
    try:
        return "GOT " + str(eval(expression))[:80]
    except BaseException as error:
        return type(error).__name__
def f(events, context):
    return [attempt(expression) for expression in ${JSON.stringify(expressions)}]
`;

const imported = (module: string) => `__import__(${JSON.stringify(module)})`;

test('what leads out of Python is not there', async () => {
  process.env['MUSTER_IN_THE_ENVIRONMENT'] = 'found me';
  const tries: [expression: string, want: RegExp][] = [
    [imported('js'), /^ModuleNotFoundError$/],
    [imported('pyodide_js'), /^ModuleNotFoundError$/],
    [`${imported('pyodide.code')}.code.run_js("process.exit()")`, /^ModuleNotFoundError$/],
    [`[o for o in ${imported('gc')}.get_objects() if type(o).__name__ == "JsProxy"]`, /^GOT \[\]$/],
    ['open("/etc/passwd").read()', /^FileNotFoundError$/],
    [`open(${JSON.stringify(import.meta.filename)}).read()`, /^FileNotFoundError$/],
    ['open("/proc/self/environ").read()', /^FileNotFoundError$/],
    ['[name for name in os.environ if os.environ[name] == "found me"]', /^GOT \[\]$/],
    ['os.listdir("/home/pyodide")', /^GOT \[\]$/],
    [`${imported('socket')}.create_connection(("127.0.0.1", 4560), timeout=1)`, /Error$/],
    [`${imported('urllib.request')}.request.urlopen("http://127.0.0.1:4560/")`, /^URLError$/],
    [`${imported('subprocess')}.run(["id"])`, /^OSError$/],
    ['os.system("id")', /^PermissionError$/],
    ['os.fork()', /Error$/],
    [`${imported('threading')}.Thread(target=print).start()`, /^RuntimeError$/],
    [`${imported('micropip')}`, /^ModuleNotFoundError$/],
    ['bytearray(2 * 1024 ** 3)', /^(OverflowError|MemoryError)$/],
    ['bytearray(1024 ** 3)', /^MemoryError$/],
  ];
  const payload = payloadOf(await runScript(runner, trying(tries.map(([expression]) => expression))));
  const results = payload as string[];
  for (const [index, [expression, want]] of tries.entries()) assert.match(results[index]!, want, expression);
});

test('what leads out of JavaScript is closed to the process, whoever runs in it', () => {
  const probe = `
    const tries = {
      file: () => require('fs').readFileSync('/etc/passwd'),
      list: () => require('fs').readdirSync('/'),
      write: () => require('fs').writeFileSync('/tmp/muster-was-here', ''),
      child: () => require('child_process').spawnSync('id'),
      worker: () => new (require('worker_threads').Worker)('1', { eval: true }),
      addon: () => process.dlopen({ exports: {} }, '/x.node'),
      binding: () => process.binding('fs'),
      inspector: () => require('inspector').open(0),
      code: () => eval('1'),
      made: () => Object.constructor('return 1')(),
      socket: () => new Promise((_, no) => require('net').connect(4560, '127.0.0.1').on('error', no)),
      fetched: () => fetch('http://127.0.0.1:4560/').catch((error) => { throw error.cause }),
    };
    (async () => {
      for (const [name, run] of Object.entries(tries)) {
        let said = 'done';
        try { await run() } catch (error) { said = error.code ?? error.name }
        console.log(name, said);
      }
    })();`;
  const { stdout, stderr } = spawnSync(process.execPath, [...wall(512 * 1_048_576), '-e', probe], {
    env: {},
    encoding: 'utf8',
  });
  const said = Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ')),
  );
  const denied = ['file', 'list', 'write', 'child', 'worker', 'addon', 'binding', 'inspector', 'socket', 'fetched'];
  for (const name of denied)
    assert.match(said[name], /^ERR_(ACCESS_DENIED|INSPECTOR_NOT_AVAILABLE|DLOPEN_DISABLED)$/, `${name} ${stderr}`);
  assert.deepEqual([said['code'], said['made']], ['EvalError', 'EvalError']);
});

test('memory without end is ended', async () => {
  const script = 'def f(events, context):\n  kept = []\n  while True: kept.append(bytearray(1_000_000))\n';
  assert.match(messageOfFailure(await runScript(pyodide(320), script)), /MemoryError|more than 320 MB/);
});

test('the one way to a program that Python in WebAssembly has by itself ends at the permissions', async () => {
  const outcome = await runScript(runner, 'import posix\ndef f(e, c):\n  return posix.system("id")\n');
  assert.match(messageOfFailure(outcome), /ended without an answer/);
});

/** Messages by hand: the descriptor of the channel is the script's for the taking. */
const writing = (text: string) =>
  `import os\ndef f(e, c):\n  d = os.open("/dev/muster", os.O_RDWR)\n  os.write(d, ${JSON.stringify(text)}.encode())\n  while True: os.read(d, 1)\n`;

test('messages by hand ask for no more than the script may', async () => {
  const { api, asked } = fakeAws();
  const call = JSON.stringify({ call: { service: 'ec2', method: 'describe_instances', input: {} } });
  // One at a time is answered as any other; a second before its answer is not our Python.
  const outcome = await runScript(runner, writing(`${call}\n${call}\n`), { aws: api });
  assert.match(messageOfFailure(outcome), /ended without an answer/);
  assert.deepEqual(asked, [], 'it has no role, so nothing was asked');
});

test('what is no message ends the process', async () => {
  assert.match(messageOfFailure(await runScript(runner, writing('hello\n'))), /ended without an answer/);
});

test('a line without end ends the process', async () => {
  const script = `import os\ndef f(e, c):\n  d = os.open("/dev/muster", os.O_RDWR)\n  while True: os.write(d, b"x" * 65536)\n`;
  assert.match(messageOfFailure(await runScript(runner, script)), /wrote too much/);
});

test('a script that is cancelled is ended', async () => {
  const over = new AbortController();
  const { api } = fakeAws(() => {
    over.abort();
    return { ok: true, output: {} };
  });
  const script = 'import boto3\ndef f(e, c):\n  boto3.client("ec2").describe_instances()\n  while True: pass\n';
  const outcome = await runScript(runner, script, { aws: api, call: { authority }, signal: over.signal });
  assert.match(messageOfFailure(outcome), /was cancelled/);
});

test('calls are counted, and a script may not ask without end', async () => {
  const { api, asked } = fakeAws();
  const script = 'import boto3\ndef f(e, c):\n  ec2 = boto3.client("ec2")\n  while True: ec2.describe_instances()\n';
  const outcome = await runScript(runner, script, { aws: api, call: { authority } });
  assert.match(messageOfFailure(outcome), /TooManyCalls.*at most|TooManyCalls.*may make 500 calls/);
  assert.equal(asked.length, 500);
});

const onLinux = process.platform === 'linux';

test('the process of a script has no environment and, started by root, a user that owns nothing', {
  skip: !onLinux && 'reads /proc',
}, async () => {
  const seen: string[] = [];
  const { api } = fakeAws(() => {
    const [pid] = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    seen.push(/^Uid:\t(\d+)/m.exec(status)![1]!, /^Groups:\t(.*)$/m.exec(status)![1]!.trim());
    if (isRoot) seen.push(readFileSync(`/proc/${pid}/environ`, 'utf8').replaceAll('\0', ' ').trim());
    return { ok: true, output: {} };
  });
  const script = 'import boto3\ndef f(e, c):\n  boto3.client("ec2").describe_instances()\n  return 1\n';
  assert.equal(payloadOf(await runScript(runner, script, { aws: api, call: { authority } })), 1);
  const [uid, groups, environment] = seen;
  if (!isRoot) return assert.equal(uid, String(process.getuid?.()));
  assert.match(uid!, /^655[23]\d$/);
  assert.deepEqual([groups, environment], ['', 'PWD=/']);
});

test('Python in WebAssembly keeps the contract of a runner', (t) => pythonContract(t, runner));

test('a step that is rehearsed runs nothing, and says so', async () => {
  const outcome = await runScript(runner, 'this is no Python', { call: { isDry: true } });
  assert.equal(outcome.is, 'done');
  assert.match(JSON.stringify(outcome), /rehearsed/);
});

test('a call reaches the broker under the step’s authority, and its failures are botocore’s', async () => {
  const { api, asked } = fakeAws(({ operation }) =>
    operation === 'GetUser'
      ? { ok: false, kind: 'client', code: 'NoSuchEntity', message: 'no user x' }
      : { ok: true, output: { Names: ['ä'], NextToken: operation === 'ListNames' && asked.length < 3 ? 'more' : '' } },
  );
  const script = `
import boto3, datetime
from botocore.exceptions import ClientError
def f(events, context):
    rds, iam = boto3.client("rds", region_name="eu-west-1"), boto3.client("iam")
    first = rds.describe_db_instances(StartTime=datetime.datetime(2026, 1, 2), Filter={"a": (1, 2)})
    pages = [page["Names"] for page in boto3.client("sqs").get_paginator("list_names").paginate(MaxResults=1)]
    try:
        iam.get_user(UserName="x")
    except iam.exceptions.NoSuchEntityException as error:
        known = [str(error), error.response["Error"]["Code"], isinstance(error, ClientError)]
    refusals = []
    for ask in (lambda: boto3.resource("s3"), lambda: boto3.Session(), lambda: iam.get_waiter("x"), lambda: iam.get_user("x"),
                lambda: boto3.client("s3", aws_access_key_id="x"), lambda: iam.put_user(Body=object()), lambda: iam.zap_user()):
        try:
            ask()
            refusals.append("none")
        except Exception as error:
            refusals.append(type(error).__name__ + ": " + str(error)[:60])
    return {"first": first["Names"], "pages": pages, "known": known, "refusals": refusals}
`;
  const payload = payloadOf(await runScript(runner, script, { aws: api, call: { authority } }));
  assert.deepEqual(payload, {
    first: ['ä'],
    pages: [['ä'], ['ä']],
    known: ['An error occurred (NoSuchEntity) when calling the GetUser operation: no user x', 'NoSuchEntity', true],
    refusals: [
      "NotImplementedError: Muster's boto3 has no resources: use boto3.client",
      "NotImplementedError: Muster's boto3 has no sessions: use boto3.client(name, regio",
      "NotImplementedError: Muster's boto3 has no waiters (x): ask in a loop, or use a s",
      'TypeError: get_user() only accepts keyword arguments.',
      "ParamValidationError: Muster's boto3.client takes a name and region_name, and not ",
      "ParamValidationError: Muster's boto3 cannot send a object",
      'UnknownOperation: An error occurred (UnknownOperation) when calling the ZapUse',
    ],
  });
  assert.deepEqual(
    asked.map((call) => [call.service, call.operation, call.authority.region, call.authority.roleArn, call.input]),
    [
      [
        ...['rds', 'DescribeDBInstances', 'eu-west-1', authority.roleArn],
        { StartTime: '2026-01-02T00:00:00', Filter: { a: [1, 2] } },
      ],
      ['sqs', 'ListNames', 'us-east-1', authority.roleArn, { MaxResults: 1 }],
      ['sqs', 'ListNames', 'us-east-1', authority.roleArn, { MaxResults: 1, NextToken: 'more' }],
      ['iam', 'GetUser', 'us-east-1', authority.roleArn, { UserName: 'x' }],
    ],
  );
  assert.equal(new Set(asked.map(({ token }) => token)).size, 4, 'each call has a token of its own');
});

test('without a role a script may ask, and is denied', async () => {
  const { api, asked } = fakeAws();
  const script = 'import boto3\ndef f(events, context):\n  boto3.client("ec2").describe_instances()';
  const outcome = await runScript(runner, script, { aws: api });
  assert.equal(outcome.is === 'failed' && outcome.failure.type, 'Permission');
  assert.match(messageOfFailure(outcome), /\(AccessDenied\) when calling the DescribeInstances .* assumeRole/);
  assert.deepEqual(asked, []);
});
