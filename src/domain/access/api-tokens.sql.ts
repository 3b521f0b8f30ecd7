import { statement } from '#storage/statement';

export interface TokenRow {
  id: string;
  account: string;
  name: string;
  hash: Buffer;
  scopes: string[];
  created_at: Date;
  created_by: string;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

const COLUMNS =
  't.id, t.account, t.name, t.hash, t.scopes, t.created_at, t.created_by, t.expires_at, t.last_used_at, t.revoked_at';

export const apiTokensSql = {
  /** Nothing where an unrevoked one has the name. */
  insert: statement<TokenRow>(
    'access.insertToken',
    `insert into api_tokens as t (id, account, name, hash, scopes, created_at, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (account, name) where revoked_at is null do nothing returning ${COLUMNS}`,
  ),
  find: statement<TokenRow>('access.findToken', `select ${COLUMNS} from api_tokens t where t.id = $1`),
  get: statement<TokenRow>('access.getToken', `select ${COLUMNS} from api_tokens t where t.account = $1 and t.id = $2`),
  /** Newest first; the position ($2) is the last id seen. */
  list: statement<TokenRow>(
    'access.listTokens',
    `select ${COLUMNS} from api_tokens t where t.account = $1 and ($2::uuid is null or t.id < $2) order by t.id desc limit $3`,
  ),
  count: statement<{ count: number }>(
    'access.countTokens',
    'select count(*)::int as count from api_tokens t where t.account = $1 and t.revoked_at is null',
  ),
  /** A token that is revoked stays so since when it was. */
  revoke: statement<TokenRow>(
    'access.revokeToken',
    `update api_tokens t set revoked_at = coalesce(t.revoked_at, $3) where t.account = $1 and t.id = $2 returning ${COLUMNS}`,
  ),
  used: statement(
    'access.tokenUsed',
    'update api_tokens t set last_used_at = $2 where t.id = $1 and (t.last_used_at is null or t.last_used_at < $3)',
  ),
};
