import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { selfSigned } from './certificate.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const options = {
  privateKey,
  commonName: 'muster.example',
  notBefore: new Date('2026-01-02T03:10:00Z'),
  notAfter: new Date('2056-01-02T03:10:00Z'),
};

test('a certificate holds the key, its name and its time, and is signed by that key', () => {
  const made = new X509Certificate(selfSigned(options));
  assert.equal(made.subject, 'CN=muster.example');
  assert.equal(made.issuer, 'CN=muster.example');
  assert.equal(new Date(made.validFrom).toISOString(), '2026-01-02T03:10:00.000Z');
  assert.equal(new Date(made.validTo).toISOString(), '2056-01-02T03:10:00.000Z');
  assert.ok(made.verify(createPublicKey(privateKey)), 'its signature holds');
  assert.ok(made.checkPrivateKey(createPrivateKey(privateKey)), 'it is of this key');
});

test('the same key and time make the same certificate', () => {
  assert.equal(selfSigned(options), selfSigned(options));
});

for (const [what, wrong] of [
  ['an empty name', { commonName: '' }],
  ['a name that is not ASCII', { commonName: 'müster' }],
  ['a time before 1950', { notBefore: new Date('1949-12-31T00:00:00Z') }],
  ['a time that is none', { notAfter: new Date(Number.NaN) }],
] as const) {
  test(`${what} is refused`, () => assert.throws(() => selfSigned({ ...options, ...wrong }), RangeError));
}
