import { type KeyObject, sign } from 'node:crypto';
import { HOUR } from '#kernel/clock';

/** Our own key pair, by which push services know who sends (VAPID, RFC 8292). */
export interface PushKeys {
  /** 65 bytes on P-256, base64url: what browsers subscribe with. */
  publicKey: string;
  privateKey: KeyObject;
}

/** RFC 8292 allows 24 hours; clocks may differ. */
const LIFETIME_MS = 12 * HOUR;

/** The Authorization header for one push service, good for 12 hours from `now`. `contact` is a mailto: or https: address. */
export function vapidHeader(endpoint: string, contact: string, { publicKey, privateKey }: PushKeys, now: Date): string {
  const claims = {
    aud: new URL(endpoint).origin,
    exp: Math.floor((now.getTime() + LIFETIME_MS) / 1_000),
    sub: contact,
  };
  const text = [{ typ: 'JWT', alg: 'ES256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `vapid t=${text}.${signature.toString('base64url')}, k=${publicKey}`;
}
