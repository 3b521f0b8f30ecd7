import { statement } from '#storage/statement';

export interface KeyRow {
  id: string;
  account: string;
  principal: string;
  secret: Buffer;
  disabled_at: Date | null;
}

export const accessSql = {
  find: statement<KeyRow>(
    'access.findKey',
    'select k.id, k.account, k.principal, k.secret, k.disabled_at from access_keys k where k.id = $1',
  ),
  insert: statement<{ id: string }>(
    'access.insertKey',
    `insert into access_keys (id, account, principal, secret, created_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning id`,
  ),
  any: statement<{ id: string }>('access.anyKey', 'select k.id from access_keys k limit 1'),
};
