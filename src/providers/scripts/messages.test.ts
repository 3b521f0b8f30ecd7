import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { createLog } from './conversation.ts';
import { lines } from './lines.ts';
import { readMessage } from './messages.ts';
import { operationNames } from './operation-names.ts';
import { createPlaces } from './places.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

const rows: [name: string, line: string, want: string | undefined][] = [
  ['what is printed', '{"print":"x"}', 'print'],
  ['a result', '{"done":"[1]"}', 'done'],
  ['a failure, whatever is in it', '{"failed":{"error":1}}', 'failed'],
  ['a call', '{"call":{"service":"ec2","method":"describe_x","input":{}}}', 'call'],
  ['no JSON', 'hello', undefined],
  ['a list', '[1]', undefined],
  ['a result that is no JSON', '{"done":"{"}', undefined],
  ['a result that is no text', '{"done":[1]}', undefined],
  ['a result as deep as may be', JSON.stringify({ done: nested(64) }), 'done'],
  ['a deeper one', JSON.stringify({ done: nested(66) }), undefined],
  ['a result as deep as a line is long', JSON.stringify({ done: nested(300_000) }), undefined],
  ['a service that is a path', '{"call":{"service":"../a","method":"b","input":{}}}', undefined],
  ['a method that is none', '{"call":{"service":"ec2","method":"a b","input":{}}}', undefined],
  ['a region that is a host', '{"call":{"service":"ec2","method":"a","region":"evil.example/","input":{}}}', undefined],
  ['an input that is a list', '{"call":{"service":"ec2","method":"a","input":[]}}', undefined],
];
for (const [name, line, want] of rows) {
  test(`${name} is ${want === undefined ? 'no message' : `read as ${want}`}`, () => {
    assert.equal(readMessage(line)?.is, want);
  });
}

test('lines come out as they went in, however they were cut', async () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\n', '')));
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 7 }), async (written, size) => {
      const stream = new PassThrough();
      const got: string[] = [];
      lines(stream, { line: 1_000, all: 1_000_000 }, (line) => got.push(line), assert.fail);
      const bytes = Buffer.from(written.map((line) => `${line}\n`).join(''));
      for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
      stream.end();
      await new Promise((done) => stream.on('end', done));
      assert.deepEqual(got, written);
    }),
    { seed: 1 },
  );
});

test('a line or a whole that is too long is told once, and nothing comes after it', async () => {
  for (const bounds of [
    { line: 5, all: 100 },
    { line: 100, all: 8 },
  ]) {
    const stream = new PassThrough();
    const got: string[] = [];
    let told = 0;
    lines(
      stream,
      bounds,
      (line) => got.push(line),
      () => told++,
    );
    for (const part of ['abc\n', 'defghijk', 'lmn\n', 'op\n', 'qrstuvwx']) stream.write(part);
    stream.end();
    await new Promise((done) => stream.on('end', done));
    assert.deepEqual([got, told], [['abc'], 1]);
  }
});

test('the beginning of a long log is kept, and says that more came', () => {
  const log = createLog();
  for (let round = 0; round < 10; round++) log.add('x'.repeat(10_000));
  assert.match(log.text(), /^x{24576}\n… and more, which is not kept$/);
});

const names: [method: string, want: string][] = [
  ['describe_instances', 'DescribeInstances'],
  ['describe_db_instances', 'DescribeDBInstances'],
  ['list_objects_v2', 'ListObjectsV2'],
  ['create_open_id_connect_provider', 'CreateOpenIDConnectProvider'],
  ['list_mfa_devices', 'ListMFADevices'],
  ['get_ops_item', 'GetOpsItem'],
  ['describe_vpcs', 'DescribeVpcs'],
  ['DescribeDBInstances', 'DescribeDBInstances'],
];
for (const [method, want] of names) {
  test(`${method} may be ${want}`, () =>
    assert.ok(operationNames(method).includes(want), operationNames(method).join()));
}

test('places are taken in turn, each with a user of its own, and given back', async () => {
  const never = new AbortController().signal;
  const place = createPlaces(2, true);
  const [first, second] = [(await place(never))!, (await place(never))!];
  assert.notEqual(first.uid, second.uid);
  const order: string[] = [];
  const next = async (name: string) => {
    const taken = (await place(never))!;
    order.push(name);
    return taken;
  };
  const third = next('third');
  const gone = new AbortController();
  const cancelled = place(gone.signal);
  const fourth = next('fourth');
  gone.abort();
  assert.equal(await cancelled, undefined);
  second[Symbol.dispose]();
  assert.equal((await third).uid, second.uid);
  first[Symbol.dispose]();
  assert.equal((await fourth).uid, first.uid);
  assert.deepEqual(order, ['third', 'fourth']);
});
