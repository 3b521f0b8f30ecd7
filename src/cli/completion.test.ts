import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { type Command, wordOf } from './command.ts';
import { commands } from './commands/index.ts';
import { complete, isKnown, wantedAfter } from './completion.ts';
import { run } from './run.ts';

const noServer = () => {
  throw new Error('the server was asked');
};
const KEY = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00', AWS_SECRET_ACCESS_KEY: 'not-a-secret' };

/** Runs `muster completion …`; the server answers by the operation's name, or not at all. */
async function completion(words: string[], answers: Record<string, unknown> = {}) {
  const told = { out: '', err: '' };
  const io = {
    out(text: string) {
      told.out += text;
    },
    err(text: string) {
      told.err += text;
    },
    env: KEY,
    now: () => new Date('2026-11-24T03:10:00Z'),
  };
  const fetchIt = async (url: unknown, init?: RequestInit) => {
    const target = new Headers(init?.headers).get('x-amz-target')?.split('.')[1];
    const answer = answers[target ?? new URL(String(url)).pathname];
    if (answer === undefined) throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    return Response.json(answer);
  };
  const code = await run(['completion', ...words], io, fetchIt as typeof fetch);
  return { code, ...told, found: told.out.split('\n').filter((line) => line !== '') };
}

test('every command can be completed, word by word, and all of its options', async () => {
  for (const { name, options, raw } of commands) {
    const words = name.split(' ');
    for (const [at, word] of words.entries()) {
      const found = await complete(commands, [...words.slice(0, at), word.slice(0, 2)], noServer);
      assert.ok(found.includes(word), `${name}: ${word}`);
    }
    if (raw) continue;
    const found = await complete(commands, [...words, '--'], noServer);
    for (const option of [...Object.keys(options), 'help'])
      assert.ok(found.includes(`--${option}`), `${name} --${option}`);
  }
});

/** Words for what nobody but the caller knows: there is nothing to complete. */
const FREE =
  /^(TEXT|KEY|NAME|NAME=TIME|NAME=VALUE|NAMESPACE|VALUE|UNIT|WHO|ALIAS|TIME|N|FILE|ADDRESS|CODE|ID|VERSION|PROVIDER|ZONE|HH:MM|DAY@HH:MM|MINUTES:TARGET\[,TARGET\]|OVERRIDE|SECRET|DAYS|ARN|GROUP|MINUTE|MINUTES|SPAN|PATH|WHAT|N\/MINUTES|DAY@HH:MM-HH:MM|CONTACT@FROM\/TO|…)$/;

test('every word that stands for a name in the help is completed, or known to be free', () => {
  const placeholders = ({ positionals, options }: Command) => [
    ...positionals.map(wordOf),
    ...Object.values(options).flatMap(({ value, choices }) => (value && !choices ? [value] : [])),
  ];
  for (const word of new Set(commands.flatMap(placeholders))) {
    assert.ok(isKnown(word) || FREE.test(word), `${word} is completed`);
  }
});

test('what comes next is read from the words before', () => {
  const rows: [before: string, typed: string, want: unknown][] = [
    ['plans show', '', { kind: 'names', of: 'PLAN', before: [] }],
    ['plans show payments', '', { kind: 'words', words: [] }],
    ['incidents start --plan', 'pay', { kind: 'names', of: 'PLAN', before: [] }],
    ['incidents list --status', '', { kind: 'names', of: 'STATUS', before: [] }],
    ['incidents export x --format', '', { kind: 'words', words: ['json', 'csv', 'md'] }],
    ['contacts channels delete ana', '', { kind: 'names', of: 'CHANNEL', before: ['ana'] }],
    ['contacts activate ana --channel', '', { kind: 'names', of: 'CHANNEL', before: ['ana'] }],
    [
      'oncall',
      '',
      {
        kind: 'words',
        words: ['rotations', 'shifts', 'overrides', 'preview', 'plan', 'gaps', 'warnings', 'swaps', 'feeds'],
      },
    ],
    ['alarms set-state --reason drill Latency', '', { kind: 'names', of: 'STATE', before: ['Latency'] }],
    ['nonsense', '', { kind: 'words', words: [] }],
  ];
  for (const [before, typed, want] of rows) {
    assert.deepEqual(wantedAfter(commands, before.split(' '), typed), want, before);
  }
});

test('names are asked of the server, in a second or not at all', async () => {
  const Contacts = ['ana', 'anton', 'bob'].map((Alias) => ({ Alias, ContactArn: Alias, Type: 'PERSONAL' }));
  const { code, found } = await completion(['words', 'contacts', 'show', 'an'], { ListContacts: { Contacts } });
  assert.deepEqual([code, found], [0, ['ana', 'anton']]);
  const away = await completion(['words', 'contacts', 'show', 'an']);
  assert.deepEqual([away.code, away.out, away.err], [0, '', ''], 'the line that is typed stays clean');
  assert.deepEqual((await completion(['words', 'alarms', 'set-state', 'x', ''])).found, [
    'ALARM',
    'INSUFFICIENT_DATA',
    'OK',
  ]);
});

test('the scripts are what their shells take, and other shells are refused', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out } = await completion([shell]);
    assert.equal(code, 0);
    assert.match(out, /muster completion words/);
    const parsed = spawnSync(shell, ['-n'], { input: out });
    // A shell that is not installed here cannot read it; bash is everywhere.
    if (shell === 'bash' || !parsed.error) assert.equal(parsed.status, 0, String(parsed.stderr));
  }
  const { code, err } = await completion(['tcsh']);
  assert.equal(code, 2);
  assert.match(err, /wanted bash, zsh, fish, got "tcsh"/);
  assert.equal((await completion([])).code, 2);
});

test('bash completes with the script, names with spaces quoted', async () => {
  const { out } = await completion(['bash']);
  const script = `muster() { printf 'on call\\nother\\n'; }\n${out}
COMP_WORDS=(muster oncall shifts o); COMP_CWORD=3; _muster; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const ran = spawnSync('bash', ['-c', script]);
  assert.equal(ran.stdout.toString(), 'on\\ call\nother\n', ran.stderr.toString());
});
