import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokens } from './oauth.ts';
import type { HttpAnswer, HttpRequest } from './outside.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const later = (seconds: number) => new Date(T0.getTime() + seconds * 1_000);
const never = new AbortController().signal;
const oauth = {
  ...{
    endpoint: 'https://auth.example.com/token?tenant=a',
    method: 'POST' as const,
    clientId: 'me',
    clientSecret: 'se cret',
  },
  parts: {
    headers: [{ key: 'X-Tenant', value: 'a', secret: false }],
    query: [{ key: 'v', value: '2', secret: false }],
    body: [{ key: 'scope', value: 'alerts', secret: true }],
  },
} as const;

/** An authorization endpoint that answers as it is told, with a tally of its own. */
function endpoint(...answers: HttpAnswer[]) {
  const asked: HttpRequest[] = [];
  const tokens = createTokens({
    request: async (request) => {
      asked.push(request);
      return (
        answers.shift() ?? { status: 200, body: JSON.stringify({ access_token: `t-${asked.length}`, expires_in: 600 }) }
      );
    },
    urlFault: () => undefined,
  });
  return { asked, of: (now: Date, about = 'one') => tokens.of(now, about, oauth, never), forget: tokens.forget };
}

test('a token is asked for by a form, with what the connection adds', async () => {
  const auth = endpoint();
  assert.deepEqual(await auth.of(T0), { token: 't-1' });
  assert.deepEqual(auth.asked, [
    {
      ...{ method: 'POST', url: 'https://auth.example.com/token?tenant=a&v=2' },
      headers: {
        ...{ 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', 'x-tenant': 'a' },
      },
      body: 'grant_type=client_credentials&client_id=me&client_secret=se+cret&scope=alerts',
    },
  ]);
});

test('it is used as long as it holds, and asked for anew shortly before its end, when it is refused, and for another connection', async () => {
  const auth = endpoint();
  for (const at of [T0, later(569)]) assert.deepEqual(await auth.of(at), { token: 't-1' });
  assert.deepEqual(await auth.of(later(571)), { token: 't-2' });
  auth.forget('one');
  assert.deepEqual(await auth.of(later(571)), { token: 't-3' });
  assert.deepEqual(await auth.of(later(571), 'two'), { token: 't-4' });
});

const refusals: [answer: HttpAnswer, say: RegExp][] = [
  [
    { status: 401, body: '{"client_secret":"se cret"}' },
    /^No token from the authorization endpoint: the endpoint answered 401; wanted/,
  ],
  [{ status: 200, body: 'a page' }, /without an access_token/],
  [{ status: 200, body: '{"access_token":"a\\nb"}' }, /without an access_token/],
  [{ failed: { ok: false, permanent: true, code: 'TIMEOUT', reason: 'too slow' } }, /too slow/],
];
for (const [answer, say] of refusals) {
  test(`${JSON.stringify(answer)} is no token, is tried again, and tells no secret`, async () => {
    const told = await endpoint(answer).of(T0);
    assert.ok('failed' in told);
    assert.deepEqual([told.failed.permanent, told.failed.code], [false, 'NO_PERMISSIONS']);
    assert.match(told.failed.reason, say);
    assert.doesNotMatch(told.failed.reason, /se cret/);
  });
}
