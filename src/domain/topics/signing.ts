import { createHash, generateKeyPair, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { selfSigned } from '#kernel/certificate';
import { after, DAY } from '#kernel/clock';
import type { Keyring } from '#kernel/seal';
import type { Db } from '#storage/db';
import { signingSql } from './signing.sql.ts';

/** 1 is RSA with SHA-1, which AWS signs with unless told otherwise; 2 with SHA-256. */
export type SignatureVersion = '1' | '2';

/** With which messages over HTTP are signed, so that their receivers know whose they are. */
export interface Signer {
  /** Where the certificate is read, below the public address. */
  certificatePath: string;
  /** The signature of a text, as base64. */
  sign(text: string, version: SignatureVersion): string;
}

export interface SigningKey {
  /** The one key of this database; made where there is none yet. */
  signer(now: Date): Promise<Signer>;
  /** The certificate as PEM, where its path names it. */
  certificate(path: string): Promise<string | undefined>;
}

const KEY_BITS = 2_048;
/** Receivers keep the certificate, so it is not renewed. */
const YEARS = 30;
const CONTEXT = 'topics.signing-key';
const makeKey = promisify(generateKeyPair);

/** It is kept by a transaction of its own: what it signs may leave although the caller's is rolled back. */
export function createSigningKey(db: Db, keyring: Keyring, commonName: string): SigningKey {
  let known: Signer | undefined;
  return {
    async signer(now) {
      if (known) return known;
      const row = (await db.first(signingSql.find)) ?? (await make(db, now, keyring, commonName));
      const key = keyring.open(row.sealed_key, CONTEXT);
      known = {
        certificatePath: pathOf(row.certificate),
        sign: (text, version) =>
          sign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256', Buffer.from(text), key).toString('base64'),
      };
      return known;
    },
    async certificate(path) {
      const row = await db.first(signingSql.find);
      return row && pathOf(row.certificate) === path ? row.certificate : undefined;
    },
  };
}

/** Two nodes may make one at once: what is stored is the one. */
async function make(db: Db, now: Date, keyring: Keyring, commonName: string) {
  const { privateKey } = await makeKey('rsa', { modulusLength: KEY_BITS });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const notAfter = after(now, YEARS * 365 * DAY);
  const certificate = selfSigned({ privateKey: pem, commonName, notBefore: now, notAfter });
  await db.rows(signingSql.insert, [keyring.seal(pem, CONTEXT), certificate, now]);
  return (await db.first(signingSql.find))!;
}

/** Receivers keep a certificate by its address, so another certificate has another address. */
const pathOf = (certificate: string) =>
  `/sns/SimpleNotificationService-${createHash('sha256').update(certificate).digest('hex').slice(0, 32)}.pem`;
