import { statement } from '#storage/statement';

export interface DestinationRow {
  account: string;
  region: string;
  name: string;
  id: string;
  description: string | null;
  connection_arn: string;
  endpoint: string;
  method: string;
  rate: number;
  created_at: Date;
  modified_at: Date;
  /** Of the connection, where there is one of this ARN. */
  secret_arn: string | null;
  connection_modified_at: Date | null;
}

const ALL = `d.account, d.region, d.name, d.id, d.description, d.connection_arn, d.endpoint, d.method, d.rate, d.created_at,
  d.modified_at, c.secret_arn, c.modified_at as connection_modified_at`;
const FROM = `event_api_destinations d left join event_connections c on c.account = d.account and c.region = d.region
  and d.connection_arn = 'arn:aws:events:' || c.region || ':' || c.account || ':connection/' || c.name || '/' || c.id`;

export const destinationsSql = {
  /** Nothing where the name is taken. */
  insert: statement<{ name: string }>(
    'events.insertDestination',
    `insert into event_api_destinations (account, region, name, id, description, connection_arn, endpoint, method, rate, created_at,
       modified_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) on conflict do nothing returning name`,
  ),
  count: statement<{ count: number }>(
    'events.countDestinations',
    'select count(*)::int as count from event_api_destinations d where d.account = $1 and d.region = $2',
  ),
  one: statement<DestinationRow>(
    'events.oneDestination',
    `select ${ALL} from ${FROM} where d.account = $1 and d.region = $2 and d.name = $3`,
  ),
  lock: statement<{ name: string }>(
    'events.lockDestination',
    'select d.name from event_api_destinations d where d.account = $1 and d.region = $2 and d.name = $3 for update',
  ),
  list: statement<DestinationRow>(
    'events.listDestinations',
    `select ${ALL} from ${FROM} where d.account = $1 and d.region = $2 and starts_with(d.name, $3)
       and ($4::text is null or d.name collate "C" > $4) and ($6::text is null or d.connection_arn = $6)
     order by d.name collate "C" limit $5`,
  ),
  update: statement(
    'events.updateDestination',
    `update event_api_destinations set description = $4, connection_arn = $5, endpoint = $6, method = $7, rate = $8, modified_at = $9
     where account = $1 and region = $2 and name = $3`,
  ),
  delete: statement<{ name: string }>(
    'events.deleteDestination',
    'delete from event_api_destinations where account = $1 and region = $2 and name = $3 returning name',
  ),
  /** Gives out the next call's turn: one after the other, as its rate says. */
  turn: statement<{ turn: Date }>(
    'events.takeDestinationTurn',
    `update event_api_destinations set next_call_at = greatest(next_call_at, $4) + make_interval(secs => 1.0 / rate)
     where account = $1 and region = $2 and name = $3
     returning next_call_at - make_interval(secs => 1.0 / rate) as turn`,
  ),
};
