import { createCipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto';

/** Message encryption for Web Push: RFC 8291, in one record of RFC 8188 (aes128gcm). */

/** A record as long as every push service must take (RFC 8291 4): 4,096 bytes with its header. */
const RECORD_BYTES = 4_096;
const TAG_BYTES = 16;
const HEADER_BYTES = 16 + 4 + 1 + 65;
/** The longest text that fits beside header, tag and the byte that ends it. */
export const MAX_PAYLOAD_BYTES = RECORD_BYTES - HEADER_BYTES - TAG_BYTES - 1;

/** Who can read it: the subscription's keys. */
export interface Receiver {
  /** 65 bytes, uncompressed. */
  p256dh: Buffer;
  /** 16 bytes. */
  auth: Buffer;
}

/** What is new for each message; given only by tests, which hold the result against RFC 8291's own. */
export interface Fresh {
  salt: Buffer;
  ecdh: ECDH;
}

/** Encrypts to one record. Throws a RangeError for a text of more than `MAX_PAYLOAD_BYTES`, and for a key off the curve. */
export function encrypt(text: string, { p256dh, auth }: Receiver, fresh: Fresh = freshOnes()): Buffer {
  const { salt, ecdh } = fresh;
  const plain = Buffer.from(text, 'utf8');
  if (plain.length > MAX_PAYLOAD_BYTES)
    throw new RangeError(`wanted at most ${MAX_PAYLOAD_BYTES} bytes, got ${plain.length}`);
  const own = ecdh.getPublicKey();
  const secret = sharedSecret(ecdh, p256dh);
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, own]);
  const material = hkdf(secret, auth, keyInfo, 32);
  const key = hkdf(material, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = hkdf(material, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  // The 2 says that this record is the last one.
  const body = Buffer.concat([cipher.update(plain), cipher.update(Buffer.of(2)), cipher.final(), cipher.getAuthTag()]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(RECORD_BYTES);
  return Buffer.concat([salt, length, Buffer.of(own.length), own, body]);
}

function freshOnes(): Fresh {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  return { salt: randomBytes(16), ecdh };
}

function sharedSecret(ecdh: ECDH, p256dh: Buffer): Buffer {
  try {
    return ecdh.computeSecret(p256dh);
  } catch (error) {
    throw new RangeError('keys.p256dh is no point of the curve P-256', { cause: error });
  }
}

const hkdf = (secret: Buffer, salt: Buffer, info: Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));
