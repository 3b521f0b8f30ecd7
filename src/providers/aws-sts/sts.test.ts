import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Role } from '#domain/access';
import { createOutgoing } from '#providers/outgoing';
import type { Queries } from '#storage/db';
import { type FakeSts, openSts, stsError } from '#test/kit/aws-sts';
import { AWS_KEY } from '#test/kit/world-node';
import { createRoleCredentials } from '../../start/role-credentials.ts';
import { createAwsSts } from './index.ts';

const NOW = new Date('2026-01-02T03:10:00.000Z');
const ROLE = 'arn:aws:iam::123456789012:role/runbooks';
const never = new AbortController().signal;

let sts: FakeSts;
before(async () => {
  sts = await openSts();
});
after(() => sts.close());

const outgoing = () => createOutgoing({ allowPrivate: false, trusted: [sts.url] });
const client = (keys = AWS_KEY) => createAwsSts({ keys, region: 'eu-west-1', baseUrl: sts.url, outgoing: outgoing() });

test('a session is asked for with a signed request, and its keys are read', async () => {
  const answer = await client().assume(NOW, ROLE, 'run-1', never);
  const keys = {
    accessKeyId: 'ASIA1',
    secret: 'a&b',
    sessionToken: 'token-1',
    expiresAt: new Date('2026-01-02T04:10:00.000Z'),
  };
  assert.deepEqual(answer, { ok: true, keys });
  const { Action, RoleArn, RoleSessionName, DurationSeconds } = sts.came[0]!;
  assert.deepEqual([Action, RoleArn, RoleSessionName, DurationSeconds], ['AssumeRole', ROLE, 'run-1', '3600']);
});

test('what AWS refuses is for good, what it cannot do now is for later, and no secret is told', async () => {
  const heard = async (keys = AWS_KEY) => {
    const answer = await client(keys).assume(NOW, ROLE, 'run-1', never);
    return answer.ok ? assert.fail('it gave keys') : answer;
  };
  sts.next(stsError(403, 'AccessDenied', `not with ${AWS_KEY.secret}`), stsError(503, 'ServiceUnavailable', 'x'));
  const denied = await heard();
  assert.equal(denied.kind, 'permission');
  assert.match(
    denied.message,
    /gives no session of arn:aws:iam::123456789012:role\/runbooks \(403, AccessDenied not with \*\*\*\)\. The role must exist/,
  );
  assert.equal((await heard()).kind, 'later');
  assert.match((await heard({ ...AWS_KEY, secret: 'another' })).message, /SignatureDoesNotMatch/);
  sts.next({ status: 200, body: '<html>' });
  assert.match((await heard()).message, /without keys/);
  const nowhere = createAwsSts({
    keys: AWS_KEY,
    region: 'eu-west-1',
    baseUrl: 'http://127.0.0.1:9',
    outgoing: outgoing(),
  });
  const away = await nowhere.assume(NOW, ROLE, 'run-1', never);
  assert.deepEqual([away.ok, !away.ok && away.kind], [false, 'later']);
});

/** What is asked of roles and sessions where AWS is not asked. */
const on = {} as Queries;
const role: Role = {
  ...{ account: '123456789012', name: 'runbooks', id: 'AROAAAAAAAAAAAAAAAAAA', path: '/', trustPolicy: '{}' },
  ...{ maxSessionSeconds: 3_600, tags: {}, createdAt: NOW },
};
function credentials(given: { keys?: typeof AWS_KEY; baseUrl?: string }) {
  let now = NOW;
  const ask = createRoleCredentials({
    ...{ ...given, region: 'eu-west-1', outgoing: outgoing(), now: () => now },
    roles: { find: async (_on, arn) => (arn === ROLE ? role : undefined) },
    sessions: {
      open: (at, { principal }, seconds) => ({
        ...{ accessKeyId: 'ASIAOWN', secret: principal, sessionToken: 'own' },
        expiresAt: new Date(at.getTime() + seconds * 1_000),
      }),
    },
  });
  return {
    at: (minutes: number) => {
      now = new Date(NOW.getTime() + minutes * 60_000);
    },
    ask: (roleArn = ROLE, sessionName = 'run-1') => ask(on, { account: '123456789012', roleArn, sessionName }),
  };
}

test('AWS is asked once until five minutes before the end, for each session by itself', async () => {
  const { ask, at } = credentials({ keys: AWS_KEY, baseUrl: sts.url });
  const asked = () => sts.came.length;
  const before = asked();
  const first = await ask();
  assert.deepEqual([await ask(), asked() - before], [first, 1]);
  await ask(ROLE, 'run-2');
  assert.equal(asked() - before, 2);
  at(54);
  assert.deepEqual(await ask(), first);
  at(55);
  assert.notDeepEqual(await ask(), first);
  sts.next(stsError(403, 'AccessDenied', 'x'));
  const refused = await ask(ROLE, 'run-3');
  assert.equal(refused.ok, false);
  assert.equal((await ask(ROLE, 'run-3')).ok, true, 'a refusal is not kept');
});

test('without a key Muster’s own session signs where something stands for AWS, and nobody else', async () => {
  const before = sts.came.length;
  const own = await credentials({ baseUrl: sts.url }).ask();
  assert.ok(own.ok);
  assert.deepEqual(
    [own.keys.accessKeyId, own.keys.secret],
    ['ASIAOWN', 'arn:aws:sts::123456789012:assumed-role/runbooks/run-1'],
  );
  const unknown = await credentials({ baseUrl: sts.url }).ask(ROLE.replace('runbooks', 'none'));
  assert.match(unknown.ok ? '' : unknown.message, /not known to Muster/);
  const none = await credentials({}).ask();
  assert.match(none.ok ? '' : none.message, /set MUSTER_AWS_ACCESS_KEY_ID/);
  const other = await credentials({ keys: AWS_KEY, baseUrl: sts.url }).ask(
    ROLE.replace('123456789012', '210987654321'),
  );
  assert.match(other.ok ? '' : other.message, /no role of the account 123456789012/);
  assert.equal(sts.came.length, before);
});
