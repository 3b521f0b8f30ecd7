import { SECOND } from '#kernel/clock';
import type { Due } from '#storage/due';
import type { DeliveryKey } from './deliveries.sql.ts';
import type { Delivery, Heard } from './target.ts';
import type { RetryPolicy } from './target-options.ts';

/** AWS's bounds where a target gives none. */
const RETRIES = 185;
const LONGEST_AGE_SECONDS = 86_400;
/** From one try to the next: twice as long each time, and no longer than this, whatever the other side asks for. */
const LONGEST_WAIT_MS = 300 * SECOND;
/** After pages, before housekeeping. */
const PRIORITY = 3;

/** What comes after a try in vain: another one so many milliseconds later, or the end, and which bound was reached, if any. */
export type Next = { waitMs: number } | { end: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | 'permanent' };

/** Decides it. `attempts`: tries made, this one included; `ageMs`: since the event was taken. */
export function afterVain(
  heard: Extract<Heard, { ok: false }>,
  { attempts: most = RETRIES, ageSeconds = LONGEST_AGE_SECONDS }: RetryPolicy,
  attempts: number,
  ageMs: number,
): Next {
  if (heard.permanent) return { end: 'permanent' };
  if (attempts > most) return { end: 'MaximumRetryAttempts' };
  const waitMs = Math.min(Math.max(SECOND * 2 ** (attempts - 1), heard.retryAfterMs ?? 0), LONGEST_WAIT_MS);
  return ageMs + waitMs > ageSeconds * SECOND ? { end: 'MaximumEventAgeInSeconds' } : { waitMs };
}

export const toKey = ({ event: { account, region, id }, ruleName, targetId }: Delivery): DeliveryKey => ({
  ...{ account, region, eventId: id, rule: ruleName, targetId },
});

/** Its name as due work; none of the parts has a slash. */
export const workKey = ({ account, region, eventId, rule, targetId }: DeliveryKey) =>
  [account, region, eventId, rule, targetId].join('/');

export function parseWorkKey(key: string): DeliveryKey {
  const [account = '', region = '', eventId = '', rule = '', targetId = ''] = key.split('/');
  return { account, region, eventId, rule, targetId };
}

/** The work of making a delivery, or of what comes after it. */
export const workOf = (key: DeliveryKey, queue: string, runAt: Date, requestId?: string): Due => ({
  ...{ queue, key: workKey(key), account: key.account, runAt, priority: PRIORITY, payload: {} },
  ...(requestId === undefined ? {} : { requestId }),
});

export const callWork = (delivery: Delivery, queue: string, now: Date): Due =>
  workOf(toKey(delivery), queue, now, delivery.actor.requestId);
