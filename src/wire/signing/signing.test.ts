import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SSMIncidentsClient } from '@aws-sdk/client-ssm-incidents';
import fc from 'fast-check';
import { after, MINUTE, SECOND } from '#kernel/clock';
import { sign } from '#kernel/sign';
import {
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  encode,
  sha256,
  signatureOf,
  signingKey,
  stringToSign,
} from '#kernel/sigv4';
import type { WireRequest } from '../protocols/protocol.ts';
import { createKeyCache } from './key-cache.ts';
import { createVerifier, type Verifier } from './verify.ts';

const NOW = new Date('2026-03-04T05:06:07.000Z');
const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const verifier = createVerifier(async (id) =>
  id === KEY.accessKeyId ? { secret: KEY.secretAccessKey, account: '123456789012', principal: 'p' } : undefined,
);

interface SdkRequest {
  method: string;
  protocol: string;
  hostname: string;
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  body?: string;
}
interface SdkSigner {
  sign(request: SdkRequest, options: object): Promise<SdkRequest>;
  presign(request: SdkRequest, options: object): Promise<SdkRequest>;
}

/** The official client's own signer. */
async function sdkSigner(): Promise<SdkSigner> {
  const { config } = new SSMIncidentsClient({ region: 'us-east-1', credentials: KEY, endpoint: 'http://localhost' });
  const scheme = { name: 'sigv4', signingName: 'ssm-incidents', signingRegion: 'us-east-1' };
  return (await (config.signer as unknown as (scheme: object) => Promise<SdkSigner>)(scheme)) satisfies SdkSigner;
}

const blank = (): SdkRequest => ({
  method: 'POST',
  protocol: 'http:',
  hostname: 'localhost',
  path: '/',
  query: {},
  headers: { host: 'localhost' },
});

/** As the official client's HTTP handler writes it down. */
function onWire({ method, path, query, headers, body = '' }: SdkRequest): WireRequest {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${encode(name)}=${encode(value)}`),
  );
  const bytes = Buffer.from(body);
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { method, path, query: pairs.join('&'), headers: new Map(lower), body: bytes, content: bytes };
}

const accepts = async (by: Verifier, request: WireRequest, now = NOW) =>
  (await by.verify(request, now))?.credential.principal;

test('whatever the official signer signs is accepted', async () => {
  const signer = await sdkSigner();
  // The signer loses a parameter of the name __proto__.
  const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text !== '__proto__');
  const segment = name.map(encode).filter((each) => !/^\.+$/.test(each));
  const requests = fc.record({
    path: fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`),
    query: fc.dictionary(name, fc.oneof(name, fc.array(name, { minLength: 1, maxLength: 3 })), { maxKeys: 4 }),
    body: fc.string({ unit: 'grapheme' }),
    note: fc.stringMatching(/^[ -~]*$/),
  });
  await fc.assert(
    fc.asyncProperty(requests, async ({ note, ...given }) => {
      const request = { ...blank(), ...given, headers: { host: 'localhost', 'x-note': note } };
      const signed = await signer.sign(request, { signingDate: NOW });
      assert.equal(await accepts(verifier, onWire(signed)), 'p');
    }),
  );
});

test('a presigned request of the official signer is good until it expires, and not unsigned', async () => {
  const signed = await (await sdkSigner()).presign(
    { ...blank(), method: 'GET', path: '/a%2Fb' },
    { signingDate: NOW, expiresIn: 60 },
  );
  const request = onWire(signed);
  assert.equal(await accepts(verifier, request), 'p');
  assert.equal(await accepts(verifier, request, after(NOW, 60 * SECOND)), 'p');
  await assert.rejects(verifier.verify(request, after(NOW, 61 * SECOND)), { code: 'RequestExpired', status: 400 });
  await assert.rejects(verifier.verify(request, after(NOW, -16 * MINUTE)), { code: 'RequestExpired' });
  const longer = { ...request, query: request.query.replace('X-Amz-Expires=60', 'X-Amz-Expires=61') };
  await assert.rejects(verifier.verify(longer, NOW), { code: 'SignatureDoesNotMatch' });
  const missing = { ...request, query: request.query.replace('X-Amz-Expires=60', '') };
  await assert.rejects(verifier.verify(missing, NOW), { code: 'IncompleteSignature', message: /X-Amz-Expires/ });
  const forever = { ...request, query: request.query.replace('X-Amz-Expires=60', 'X-Amz-Expires=9999999') };
  await assert.rejects(verifier.verify(forever, NOW), { code: 'IncompleteSignature', message: /604800/ });
});

