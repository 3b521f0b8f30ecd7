import { arns, parseArn } from '#kernel/arn';
import { Refusal } from '#kernel/refusal';
import type { Tags } from '#kernel/tags';
import type { SecretRow } from './secrets.sql.ts';

/** A value as it was given: a text, or bytes. */
export type SecretValue = string | Uint8Array;

/** Who asks, and for which secret: its name, its ARN, or its ARN without the random end. */
export interface SecretNamed {
  account: string;
  region: string;
  /** The name in it, as `parseSecretId` reads it. */
  name: string;
  /** The random end of the ARN, where the text can be read so. */
  whole?: { name: string; suffix: string };
}

/** A secret without its values. */
export interface Secret {
  arn: string;
  name: string;
  account: string;
  region: string;
  description?: string;
  /** As it was given; values are encrypted with Muster's master key whatever it says. */
  kmsKeyId?: string;
  tags: Tags;
  createdAt: Date;
  changedAt: Date;
  /** The day on which a value was read last. */
  accessedOn?: Date;
  /** Scheduled for deletion: from then on it may be gone. */
  deleteAfter?: Date;
  /** Version → its labels; versions without one are left out. */
  stages: Record<string, string[]>;
}

/** At the end of an ARN. */
const SUFFIX = /^(.+)-([A-Za-z0-9]{6})$/s;
const NAME = /^[A-Za-z0-9/_+=.@-]+$/;

export const secretArn = ({
  region,
  account,
  name,
  suffix,
}: Pick<SecretRow, 'region' | 'account' | 'name' | 'suffix'>) => arns.secret(region, account, name, suffix);

/**
 * What `text` names for an account in a Region: a name, or an ARN with or without its random end. An ARN says itself whose
 * and where; one that is no secret's names nothing (notFound).
 */
export function parseSecretId(text: string, account: string, region: string): SecretNamed {
  if (!text.startsWith('arn:')) return { account, region, name: text };
  const arn = parseArn(text);
  const [, name] = /^secret:(.+)$/s.exec(arn?.resource ?? '') ?? [];
  if (arn?.partition !== 'aws' || arn.service !== 'secretsmanager' || !name) throw noSecret(text);
  const [, before, suffix] = SUFFIX.exec(name) ?? [];
  const named = { account: arn.account, region: arn.region, name };
  return before && suffix ? { ...named, whole: { name: before, suffix } } : named;
}

/** Refuses (validation) what cannot be a secret's name. */
export function checkName(name: string): void {
  if (NAME.test(name)) return;
  const message =
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@';
  throw new Refusal('validation', message, { fields: [{ name: 'Name', message }] });
}

export const noSecret = (named: string) =>
  new Refusal('notFound', "Secrets Manager can't find the specified secret.", {
    resourceType: 'SECRET',
    resourceId: named,
  });

/** A request that contradicts itself or asks for what there is not. */
export const badParameter = (message: string) =>
  new Refusal('validation', message, { code: 'InvalidParameterException' });

/** A request that does not fit the state of the secret. */
export const badRequest = (message: string) => new Refusal('validation', message, { code: 'InvalidRequestException' });

/** Refuses (InvalidRequestException) what is scheduled for deletion. */
export function alive(row: SecretRow): SecretRow {
  if (!row.delete_after) return row;
  const until = row.delete_after.toISOString();
  throw badRequest(
    `You can't perform this operation on the secret because it was marked for deletion (after ${until}). Restore it first.`,
  );
}

export function toSecret(row: SecretRow): Secret {
  return {
    arn: secretArn(row),
    name: row.name,
    account: row.account,
    region: row.region,
    ...(row.description ? { description: row.description } : {}),
    ...(row.kms_key_id ? { kmsKeyId: row.kms_key_id } : {}),
    tags: row.tags,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    ...(row.accessed_on ? { accessedOn: row.accessed_on } : {}),
    ...(row.delete_after ? { deleteAfter: row.delete_after } : {}),
    stages: row.stages,
  };
}
