import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { nearest } from '#kernel/nearest';
import { declared } from '../settings.ts';
import { awsEnvironment } from './commands/aws.ts';
import { commands } from './commands/index.ts';
import { settingsPage } from './commands/settings.ts';
import { keyOfProfile } from './credentials.ts';
import { CliFault } from './fault.ts';
import { run } from './run.ts';
import { table } from './table.ts';
import { endpointFrom, targetFrom } from './target.ts';
import { dataText } from './timeline.ts';
import { unknownSettings } from './unknown-settings.ts';
import { readSeverity, readStatus } from './words.ts';

const KEY = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00', AWS_SECRET_ACCESS_KEY: 'not-a-secret' };
const INCIDENT = 'arn:aws:ssm-incidents::123456789012:incident-record/payments/01a20c56-24ac-7399-b1a6-867dbabd3098';
const OTHER = 'arn:aws:ssm-incidents::123456789012:incident-record/payments/01a20c56-276a-7eab-8902-6876797c8231';

interface Asked {
  path: string;
  body: string;
  authorization: string;
}

/** Runs a command against answers by path; `asked` is what went over the wire. */
async function muster(words: string[], answers: Record<string, unknown> = {}, env: Record<string, string> = KEY) {
  const told = { out: '', err: '', asked: [] as Asked[] };
  const io = {
    out(text: string) {
      told.out += text;
    },
    err(text: string) {
      told.err += text;
    },
    env,
    now: () => new Date('2026-11-24T03:10:00Z'),
  };
  const fetchIt = async (url: unknown, init?: RequestInit) => {
    const { pathname } = new URL(String(url));
    const headers = init?.headers as Record<string, string>;
    told.asked.push({ path: pathname, body: String(init?.body ?? ''), authorization: headers['authorization'] ?? '' });
    const answer = answers[pathname];
    if (answer instanceof Response) return answer;
    if (answer === undefined) throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    return Response.json(answer);
  };
  return { code: await run(words, io, fetchIt as typeof fetch), ...told };
}

const summary = (arn: string, more: object = {}) => ({
  arn,
  title: 'Checkout fails',
  impact: 2,
  status: 'OPEN',
  workflowStatus: 'OPEN',
  creationTime: 1_795_489_800,
  incidentRecordSource: { createdBy: 'arn:aws:iam::123456789012:user/admin', source: 'aws.ssm-incidents.custom' },
  ...more,
});
const listed = { '/listIncidentRecords': { incidentRecordSummaries: [summary(INCIDENT), summary(OTHER)] } };

test('the version goes to standard output, alone', async () => {
  const { code, out, err } = await muster(['--version']);
  assert.match(out, /^\d+\.\d+\.\d+\n$/);
  assert.deepEqual({ code, err }, { code: 0, err: '' });
});

test('no command at all is wrong usage and is told all commands', async () => {
  const { code, out, err } = await muster([]);
  assert.deepEqual({ code, out }, { code: 2, out: '' });
  for (const { name } of commands) assert.ok(err.includes(name), name);
});

test('every command explains itself, with an example', async () => {
  for (const { name, options } of commands) {
    const { code, out } = await muster([...name.split(' '), '--help']);
    assert.equal(code, 0);
    assert.match(out, new RegExp(`^usage: muster ${name}`));
    assert.ok(
      out.split('\n').some((line) => line.startsWith('  muster ')),
      `${name} has an example`,
    );
    for (const option of Object.keys(options)) assert.ok(out.includes(`--${option}`), option);
  }
});

