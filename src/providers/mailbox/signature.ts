import { createHmac } from 'node:crypto';
import { MINUTE, SECOND } from '#kernel/clock';
import { sameSecret } from '#kernel/seal';

/** How old what is delivered may be, or how far its sender's clock may be ahead. */
const MAX_AGE_MS = 5 * MINUTE;

export interface SignedMail {
  /** Seconds since 1970, as they were signed. */
  timestamp: string;
  /** `v1=` and the HMAC-SHA256, in hexadecimal digits, of the timestamp, a full stop and the mail. */
  signature: string;
  body: Uint8Array;
}

/** What is wrong with the signature of a mail that was delivered over HTTP; undefined where it is right. Compared in constant time. */
export function signatureFault(
  secret: string,
  now: Date,
  { timestamp, signature, body }: SignedMail,
): string | undefined {
  const want = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
  if (!/^\d{1,12}$/.test(timestamp) || !sameSecret(signature, `v1=${want}`))
    return 'wanted X-Muster-Timestamp in seconds, and in X-Muster-Signature v1= with the HMAC-SHA256 of timestamp, full stop and body';
  const age = Math.abs(now.getTime() - Number(timestamp) * SECOND);
  return age > MAX_AGE_MS ? 'wanted a timestamp of at most 5 minutes ago' : undefined;
}