test('a presigned request may leave its payload unsigned', async () => {
  const signer = await sdkSigner();
  const request = { ...blank(), headers: { host: 'localhost', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } };
  const options = { signingDate: NOW, expiresIn: 60, unhoistableHeaders: new Set(['x-amz-content-sha256']) };
  const signed = await signer.presign(request, options);
  assert.equal(await accepts(verifier, onWire({ ...signed, body: 'any' })), 'p');
});

test('what we sign is what the official signer signs', async () => {
  const signed = await (await sdkSigner()).sign(
    { ...blank(), path: '/tags/arn%3Aaws%2Fx', query: { b: ['2', '1'], a: 'c d' }, body: '{}' },
    { signingDate: NOW, unsignableHeaders: new Set(['x-amz-content-sha256']) },
  );
  const url = new URL('http://localhost/tags/arn%3Aaws%2Fx?b=2&b=1&a=c%20d');
  const signer = { accessKeyId: KEY.accessKeyId, secret: KEY.secretAccessKey };
  const ours = sign(
    { method: 'POST', url, body: '{}' },
    signer,
    { region: 'us-east-1', service: 'ssm-incidents' },
    NOW,
  );
  assert.equal(ours['authorization'], signed.headers['authorization']);
});

test("an unsigned request is nobody's", async () =>
  assert.equal(await verifier.verify(onWire(blank()), NOW), undefined));

test('a Date header serves where there is no X-Amz-Date', async () => {
  const headers = new Map([
    ['host', 'localhost'],
    ['date', NOW.toUTCString()],
  ]);
  const scope = { date: '20260304', region: 'r', service: 's' };
  const parts = {
    method: 'POST',
    path: '/',
    query: '',
    headers,
    signedHeaders: ['date', 'host'],
    payloadHash: sha256(''),
  };
  const text = stringToSign('20260304T050607Z', scope, canonicalRequest(parts));
  const signature = signatureOf(signingKey(KEY.secretAccessKey, scope), text);
  const authorization = `AWS4-HMAC-SHA256 Credential=${KEY.accessKeyId}/20260304/r/s/aws4_request,SignedHeaders=date;host,Signature=${signature}`;
  const request = onWire({ ...blank(), headers: { ...Object.fromEntries(headers), authorization } });
  assert.equal(await accepts(verifier, request), 'p');
  await assert.rejects(verifier.verify(request, after(NOW, 16 * MINUTE)), { code: 'RequestExpired' });
});

test('paths are encoded twice, queries sorted by encoded name and value', () => {
  assert.equal(canonicalPath('/tags/arn%3Aaws%2Fx'), '/tags/arn%253Aaws%252Fx');
  assert.equal(canonicalPath('/a//b/./c/../d/'), '/a/b/d/');
  assert.equal(canonicalPath('/..'), '/');
  assert.equal(canonicalQuery('b=2&a=2&a=1&c&B=%7e'), 'B=~&a=1&a=2&b=2&c=');
  assert.equal(canonicalQuery('a=%'), 'a=%25');
});

test("the example key of AWS's documents", () => {
  const key = signingKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', {
    date: '20150830',
    region: 'us-east-1',
    service: 'iam',
  });
  assert.equal(key.toString('hex'), 'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9');
});

test('the cache gives the same key again, never one of another secret, and forgets the oldest', () => {
  const scope = { date: '20260101', region: 'r', service: 's' };
  const cache = createKeyCache(2);
  const first = cache.keyFor('a', 'secret', scope);
  assert.equal(cache.keyFor('a', 'secret', scope), first);
  assert.deepEqual(cache.keyFor('a', 'changed', scope), signingKey('changed', scope));
  const second = cache.keyFor('b', 'secret', scope);
  cache.keyFor('a', 'changed', scope);
  cache.keyFor('c', 'secret', scope);
  assert.notEqual(cache.keyFor('b', 'secret', scope), second);
});