const faults: [name: string, words: string[], want: RegExp][] = [
  ['an unknown command, with the nearest', ['whoam'], /no command "whoam"; did you mean whoami\?/],
  ['a group without its verb', ['incidents'], /incidents needs one of: incidents list, /],
  ['an unknown option', ['whoami', '--jsn'], /Unknown option '--jsn'\n`muster whoami --help`/],
  ['a missing word', ['incidents', 'show'], /wanted INCIDENT, got nothing/],
  ['a word too many', ['incidents', 'list', 'x'], /wanted nothing more, got "x"/],
  ['a severity out of range', ['incidents', 'list', '--severity', '6'], /wanted 1 to 5, .*got "6"/],
  ['a status that is none', ['incidents', 'list', '--status', 'closed'], /wanted open, in-progress or resolved/],
  ['a limit of nothing', ['incidents', 'list', '--limit', '0'], /wanted a whole number from 1 to 1000, got "0"/],
  ['a start without a plan', ['incidents', 'start'], /give --plan, or --title/],
  ['a plan’s person without the plan', ['incidents', 'update', INCIDENT, '--by', 'ana'], /give --resolution-plan/],
  [
    'a time without its zone',
    ['incidents', 'update', INCIDENT, '--resolution-plan', 'x', '--until', '2026-11-24T18:00'],
    /--until: wanted a time such as .*got "2026-11-24T18:00"/,
  ],
  ['a change of nothing', ['incidents', 'update', INCIDENT], /nothing to change/],
];
for (const [name, words, want] of faults) {
  test(`wrong usage exits with 2 and asks the server nothing: ${name}`, async () => {
    const { code, out, err, asked } = await muster(words);
    assert.deepEqual({ code, out, asked }, { code: 2, out: '', asked: [] });
    assert.match(err, want);
  });
}

test('a server that is not there exits with 3 and says what to do', async () => {
  const { code, out, err } = await muster(['whoami']);
  assert.deepEqual({ code, out }, { code: 3, out: '' });
  assert.match(err, /no answer from http:\/\/127\.0\.0\.1:4560: connect ECONNREFUSED\nIs the server running/);
});

test('a refusal exits with 1 and tells its code', async () => {
  const headers = { 'x-amzn-errortype': 'ResourceNotFoundException' };
  const answer = Response.json({ message: 'no such plan' }, { status: 404, headers });
  const { code, out, err } = await muster(['incidents', 'show', INCIDENT], { '/getIncidentRecord': answer });
  assert.deepEqual({ code, out }, { code: 1, out: '' });
  assert.equal(err, 'muster: ResourceNotFoundException: no such plan\n');
});

test('an outage of the server exits with 3', async () => {
  const answer = Response.json({ message: 'the database is away' }, { status: 503 });
  const { code, err } = await muster(['incidents', 'list'], { '/listIncidentRecords': answer });
  assert.equal(code, 3);
  assert.match(err, /the database is away/);
});

test('whoami reads the answer of STS', async () => {
  const xml = '<A><Arn>arn:aws:iam::1:user/a&amp;b</Arn><Account>1</Account></A>';
  const { code, out } = await muster(['whoami', '--json'], { '/': new Response(xml) });
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out), { account: '1', arn: 'arn:aws:iam::1:user/a&b' });
});

test('incidents are listed with short names, signed for the service', async () => {
  const { code, out, asked } = await muster(['incidents', 'list', '--severity', 'high'], listed);
  assert.equal(code, 0);
  assert.match(
    out,
    /^ID +SEVERITY +STATUS +OPENED +TITLE\n867dbabd3098 +2 high +Open +2026-11-24 03:10:00Z +Checkout fails\n/,
  );
  assert.match(
    asked[0]!.authorization,
    /Credential=AKIAEXAMPLEEXAMPLE00\/20261124\/us-east-1\/ssm-incidents\/aws4_request/,
  );
  assert.deepEqual(JSON.parse(asked[0]!.body).filters, [
    { key: 'impact', condition: { equals: { integerValues: [2] } } },
  ]);
});

