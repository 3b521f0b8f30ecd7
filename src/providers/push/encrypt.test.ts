import assert from 'node:assert/strict';
import { createECDH, generateKeyPairSync, verify } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { browserKeys, decrypt } from '#test/kit/push-crypto';
import { encrypt, MAX_PAYLOAD_BYTES } from './encrypt.ts';
import { vapidHeader } from './vapid.ts';

const bytes = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'base64url');

test('the example of RFC 8291, section 5, comes out as it stands there', () => {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'));
  const receiver = {
    p256dh: bytes('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
    auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
  };
  const fresh = { salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'), ecdh };
  const want = `DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml
    mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN`;
  const got = encrypt('When I grow up, I want to be a watermelon', receiver, fresh);
  assert.deepEqual(got, bytes(want));
});

test('whatever is encrypted, its browser opens it, and no other does', async () => {
  const [ana, eve] = [await browserKeys(), await browserKeys()];
  const to = { p256dh: Buffer.from(ana.publicKey), auth: Buffer.from(ana.auth) };
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), async (text) => {
      const sealed = Uint8Array.from(encrypt(text, to));
      assert.equal(await decrypt(sealed, ana), text);
      await assert.rejects(decrypt(sealed, eve));
      const touched = sealed.with(sealed.length - 1, sealed.at(-1)! ^ 1);
      await assert.rejects(decrypt(Uint8Array.from(touched), ana));
    }),
    { numRuns: 30 },
  );
});

test('the longest text fills the record, and one byte more is refused', async () => {
  const ana = await browserKeys();
  const to = { p256dh: Buffer.from(ana.publicKey), auth: Buffer.from(ana.auth) };
  assert.equal(encrypt('x'.repeat(MAX_PAYLOAD_BYTES), to).length, 4_096);
  assert.throws(() => encrypt('x'.repeat(MAX_PAYLOAD_BYTES + 1), to), /wanted at most 3993 bytes, got 3994/);
});

test('the header of RFC 8292 names the push service, ends after 12 hours and is signed by our key', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = new Date('2026-01-02T03:10:00Z');
  const keys = { publicKey: 'a-key', privateKey };
  const header = vapidHeader('https://push.example.net:8443/p/1?x=2', 'mailto:a@example.com', keys, now);
  const [, head = '', body = '', signature = ''] = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=a-key$/.exec(header) ?? [];
  assert.deepEqual(JSON.parse(bytes(head).toString()), { typ: 'JWT', alg: 'ES256' });
  assert.deepEqual(JSON.parse(bytes(body).toString()), {
    aud: 'https://push.example.net:8443',
    exp: Date.parse('2026-01-02T15:10:00Z') / 1_000,
    sub: 'mailto:a@example.com',
  });
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  assert.ok(verify('sha256', Buffer.from(`${head}.${body}`), key, bytes(signature)));
});
