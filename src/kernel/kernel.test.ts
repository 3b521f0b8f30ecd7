import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arns, parseArn } from './arn.ts';
import { manualClock } from './clock.ts';
import { bytesOf, isUuid, newId, uuidOf } from './ids.ts';
import { createCursors } from './page.ts';
import { Refusal } from './refusal.ts';
import { createKeyring, sameSecret } from './seal.ts';
import { flag, integer, readSettings, SettingsError, text, url } from './settings.ts';
import { count, cut, escapeHtml } from './text.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const at = (ms: number) => new Date(T0.getTime() + ms);
const keyring = createKeyring(Buffer.alloc(32, 1));

test('a cursor continues just the list that made it, for a day', () => {
  const cursors = createCursors(keyring);
  const scope = { account: '1', region: 'r', operation: 'List', filters: { a: [1] } };
  const token = cursors.write(scope, { id: 'ü', n: 3 }, T0);
  assert.match(token, /^[A-Za-z0-9_-]+$/);
  assert.deepEqual(cursors.read(scope, token, at(86_400_000)), { id: 'ü', n: 3 });
  const wrong: [string, () => unknown][] = [
    ['another account', () => cursors.read({ ...scope, account: '2' }, token, T0)],
    ['another region', () => cursors.read({ ...scope, region: 's' }, token, T0)],
    ['another operation', () => cursors.read({ ...scope, operation: 'Other' }, token, T0)],
    ['other filters', () => cursors.read({ ...scope, filters: { a: [2] } }, token, T0)],
    ['another key', () => createCursors(createKeyring(Buffer.alloc(32, 2))).read(scope, token, T0)],
    ['a day later', () => cursors.read(scope, token, at(86_400_001))],
    ['a changed token', () => cursors.read(scope, `A${token.slice(1)}`, T0)],
    ...['', 'x', 'x'.repeat(22), 'x'.repeat(4_096)].map((forged): [string, () => unknown] => [
      `forged ${forged.length}`,
      () => cursors.read(scope, forged, T0),
    ]),
  ];
  for (const [name, read] of wrong) {
    assert.throws(
      read,
      (error: unknown) =>
        error instanceof Refusal && error.kind === 'validation' && error.details.fields?.[0]?.name === 'nextToken',
      name,
    );
  }
});

test('a sealed secret opens with its key and context only, and whole', () => {
  const sealed = keyring.seal('geheim ü', 'row/1');
  assert.equal(keyring.open(sealed, 'row/1'), 'geheim ü');
  assert.notDeepEqual(keyring.seal('geheim ü', 'row/1'), sealed);
  assert.throws(() => keyring.open(sealed, 'row/2'));
  assert.throws(() => createKeyring(Buffer.alloc(32, 2)).open(sealed, 'row/1'));
  for (let index = 0; index < sealed.length; index++) {
    const touched = Buffer.from(sealed);
    touched[index]! ^= 1;
    assert.throws(() => keyring.open(touched, 'row/1'), `byte ${index}`);
  }
  assert.throws(() => keyring.open(Buffer.alloc(0), 'row/1'));
  assert.throws(() => createKeyring(Buffer.alloc(31)), /32 bytes, got 31/);
});

test('codes have their length, are stable, and differ by purpose, data and key', () => {
  const code = keyring.code('a', 'x', 6);
  assert.match(code, /^\d{6}$/);
  assert.equal(keyring.code('a', 'x', 6), code);
  const others = [
    keyring.code('b', 'x', 10),
    keyring.code('a', 'y', 10),
    createKeyring(Buffer.alloc(32, 2)).code('a', 'x', 10),
    keyring.code('a', 'x', 10),
  ];
  assert.equal(new Set(others).size, 4);
});

test('secrets are compared whole', () => {
  assert.equal(sameSecret('abc', Buffer.from('abc')), true);
  for (const other of ['abd', 'ab', 'abcd', '']) assert.equal(sameSecret('abc', other), false);
});

test('ids are UUIDs of version 7, ordered by their instants, and go to bytes and back', () => {
  const ids = [0, 1, 2, 1_000, 86_400_000].map((ms) => newId(at(ms)));
  assert.deepEqual(ids.toSorted(), ids);
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(uuidOf(bytesOf(id)), id);
  }
  assert.equal(new Set(Array.from({ length: 1_000 }, () => newId(T0))).size, 1_000);
  for (const other of ['', 'x', `${ids[0]}0`, ids[0]!.slice(1)]) assert.equal(isUuid(other), false);
});

