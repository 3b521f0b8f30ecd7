import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cbor } from '@smithy/core/cbor';
import fc from 'fast-check';
import {
  blob,
  boolean,
  double,
  integer,
  lazy,
  list,
  map,
  type StructureShape,
  string,
  structure,
  timestamp,
  union,
} from '#kernel/shape';
import { defineService, operation } from '../service.ts';
import { awsQuery } from './aws-query.ts';
import { readCbor } from './cbor.ts';
import { decodeMembers } from './decode.ts';
import { parsePairs } from './form.ts';
import { boundDepth, parseJson, readJson, writeJson } from './json.ts';
import { restJson } from './rest-json.ts';
import { rpcCbor } from './rpc-cbor.ts';
import { instantOfText } from './text.ts';
import { WireError } from './wire-error.ts';
import { escapeXml, xmlMembers } from './xml.ts';

interface Everything {
  Text?: string;
  Whole?: number;
  Number?: number;
  Flag?: boolean;
  When?: Date;
  Bytes?: Uint8Array;
  Names?: string[];
  Tags?: Record<string, number>;
  Either?: { a: string; b?: undefined } | { a?: undefined; b: string[] };
  Kids?: Everything[];
}
const everything: StructureShape<Everything> = structure({
  Text: string(),
  Whole: integer(),
  Number: double(),
  Flag: boolean(),
  When: timestamp(),
  Bytes: blob(),
  Names: list(string()),
  Tags: map(string(), integer()),
  Either: union({ a: string(), b: list(string()) }),
  Kids: list(lazy<Everything>(() => everything)),
});

const text = fc.string({ unit: 'grapheme' });
const key = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'toString'));
const leaf = {
  Text: text,
  Whole: fc.integer(),
  Number: fc.double({ noNaN: true }).map((number) => number + 0),
  Flag: fc.boolean(),
  When: fc.date({ noInvalidDate: true, min: new Date(-6e13), max: new Date(2e14) }),
  Bytes: fc.uint8Array(),
  Names: fc.array(text),
  Tags: fc.array(fc.tuple(key, fc.integer())).map((entries) => Object.fromEntries(entries)),
  Either: fc.oneof(fc.record({ a: text }), fc.record({ b: fc.array(text) })),
};
const values: fc.Arbitrary<Everything> = fc.letrec<{ node: Everything }>((tie) => ({
  node: fc.record({ ...leaf, Kids: fc.array(tie('node'), { maxLength: 2 }) }, { requiredKeys: [] }),
})).node as fc.Arbitrary<Everything>;

