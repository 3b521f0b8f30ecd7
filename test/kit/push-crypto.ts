import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';

/** The receiving side of web push by WebCrypto, written from the RFCs and apart from ours, against which ours is held. */

const { subtle } = webcrypto;
const utf8 = new TextEncoder();

/** A browser's secrets: what its subscription is made of, and what opens its messages. */
export interface BrowserKeys {
  pair: webcrypto.CryptoKeyPair;
  publicKey: Uint8Array<ArrayBuffer>;
  auth: Uint8Array<ArrayBuffer>;
}

export async function browserKeys(): Promise<BrowserKeys> {
  const pair = (await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
    'deriveBits',
  ])) as webcrypto.CryptoKeyPair;
  const publicKey = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
  return { pair, publicKey, auth: webcrypto.getRandomValues(new Uint8Array(16)) };
}

/** RFC 8188 2.1, RFC 8291 3: opens one record. Throws for anything else. */
export async function decrypt(body: Uint8Array<ArrayBuffer>, { pair, publicKey, auth }: BrowserKeys): Promise<string> {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const salt = body.slice(0, 16);
  const recordSize = view.getUint32(16);
  const idLength = view.getUint8(20);
  const senderKey = body.slice(21, 21 + idLength);
  const sealed = body.slice(21 + idLength);
  assert.equal(idLength, 65, 'the key id is the sender’s public key');
  assert.ok(sealed.length <= recordSize, 'one record');
  const sender = await subtle.importKey('raw', senderKey, { name: 'ECDH', namedCurve: 'P-256' }, false, []);
  const shared = await subtle.deriveBits({ name: 'ECDH', public: sender }, pair.privateKey, 256);
  const info = new Uint8Array([...utf8.encode('WebPush: info\0'), ...publicKey, ...senderKey]);
  const material = await hkdf(new Uint8Array(shared), auth, info, 32);
  const key = await hkdf(material, salt, utf8.encode('Content-Encoding: aes128gcm\0'), 16);
  const iv = await hkdf(material, salt, utf8.encode('Content-Encoding: nonce\0'), 12);
  const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  const plain = new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv, tagLength: 128 }, aes, sealed));
  const end = plain.findLastIndex((byte) => byte !== 0);
  assert.equal(plain[end], 2, 'the last record ends with a 2 and zeros');
  return new TextDecoder('utf-8', { fatal: true }).decode(plain.subarray(0, end));
}

async function hkdf(
  secret: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  info: Uint8Array<ArrayBuffer>,
  length: number,
) {
  const key = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  return new Uint8Array(await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, length * 8));
}

/** RFC 8292: checks who signs, for whom and until when. Throws naming what is wrong. */
export async function checkVapid(
  authorization: string,
  { audience, publicKey, now }: { audience: string; publicKey: string; now: Date },
): Promise<void> {
  const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  assert.ok(token && key, `an Authorization of the scheme vapid, got ${authorization.slice(0, 20)}`);
  assert.equal(key, publicKey, 'the key with which the browser was subscribed');
  const [head = '', body = '', signature = ''] = token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  assert.deepEqual(read(head), { typ: 'JWT', alg: 'ES256' });
  const { aud, exp, sub } = read(body);
  assert.equal(aud, audience);
  const seconds = now.getTime() / 1_000;
  assert.ok(typeof exp === 'number' && exp > seconds && exp <= seconds + 86_400, `exp ${exp} at ${seconds}`);
  assert.match(String(sub), /^(mailto:|https:)/);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const verifier = await subtle.importKey('raw', Buffer.from(key, 'base64url'), algorithm, false, ['verify']);
  const good = await subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    verifier,
    Buffer.from(signature, 'base64url'),
    utf8.encode(`${head}.${body}`),
  );
  assert.ok(good, 'the signature of the token');
}
