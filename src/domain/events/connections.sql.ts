import { statement } from '#storage/statement';
import type { Authorization } from './connection.ts';

export interface ConnectionRow {
  account: string;
  region: string;
  name: string;
  id: string;
  description: string | null;
  shown: Authorization;
  secret_arn: string;
  created_at: Date;
  modified_at: Date;
  authorized_at: Date;
}

const ALL = `c.account, c.region, c.name, c.id, c.description, c.shown, c.secret_arn, c.created_at, c.modified_at,
  c.authorized_at`;

export const connectionsSql = {
  /** Nothing where the name is taken. */
  insert: statement<{ name: string }>(
    'events.insertConnection',
    `insert into event_connections (account, region, name, id, description, authorization_type, shown, secret_arn, created_at,
       modified_at, authorized_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9) on conflict do nothing returning name`,
  ),
  count: statement<{ count: number }>(
    'events.countConnections',
    'select count(*)::int as count from event_connections c where c.account = $1 and c.region = $2',
  ),
  one: statement<ConnectionRow>(
    'events.oneConnection',
    `select ${ALL} from event_connections c where c.account = $1 and c.region = $2 and c.name = $3`,
  ),
  lock: statement<ConnectionRow>(
    'events.lockConnection',
    `select ${ALL} from event_connections c where c.account = $1 and c.region = $2 and c.name = $3 for update`,
  ),
  list: statement<ConnectionRow>(
    'events.listConnections',
    `select ${ALL} from event_connections c where c.account = $1 and c.region = $2 and starts_with(c.name, $3)
       and ($4::text is null or c.name collate "C" > $4) order by c.name collate "C" limit $5`,
  ),
  update: statement(
    'events.updateConnection',
    `update event_connections set description = $4, authorization_type = $5, shown = $6, modified_at = $7, authorized_at = $8
     where account = $1 and region = $2 and name = $3`,
  ),
  delete: statement(
    'events.deleteConnection',
    'delete from event_connections where account = $1 and region = $2 and name = $3',
  ),
};
