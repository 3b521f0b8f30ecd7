import { randomInt } from 'node:crypto';
import { newId, randomId } from '#kernel/ids';
import { within } from '#kernel/quota';
import { Refusal } from '#kernel/refusal';
import type { Keyring } from '#kernel/seal';
import type { Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { lock, namesOf, type SecretNames } from './held.ts';
import { alive, badRequest, checkName, type SecretNamed, type SecretValue, secretArn } from './secret.ts';
import { type SecretRow, secretsSql } from './secrets.sql.ts';
import type { Secrets, SecretsDeps } from './secrets.ts';
import { CURRENT } from './stages.ts';
import { addVersion, isRepetition } from './versions.ts';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Making secrets and giving them values. */
export function secretMaking({ keyring, quotas }: SecretsDeps): Pick<Secrets, 'create' | 'update' | 'put'> {
  const add = (tx: Tx, now: Date, row: SecretRow, value: SecretValue, token?: string, labels = [CURRENT]) =>
    addVersion(tx, now, keyring, row, { value, token, labels });
  return {
    async create(
      tx,
      now,
      { account, region },
      { name, description, kmsKeyId, tags, value, token = randomId(), managed },
    ) {
      // Names with a ! are for the services that keep secrets of their own: no user can take one.
      if (!managed) checkName(name);
      const suffix = Array.from({ length: 6 }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join('');
      const resource = { type: 'SECRET', id: secretArn({ account, region, name, suffix }) };
      within(quotas.tagsPerResource, Object.keys(tags).length, resource);
      await oneAtATime(tx, `secrets/${account}/${region}`);
      const id = newId(now);
      const values = [description || null, kmsKeyId || null, JSON.stringify(tags), token, now];
      if (!(await tx.first(secretsSql.insert, [id, account, region, name, suffix, ...values])))
        return repeated(tx, keyring, { account, region, name }, token, value);
      const most = (quotas.secrets.limit ?? 0) + 1;
      within(quotas.secrets, (await tx.first(secretsSql.count, [account, region, most]))!.count, resource);
      const row = (await tx.first(secretsSql.byId, [id]))!;
      if (value === undefined) return namesOf(row);
      return { ...namesOf(row), versionId: (await add(tx, now, row, value, token)).id };
    },
    async update(tx, now, named, { description, kmsKeyId, value, token }) {
      const row = alive(await lock(tx, named));
      const texts = [description ?? row.description, kmsKeyId ?? row.kms_key_id].map((text) => text || null);
      await tx.rows(secretsSql.update, [row.id, ...texts, now]);
      if (value === undefined) return namesOf(row);
      return { ...namesOf(row), versionId: (await add(tx, now, row, value, token)).id };
    },
    async put(tx, now, named, { value, token, labels }) {
      const row = alive(await lock(tx, named));
      const version = await add(tx, now, row, value, token, labels ? [...labels] : undefined);
      await tx.rows(secretsSql.update, [row.id, row.description, row.kms_key_id, now]);
      return { ...namesOf(row), versionId: version.id, labels: version.labels };
    },
  };
}

/** The name is taken: by this very creation, which is repeated, or by another one. */
async function repeated(
  tx: Tx,
  keyring: Keyring,
  named: SecretNamed,
  token: string,
  value: SecretValue | undefined,
): Promise<SecretNames> {
  const row = await lock(tx, named);
  if (row.delete_after)
    throw badRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion. Restore it, or delete it at once.",
    );
  const message = `The operation failed because the secret ${row.name} already exists.`;
  const taken = new Refusal('conflict', message, { resourceType: 'SECRET', resourceId: secretArn(row) });
  if (row.token !== token) throw taken;
  if (value === undefined) return namesOf(row);
  if (await isRepetition(tx, keyring, row, token, value)) return { ...namesOf(row), versionId: token };
  throw taken;
}
