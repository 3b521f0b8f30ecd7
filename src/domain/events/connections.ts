import { parseSecretId, type Secrets } from '#domain/secrets';
import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import {
  type Authorization,
  type AuthorizationChange,
  type Connection,
  changedAuthorization,
  fault,
  shownOf,
} from './connection.ts';
import { type ConnectionRow, connectionsSql } from './connections.sql.ts';
import type { HttpCaller } from './outside.ts';

/** Which connection or API destination. */
export interface NamedRef {
  account: string;
  region: string;
  name: string;
}

export interface NamedQuery {
  account: string;
  region: string;
  prefix?: string;
  limit: number;
  /** The last name of the page before. */
  after?: string;
}

export interface Connections {
  /** Refuses (conflict) a name that is taken. What is secret goes into a secret of its own. */
  create(
    tx: Tx,
    now: Date,
    actor: Actor,
    given: { name: string; description?: string; authorization: AuthorizationChange },
  ): Promise<Connection>;
  get(on: Queries, ref: NamedRef): Promise<Connection>;
  /** By name. */
  list(on: Queries, query: NamedQuery): Promise<Connection[]>;
  /** What is left out stays. */
  update(
    tx: Tx,
    now: Date,
    ref: NamedRef,
    change: { description?: string; authorization: AuthorizationChange },
  ): Promise<Connection>;
  /** With its secret, at once. API destinations that name it stay, and can call nobody. */
  remove(tx: Tx, now: Date, ref: NamedRef): Promise<Connection>;
}

export interface ConnectionsDeps {
  secrets: Secrets;
  http: Pick<HttpCaller, 'urlFault'>;
  quotas: { connections: Quota };
}

export function createConnections({ secrets, http, quotas }: ConnectionsDeps): Connections {
  const checked = (authorization: Authorization) => {
    const wrong = authorization.oauth && http.urlFault(authorization.oauth.endpoint);
    if (wrong) throw fault('AuthorizationEndpoint', wrong);
    return authorization;
  };
  return {
    async create(tx, now, actor, { name, description, authorization: given }) {
      const { account, region } = actor;
      const ref = { account, region, name };
      const authorization = checked(changedAuthorization(undefined, given));
      await oneAtATime(tx, `events/${account}/${region}/connections`);
      const arn = arns.connection(region, account, name, '');
      if (await tx.first(connectionsSql.one, valuesOf(ref))) throw taken('CONNECTION', name, arn);
      const { count } = (await tx.first(connectionsSql.count, [account, region]))!;
      within(quotas.connections, count + 1, { type: 'CONNECTION', id: arn });
      const id = newId(now);
      const secret = { name: `events!connection/${name}/${id}`, tags: {}, value: JSON.stringify(authorization) };
      const { arn: secretArn } = await secrets.create(tx, now, actor, { ...secret, managed: true });
      const more = [
        id,
        description || null,
        authorization.type,
        JSON.stringify(shownOf(authorization)),
        secretArn,
        now,
      ];
      await tx.rows(connectionsSql.insert, [...valuesOf(ref), ...more]);
      return toConnection((await tx.first(connectionsSql.one, valuesOf(ref)))!);
    },
    get: async (on, ref) => toConnection(await find(on, ref)),
    async list(on, { account, region, prefix = '', limit, after }) {
      return (await on.rows(connectionsSql.list, [account, region, prefix, after ?? null, limit])).map(toConnection);
    },
    async update(tx, now, ref, { description, authorization: change }) {
      const row = await tx.first(connectionsSql.lock, valuesOf(ref));
      if (!row) throw noConnection(ref.name);
      const renewed = Object.keys(change).length > 0;
      const was = await openAuthorization(tx, now, secrets, row.secret_arn);
      const next = renewed ? checked(changedAuthorization(was, change)) : was;
      if (renewed) await secrets.put(tx, now, named(row.secret_arn), { value: JSON.stringify(next) });
      const texts = [(description ?? row.description) || null, next.type, JSON.stringify(shownOf(next))];
      await tx.rows(connectionsSql.update, [...valuesOf(ref), ...texts, now, renewed ? now : row.authorized_at]);
      return toConnection((await tx.first(connectionsSql.one, valuesOf(ref)))!);
    },
    async remove(tx, now, ref) {
      const row = await tx.first(connectionsSql.lock, valuesOf(ref));
      if (!row) throw noConnection(ref.name);
      await tx.rows(connectionsSql.delete, valuesOf(ref));
      await secrets.remove(tx, now, named(row.secret_arn), 'at once');
      return toConnection(row);
    },
  };
}

/** What authorizes calls, whole. Rejects where its secret is gone. */
export async function openAuthorization(
  on: Queries,
  now: Date,
  secrets: Pick<Secrets, 'value'>,
  secretArn: string,
): Promise<Authorization> {
  const { version } = await secrets.value(on, now, named(secretArn), { version: undefined, stage: undefined });
  return JSON.parse(String(version.value)) as Authorization;
}

const named = (secretArn: string) => parseSecretId(secretArn, '', '');

const valuesOf = ({ account, region, name }: NamedRef) => [account, region, name];

async function find(on: Queries, ref: NamedRef): Promise<ConnectionRow> {
  const row = await on.first(connectionsSql.one, valuesOf(ref));
  if (!row) throw noConnection(ref.name);
  return row;
}

const noConnection = (name: string) => notFound('CONNECTION', name);

export const taken = (resourceType: string, name: string, resourceId: string) =>
  new Refusal('conflict', `${resourceType} ${name} already exists.`, {
    ...{ code: 'ResourceAlreadyExistsException', resourceType, resourceId },
  });

function toConnection(row: ConnectionRow): Connection {
  const { account, region, name, id, shown, description } = row;
  return {
    ...{ account, region, name, arn: arns.connection(region, account, name, id) },
    ...(description ? { description } : {}),
    ...{ authorization: shown, secretArn: row.secret_arn },
    ...{ createdAt: row.created_at, modifiedAt: row.modified_at, authorizedAt: row.authorized_at },
  };
}
