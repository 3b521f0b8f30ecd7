import { createHash, createPublicKey, sign, X509Certificate } from 'node:crypto';

/**
 * A self-signed X.509 certificate for an RSA key, as PEM: what those who check a signature want to have the public key in. It
 * is no proof of anything by itself; that it comes from the right address is.
 */
export interface CertificateOptions {
  /** The RSA key, as PKCS #8 PEM. */
  privateKey: string;
  /** Its subject's and issuer's common name: 1 to 64 ASCII characters. */
  commonName: string;
  /** Good from then on, and until then: both between 1950 and 9999. */
  notBefore: Date;
  notAfter: Date;
}

/** Throws RangeError for a name or a time that no certificate can hold. */
export function selfSigned({ privateKey, commonName, notBefore, notAfter }: CertificateOptions): string {
  if (!/^[\x20-\x7e]{1,64}$/.test(commonName)) throw new RangeError('a common name has 1 to 64 ASCII characters');
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const name = sequence(set(sequence(oid(COMMON_NAME), tagged(0x0c, Buffer.from(commonName)))));
  const body = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(createHash('sha256').update(publicKey).digest().subarray(0, 16)),
    ALGORITHM,
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    publicKey,
  );
  const signature = sign('RSA-SHA256', body, privateKey);
  const der = sequence(body, ALGORITHM, tagged(0x03, Buffer.concat([Buffer.of(0), signature])));
  return new X509Certificate(der).toString();
}

/** Object identifiers as they are written: 2.5.4.3, and 1.2.840.113549.1.1.11 (RSA with SHA-256). */
const COMMON_NAME = '550403';
const SHA256_RSA = '2a864886f70d01010b';

function tagged(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const bytes = length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
  return Buffer.concat([Buffer.of(tag), bytes, content]);
}

const sequence = (...parts: Uint8Array[]) => tagged(0x30, Buffer.concat(parts));
const set = (...parts: Uint8Array[]) => tagged(0x31, Buffer.concat(parts));
const oid = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'));
const ALGORITHM = sequence(oid(SHA256_RSA), tagged(0x05, Buffer.alloc(0)));

/** A positive number: without leading zeros, and with one where it would read as negative. */
function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Buffer.of(0) : Buffer.from(bytes.subarray(first));
  return tagged(0x02, digits[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits);
}

/** To the second: in two digits of the year until 2049, in four from then on. */
function time(at: Date): Buffer {
  const year = at.getUTCFullYear();
  if (!(year >= 1950 && year <= 9999)) throw new RangeError(`a certificate has times from 1950 to 9999, got ${year}`);
  const text = `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  return year < 2050 ? tagged(0x17, Buffer.from(text.slice(2))) : tagged(0x18, Buffer.from(text));
}
