import { statement } from '#storage/statement';

export const attemptsSql = {
  keep: statement(
    'channels.keepAttempt',
    `insert into message_attempts (message_id, number, provider, provider_id, handed_at, answered_at, outcome, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
  ),
};
