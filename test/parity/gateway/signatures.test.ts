import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { after, MINUTE } from '#kernel/clock';
import { KEY, openWorld, type Raw, type World } from './world.ts';

const CONTACTS = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'SSMContacts.SendActivationCode' };
const json: Raw = { headers: CONTACTS, body: '{"ContactChannelId":"c"}' };
const form: Raw = {
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'Action=GetCallerIdentity&Version=2011-06-15',
};
const cbor: Raw = {
  path: '/service/GraniteServiceVersion20100801/operation/DescribeAlarms',
  headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
  body: Buffer.from('a0', 'hex'),
};
const tags: Raw = { method: 'GET', path: '/tags/arn%3Aaws%3Assm-incidents%3A%3A123456789012%3Aresponse-plan%2Fplan' };

type Tamper = NonNullable<Raw['tamper']>;
const header =
  (name: string, value: string): Tamper =>
  ({ headers }) => {
    headers[name] = value;
  };
const drop =
  (pattern: RegExp, by = ''): Tamper =>
  ({ headers }) => {
    headers['authorization'] = headers['authorization']!.replace(pattern, by);
  };

const refusals: [sentence: string, service: string, raw: Raw, status: number, code: string, text?: RegExp][] = [
  ['an unsigned JSON call', 'ssm-contacts', { ...json, unsigned: true }, 403, 'MissingAuthenticationToken'],
  ['an unsigned form', 'sts', { ...form, unsigned: true }, 403, 'MissingAuthenticationToken'],
  ['an unsigned CBOR call', 'monitoring', { ...cbor, unsigned: true }, 403, 'MissingAuthenticationToken'],
  [
    'an unknown key in JSON',
    'ssm-contacts',
    { ...json, accessKeyId: 'AKIANOBODY' },
    403,
    'UnrecognizedClientException',
  ],
  ['an unknown key in CBOR', 'monitoring', { ...cbor, accessKeyId: 'AKIANOBODY' }, 403, 'UnrecognizedClientException'],
  ['an unknown key in a form', 'sts', { ...form, accessKeyId: 'AKIANOBODY' }, 403, 'InvalidClientTokenId'],
  [
    'an unknown key in REST',
    'ssm-incidents',
    { ...tags, accessKeyId: 'AKIANOBODY' },
    403,
    'UnrecognizedClientException',
  ],
  ['a wrong secret', 'ssm-contacts', { ...json, secret: 'guess' }, 403, 'SignatureDoesNotMatch'],
  ['a wrong secret in a form', 'sts', { ...form, secret: 'guess' }, 403, 'SignatureDoesNotMatch'],
  [
    'a changed body',
    'ssm-contacts',
    { ...json, tamper: (sent) => (sent.body = '{"ContactChannelId":"d"}') },
    403,
    'SignatureDoesNotMatch',
  ],
  [
    'a changed path',
    'ssm-incidents',
    { ...tags, tamper: (sent) => (sent.path = sent.path.replace('plan%2F', 'plan/')) },
    403,
    'SignatureDoesNotMatch',
  ],
  [
    'an added query',
    'ssm-incidents',
    { ...tags, tamper: (sent) => (sent.path += '?a=b') },
    403,
    'SignatureDoesNotMatch',
  ],
  [
    'a changed signed header',
    'ssm-contacts',
    { ...json, tamper: header('x-amz-target', 'SSMContacts.GetContact') },
    403,
    'SignatureDoesNotMatch',
  ],
  [
    'a target added unsigned',
    'sts',
    { ...form, tamper: header('x-amz-security-token', 'x') },
    403,
    'SignatureDoesNotMatch',
    /must be a signed header/,
  ],
  [
    'another service in the scope',
    'sts',
    json,
    403,
    'SignatureDoesNotMatch',
    /scoped to correct service: 'ssm-contacts'/,
  ],
  [
    'a body hash that is another',
    'ssm-contacts',
    { ...json, headers: { ...CONTACTS, 'x-amz-content-sha256': createHash('sha256').digest('hex') } },
    403,
    'SignatureDoesNotMatch',
  ],
  [
    'an unsigned payload',
    'ssm-contacts',
    { ...json, headers: { ...CONTACTS, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
    403,
    'SignatureDoesNotMatch',
  ],
  [
    'another day in the scope',
    'ssm-contacts',
    { ...json, tamper: drop(/\/\d{8}\//, '/20200101/') },
    403,
    'SignatureDoesNotMatch',
    /Date in Credential scope/,
  ],
  [
    'no signature',
    'ssm-contacts',
    { ...json, tamper: drop(/, Signature=.*/) },
    400,
    'IncompleteSignature',
    /'Signature'/,
  ],
  ['no credential', 'sts', { ...form, tamper: drop(/Credential=\S+/) }, 400, 'IncompleteSignature', /'Credential'/],
  ['a short credential', 'ssm-contacts', { ...json, tamper: drop(/\/aws4_request/) }, 400, 'IncompleteSignature'],
  [
    'another algorithm',
    'ssm-contacts',
    { ...json, tamper: drop(/^AWS4-HMAC-SHA256/, 'AWS4-ECDSA-P256-SHA256') },
    400,
    'IncompleteSignature',
  ],
  [
    'no date',
    'ssm-contacts',
    { ...json, tamper: ({ headers }) => delete headers['x-amz-date'] },
    400,
    'IncompleteSignature',
    /X-Amz-Date/,
  ],
  [
    'a date that is none',
    'ssm-contacts',
    { ...json, tamper: header('x-amz-date', 'today') },
    400,
    'IncompleteSignature',
  ],
  [
    'a token with a lasting key',
    'ssm-contacts',
    { ...json, headers: { ...CONTACTS, 'x-amz-security-token': 'x' } },
    403,
    'UnrecognizedClientException',
  ],
];

function codeOf(answer: { text: string; headers: Headers }): string | undefined {
  return answer.headers.get('x-amzn-errortype') ?? /<Code>(\w+)<\/Code>/.exec(answer.text)?.[1];
}

test('what a signature may suffer has the code AWS gives it', async (t) => {
  await using world = await openWorld();
  for (const [sentence, service, raw, status, code, text] of refusals) {
    await t.test(`${sentence}: ${code}`, async () => {
      const answer = await world.call(service, raw);
      assert.deepEqual([codeOf(answer), answer.status], [code, status], answer.text);
      if (text) assert.match(answer.text, text);
      assert.match(answer.headers.get('x-amzn-requestid')!, /^[0-9a-f-]{36}$/);
    });
  }
  assert.equal(world.seen.length, 0);
  assert.deepEqual(world.errors, []);
});

test('all four protocols accept what was signed rightly', async () => {
  await using world = await openWorld();
  assert.equal((await world.call('ssm-contacts', json)).status, 200);
  assert.equal((await world.call('sts', form)).status, 200);
  assert.equal((await world.call('monitoring', cbor)).status, 200);
  assert.equal((await world.call('ssm-incidents', tags)).status, 200);
  const secured = {
    ...json,
    headers: { ...CONTACTS, 'x-amz-content-sha256': createHash('sha256').update(json.body!).digest('hex') },
  };
  assert.equal((await world.call('ssm-contacts', secured)).status, 200);
});

test('a signature is good for fifteen minutes either way, and the message tells both times', async () => {
  await using world = await openWorld();
  const at = (minutes: number) => ({ ...json, at: after(world.clock.now(), minutes * MINUTE) });
  for (const minutes of [-14.9, 14.9]) assert.equal((await world.call('ssm-contacts', at(minutes))).status, 200);
  const late = await world.call('ssm-contacts', at(-15.1));
  assert.deepEqual([late.status, codeOf(late)], [400, 'RequestExpired']);
  assert.match(
    late.text,
    /Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)/,
  );
  const early = await world.call('ssm-contacts', at(15.1));
  assert.deepEqual([early.status, codeOf(early)], [400, 'RequestExpired']);
  assert.match(early.text, /not yet current: \d{8}T\d{6}Z is still later than/);
});

test('an unsigned operation is open to nobody unless the gateway knows whom it acts as', async () => {
  const path = '/?Action=ConfirmSubscription&Version=2010-03-31&TopicArn=t&Token=k';
  const visit = (world: World) => world.call('sns', { method: 'GET', path, unsigned: true });
  await using closed = await openWorld();
  assert.equal((await visit(closed)).status, 403);
  const credential = { secret: '', account: '123456789012', principal: 'anonymous' };
  const anonymous = { accessKeyId: '', scope: { date: '', region: 'us-east-1', service: 'sns' }, credential };
  await using open = await openWorld({ anonymous });
  const answer = await visit(open);
  assert.equal(answer.status, 200);
  assert.match(answer.text, /<SubscriptionArn>anonymous<\/SubscriptionArn>/);
  const other = await open.call('sns', {
    ...form,
    body: 'Action=Publish&Version=2010-03-31&Message=m',
    unsigned: true,
  });
  assert.equal(other.status, 403);
});

test('a key that is no longer good is refused as expired', async () => {
  const account = { account: '123456789012', principal: 'p' };
  const expiresAt = new Date(0);
  await using world = await openWorld({
    credentials: async () => ({ secret: KEY.secretAccessKey, expiresAt, ...account }),
  });
  assert.equal(codeOf(await world.call('ssm-contacts', json)), 'ExpiredTokenException');
  assert.equal(codeOf(await world.call('sts', form)), 'ExpiredToken');
});
