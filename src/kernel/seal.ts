import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * What is made of the master key (32 bytes): a seal for stored secrets (AES-256-GCM), and codes and signatures for
 * links, cursors and acknowledgements. Each purpose has a key of its own, derived by HKDF-SHA256.
 */
export interface Keyring {
  /** Encrypts `secret`. `context` (e.g. the row's key) must be the same when it is opened: sealed rows cannot be swapped. */
  seal(secret: string, context: string): Buffer;
  /** Throws when the key or the context is another, or the bytes were touched. */
  open(sealed: Buffer, context: string): string;
  /** The MAC of `data` for `purpose`, 32 bytes. */
  mac(purpose: string, data: string | Uint8Array): Buffer;
  /** A code of `digits` decimal digits that only this key can make for `data`. */
  code(purpose: string, data: string, digits: number): string;
}

const VERSION = 1;

export function createKeyring(masterKey: Uint8Array): Keyring {
  if (masterKey.length !== 32) throw new RangeError(`a master key has 32 bytes, got ${masterKey.length}`);
  const keys = new Map<string, Buffer>();
  const keyFor = (purpose: string) => {
    const known = keys.get(purpose);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', masterKey, 'muster', purpose, 32));
    keys.set(purpose, key);
    return key;
  };
  const mac = (purpose: string, data: string | Uint8Array) =>
    createHmac('sha256', keyFor(purpose)).update(data).digest();
  return {
    seal(secret, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keyFor('seal'), nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      if (sealed[0] !== VERSION) throw new Error('sealed by another version, or not sealed at all');
      const decipher = createDecipheriv('aes-256-gcm', keyFor('seal'), sealed.subarray(1, 13))
        .setAAD(Buffer.from(context))
        .setAuthTag(sealed.subarray(13, 29));
      return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
    },
    mac,
    code(purpose, data, digits) {
      const number = mac(purpose, data).readBigUInt64BE(0) % 10n ** BigInt(digits);
      return number.toString().padStart(digits, '0');
    },
  };
}

/** Compares two secrets without telling by its duration where they differ. */
export function sameSecret(a: string | Uint8Array, b: string | Uint8Array): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
