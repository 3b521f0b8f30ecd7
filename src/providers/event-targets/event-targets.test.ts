import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createOutgoing } from '#providers/outgoing';
import { type FakeAwsOutside, openAwsOutside } from '#test/kit/aws-outside';
import { type FakeEndpoint, fakeEndpoint } from '#test/kit/endpoint';
import { AWS_KEY } from '#test/kit/world-node';
import { createEventTargets } from './event-targets.ts';

const NOW = new Date('2026-01-02T03:10:00.000Z');
const never = new AbortController().signal;
const LAMBDA = 'arn:aws:lambda:eu-west-1:123456789012:function:restart';
const letter = { queueArn: 'arn:aws:sqs:eu-west-1:123456789012:dead', body: '{}', attributes: { ERROR_CODE: 'X' } };

let aws: FakeAwsOutside;
let hook: FakeEndpoint;
before(async () => {
  aws = await openAwsOutside();
  hook = await fakeEndpoint();
});
after(async () => {
  await aws[Symbol.asyncDispose]();
  await hook[Symbol.asyncDispose]();
});

function outside({ allowPrivate = true, key = AWS_KEY as Partial<typeof AWS_KEY> } = {}) {
  const outgoing = createOutgoing({ allowPrivate, trusted: [] });
  const access = { accessKeyId: key.accessKeyId, secret: key.secret, baseUrl: aws.url };
  return createEventTargets({
    ...{ outgoing, allowPrivate },
    aws: { ...access, outgoing: createOutgoing({ allowPrivate: false, trusted: [aws.url] }) },
  });
}
const invoke = (more: Parameters<typeof outside>[0] = {}, signal = never) =>
  outside(more).functions.invoke(NOW, { arn: LAMBDA, input: '{}' }, signal);

const answers: [status: number, code: string, want: [permanent: boolean, code: string]][] = [
  [404, 'ResourceNotFoundException', [true, 'NO_RESOURCE']],
  [403, 'AccessDeniedException', [true, 'NO_PERMISSIONS']],
  [403, 'ExpiredTokenException', [false, 'NO_PERMISSIONS']],
  [400, 'InvalidRequestContentException', [true, 'INVALID_PARAMETER']],
  [429, 'TooManyRequestsException', [false, 'THROTTLING']],
  [400, 'ThrottlingException', [false, 'THROTTLING']],
  [500, 'ServiceException', [false, 'FAILED_INVOCATION']],
  [502, '', [false, 'FAILED_INVOCATION']],
];
for (const [status, code, want] of answers) {
  test(`AWS's ${status} ${code} is ${want.join(', ')}`, async () => {
    aws.next({ status, headers: { 'x-amzn-errortype': `${code}:http://x/` }, body: `{"Message":"${AWS_KEY.secret}"}` });
    const heard = await invoke();
    assert.ok(!heard.ok);
    assert.deepEqual([heard.permanent, heard.code], want);
    assert.ok(!heard.reason.includes(AWS_KEY.secret), heard.reason);
  });
}

test('what is signed wrongly is tried again: somebody will mend the key', async () => {
  const heard = await invoke({ key: { ...AWS_KEY, secret: 'another' } });
  assert.ok(!heard.ok && !heard.permanent);
  assert.match(heard.reason, /SignatureDoesNotMatch/);
  assert.deepEqual(aws.came, []);
});

test('without a key nothing is sent, and it is said which settings are missing', async () => {
  for (const heard of [await invoke({ key: {} }), await outside({ key: {} }).deadLetters.send(NOW, letter, never)]) {
    assert.ok(!heard.ok && !heard.permanent);
    assert.match(heard.reason, /MUSTER_AWS_ACCESS_KEY_ID/);
  }
});

test('a letter goes to its queue, with its attributes', async () => {
  assert.ok((await outside().deadLetters.send(NOW, letter, never)).ok);
  assert.deepEqual(aws.came.splice(0), [
    {
      service: 'sqs',
      region: 'eu-west-1',
      path: '/123456789012/dead',
      queue: 'dead',
      body: '{}',
      attributes: letter.attributes,
    },
  ]);
});

test('an address inside is final, and nothing reaches it; a redirect is an answer and is not followed', async () => {
  const request = { method: 'POST', url: hook.url, headers: {}, body: '{}' };
  const refused = await outside({ allowPrivate: false }).http.request(request, never);
  assert.ok('failed' in refused && refused.failed.permanent);
  assert.match(outside({ allowPrivate: false }).http.urlFault('http://localhost/x') ?? '', /wanted https/);
  hook.next(302);
  const moved = await outside().http.request(request, never);
  assert.ok(!('failed' in moved) || moved.failed.permanent);
  assert.equal(hook.take().length, 1);
});

test('who waits for an answer gives up when the node stops, and it is tried again', async () => {
  hook.next('hang');
  const controller = new AbortController();
  const request = { method: 'POST', url: hook.url, headers: {}, body: '{}' };
  const waiting = outside().http.request(request, controller.signal);
  await hook.arrival();
  controller.abort();
  const heard = await waiting;
  assert.ok('failed' in heard && !heard.failed.permanent);
  hook.take();
});
