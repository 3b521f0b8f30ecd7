import { createHmac } from 'node:crypto';
import { sameSecret } from '#kernel/seal';

/** How old a request of Slack's may be, and how far ahead its clock. */
const MAX_AGE_MS = 300_000;

/** How Slack signs a request (version 0): HMAC-SHA256 over version, time and raw body. */
export function slackSignature(signingSecret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`, 'utf8').digest('hex')}`;
}

/** Why a request is not Slack's, or not taken any more; undefined when it is. Compared in constant time. */
export function signatureFault(
  signingSecret: string,
  given: { timestamp: string | undefined; signature: string | undefined; body: string },
  now: Date,
): 'unsigned' | 'forged' | 'old' | undefined {
  const { timestamp, signature, body } = given;
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return 'unsigned';
  if (!sameSecret(signature, slackSignature(signingSecret, timestamp, body))) return 'forged';
  return Math.abs(now.getTime() - Number(timestamp) * 1_000) > MAX_AGE_MS ? 'old' : undefined;
}
