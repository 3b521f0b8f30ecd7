import { createHmac } from 'node:crypto';
import type { SigningSecret } from '#domain/channels';

/** The header that holds the signature. */
export const SIGNATURE_HEADER = 'muster-signature';

/**
 * `t=<seconds since 1970>,v1=<hex>`: HMAC-SHA256 of `<t>.<body>`, one `v1` for each secret that counts at `now`, so that a
 * receiver who knows either takes it. The time is signed, too: a receiver can refuse what is old, and with it what is replayed.
 */
export function signatureOf(body: string, secrets: readonly SigningSecret[], now: Date): string {
  const seconds = Math.floor(now.getTime() / 1_000);
  const counting = secrets.filter(({ until }) => !until || now < until);
  const signatures = counting.map(({ secret }) =>
    createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'),
  );
  return [`t=${seconds}`, ...signatures.map((hex) => `v1=${hex}`)].join(',');
}
