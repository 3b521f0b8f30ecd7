import type { Actor } from '#kernel/actor';
import { type Quota, within } from '#kernel/quota';
import { Refusal } from '#kernel/refusal';
import type { Keyring } from '#kernel/seal';
import { compilePattern } from '#kernel/shape-pattern';
import { changedTags, type TagChange, type Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import {
  checkParameterName,
  checkParameterValue,
  type NamedParameter,
  noParameter,
  type ParameterType,
  parameterArn,
  type StoredParameter,
  type Tier,
} from './parameter.ts';
import { type ParameterRow, parametersSql } from './parameters.sql.ts';

export interface NewParameter {
  name: string;
  value: string;
  /** May be left out where an existing one is written over. */
  type?: ParameterType;
  overwrite: boolean;
  description?: string;
  allowedPattern?: string;
  dataType?: string;
  tier?: Tier;
  keyId?: string;
  tags: Tags;
}

export interface ParameterQuery {
  account: string;
  region: string;
  /** With what names begin. */
  prefix: string;
  /** Which of them. */
  holds(parameter: StoredParameter): boolean;
  limit: number;
  after?: string;
}

interface Reader {
  account: string;
  region: string;
}

/** A parameter with its value. That of a SecureString is a sealed text that nobody can open, unless it was asked for in the clear. */
export interface ValuedParameter extends StoredParameter {
  value: string;
}

export interface Parameters {
  put(tx: Tx, now: Date, actor: Actor, parameter: NewParameter): Promise<StoredParameter>;
  get(on: Queries, reader: Reader, named: NamedParameter, inTheClear: boolean): Promise<ValuedParameter>;
  /**
   * In the clear, for Muster itself: a default of a runbook, a webhook's address. Undefined: there is none. Defaults take no
   * SecureString, as at AWS: what a run is given is shown.
   */
  valueOf(on: Queries, reader: Reader, name: string): Promise<{ type: ParameterType; value: string } | undefined>;
  list(on: Queries, query: ParameterQuery): Promise<StoredParameter[]>;
  remove(tx: Tx, actor: Actor, name: string): Promise<void>;
  tag(tx: Tx, actor: Actor, name: string, change: TagChange): Promise<void>;
}

export interface ParametersDeps {
  keyring: Keyring;
  quotas: { parameters: Quota; tagsPerResource: Quota };
}

const BATCH = 200;

/** All that is done with Parameter Store. Of each parameter only the newest value is kept. */
export function createParameters({ keyring, quotas }: ParametersDeps): Parameters {
  const valueIn = (row: ParameterRow, inTheClear: boolean) => {
    if (!row.sealed_value) return row.value!;
    return inTheClear
      ? keyring.open(row.sealed_value, contextOf(row, row.version))
      : row.sealed_value.toString('base64');
  };
  return {
    async put(tx, now, actor, parameter) {
      const { account, region } = actor;
      checkParameterName(parameter.name);
      await oneAtATime(tx, `parameters/${account}/${region}`);
      const was = await tx.first(parametersSql.lock, [account, region, parameter.name]);
      const next = nextOf(was, parameter);
      const id = { account, region, name: parameter.name };
      const version = (was?.version ?? 0) + 1;
      const isSecure = next.type === 'SecureString';
      const sealed = isSecure ? keyring.seal(parameter.value, contextOf(id, version)) : null;
      const told = [
        next.description ?? null,
        next.allowedPattern ?? null,
        next.dataType,
        next.tier,
        next.keyId ?? null,
      ];
      const values = [account, region, id.name, next.type, isSecure ? null : parameter.value, sealed, version, ...told];
      if (was) await tx.rows(parametersSql.update, [...values, now, actor.principal]);
      else {
        const resource = { type: 'PARAMETER', id: parameterArn(id) };
        within(quotas.tagsPerResource, Object.keys(parameter.tags).length, resource);
        await tx.rows(parametersSql.insert, [...values, now, actor.principal, JSON.stringify(parameter.tags)]);
        const most = (quotas.parameters.limit ?? 0) + 1;
        within(quotas.parameters, (await tx.first(parametersSql.count, [account, region, most]))!.count, resource);
      }
      return toParameter((await tx.first(parametersSql.find, [account, region, id.name]))!);
    },
    async get(on, reader, named, inTheClear) {
      const row = await find(on, reader, named);
      if (named.selector !== undefined && named.selector !== String(row.version)) throw noVersion(row, named.selector);
      return { ...toParameter(row), value: valueIn(row, inTheClear) };
    },
    async valueOf(on, { account, region }, name) {
      const row = await on.first(parametersSql.find, [account, region, name]);
      return row && { type: row.type, value: valueIn(row, true) };
    },
    async list(on, { account, region, prefix, holds, limit, after }) {
      const found: StoredParameter[] = [];
      for (let from = after, more = true; more; ) {
        const rows = await on.rows(parametersSql.list, [account, region, prefix, from ?? null, BATCH]);
        found.push(...rows.map(toParameter).filter(holds));
        from = rows.at(-1)?.name;
        more = rows.length === BATCH && found.length < limit;
      }
      return found.slice(0, limit);
    },
    async remove(tx, { account, region }, name) {
      if (!(await tx.first(parametersSql.delete, [account, region, name]))) throw noParameter(name);
    },
    async tag(tx, { account, region }, name, change) {
      const row = await tx.first(parametersSql.lock, [account, region, name]);
      if (!row) throw noParameter(name);
      const next = changedTags(row.tags, change, quotas.tagsPerResource, { type: 'PARAMETER', id: parameterArn(row) });
      await tx.rows(parametersSql.setTags, [account, region, name, JSON.stringify(next)]);
    },
  };
}

const contextOf = ({ account, region, name }: Pick<ParameterRow, 'account' | 'region' | 'name'>, version: number) =>
  `parameter/${account}/${region}/${name}/${version}`;

async function find(on: Queries, { account, region }: Reader, { account: owner, name }: NamedParameter) {
  if (owner !== undefined && owner !== account) throw noParameter(name);
  const names = owner === undefined ? [name] : [name, name.slice(1)];
  for (const each of names) {
    const row = await on.first(parametersSql.find, [account, region, each]);
    if (row) return row;
  }
  throw noParameter(name);
}

const noVersion = ({ name, version }: ParameterRow, selector: string) =>
  new Refusal(
    'notFound',
    `Systems Manager could not find version ${selector} of ${name}. Its only kept version is ${version}.`,
    {
      code: 'ParameterVersionNotFound',
    },
  );

type Next = Pick<StoredParameter, 'type' | 'description' | 'allowedPattern' | 'dataType' | 'tier' | 'keyId'>;

/** What it will be. Refuses what may not be written, or not over what is there. */
function nextOf(was: ParameterRow | undefined, { name, type, overwrite, value, ...given }: NewParameter): Next {
  if (was && !overwrite) throw taken(name);
  const next: Next = {
    type: type ?? was?.type ?? needsType(),
    dataType: given.dataType ?? was?.data_type ?? 'text',
    tier: given.tier ?? was?.tier ?? 'Standard',
    ...textsOf(was, given),
  };
  if (was && was.type !== next.type && (was.type === 'SecureString' || next.type === 'SecureString'))
    throw wrong(
      'HierarchyTypeMismatchException',
      `${name} is of type ${was.type}; delete it before you store a ${next.type}.`,
    );
  checkParameterValue(value, next.tier);
  if (next.allowedPattern && !matches(next.allowedPattern, value))
    throw wrong(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${next.allowedPattern}`,
    );
  return next;
}

function textsOf(was: ParameterRow | undefined, given: Pick<NewParameter, 'description' | 'allowedPattern' | 'keyId'>) {
  const description = given.description ?? was?.description;
  const allowedPattern = given.allowedPattern ?? was?.allowed_pattern;
  const keyId = given.keyId ?? was?.key_id;
  return {
    ...(description ? { description } : {}),
    ...(allowedPattern ? { allowedPattern } : {}),
    ...(keyId ? { keyId } : {}),
  };
}

const wrong = (code: string, message: string) => new Refusal('validation', message, { code });

const taken = (name: string) =>
  new Refusal(
    'conflict',
    `The parameter ${name} already exists. To overwrite this value, set the overwrite option in the request to true.`,
    {
      code: 'ParameterAlreadyExists',
    },
  );

function needsType(): never {
  const message = 'A parameter type is required when you create a parameter: String, StringList or SecureString.';
  throw new Refusal('validation', message, { fields: [{ name: 'Type', message }] });
}

function matches(pattern: string, value: string): boolean {
  try {
    return compilePattern(pattern).matches(value);
  } catch (error) {
    throw wrong(
      'InvalidAllowedPatternException',
      `AllowedPattern is no regular expression that can be matched: ${(error as Error).message}`,
    );
  }
}

const toParameter = (row: ParameterRow): StoredParameter => ({
  account: row.account,
  region: row.region,
  name: row.name,
  type: row.type,
  version: row.version,
  ...(row.description ? { description: row.description } : {}),
  ...(row.allowed_pattern ? { allowedPattern: row.allowed_pattern } : {}),
  dataType: row.data_type,
  tier: row.tier,
  ...(row.key_id ? { keyId: row.key_id } : {}),
  tags: row.tags,
  modifiedAt: row.modified_at,
  modifiedBy: row.modified_by,
});
