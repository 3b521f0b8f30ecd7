import { randomBytes } from 'node:crypto';
import { Refusal } from '#kernel/refusal';
import { createKeyring, type Keyring } from '#kernel/seal';
import type { SecretValue } from './secret.ts';

/** A value under a key of its own, and that key under the master key. Neither opens outside of its row. */
export interface Envelope {
  key: Buffer;
  value: Buffer;
}

/** Of which version the value is: what is sealed for one does not open for another. */
export interface EnvelopePlace {
  secret: string;
  version: string;
}

const KEY_BYTES = 32;
const TEXT = 't';
const BYTES = 'b';

/** Encrypts a value (AES-256-GCM) with a new key, and the key with the master key. */
export function seal(master: Keyring, place: EnvelopePlace, value: SecretValue): Envelope {
  const key = randomBytes(KEY_BYTES);
  const text = typeof value === 'string' ? TEXT + value : BYTES + Buffer.from(value).toString('base64');
  return {
    key: master.seal(key.toString('base64'), contextOf('key', place)),
    value: createKeyring(key).seal(text, contextOf('value', place)),
  };
}

/** The value. Refuses (DecryptionFailure) what this master key did not seal, or what was touched or moved. */
export function open(master: Keyring, place: EnvelopePlace, { key, value }: Envelope): SecretValue {
  const text = opened(master, place, { key, value });
  return text.startsWith(TEXT) ? text.slice(1) : Buffer.from(text.slice(1), 'base64');
}

function opened(master: Keyring, place: EnvelopePlace, { key, value }: Envelope): string {
  try {
    const dataKey = Buffer.from(master.open(key, contextOf('key', place)), 'base64');
    return createKeyring(dataKey).open(value, contextOf('value', place));
  } catch (error) {
    const message =
      "Secrets Manager can't decrypt the protected secret text: it was sealed with another master key, or its row was changed. Put a new value, or restore the database from a backup.";
    throw new Refusal('validation', message, { code: 'DecryptionFailure' }, { cause: error });
  }
}

const contextOf = (what: string, { secret, version }: EnvelopePlace) => `secret/${secret}/${version}/${what}`;