/** Byte arrays come back as Buffers: the same bytes. */
const plain = (value: unknown): unknown => cbor.deserialize(cbor.serialize(value as never));
const same = (a: unknown, b: unknown) => assert.deepEqual(comparable(a), comparable(b));
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => [name, comparable(member)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

test('JSON: what is written reads back', () => {
  fc.assert(
    fc.property(values, (value) => same(parseJson(everything, Buffer.from(writeJson(everything, value)), 64), value)),
  );
});

const service = defineService({
  signingName: 's',
  serviceName: 's',
  protocols: ['rpcv2Cbor', 'awsQuery'],
  target: 'S',
  xmlNamespace: 'urn:s',
  apiVersion: '1',
  operations: { Echo: operation({ access: 'read', input: everything, output: everything }) },
});
const echo = service.operations.get('Echo')!;
const context = { requestId: 'r', service, contentType: '' };
const request = (content: Buffer, contentType: string) => ({
  method: 'POST',
  path: '/',
  query: '',
  headers: new Map([['content-type', contentType]]),
  body: content,
  content,
});

test('CBOR: what is written reads back', () => {
  fc.assert(
    fc.property(values, (value) => {
      const { body } = rpcCbor.success(context, echo, value);
      same(rpcCbor.parse(echo, request(Buffer.from(body), 'application/cbor'), { depth: 64 }), value);
    }),
  );
});

test('the query protocol: members written flat, as clients write them, read back', () => {
  fc.assert(
    fc.property(values, (value) => {
      const body = Buffer.from(`Action=Echo&${flatten(value).join('&')}`);
      same(
        awsQuery.parse(echo, request(body, 'application/x-www-form-urlencoded'), { depth: 64 }),
        withoutEmpty(value),
      );
    }),
  );
});

test('restJson1: members in path, query and body read back, whatever their text', () => {
  const input = structure({
    arn: string(),
    keys: list(string()),
    limit: integer(),
    since: timestamp(),
    note: string(),
  });
  const http = {
    method: 'POST',
    uri: '/tags/{arn}/x',
    query: { keys: 'tagKeys', limit: 'max', since: 'since' },
  } as const;
  const find = operation({ access: 'read', input, output: undefined, http });
  const rest = defineService({ ...service, protocols: ['restJson1'], errors: {}, operations: { Find: find } });
  const members = fc.record({
    arn: fc.string({ minLength: 1, unit: 'grapheme' }),
    keys: fc.array(text, { minLength: 1 }),
    limit: fc.integer(),
    since: leaf.When,
    note: text,
  });
  fc.assert(
    fc.property(members, ({ arn, keys, limit, since, note }) => {
      const query = [
        ...keys.map((each) => `tagKeys=${encodeURIComponent(each)}`),
        `max=${limit}`,
        `since=${encodeURIComponent(since.toISOString())}`,
      ];
      const body = request(Buffer.from(JSON.stringify({ note, arn: 'not from the body' })), 'application/json');
      const sent = { ...body, path: `/tags/${encodeURIComponent(arn)}/x`, query: query.join('&') };
      const found = restJson.operation(rest, sent)!;
      assert.deepEqual(restJson.parse(found, sent, { depth: 8 }), { arn, keys, limit, since, note });
    }),
  );
});

/** A client's writer of awsQuery, the slow obvious way. */
function flatten(value: unknown, path = ''): string[] {
  const at = (step: string | number) => (path ? `${path}.${step}` : `${step}`);
  const scalar = (written: string) => [`${encodeURIComponent(path)}=${encodeURIComponent(written)}`];
  if (value instanceof Date) return scalar(value.toISOString());
  if (value instanceof Uint8Array) return scalar(Buffer.from(value).toString('base64'));
  if (Array.isArray(value)) return value.flatMap((item, index) => flatten(item, at(`member.${index + 1}`)));
  if (typeof value !== 'object' || value === null) return scalar(String(value));
  if (path.endsWith('Tags')) {
    return Object.entries(value).flatMap(([name, item], index) => [
      ...flatten(name, at(`entry.${index + 1}.key`)),
      ...flatten(item, at(`entry.${index + 1}.value`)),
    ]);
  }
  return Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : flatten(member, at(name))));
}

