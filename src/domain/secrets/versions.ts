import { DAY } from '#kernel/clock';
import { randomId } from '#kernel/ids';
import { Refusal } from '#kernel/refusal';
import { type Keyring, sameSecret } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import { open, seal } from './envelope.ts';
import { badParameter, badRequest, type SecretValue, secretArn } from './secret.ts';
import type { SecretRow } from './secrets.sql.ts';
import { added, CURRENT, labelsOf, type Stages, stagesIn } from './stages.ts';
import { type VersionRow, type VersionView, versionsSql } from './versions.sql.ts';

/** The versions of a secret. All of it under the lock of the secret's row, but reading. */

/** Versions kept of a secret; beyond them the oldest without a label go. */
const MOST_VERSIONS = 100;

/** A value to be kept. */
export interface NewVersion {
  value: SecretValue;
  /** Its id, 32–64 characters; undefined: a new one is made. */
  token: string | undefined;
  labels: readonly string[];
}

/** Which version: by its id, by a label, by both; AWSCURRENT by neither. */
export interface VersionWish {
  version: string | undefined;
  stage: string | undefined;
}

/** A version with its value in the clear. */
export interface OpenVersion {
  id: string;
  value: SecretValue;
  labels: string[];
  createdAt: Date;
}

/**
 * Adds a version. A repetition (the same id, the same value) changes nothing; the same id with another value is a conflict.
 * Refuses (quotaExceeded) more versions with labels than are kept.
 */
export async function addVersion(
  tx: Tx,
  now: Date,
  keyring: Keyring,
  row: SecretRow,
  { value, token, labels }: NewVersion,
): Promise<{ id: string; labels: string[] }> {
  if (typeof value === 'string' && !value.isWellFormed())
    throw badParameter(
      'SecretString: it holds half a surrogate pair, which is no text. Put such a value as SecretBinary.',
    );
  const id = token ?? randomId();
  const stages = stagesIn(row.stages);
  if (await isRepetition(tx, keyring, row, id, value)) return { id, labels: labelsOf(stages, id) };
  const sealed = seal(keyring, { secret: row.id, version: id }, value);
  await tx.rows(versionsSql.insert, [row.id, id, row.account, sealed.key, sealed.value, now]);
  const next = added(stages, id, labels);
  await saveStages(tx, row, next);
  await tx.rows(versionsSql.dropDeprecated, [row.id, MOST_VERSIONS]);
  if (((await tx.first(versionsSql.count, [row.id]))?.count ?? 0) > MOST_VERSIONS) {
    const message = `A secret has at most ${MOST_VERSIONS} versions, and all of ${secretArn(row)} have staging labels. Take labels away from some first.`;
    throw new Refusal('quotaExceeded', message, { resourceType: 'SECRET', resourceId: secretArn(row) });
  }
  return { id, labels: labelsOf(next, id) };
}

/** Whether the version is there with this very value; another value under its id is a conflict. */
export async function isRepetition(
  on: Queries,
  keyring: Keyring,
  row: SecretRow,
  id: string,
  value: SecretValue,
): Promise<boolean> {
  const known = await on.first(versionsSql.find, [row.id, id]);
  if (!known) return false;
  if (isSame(openRow(keyring, row, known), value)) return true;
  const message = `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secretArn(row)}.`;
  throw new Refusal('conflict', message, { resourceType: 'SECRET_VERSION', resourceId: id });
}

const isSame = (one: SecretValue, other: SecretValue) => typeof one === typeof other && sameSecret(one, other);

export async function saveStages(tx: Tx, { id, account }: SecretRow, stages: Stages): Promise<void> {
  await tx.rows(versionsSql.clearStages, [id]);
  await tx.rows(versionsSql.setStages, [id, account, JSON.stringify(Object.fromEntries(stages))]);
}

/** A version with its value. That it was read is noted to the day. */
export async function openVersion(
  on: Queries,
  now: Date,
  keyring: Keyring,
  row: SecretRow,
  wish: VersionWish,
): Promise<OpenVersion> {
  const stages = stagesIn(row.stages);
  const id = versionOf(stages, wish);
  const version = await on.first(versionsSql.find, [row.id, id]);
  if (!version) throw noValue(`VersionId: ${id}`, id);
  const value = openRow(keyring, row, version);
  const today = new Date(Math.floor(now.getTime() / DAY) * DAY);
  await on.rows(versionsSql.touchSecret, [row.id, today]);
  await on.rows(versionsSql.touchVersion, [row.id, id, today]);
  return { id, value, labels: labelsOf(stages, id), createdAt: version.created_at };
}

function versionOf(stages: Stages, { version, stage }: VersionWish): string {
  if (version && !stage) return version;
  const label = stage ?? CURRENT;
  const on = stages.get(label);
  if (!on) throw noValue(`staging label: ${label}`, label);
  if (version && on !== version)
    throw badRequest('You provided a VersionStage that is not associated to the provided VersionId.');
  return on;
}

const openRow = (keyring: Keyring, row: SecretRow, { id, sealed_key, sealed_value }: VersionRow) =>
  open(keyring, { secret: row.id, version: id }, { key: sealed_key, value: sealed_value });

/** Refuses (notFound) a version that there is not. */
export async function requireVersion(on: Queries, row: SecretRow, id: string): Promise<void> {
  if (!(await on.first(versionsSql.find, [row.id, id]))) throw noValue(`VersionId: ${id}`, id);
}

const noValue = (what: string, id: string) =>
  new Refusal('notFound', `Secrets Manager can't find the specified secret value for ${what}`, {
    resourceType: 'SECRET_VERSION',
    resourceId: id,
  });

export interface VersionsQuery {
  /** Also those without a label. */
  withDeprecated: boolean;
  limit: number;
  /** The serial of the last version of the page before. */
  before?: number;
}

/** Versions without their values, the newest first. */
export const listVersions = (
  on: Queries,
  { id }: SecretRow,
  { withDeprecated, limit, before }: VersionsQuery,
): Promise<VersionView[]> => on.rows(versionsSql.list, [id, withDeprecated, before ?? null, limit]);
