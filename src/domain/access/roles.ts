import type { Actor } from '#kernel/actor';
import { changedTags, type TagChange, type Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { checkPolicy, SIZES } from './policy-texts.ts';
import { keyOfName, newAwsId, parseRoleArn, type Role, roleArn } from './role.ts';
import { inUse, noRole, taken, tooMuch } from './role-refusals.ts';
import { type RoleRow, rolePoliciesSql, rolesSql } from './roles.sql.ts';

export interface NewRole {
  name: string;
  path: string;
  trustPolicy: string;
  description?: string;
  maxSessionSeconds: number;
  boundaryArn?: string;
  tags: Tags;
}

/** What is left out stays; an empty text takes away. */
export interface RoleChange {
  trustPolicy?: string;
  description?: string;
  maxSessionSeconds?: number;
  /** Null takes it away. */
  boundaryArn?: string | null;
  tags?: TagChange;
}

export interface RoleList {
  account: string;
  pathPrefix: string;
  limit: number;
  /** The name of the last one seen. */
  after?: string;
}

/** Roles of accounts. All refuse (notFound) a role that is not there, spelt as it is. */
export interface RoleKeeping {
  create(tx: Tx, now: Date, actor: Actor, role: NewRole): Promise<Role>;
  get(on: Queries, account: string, name: string): Promise<Role>;
  /** By its ARN; undefined: there is none, or it has another path. */
  find(on: Queries, arn: string): Promise<Role | undefined>;
  change(tx: Tx, account: string, name: string, change: RoleChange): Promise<Role>;
  /** Refuses (DeleteConflict) one that still has policies. */
  remove(tx: Tx, account: string, name: string): Promise<void>;
  /** By name. */
  list(on: Queries, list: RoleList): Promise<Role[]>;
}

const MOST_ROLES = 1_000;
const TAGS = { code: 'TAGS_PER_ROLE', name: 'tags of a role', setting: 'nothing: AWS has the same bound', limit: 50 };

/** `boundaryExists`: refuses a boundary that is not there. */
export function createRoleKeeping(
  boundaryExists: (on: Queries, account: string, arn: string) => Promise<void>,
): RoleKeeping {
  return {
    async create(tx, now, { account, principal }, given) {
      checkPolicy(given.trustPolicy, 'trust', SIZES.trust, 'ACLSizePerRole');
      const tags = changedTags({}, { set: given.tags }, TAGS, { type: 'ROLE', id: given.name });
      if (given.boundaryArn !== undefined) await boundaryExists(tx, account, given.boundaryArn);
      await oneAtATime(tx, `roles ${account}`);
      const { count } = (await tx.first(rolesSql.count, [account]))!;
      if (count >= MOST_ROLES) throw tooMuch('RolesPerAccount', MOST_ROLES);
      const { name, path, trustPolicy, description, maxSessionSeconds, boundaryArn } = given;
      const values = [account, keyOfName(name), name, newAwsId('AROA'), path, trustPolicy, description ?? null];
      const more = [maxSessionSeconds, boundaryArn ?? null, JSON.stringify(tags), now, principal];
      if (!(await tx.first(rolesSql.insert, [...values, ...more]))) throw taken('Role', name);
      return known(await tx.first(rolesSql.get, [account, keyOfName(name)]), name);
    },
    get: async (on, account, name) => known(await on.first(rolesSql.get, [account, keyOfName(name)]), name),
    async find(on, arn) {
      const named = parseRoleArn(arn);
      const row = named && (await on.first(rolesSql.get, [named.account, keyOfName(named.name)]));
      const role = row && toRole(row);
      return role && roleArn(role) === arn ? role : undefined;
    },
    async change(tx, account, name, { trustPolicy, description, maxSessionSeconds, boundaryArn, tags }) {
      const was = await lockRole(tx, account, name);
      if (trustPolicy !== undefined) checkPolicy(trustPolicy, 'trust', SIZES.trust, 'ACLSizePerRole');
      if (typeof boundaryArn === 'string') await boundaryExists(tx, account, boundaryArn);
      const next = [
        trustPolicy ?? was.trustPolicy,
        (description ?? was.description) || null,
        maxSessionSeconds ?? was.maxSessionSeconds,
        boundaryArn === undefined ? (was.boundaryArn ?? null) : boundaryArn,
        JSON.stringify(tags ? changedTags(was.tags, tags, TAGS, { type: 'ROLE', id: name }) : was.tags),
      ];
      await tx.rows(rolesSql.change, [account, keyOfName(name), ...next]);
      return known(await tx.first(rolesSql.get, [account, keyOfName(name)]), name);
    },
    async remove(tx, account, name) {
      await lockRole(tx, account, name);
      const key = [account, keyOfName(name)];
      if ((await tx.rows(rolePoliciesSql.attached, key)).length > 0)
        throw inUse('Cannot delete entity, must detach all policies first.');
      if ((await tx.rows(rolePoliciesSql.all, key)).length > 0)
        throw inUse('Cannot delete entity, must delete policies first.');
      await tx.rows(rolesSql.remove, key);
    },
    list: async (on, { account, pathPrefix, limit, after }) =>
      (await on.rows(rolesSql.list, [account, pathPrefix, after === undefined ? null : keyOfName(after), limit])).map(
        toRole,
      ),
  };
}

/** The role, until the transaction ends. */
export async function lockRole(tx: Tx, account: string, name: string): Promise<Role> {
  return known(await tx.first(rolesSql.lock, [account, keyOfName(name)]), name);
}

/** A name in another spelling of its letters is taken, and names nothing. */
function known(row: RoleRow | undefined, name: string): Role {
  if (row?.name !== name) throw noRole(name);
  return toRole(row);
}

function toRole(row: RoleRow): Role {
  return {
    account: row.account,
    name: row.name,
    id: row.role_id,
    path: row.path,
    trustPolicy: row.trust_policy,
    ...(row.description === null ? {} : { description: row.description }),
    maxSessionSeconds: row.max_session_seconds,
    ...(row.boundary_arn === null ? {} : { boundaryArn: row.boundary_arn }),
    tags: row.tags,
    createdAt: row.created_at,
  };
}

/** Those of `named` that are roles of the account. */
export async function rolesNamed(on: Queries, account: string, named: readonly string[]): Promise<ReadonlySet<string>> {
  const refs = named.flatMap((arn) => parseRoleArn(arn) ?? []).filter((ref) => ref.account === account);
  const rows = await on.rows(rolesSql.named, [account, refs.map(({ name }) => keyOfName(name))]);
  return new Set(rows.map((row) => roleArn({ account, ...row })));
}