/** A form cannot say that a list, map or structure is there and empty. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  const isEmpty = (member: unknown) =>
    member === undefined ||
    (typeof member === 'object' &&
      !(member instanceof Date) &&
      !(member instanceof Uint8Array) &&
      Object.keys(member as object).length === 0);
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, withoutEmpty(member)] as const)
      .filter(([, member]) => !isEmpty(member)),
  );
}

test("CBOR: our reader agrees with the SDK's writer", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // A member of this name is kept by our reader as any other; the ways to compare here lose it.
      fc.pre(!JSON.stringify(value).includes('"__proto__"'));
      assert.deepEqual(comparable(readCbor(Buffer.from(cbor.serialize(value)), 64)), comparable(plain(value)));
    }),
  );
});

test('CBOR: any bytes give a value or a SerializationException', () => {
  const bytes = fc.uint8Array({ maxLength: 200, size: 'max' });
  fc.assert(
    fc.property(bytes, (given) => {
      try {
        readCbor(Buffer.from(given), 16);
      } catch (error) {
        assert.ok(error instanceof WireError && error.code === 'SerializationException', String(error));
      }
    }),
    { numRuns: 2_000 },
  );
});

const cborRows: [hex: string, want: unknown][] = [
  ['f93e00', 1.5],
  ['f9fc00', Number.NEGATIVE_INFINITY],
  ['f90001', 2 ** -24],
  ['fa47c35000', 100_000],
  ['1b7fffffffffffffff', 2 ** 63],
  ['3b7fffffffffffffff', -(2 ** 63)],
  ['c11a514b67b0', new Date(1363896240_000)],
  ['c1fb41d452d9ec200000', new Date(1363896240_500)],
  ['c249010000000000000000', 2 ** 64],
  ['c48221196ab3', 273.15],
  ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
  ['f6', null],
  ['f7', null],
];
for (const [hex, want] of cborRows) {
  test(`CBOR: ${hex}`, () => assert.deepEqual(readCbor(Buffer.from(hex, 'hex'), 4), want));
}

test('CBOR: strings in chunks are joined', () => {
  assert.equal(readCbor(Buffer.from('7f657374726561646d696e67ff', 'hex'), 4), 'streaming');
  assert.deepEqual(readCbor(Buffer.from('5f42010243030405ff', 'hex'), 4), Buffer.from([1, 2, 3, 4, 5]));
  assert.throws(() => readCbor(Buffer.from('7f4101ff', 'hex'), 4), /chunk of another kind/);
});

test('JSON depth is that of brackets outside strings', () => {
  const at = (json: string, limit: number) => () => boundDepth(Buffer.from(json), limit);
  assert.doesNotThrow(at('[[{"a":"[[[[[{{{{"}]]', 3));
  assert.doesNotThrow(at(String.raw`["\"[[[[\\"]`, 1));
  assert.throws(at('[[[[', 3), /deeper than 3 levels/);
  assert.doesNotThrow(at('[[],[],[],[]]', 2));
});

test('an empty JSON body is an empty object', () => assert.deepEqual(readJson(Buffer.from(' '), 4), {}));

test('instants are read from all that clients write', () => {
  const shape = structure({ t: timestamp() });
  const want = new Date('2026-01-02T03:04:05.678Z');
  for (const t of [
    1767323045.678,
    '1767323045.678',
    '1.767323045678E9',
    '2026-01-02T03:04:05.678Z',
    '2026-01-02T04:04:05.678+01:00',
    '2026-01-02T03:04:05.678',
  ]) {
    assert.deepEqual(decodeMembers(shape.members, { t }), { t: want }, String(t));
  }
  assert.deepEqual(instantOfText('Fri, 02 Jan 2026 03:04:05 GMT'), new Date('2026-01-02T03:04:05Z'));
  assert.equal(writeJson(shape, { t: want }), '{"t":1767323045.678}');
});

test('numbers that JSON cannot write are words', () => {
  const shape = structure({ n: double() });
  assert.equal(writeJson(shape, { n: Number.NaN }), '{"n":"NaN"}');
  assert.deepEqual(parseJson(shape, Buffer.from('{"n":"-Infinity"}'), 4), { n: Number.NEGATIVE_INFINITY });
  assert.throws(() => parseJson(shape, Buffer.from('{"n":"5"}'), 4), /STRING_VALUE can not be converted to a Double/);
});

test('absent members are left out of answers, also null ones of unions', () => {
  assert.equal(
    writeJson(everything, { Text: undefined, Either: { a: 'x', b: undefined }, Nope: 1 } as Everything),
    '{"Either":{"a":"x"}}',
  );
  assert.equal(xmlMembers(everything.members, { Either: { a: 'x', b: null } }), '<Either><a>x</a></Either>');
});

test('XML: markup is escaped and what XML cannot hold is replaced', () => {
  assert.equal(
    escapeXml('<a href="b">&\r\n\u0001\ufffe\ud800😀\u2028'),
    '&lt;a href=&quot;b&quot;&gt;&amp;&#xD;&#xA;\ufffd\ufffd\ufffd😀&#x2028;',
  );
});

/** Characters that XML 1.0 has no way to write. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNHOLDABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

test('XML: escaped text reads back, but for what XML cannot hold', () => {
  const read = (xml: string) =>
    xml
      .replace(/&#x(\w+);/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/&(lt|gt|quot|amp);/g, (_, name) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name as 'lt']);
  const characters = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });
  fc.assert(
    fc.property(characters, (given) => {
      const escaped = escapeXml(given);
      assert.doesNotMatch(escaped, /[<>"\r]/);
      assert.equal(escaped.search(UNHOLDABLE), -1);
      assert.ok(escaped.isWellFormed());
      const held = given.toWellFormed().replaceAll(UNHOLDABLE, '\ufffd');
      assert.equal(read(escaped), held);
    }),
  );
});

test('XML: lists, maps, instants and bytes', () => {
  const value = { When: new Date(0), Bytes: Buffer.from('hi'), Names: ['a', 'b'], Tags: { k: 1 }, Flag: false };
  assert.equal(
    xmlMembers(everything.members, value),
    '<Flag>false</Flag><When>1970-01-01T00:00:00.000Z</When><Bytes>aGk=</Bytes>' +
      '<Names><member>a</member><member>b</member></Names><Tags><entry><key>k</key><value>1</value></entry></Tags>',
  );
});

test('forms: plus is a space, and items come in the order of their numbers', () => {
  assert.deepEqual(parsePairs('a+b=c%2Bd&e&=f'), [
    ['a b', 'c+d'],
    ['e', ''],
    ['', 'f'],
  ]);
  const body = Buffer.from('Action=Echo&Names.member.10=c&Names.member.2=b&Names.member.1=a&Kids=');
  const parsed = awsQuery.parse(echo, request(body, 'application/x-www-form-urlencoded'), { depth: 8 });
  assert.deepEqual(parsed, { Names: ['a', 'b', 'c'], Kids: [] });
});
