import { statement } from '#storage/statement';

export interface PushLinkRow {
  id: string;
  account: string;
  region: string;
  alias: string;
  token_hash: Buffer;
  expires_at: Date;
}

export const pushLinksSql = {
  insert: statement(
    'contacts.insertPushLink',
    `insert into push_links (id, account, region, alias, token_hash, created_at, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
  ),
  find: statement<PushLinkRow>(
    'contacts.findPushLink',
    'select l.id, l.account, l.region, l.alias, l.token_hash, l.expires_at from push_links l where l.id = $1',
  ),
  /** Of two that use it at once, one does; nothing for the other. */
  use: statement<{ id: string }>(
    'contacts.usePushLink',
    'update push_links l set used_at = $2 where l.id = $1 and l.used_at is null returning l.id',
  ),
  /** Those of an account that open nothing any more. */
  forget: statement('contacts.forgetPushLinks', 'delete from push_links l where l.account = $1 and l.expires_at < $2'),
};