test('what is in progress is told apart from what is open, though both read OPEN on the wire', async () => {
  const both = [summary(INCIDENT), summary(OTHER, { workflowStatus: 'IN_PROGRESS' })];
  const answers = { '/listIncidentRecords': { incidentRecordSummaries: both } };
  const { out } = await muster(['incidents', 'list', '--status', 'in-progress', '--json'], answers);
  assert.deepEqual(
    JSON.parse(out).map((one: { arn: string }) => one.arn),
    [OTHER],
  );
});

test('an incident is named by the end of its id', async () => {
  const answers = { ...listed, '/updateIncidentRecord': new Response(null, { status: 204 }) };
  const { code, out, asked } = await muster(['incidents', 'resolve', '867dbabd3098'], answers);
  assert.deepEqual({ code, out }, { code: 0, out: `${INCIDENT}\n` });
  const { arn, status, clientToken } = JSON.parse(asked.at(-1)!.body);
  assert.deepEqual({ arn, status }, { arn: INCIDENT, status: 'RESOLVED' });
  assert.match(clientToken, /^[0-9a-f-]{36}$/);
});

test('a name that fits two incidents is refused', async () => {
  const { code, err } = await muster(['incidents', 'show', '01a2'], listed);
  assert.equal(code, 2);
  assert.match(err, /2 incidents' ids/);
});

test('a table keeps control characters from the terminal', () => {
  assert.equal(
    table(['A', 'B'], [['1', 'red \u001b[31m\nline']]),
    'A  B\n1  red [31m line\n'.replace('red [', 'red  ['),
  );
});

test('data of a timeline event is told on one line', () => {
  assert.equal(dataText('"restarted"'), 'restarted');
  assert.equal(dataText('{"a":1,"b":{"c":2},"d":null}'), 'a: 1, b: {"c":2}');
  assert.equal(dataText('no JSON {'), 'no JSON {');
});

test('severity and status are read in people’s words and in numbers', () => {
  assert.deepEqual([readSeverity('1'), readSeverity('Informational')], [1, 5]);
  assert.deepEqual(
    [readStatus('In Progress'), readStatus('OPEN'), readStatus('resolved')],
    ['IN_PROGRESS', 'OPEN', 'RESOLVED'],
  );
});

test('the endpoint: AWS_ENDPOINT_URL, then MUSTER_PUBLIC_URL, then host and port', () => {
  const rows: [env: Record<string, string>, want: string][] = [
    [{}, 'http://127.0.0.1:4560/'],
    [{ MUSTER_PORT: '80', MUSTER_HOST: '0.0.0.0' }, 'http://127.0.0.1/'],
    [{ MUSTER_HOST: '::1' }, 'http://[::1]:4560/'],
    [{ MUSTER_PUBLIC_URL: 'https://pager.example' }, 'https://pager.example/'],
    [{ MUSTER_PUBLIC_URL: 'https://pager.example', AWS_ENDPOINT_URL: 'http://[::1]:1' }, 'http://[::1]:1/'],
  ];
  for (const [env, want] of rows) assert.equal(endpointFrom(env).href, want);
  assert.throws(() => endpointFrom({ AWS_ENDPOINT_URL: 'ftp://x' }), /AWS_ENDPOINT_URL: wanted an address/);
  assert.throws(() => endpointFrom({ MUSTER_PORT: '0' }), /MUSTER_PORT is 0/);
});

test('the key: the environment, then the credentials file, of the profile', () => {
  const file =
    '# note\n[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key=abc=\n[ops]\naws_access_key_id=AKIAOPS\n';
  assert.deepEqual(keyOfProfile(file, 'default', 'f'), { accessKeyId: 'AKIADEFAULT', secret: 'abc=' });
  assert.throws(() => keyOfProfile(file, 'ops', 'f'), /lacks aws_access_key_id or aws_secret_access_key/);
  assert.throws(() => keyOfProfile(file, 'dev', 'f'), /wanted the profile dev in f, found default, ops/);
  const read = (path: string) => (path === '/k' ? file : assert.fail(path));
  assert.equal(targetFrom({ AWS_SHARED_CREDENTIALS_FILE: '/k' }, read).signer.accessKeyId, 'AKIADEFAULT');
  assert.equal(targetFrom(KEY, read).signer.accessKeyId, KEY.AWS_ACCESS_KEY_ID);
  assert.throws(() => targetFrom({ AWS_ACCESS_KEY_ID: 'AKIA' }, read), CliFault);
});

test('a missing credentials file says how to get one', () => {
  const read = () => {
    throw Object.assign(new Error('none'), { code: 'ENOENT' });
  };
  assert.throws(
    () => targetFrom({ MUSTER_DATA_DIR: '/d' }, read),
    /there is no access key: \/d\/credentials does not exist/,
  );
});

test('aws is run with the address, the region and the key of this server', () => {
  const { AWS_ENDPOINT_URL, AWS_SHARED_CREDENTIALS_FILE, AWS_DEFAULT_REGION, PATH } = awsEnvironment({
    MUSTER_DATA_DIR: '/d',
    MUSTER_REGION: 'eu-west-1',
    PATH: '/bin',
  });
  assert.deepEqual(
    { AWS_ENDPOINT_URL, AWS_SHARED_CREDENTIALS_FILE, AWS_DEFAULT_REGION, PATH },
    {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4560',
      AWS_SHARED_CREDENTIALS_FILE: '/d/credentials',
      AWS_DEFAULT_REGION: 'eu-west-1',
      PATH: '/bin',
    },
  );
});

test('a setting that is none is warned about, with the nearest name', () => {
  const env = { MUSTER_PROT: '1', MUSTER_PORT: '1', MUSTER_WHATEVER_ELSE: '1', HOME: '/' };
  assert.deepEqual(unknownSettings(env, Object.keys(declared)), [
    "MUSTER_PROT is no setting of Muster's and does nothing (did you mean MUSTER_PORT?): `muster settings` lists them all",
    "MUSTER_WHATEVER_ELSE is no setting of Muster's and does nothing: `muster settings` lists them all",
  ]);
  assert.equal(nearest('x', ['incidents list']), undefined);
});

test('docs/settings.md is what `muster settings` prints; `npm run -s muster -- settings > docs/settings.md` writes it', () => {
  assert.equal(readFileSync(join(import.meta.dirname, '../../docs/settings.md'), 'utf8'), settingsPage());
});

test('patterns are tried against events of a file without a server or a key', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-cases-'));
  const file = join(folder, 'cases.json');
  const cases = `[
    {"name":"one","pattern":{"a":["x"]},"event":{"a":"x"}},
    {"name":"two","pattern":"{\\"a\\":[12345678901234567890]}","event":{"a":12345678901234567891}},
    {"name":"three","pattern":{"a":"x"},"event":{}},
    {"name":"four","pattern":{"a":["x"]},"event":"{\\"a\\":\\"x\\","}
  ]`;
  writeFileSync(file, cases);
  const { code, out, err, asked } = await muster(['rules', 'test', '--cases', file, '--json'], {}, {});
  assert.deepEqual([code, asked.length], [0, 0]);
  assert.deepEqual(JSON.parse(out), [
    { name: 'one', result: 'match' },
    { name: 'two', result: 'no-match' },
    { name: 'three', result: 'error' },
    { name: 'four', result: 'error' },
  ]);
  assert.match(err, /^three: Event pattern is not valid.*\nfour: /);
  assert.match((await muster(['rules', 'test', '--cases', file], {}, {})).out, /one +match\n/);
  writeFileSync(file, '[{"name":"one"}]');
  assert.match((await muster(['rules', 'test', '--cases', file], {}, {})).err, /wanted a list of/);
  assert.match((await muster(['rules', 'test'], {}, {})).err, /wanted RULE or --cases/);
  assert.match((await muster(['rules', 'test', 'alarms', '--cases', file], {}, {})).err, /takes no RULE/);
  rmSync(folder, { recursive: true });
});
