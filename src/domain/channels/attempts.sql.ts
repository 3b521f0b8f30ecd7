import { statement } from '#storage/statement';

export const attemptsSql = {
  /** Of a message that is gone with its account nothing is kept. */
  keep: statement(
    'channels.keepAttempt',
    `insert into message_attempts (message_id, number, provider, provider_id, handed_at, answered_at, outcome, reason)
     select m.id, $2, $3, $4, $5, $6, $7, $8 from messages m where m.id = $1 on conflict do nothing`,
  ),
};
