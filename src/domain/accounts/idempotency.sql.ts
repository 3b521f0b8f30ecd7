import { statement } from '#storage/statement';

interface TokenRow {
  request_hash: Buffer;
  result: unknown;
  created_at: Date;
}

export const idempotencySql = {
  claim: statement<{ token: string }>(
    'accounts.claimToken',
    `insert into idempotency_tokens as t (account, operation, token, request_hash, created_at) values ($1, $2, $3, $4, $5)
     on conflict (account, operation, token) do update set request_hash = excluded.request_hash,
       created_at = excluded.created_at, result = null where t.created_at < $6 returning t.token`,
  ),
  find: statement<TokenRow>(
    'accounts.findToken',
    'select t.request_hash, t.result, t.created_at from idempotency_tokens t where t.account = $1 and t.operation = $2 and t.token = $3',
  ),
  keep: statement(
    'accounts.keepResult',
    'update idempotency_tokens set result = $4 where account = $1 and operation = $2 and token = $3',
  ),
  /** Of ssm-incidents, ssm-contacts and the native API, in every Region. */
  eraseIncidentManager: statement(
    'accounts.eraseIncidentManagerTokens',
    `delete from idempotency_tokens t where t.account = $1 and t.operation ~ '/(ssm-incidents|ssm-contacts|muster):'`,
  ),
  expire: statement('accounts.expireTokens', 'delete from idempotency_tokens t where t.created_at < $1'),
};
