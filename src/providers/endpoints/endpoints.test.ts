import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createOutgoing } from '#providers/outgoing';
import { type FakeEndpoint, fakeEndpoint } from '#test/kit/endpoint';
import { createEndpoints } from './endpoints.ts';

let hook: FakeEndpoint;
before(async () => {
  hook = await fakeEndpoint();
});
after(() => hook[Symbol.asyncDispose]());

const never = new AbortController().signal;
const endpointsOf = (allowPrivate: boolean) =>
  createEndpoints({ outgoing: createOutgoing({ allowPrivate, trusted: [] }) });
const message = (url: string) => ({ url, headers: { 'x-amz-sns-message-type': 'Notification' }, body: '{"a":"ü"}' });
const post = (allowPrivate = true, signal = never) => endpointsOf(allowPrivate).post(message(hook.url), signal);

test('a message comes as it is, and any answer from 200 to 299 is a receipt', async () => {
  hook.next(200, 204, 299);
  for (const status of [200, 204, 299]) assert.deepEqual(await post(), { ok: true, status });
  const came = hook.take();
  assert.equal(came.length, 3);
  assert.deepEqual([came[0]!.body, came[0]!.headers['x-amz-sns-message-type']], ['{"a":"ü"}', 'Notification']);
});

for (const [answer, permanent] of [
  [301, true],
  [302, true],
  [308, true],
  [400, true],
  [404, true],
  [410, true],
  [408, false],
  [425, false],
  [429, false],
  [500, false],
  [503, false],
  ['reset', false],
] as const) {
  test(`an answer ${answer} is ${permanent ? 'final' : 'tried again'}`, async () => {
    hook.next(answer);
    const heard = await post();
    assert.ok(!heard.ok);
    assert.equal(heard.permanent, permanent, heard.reason);
    assert.equal(hook.take().length, 1, 'and it is asked once');
  });
}

test('an address inside is final, and nothing reaches it', async () => {
  const heard = await post(false);
  assert.ok(!heard.ok && heard.permanent);
  assert.match(heard.reason, /MUSTER_ALLOW_PRIVATE_ADDRESSES/);
  assert.deepEqual(hook.take(), []);
});

test('who waits for an answer gives up when the node stops, and it is tried again', async () => {
  hook.next('hang');
  const controller = new AbortController();
  const heard = post(true, controller.signal);
  await hook.arrival();
  controller.abort();
  const told = await heard;
  assert.ok(!told.ok && !told.permanent);
  assert.equal(hook.take().length, 1);
});

test('an address without a server is tried again', async () => {
  const gone = await fakeEndpoint();
  const { url } = gone;
  await gone[Symbol.asyncDispose]();
  const heard = await endpointsOf(true).post(message(url), never);
  assert.ok(!heard.ok && !heard.permanent);
});
