import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { Refusal } from '#kernel/refusal';
import { changedTags, type TagChange, type Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { awsManaged, awsManagedPolicies } from './aws-managed.ts';
import { type PolicyRow, policiesSql, type VersionRow } from './policies.sql.ts';
import { checkPolicy, SIZES } from './policy-texts.ts';
import { keyOfName, type ManagedPolicy, newAwsId, type PolicyVersion, parsePolicyArn } from './role.ts';
import { badInput, inUse, noPolicy, noVersion, taken, tooMuch } from './role-refusals.ts';

export interface NewPolicy {
  name: string;
  path: string;
  document: string;
  description?: string;
  tags: Tags;
}

export interface PolicyList {
  account: string;
  scope: 'All' | 'AWS' | 'Local';
  pathPrefix: string;
  limit: number;
  /** The ARN of the last one seen: AWS's come first, then the account's by name. */
  after?: string;
}

/** Policies that roles share: the account's, and AWS's, which nobody changes. Refuse (notFound) what is not there. */
export interface PolicyKeeping {
  create(tx: Tx, now: Date, actor: Actor, policy: NewPolicy): Promise<ManagedPolicy>;
  get(on: Queries, account: string, arn: string): Promise<ManagedPolicy>;
  list(on: Queries, list: PolicyList): Promise<ManagedPolicy[]>;
  /** Newest first. */
  versions(on: Queries, account: string, arn: string): Promise<PolicyVersion[]>;
  /** Adds a version; refuses a sixth. */
  addVersion(
    tx: Tx,
    now: Date,
    account: string,
    arn: string,
    document: string,
    asDefault: boolean,
  ): Promise<PolicyVersion>;
  setDefault(tx: Tx, now: Date, account: string, arn: string, version: string): Promise<void>;
  removeVersion(tx: Tx, account: string, arn: string, version: string): Promise<void>;
  tag(tx: Tx, now: Date, account: string, arn: string, change: TagChange): Promise<void>;
  /** Refuses (DeleteConflict) one that is attached, a boundary, or has more versions than one. */
  remove(tx: Tx, account: string, arn: string): Promise<void>;
  /** The texts that count, of those that are there. */
  documents(on: Queries, account: string, arnsNamed: readonly string[]): Promise<string[]>;
}

const MOST_POLICIES = 1_500;
const MOST_VERSIONS = 5;
const TAGS = {
  code: 'TAGS_PER_POLICY',
  name: 'tags of a policy',
  setting: 'nothing: AWS has the same bound',
  limit: 50,
};

export function createPolicyKeeping(): PolicyKeeping {
  const get: PolicyKeeping['get'] = async (on, account, arn) => {
    const standing = awsManaged(arn);
    if (standing) {
      const [uses] = await on.rows(policiesSql.uses, [account, [arn]]);
      return { ...standing, attachments: uses?.attachments ?? 0, boundaries: uses?.boundaries ?? 0 };
    }
    return toPolicy(known(await on.first(policiesSql.get, [account, ownKey(account, arn)]), arn));
  };
  return {
    ...versionKeeping(get),
    async create(tx, now, { account, principal }, { name, path, document, description, tags }) {
      checkPolicy(document, 'identity', SIZES.managed, 'PolicySize');
      const given = changedTags({}, { set: tags }, TAGS, { type: 'POLICY', id: name });
      await oneAtATime(tx, `policies ${account}`);
      const { count } = (await tx.first(policiesSql.count, [account]))!;
      if (count >= MOST_POLICIES) throw tooMuch('PoliciesPerAccount', MOST_POLICIES);
      const values = [account, keyOfName(name), name, newAwsId('ANPA'), path, description ?? null];
      if (!(await tx.first(policiesSql.insert, [...values, JSON.stringify(given), now, principal])))
        throw taken('policy', name);
      await tx.rows(policiesSql.addVersion, [account, keyOfName(name), 1, document, now]);
      return get(tx, account, arns.policy(account, path, name));
    },
    get,
    async list(on, { account, scope, pathPrefix, limit, after }) {
      const standing = scope === 'Local' ? [] : awsManagedPolicies.filter(({ path }) => path.startsWith(pathPrefix));
      const position = after === undefined ? -1 : standing.findIndex(({ arn }) => arn === after);
      const isPast = after !== undefined && position < 0;
      const first = isPast ? [] : standing.slice(position + 1, position + 1 + limit);
      const uses = await on.rows(policiesSql.uses, [account, first.map(({ arn }) => arn)]);
      const theirs = first.map((policy) => ({
        ...policy,
        ...usesOf(uses.find((one) => one.policy_arn === policy.arn)),
      }));
      if (scope === 'AWS' || theirs.length >= limit) return theirs;
      const name = isPast ? keyOfName(parsePolicyArn(after)?.name ?? '') : null;
      const rows = await on.rows(policiesSql.list, [account, pathPrefix, name, limit - theirs.length]);
      return [...theirs, ...rows.map(toPolicy)];
    },
    async tag(tx, now, account, arn, change) {
      const was = await lockPolicy(tx, account, arn);
      const tags = changedTags(was.tags, change, TAGS, { type: 'POLICY', id: arn });
      await save(tx, now, { ...was, tags });
    },
    async remove(tx, account, arn) {
      const was = await lockPolicy(tx, account, arn);
      if (was.attachments > 0) throw inUse('Cannot delete a policy attached to entities.');
      if (was.boundaries > 0) throw inUse('Cannot delete a policy that is a permissions boundary of entities.');
      if ((await tx.rows(policiesSql.versions, [account, keyOfName(was.name)])).length > 1)
        throw inUse(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions.",
        );
      await tx.rows(policiesSql.remove, [account, keyOfName(was.name)]);
    },
    async documents(on, account, named) {
      const standing = named.flatMap((arn) => awsManaged(arn)?.document ?? []);
      const keys = named.flatMap((arn) => {
        const ref = parsePolicyArn(arn);
        return ref?.owner === account ? [keyOfName(ref.name)] : [];
      });
      if (keys.length === 0) return standing;
      const rows = await on.rows(policiesSql.documents, [account, keys]);
      return [...standing, ...rows.filter(({ arn }) => named.includes(arn)).map(({ document }) => document)];
    },
  };
}

type Versions = Pick<PolicyKeeping, 'versions' | 'addVersion' | 'setDefault' | 'removeVersion'>;

function versionKeeping(get: PolicyKeeping['get']): Versions {
  return {
    async versions(on, account, arn) {
      const standing = awsManaged(arn);
      if (standing)
        return [{ version: 1, isDefault: true, document: standing.document, createdAt: standing.createdAt }];
      const policy = await get(on, account, arn);
      const rows = await on.rows(policiesSql.versions, [account, keyOfName(policy.name)]);
      return rows.map((row) => toVersion(row, policy.defaultVersion));
    },
    async addVersion(tx, now, account, arn, document, asDefault) {
      const was = await lockPolicy(tx, account, arn);
      checkPolicy(document, 'identity', SIZES.managed, 'PolicySize');
      const versions = await tx.rows(policiesSql.versions, [account, keyOfName(was.name)]);
      if (versions.length >= MOST_VERSIONS)
        throw new Refusal(
          'quotaExceeded',
          `A managed policy can have up to ${MOST_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
        );
      const version = was.next_version;
      await tx.rows(policiesSql.addVersion, [account, keyOfName(was.name), version, document, now]);
      const defaultVersion = asDefault ? version : was.default_version;
      await save(tx, now, { ...was, next_version: version + 1, default_version: defaultVersion });
      return { version, isDefault: asDefault, document, createdAt: now };
    },
    async setDefault(tx, now, account, arn, version) {
      const was = await lockPolicy(tx, account, arn);
      await save(tx, now, { ...was, default_version: await numberOf(tx, was, arn, version) });
    },
    async removeVersion(tx, account, arn, version) {
      const was = await lockPolicy(tx, account, arn);
      const number = await numberOf(tx, was, arn, version);
      if (number === was.default_version) throw inUse('Cannot delete the default version of a policy.');
      await tx.rows(policiesSql.removeVersion, [account, keyOfName(was.name), number]);
    },
  };
}

/** The number of a version that is there, by its id. */
async function numberOf(tx: Tx, { account, name }: PolicyRow, arn: string, version: string): Promise<number> {
  const rows = await tx.rows(policiesSql.versions, [account, keyOfName(name)]);
  const found = rows.find((row) => versionId(row.version) === version);
  if (!found) throw noVersion(arn, version);
  return found.version;
}

/** `v1`. */
export const versionId = (version: number): string => `v${version}`;

async function lockPolicy(tx: Tx, account: string, arn: string): Promise<PolicyRow> {
  if (awsManaged(arn))
    throw badInput(`${arn} is AWS's own: it is not changed. Make a policy of your own, and attach that.`);
  return known(await tx.first(policiesSql.lock, [account, ownKey(account, arn)]), arn);
}

const save = (tx: Tx, now: Date, { account, name, next_version, default_version, tags }: PolicyRow) =>
  tx.rows(policiesSql.change, [account, keyOfName(name), next_version, default_version, JSON.stringify(tags), now]);

/** The key of a policy of the account's own. */
function ownKey(account: string, arn: string): string {
  const ref = parsePolicyArn(arn);
  if (!ref) throw badInput(`ARN ${arn} is not valid.`);
  if (ref.owner !== account) throw noPolicy(arn);
  return keyOfName(ref.name);
}

const arnOf = ({ account, path, name }: PolicyRow) => arns.policy(account, path, name);

/** Of another path, or another spelling, it is another. */
function known(row: PolicyRow | undefined, arn: string): PolicyRow {
  if (!row || arnOf(row) !== arn) throw noPolicy(arn);
  return row;
}

const usesOf = (row: { attachments: number; boundaries: number } | undefined) => ({
  attachments: row?.attachments ?? 0,
  boundaries: row?.boundaries ?? 0,
});

function toPolicy(row: PolicyRow): ManagedPolicy {
  return {
    arn: arnOf(row),
    name: row.name,
    id: row.policy_id,
    path: row.path,
    ...(row.description === null ? {} : { description: row.description }),
    tags: row.tags,
    defaultVersion: row.default_version,
    ...usesOf(row),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

const toVersion = ({ version, document, created_at }: VersionRow, defaultVersion: number): PolicyVersion => ({
  version,
  isDefault: version === defaultVersion,
  document,
  createdAt: created_at,
});
