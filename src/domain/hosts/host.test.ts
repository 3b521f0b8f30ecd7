import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/refusal';
import { checkHostName, fingerprintOf } from './host.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';
const PRINT = 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU';

test('a host’s key is its fingerprint, given so or as the key itself', () => {
  assert.equal(fingerprintOf(KEY), PRINT);
  assert.equal(fingerprintOf(`${KEY} root@web-1\n`), PRINT);
  assert.equal(fingerprintOf(PRINT), PRINT);
});

for (const wrong of ['', 'SHA256:short', 'MD5:16:27:ac:a5', '-----BEGIN OPENSSH PRIVATE KEY-----', 'ssh-ed25519']) {
  test(`${JSON.stringify(wrong)} is no host’s key, and how to find it is told`, () => {
    assert.throws(
      () => fingerprintOf(wrong),
      (error) => error instanceof Refusal && /ssh-keyscan/.test(error.message),
    );
  });
}

test('a host is not called as an instance of AWS’s is', () => {
  assert.throws(() => checkHostName('i-0abc'), Refusal);
  assert.throws(() => checkHostName('mi-0abc'), Refusal);
  checkHostName('web-1');
});
