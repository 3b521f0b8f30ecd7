import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Refusal } from '#kernel/refusal';
import { type Answer, openWorld, type Raw, type World } from './world.ts';

const target = (name: string) => ({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': name });
const PUT = target('AWSEvents.PutEvents');
const put = (body: string | Uint8Array, headers: Record<string, string> = {}): Raw => ({
  headers: { ...PUT, ...headers },
  body,
});
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const form = (body: string): Raw => ({ headers: FORM, body });
const CBOR = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
const cbor = (hex: string, operation = 'DescribeAlarms'): Raw => ({
  path: `/service/GraniteServiceVersion20100801/operation/${operation}`,
  headers: CBOR,
  body: Buffer.from(hex, 'hex'),
});
const create = (body: string): Raw => ({
  path: '/createResponsePlan',
  body,
  headers: { 'content-type': 'application/json' },
});
const deep = (open: string, close: string, levels = 100_000) => open.repeat(levels) + close.repeat(levels);
const publish = (rest: string) => form(`Action=Publish&Version=2010-03-31&${rest}`);

const unreadable: [sentence: string, service: string, raw: Raw, text?: RegExp][] = [
  ['broken JSON', 'events', put('{"Entries":[')],
  ['broken JSON at a place, without quoting it', 'events', put('{"secret": hunter2}'), /^(?!.*hunter2)/],
  ['JSON that is a list', 'events', put('[]'), /START_ARRAY can not be converted to a Structure/],
  ['JSON that is null', 'events', put('null')],
  ['a JSON depth bomb of lists', 'events', put(`{"Entries":${deep('[', ']')}}`), /nests deeper than 64/],
  [
    'a JSON depth bomb of objects',
    'events',
    put(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    /nests deeper than 64/,
  ],
  ['JSON that is not UTF-8', 'events', put(Buffer.from('7b2261223aff7d', 'hex')), /UTF-8/],
  [
    'a string where a list belongs',
    'events',
    put('{"Entries":"x"}'),
    /STRING_VALUE can not be converted to a List at 'Entries'/,
  ],
  [
    'a number where a string belongs',
    'events',
    put('{"Entries":[{"Source":5}]}'),
    /NUMBER_VALUE can not be converted to a String at 'Entries.1.Source'/,
  ],
  ['a timestamp beyond all time', 'events', put('{"Entries":[{"Time":1e300}]}'), /Timestamp/],
  ['a timestamp that is none', 'events', put('{"Entries":[{"Time":"soon"}]}'), /Timestamp/],
  ['a gzip that is none', 'events', put('{}', { 'content-encoding': 'gzip' }), /gzip/],
  [
    'a truncated gzip',
    'events',
    put(gzipSync(`{"Entries":[${' '.repeat(9000)}]}`).subarray(0, 30), { 'content-encoding': 'gzip' }),
    /gzip/,
  ],
  ['another encoding', 'events', put('{}', { 'content-encoding': 'br' }), /gzip or identity/],
  ['broken JSON in REST', 'ssm-incidents', create('{')],
  [
    'a fraction where an integer belongs',
    'ssm-incidents',
    create('{"incidentTemplate":{"impact":1.5}}'),
    /an Integer at 'incidentTemplate.impact'/,
  ],
  ['broken percent-encoding in a path', 'ssm-incidents', { method: 'GET', path: '/tags/%ff' }, /percent-encoding/],
  [
    'broken percent-encoding in a query',
    'ssm-incidents',
    { method: 'GET', path: '/getResponsePlan?arn=%e0%a4' },
    /percent-encoding/,
  ],
  ['a CBOR depth bomb of lists', 'monitoring', cbor('81'.repeat(100_000))],
  ['a CBOR depth bomb of indefinite maps', 'monitoring', cbor('bf6161'.repeat(100_000))],
  ['a CBOR depth bomb of tags', 'monitoring', cbor('c1'.repeat(100_000))],
  ['a CBOR list that claims 2^64 items', 'monitoring', cbor('9bffffffffffffffff')],
  ['a CBOR text that claims 4 GiB', 'monitoring', cbor('a17affffffff61')],
  ['truncated CBOR', 'monitoring', cbor('a16a416c61726d')],
  ['CBOR with bytes after it', 'monitoring', cbor('a0a0')],
  ['a CBOR break alone', 'monitoring', cbor('ff')],
  ['a CBOR text that is not UTF-8', 'monitoring', cbor('a161ff01')],
  ['a CBOR decimal of an absurd exponent for a number', 'monitoring', cbor('a16a4d61785265636f726473c4821a0fffffff01')],
  ['CBOR that is a list', 'monitoring', cbor('80')],
  ['a form nested too deeply', 'sns', publish(`Message=m&${'a.'.repeat(100_000)}b=c`), /nest deeper/],
  ['broken percent-encoding in a form', 'sns', publish('Message=%ff'), /percent-encoding/],
  ['a structure where a string belongs', 'sns', publish('Message.a=b'), /single value/],
  [
    'a map entry without its name',
    'sns',
    publish('Message=m&MessageAttributes.entry.1.Value.DataType=String'),
    /has no Name/,
  ],
  [
    'a boolean that is none',
    'monitoring',
    form('Action=DescribeAlarms&Version=2010-08-01&MaxRecords=many'),
    /MaxRecords/,
  ],
];

const codeOf = (answer: Answer) =>
  answer.headers.get('x-amzn-errortype') ?? /<Code>(\w+)<\/Code>/.exec(answer.text)?.[1];

test('what cannot be read is a SerializationException, and never our fault', async (t) => {
  await using world = await openWorld();
  for (const [sentence, service, raw, text] of unreadable) {
    await t.test(sentence, async () => {
      const answer = await world.call(service, raw);
      assert.deepEqual([codeOf(answer), answer.status], ['SerializationException', 400], answer.text);
      if (text) assert.match(answer.text, text);
    });
  }
  assert.equal(world.seen.length, 0);
  assert.deepEqual(world.errors, []);
});

test('an operation that is not there is named unknown, as each protocol does', async () => {
  await using world = await openWorld();
  const rows: [service: string, raw: Raw, status: number, code: string][] = [
    ['events', { headers: target('AWSEvents.Nope'), body: '{}' }, 400, 'UnknownOperationException'],
    ['events', { headers: target('Nonsense'), body: '{}' }, 400, 'UnknownOperationException'],
    ['ssm-incidents', { path: '/nope' }, 404, 'UnknownOperationException'],
    ['ssm-incidents', { method: 'GET', path: '/createResponsePlan' }, 404, 'UnknownOperationException'],
    ['monitoring', cbor('a0', 'Nope'), 404, 'UnknownOperationException'],
    ['sts', form('Action=Nope&Version=2011-06-15'), 400, 'InvalidAction'],
    ['ssm-contacts', form('Action=GetContact&Version=2021-05-03'), 400, 'InvalidAction'],
    ['s3', { method: 'GET', path: '/bucket' }, 404, 'UnknownOperationException'],
    ['events', { headers: target('AWSEvents.__proto__'), body: '{}' }, 400, 'UnknownOperationException'],
  ];
  for (const [service, raw, status, code] of rows) {
    const answer = await world.call(service, raw);
    assert.deepEqual([answer.status, codeOf(answer)], [status, code], answer.text);
  }
  assert.deepEqual(world.errors, []);
});

test('a body over the limit is 413 in every protocol, also one that unpacks to it', async () => {
  await using world = await openWorld({ limits: { bodyBytes: 1000 } });
  const big = 'x'.repeat(1001);
  const bomb = gzipSync(`{"Entries":[${' '.repeat(100_000)}]}`);
  const rows: [service: string, raw: Raw, content: RegExp][] = [
    ['events', put(`"${big}"`), /x-amz-json-1.1/],
    ['events', put(bomb, { 'content-encoding': 'gzip' }), /x-amz-json-1.1/],
    ['ssm-incidents', create(big), /^application\/json/],
    ['sns', publish(`Message=${big}`), /text\/xml/],
    ['monitoring', cbor('00'.repeat(1001)), /cbor/],
  ];
  for (const [service, raw, content] of rows) {
    const answer = await world.call(service, raw);
    assert.equal(answer.status, 413, answer.text);
    assert.match(answer.headers.get('content-type')!, content);
    assert.match(codeOf(answer)!, /^RequestEntityTooLarge(Exception)?$/);
  }
  assert.equal((await world.call('events', put('{"Entries":[{}]}'))).status, 200);
  assert.deepEqual(world.errors, []);
});

test('a bug is a 500 that tells nothing but the request id, and the log tells all', async () => {
  await using world = await openWorld();
  world.fail = () => new Error('password=hunter2');
  for (const [service, raw, code] of [
    ['events', put('{"Entries":[{}]}'), 'InternalServerException'],
    ['monitoring', cbor('a0'), 'InternalServerException'],
    ['sts', form('Action=GetCallerIdentity&Version=2011-06-15'), 'InternalFailure'],
  ] as const) {
    const answer = await world.call(service, raw);
    assert.deepEqual([answer.status, codeOf(answer)], [500, code]);
    assert.doesNotMatch(answer.text, /hunter2/);
    const { fields, message } = world.errors.at(-1)!;
    assert.match(message, /hunter2/);
    assert.equal((fields as { requestId: string }).requestId, answer.headers.get('x-amzn-requestid'));
  }
});

test('an output that its shape cannot hold is a bug, told in the protocol', async () => {
  await using world = await openWorld({ execute: async () => ({ Entries: 'none' }) });
  const answer = await world.call('events', put('{"Entries":[{}]}'));
  assert.deepEqual([answer.status, codeOf(answer)], [500, 'InternalServerException']);
  assert.match(world.errors[0]!.message, /step serialise/);
});

test('a trail that cannot be written is logged, and what was done stays done', async () => {
  await using world = await openWorld({ record: async () => Promise.reject(new Error('disk full')) });
  assert.equal((await world.call('events', put('{"Entries":[{}]}'))).status, 200);
  assert.match(world.errors[0]!.message, /step record: disk full/);
});

test('calls are recorded whether they succeed or fail, with secrets hidden; strangers are not', async () => {
  await using world = await openWorld();
  const code = (body: string, more: object = {}) =>
    world.call('ssm-contacts', { headers: target('SSMContacts.SendActivationCode'), body, ...more });
  await code('{"ContactChannelId":"secret"}');
  await code('{"ContactChannelId":"far too long a secret"}');
  await code('{');
  await code('{}', { headers: { ...target('SSMContacts.SendActivationCode'), 'user-agent': 'forbidden' } });
  await code('{}', { secret: 'guess' });
  const told = world.outcomes.map(({ call, input, failure }) => [call.operation.name, input, failure?.code]);
  const hidden = { ContactChannelId: 'HIDDEN_DUE_TO_SECURITY_REASONS' };
  assert.deepEqual(told, [
    ['SendActivationCode', hidden, undefined],
    ['SendActivationCode', hidden, 'ValidationException'],
    ['SendActivationCode', undefined, 'SerializationException'],
    ['SendActivationCode', {}, 'ValidationException'],
  ]);
  assert.doesNotMatch(JSON.stringify(world.outcomes[1]!.failure), /far too long/);
});

test('an authorisation refusal is 400 in awsJson and 403 elsewhere', async () => {
  await using world = await openWorld({
    authorise: async () => Promise.reject(new Refusal('accessDenied', 'not you')),
  });
  const answers = await Promise.all([
    world.call('events', put('{"Entries":[{}]}')),
    world.call('ssm-incidents', { method: 'GET', path: '/tags/arn%3Aaws%3Ax%3A%3A%3Ay' }),
    world.call('sts', form('Action=GetCallerIdentity&Version=2011-06-15')),
  ]);
  const told = answers.map((answer) => [answer.status, codeOf(answer)]);
  assert.deepEqual(told, [
    [400, 'AccessDeniedException'],
    [403, 'AccessDeniedException'],
    [403, 'AccessDenied'],
  ]);
});

function half(world: World, text: string): Promise<string> {
  const { port } = new URL(world.endpoint);
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(Number(port), '127.0.0.1');
  let heard = '';
  socket
    .on('data', (data) => (heard += data))
    .on('close', () => resolve(heard))
    .write(text);
  return promise;
}

const HALF = 'POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AWSEvents.PutEvents\r\nContent-Length: 100\r\n\r\n{';

test('a client too slow with its body is told so and let go', async () => {
  await using world = await openWorld({ limits: { bodyMilliseconds: 50 } });
  assert.match(await half(world, HALF), /^HTTP\/1.1 408 [\s\S]*RequestTimeout/);
});

test('a client that goes away harms nobody', async () => {
  await using world = await openWorld();
  const socket = connect(Number(new URL(world.endpoint).port), '127.0.0.1');
  await new Promise<void>((resolve) => socket.write(HALF, () => resolve()));
  socket.destroy();
  await new Promise((resolve) => socket.once('close', resolve));
  assert.equal((await world.call('events', put('{"Entries":[{}]}'))).status, 200);
  assert.deepEqual(world.errors, []);
});

test('a handler learns that its client has gone', async () => {
  const client = new AbortController();
  const learnt = Promise.withResolvers<void>();
  await using world = await openWorld({
    execute: async ({ signal }) => {
      signal.addEventListener('abort', () => learnt.resolve());
      client.abort();
      await learnt.promise;
    },
  });
  await assert.rejects(world.call('events', put('{"Entries":[{}]}'), client.signal), { name: 'AbortError' });
  await learnt.promise;
});

test('headers beyond all measure end at the door', async () => {
  await using world = await openWorld();
  const heard = await half(world, `POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: ${'a'.repeat(20_000)}\r\n\r\n`);
  assert.match(heard, /^HTTP\/1.1 431 /);
});
