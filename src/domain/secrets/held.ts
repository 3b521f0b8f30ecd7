import type { Queries, Tx } from '#storage/db';
import { noSecret, type SecretNamed, secretArn } from './secret.ts';
import { type SecretRow, secretsSql } from './secrets.sql.ts';

/** Finding a secret by what it is called, to read it or to hold it until the transaction ends. */

/** A secret by its two names, and the version that was made or meant. */
export interface SecretNames {
  arn: string;
  name: string;
  versionId?: string;
}

const valuesOf = ({ account, region, name, whole }: SecretNamed) => [
  account,
  region,
  name,
  whole?.name ?? null,
  whole?.suffix ?? null,
];
/** The secret by its two names. */
export const namesOf = (row: SecretRow) => ({ arn: secretArn(row), name: row.name });

/** The secret as it is. Refuses (notFound) one that there is not. */
export async function find(on: Queries, named: SecretNamed): Promise<SecretRow> {
  const row = await on.first(secretsSql.find, valuesOf(named));
  if (!row) throw noSecret(named.name);
  return row;
}

/** The secret, held until the end of the transaction; undefined where there is none. */
export async function lockIfThere(tx: Tx, named: SecretNamed): Promise<SecretRow | undefined> {
  const held = await tx.first(secretsSql.lock, valuesOf(named));
  return held && (await tx.first(secretsSql.byId, [held.id]));
}

/** The same; refuses (notFound) one that there is not. */
export async function lock(tx: Tx, named: SecretNamed): Promise<SecretRow> {
  const row = await lockIfThere(tx, named);
  if (!row) throw noSecret(named.name);
  return row;
}
