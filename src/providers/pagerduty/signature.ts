import { createHmac } from 'node:crypto';
import { sameSecret } from '#kernel/seal';

/** Whether one of the signatures of a webhook (`v1=…`, several while a secret is changed) is the body's. In constant time. */
export function isSignedByPagerDuty(secret: string, body: Buffer, header: string): boolean {
  const wanted = `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const given = header.split(',').slice(0, 8);
  return given.filter((one) => sameSecret(one.trim(), wanted)).length > 0;
}
