import { Refusal } from '#kernel/refusal';
import type { Keyring } from '#kernel/seal';
import type { Queries } from '#storage/db';
import { alive, badRequest, noSecret, parseSecretId } from './secret.ts';
import { type SecretRow, secretsSql } from './secrets.sql.ts';
import { openVersion } from './versions.ts';

/** Secrets as Muster's own parts ask for them: by whatever a setting or a plan names them, in whatever Region they lie. */

/** Reads the current value of a secret that an account names, or the one that has a label. */
export type ReadSecret = (on: Queries, account: string, nameOrArn: string, label?: string) => Promise<string>;

/**
 * The text of the current version, or of the one with `label`. Refuses one that is missing (notFound), another account's (accessDenied), one that is
 * scheduled for deletion, one whose value is bytes, and a name that more than one Region has (validation).
 */
export function secretReader(keyring: Keyring, now: () => Date): ReadSecret {
  return async (on, account, nameOrArn, label) => {
    const [row, another] = await rowsOf(on, account, nameOrArn);
    if (!row) throw noSecret(nameOrArn);
    if (another)
      throw badRequest(`More than one Region has a secret ${nameOrArn}: name it by its ARN, and so by its Region.`);
    const { value } = await openVersion(on, now(), keyring, alive(row), { version: undefined, stage: label });
    if (typeof value === 'string') return value;
    throw badRequest(`The secret ${nameOrArn} holds bytes; a text is needed. Put its value as SecretString.`);
  };
}

/** Those of `names` that an account has as secrets which are not scheduled for deletion. */
export async function secretsNamed(
  on: Queries,
  account: string,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const name of names) {
    if ((await ownRowsOf(on, account, name)).some((row) => !row.delete_after)) found.add(name);
  }
  return found;
}

async function ownRowsOf(on: Queries, account: string, name: string): Promise<SecretRow[]> {
  try {
    return await rowsOf(on, account, name);
  } catch (error) {
    // A foreign ARN, or no secret's ARN: the account has nothing of that name.
    if (error instanceof Refusal && ['accessDenied', 'notFound'].includes(error.kind)) return [];
    throw error;
  }
}

/** The secrets that a text may mean: of a name, in up to two Regions. */
async function rowsOf(on: Queries, account: string, nameOrArn: string): Promise<SecretRow[]> {
  if (!nameOrArn.startsWith('arn:')) return on.rows(secretsSql.ofName, [account, nameOrArn]);
  const { name, region, whole, ...named } = parseSecretId(nameOrArn, account, '');
  if (named.account !== account)
    throw new Refusal('accessDenied', `${nameOrArn} belongs to another account than ${account}, which names it.`);
  return on.rows(secretsSql.find, [account, region, name, whole?.name ?? null, whole?.suffix ?? null]);
}
