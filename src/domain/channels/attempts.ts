import type { Tx } from '#storage/db';
import { attemptsSql } from './attempts.sql.ts';
import type { Sent } from './channel.ts';
import type { Leaving } from './depart.ts';

/** What is kept of a provider's words. */
const REASON_LENGTH = 2_048;
const LOST = 'the node that gave it to the provider ended before it could say what became of it';

/** Keeps a try on the message's record; before it one that its node could not record any more. Locks nothing. */
export async function keepAttempt(tx: Tx, now: Date, leaving: Leaving, sent: Sent): Promise<void> {
  const { message, attempt, channel, handedAt, wasWith } = leaving;
  if (leaving.uncertain && attempt > 1)
    await tx.rows(attemptsSql.keep, [
      message.id,
      attempt - 1,
      wasWith ?? channel.provider,
      null,
      null,
      null,
      'unknown',
      LOST,
    ]);
  const [providerId, reason] = sent.ok ? [sent.providerId, null] : [null, sent.reason.slice(0, REASON_LENGTH)];
  const values = [message.id, attempt, channel.provider, providerId, handedAt, now, outcomeOf(sent), reason];
  await tx.rows(attemptsSql.keep, values);
}

function outcomeOf(sent: Sent) {
  if (sent.ok) return 'sent';
  if (sent.permanent) return 'refused';
  return sent.certain ? 'failed' : 'unknown';
}
