import { sameSecret } from '#kernel/seal';
import { type Scope, scopeText, signingKey } from '#kernel/sigv4';

/** Derived signing keys: four HMACs saved on every call of the same key on the same day. */
export interface KeyCache {
  keyFor(accessKeyId: string, secret: string, scope: Scope): Buffer;
}

interface Entry {
  readonly secret: string;
  readonly key: Buffer;
}

/** Keeps the `capacity` keys used last. An entry serves only the secret it was made of: a changed secret works at once. */
export function createKeyCache(capacity = 1_000): KeyCache {
  const entries = new Map<string, Entry>();
  return {
    keyFor(accessKeyId, secret, scope) {
      const name = `${accessKeyId}/${scopeText(scope)}`;
      const known = entries.get(name);
      const entry = known && sameSecret(known.secret, secret) ? known : { secret, key: signingKey(secret, scope) };
      entries.delete(name);
      entries.set(name, entry);
      if (entries.size > capacity) entries.delete(entries.keys().next().value!);
      return entry.key;
    },
  };
}