test('ARNs are read back as they were written; what is none is undefined', () => {
  const incident = arns.incident('123456789012', 'plan', 'id');
  assert.deepEqual(parseArn(incident), {
    partition: 'aws',
    service: 'ssm-incidents',
    region: '',
    account: '123456789012',
    resource: 'incident-record/plan/id',
  });
  assert.equal(parseArn(arns.alarm('eu-west-1', '123456789012', 'a:b/c'))?.resource, 'alarm:a:b/c');
  assert.equal(arns.rule('r', '123456789012', 'default', 'n').split(':').at(-1), 'rule/n');
  assert.equal(arns.rule('r', '123456789012', 'own', 'n').split(':').at(-1), 'rule/own/n');
  for (const wrong of [
    '',
    'arn',
    'arn:aws:x',
    'arn:aws:s3:::',
    'arn:aws:s3:r:12:x',
    'urn:aws:s3:::x',
    `${incident.slice(0, 20)}`,
  ])
    assert.equal(parseArn(wrong), undefined, wrong);
});

test('texts are cut at a word, never within a character, and escaped for HTML', () => {
  assert.equal(cut('short', 5), 'short');
  assert.equal(cut('one two three four', 15), 'one two three…');
  assert.equal(cut('one two three four', 12), 'one two thr…');
  assert.equal(cut('unbroken-and-long', 8), 'unbroke…');
  for (let length = 1; length < 12; length++) {
    const made = cut('🔥🔥🔥🔥🔥🔥', length);
    assert.ok(made.isWellFormed() && made.length <= length, `${length}: ${made}`);
  }
  assert.equal(escapeHtml(`<a href="x" id='y'>&</a>`), '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;&lt;/a&gt;');
  assert.deepEqual(
    [count(1, 'try', 'tries'), count(2, 'try', 'tries'), count(0, 'page')],
    ['1 try', '2 tries', '0 pages'],
  );
});

test('settings: defaults, values, and all faults told together, without a secret’s value', () => {
  const declared = {
    PORT: integer({ about: '', default: 1, min: 1, max: 10 }),
    ON: flag({ about: '' }),
    KEY: text({ about: '', secret: true, pattern: /^k/, want: 'a key' }),
    NAME: text({ about: '', default: 'x' }),
    URL: url({ about: '', protocols: ['smtp:', 'smtps:'] }),
  };
  assert.deepEqual(readSettings(declared, { ON: '' }), {
    PORT: 1,
    ON: false,
    KEY: undefined,
    NAME: 'x',
    URL: undefined,
  });
  assert.deepEqual(readSettings(declared, { PORT: '10', ON: 'Yes', KEY: 'k1', NAME: 'n', URL: 'smtp://h:25' }), {
    PORT: 10,
    ON: true,
    KEY: 'k1',
    NAME: 'n',
    URL: 'smtp://h:25',
  });
  assert.throws(
    () => readSettings(declared, { PORT: '11', ON: 'maybe', KEY: 'hunter2', URL: 'http://h' }),
    (error: unknown) => {
      assert.ok(error instanceof SettingsError);
      assert.deepEqual(
        error.faults.map((fault) => fault.split(':')[0]),
        ['PORT', 'ON', 'KEY', 'URL'],
      );
      assert.ok(!error.message.includes('hunter2'));
      return true;
    },
  );
  for (const PORT of ['0', '1.5', '0x5', ' 5', '5 ', '1e1', '٣'])
    assert.throws(() => readSettings(declared, { PORT }), SettingsError, PORT);
});

test('a manual clock stands still until it is moved, and never goes back', () => {
  const clock = manualClock(T0);
  clock.moveTo(at(5));
  assert.deepEqual(clock.now(), at(5));
  assert.throws(() => clock.moveTo(T0), /cannot go back/);
  clock.now().setFullYear(1999);
  assert.deepEqual(clock.now(), at(5));
});

test('ids made one after the other for one instant are in that order', () => {
  const now = new Date('2026-01-02T03:10:00.000Z');
  const ids = Array.from({ length: 2_000 }, () => newId(now));
  assert.deepEqual(ids, ids.toSorted());
  assert.equal(new Set(ids).size, ids.length);
});
