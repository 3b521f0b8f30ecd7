import { arns, parseArn } from '#kernel/arn';
import { newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { fault } from './connection.ts';
import { connectionsSql } from './connections.sql.ts';
import { type NamedQuery, type NamedRef, taken } from './connections.ts';
import { type DestinationRow, destinationsSql } from './destinations.sql.ts';
import type { HttpCaller } from './outside.ts';

/** An address over HTTP that rules call, authorized by a connection. */
export interface ApiDestination extends NamedRef {
  arn: string;
  description?: string;
  connectionArn: string;
  /** Its stars are filled by a target. */
  endpoint: string;
  method: string;
  /** Calls in a second, from all nodes together. */
  rate: number;
  /** Its connection is there. */
  active: boolean;
  createdAt: Date;
  modifiedAt: Date;
}

export interface DestinationGiven {
  description?: string;
  connectionArn: string;
  endpoint: string;
  method: string;
  rate?: number;
}

export interface ApiDestinations {
  /** Refuses (conflict) a name that is taken, and (notFound) a connection that is not there. */
  create(tx: Tx, now: Date, ref: NamedRef, given: DestinationGiven): Promise<ApiDestination>;
  get(on: Queries, ref: NamedRef): Promise<ApiDestination>;
  /** By name. */
  list(on: Queries, query: NamedQuery & { connectionArn?: string }): Promise<ApiDestination[]>;
  /** What is left out stays. */
  update(tx: Tx, now: Date, ref: NamedRef, change: Partial<DestinationGiven>): Promise<ApiDestination>;
  remove(tx: Tx, ref: NamedRef): Promise<void>;
}

export interface DestinationsDeps {
  http: Pick<HttpCaller, 'urlFault'>;
  quotas: { apiDestinations: Quota };
}

/** As AWS has it. */
const RATE = 300;

export function createApiDestinations({ http, quotas }: DestinationsDeps): ApiDestinations {
  const check = async (tx: Tx, ref: NamedRef, endpoint: string, connectionArn: string) => {
    const wrong = http.urlFault(endpoint.replaceAll('*', 'x'));
    if (wrong !== undefined) throw fault('InvocationEndpoint', wrong);
    if (!(await hasConnection(tx, ref, connectionArn))) throw notFound('CONNECTION', connectionArn);
  };
  return {
    async create(tx, now, ref, { description, connectionArn, endpoint, method, rate = RATE }) {
      const { account, region, name } = ref;
      await check(tx, ref, endpoint, connectionArn);
      await oneAtATime(tx, `events/${account}/${region}/destinations`);
      const id = newId(now);
      const arn = arns.apiDestination(region, account, name, id);
      const more = [id, description || null, connectionArn, endpoint, method, rate, now];
      if (!(await tx.first(destinationsSql.insert, [...valuesOf(ref), ...more])))
        throw taken('API_DESTINATION', name, arn);
      const { count } = (await tx.first(destinationsSql.count, [account, region]))!;
      within(quotas.apiDestinations, count, { type: 'API_DESTINATION', id: arn });
      return get(tx, ref);
    },
    get,
    async list(on, { account, region, prefix = '', limit, after, connectionArn }) {
      const values = [account, region, prefix, after ?? null, limit, connectionArn ?? null];
      return (await on.rows(destinationsSql.list, values)).map(toDestination);
    },
    async update(tx, now, ref, change) {
      if (!(await tx.first(destinationsSql.lock, valuesOf(ref)))) throw notFound('API_DESTINATION', ref.name);
      const was = await get(tx, ref);
      const { description, connectionArn, endpoint, method, rate } = { ...was, ...change };
      if (change.endpoint !== undefined || change.connectionArn !== undefined)
        await check(tx, ref, endpoint, connectionArn);
      const values = [description || null, connectionArn, endpoint, method, rate, now];
      await tx.rows(destinationsSql.update, [...valuesOf(ref), ...values]);
      return get(tx, ref);
    },
    async remove(tx, ref) {
      if (!(await tx.first(destinationsSql.delete, valuesOf(ref)))) throw notFound('API_DESTINATION', ref.name);
    },
  };
}

async function hasConnection(on: Queries, { account, region }: NamedRef, arn: string): Promise<boolean> {
  const [, name] = /^connection\/([.\-_A-Za-z0-9]+)\//.exec(parseArn(arn)?.resource ?? '') ?? [];
  const row = name === undefined ? undefined : await on.first(connectionsSql.one, [account, region, name]);
  return row !== undefined && arns.connection(region, account, row.name, row.id) === arn;
}

const valuesOf = ({ account, region, name }: NamedRef) => [account, region, name];

async function get(on: Queries, ref: NamedRef): Promise<ApiDestination> {
  const row = await on.first(destinationsSql.one, valuesOf(ref));
  if (!row) throw notFound('API_DESTINATION', ref.name);
  return toDestination(row);
}

function toDestination(row: DestinationRow): ApiDestination {
  const { account, region, name, id, description, endpoint, method, rate } = row;
  return {
    ...{ account, region, name, arn: arns.apiDestination(region, account, name, id), endpoint, method, rate },
    ...(description ? { description } : {}),
    ...{ connectionArn: row.connection_arn, active: row.secret_arn !== null },
    ...{ createdAt: row.created_at, modifiedAt: row.modified_at },
  };
}
