import { statement } from '#storage/statement';
import type { Host } from './host.ts';

export interface HostRow {
  account: string;
  name: string;
  address: string;
  port: number;
  user_name: string;
  secret_id: string;
  host_key: string;
  tags: Record<string, string>;
  created_at: Date;
  created_by: string;
}

const COLUMNS =
  'h.account, h.name, h.address, h.port, h.user_name, h.secret_id, h.host_key, h.tags, h.created_at, h.created_by';

export const hostsSql = {
  insert: statement<HostRow>(
    'hosts.insert',
    `insert into hosts as h (account, name, address, port, user_name, secret_id, host_key, tags, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (account, name) do nothing returning ${COLUMNS}`,
  ),
  count: statement<{ count: number }>('hosts.count', 'select count(*)::int as count from hosts h where h.account = $1'),
  get: statement<HostRow>('hosts.get', `select ${COLUMNS} from hosts h where h.account = $1 and h.name = $2`),
  named: statement<HostRow>(
    'hosts.named',
    `select ${COLUMNS} from hosts h where h.account = $1 and h.name = any($2::text[]) order by h.name`,
  ),
  /** By name; $2 is the last one seen. */
  list: statement<HostRow>(
    'hosts.list',
    `select ${COLUMNS} from hosts h where h.account = $1 and ($2::text is null or h.name > $2) order by h.name limit $3`,
  ),
  remove: statement<{ name: string }>(
    'hosts.remove',
    'delete from hosts h where h.account = $1 and h.name = $2 returning h.name',
  ),
};

export const toHost = (row: HostRow): Host => ({
  account: row.account,
  name: row.name,
  address: row.address,
  port: row.port,
  user: row.user_name,
  secretId: row.secret_id,
  hostKey: row.host_key,
  tags: row.tags,
  createdAt: row.created_at,
  createdBy: row.created_by,
});
