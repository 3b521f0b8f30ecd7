import type { Tx } from '#storage/db';
import type { SecretNames } from './held.ts';
import type { Secrets } from './secrets.ts';

/** Hears that a secret may say something else from now on: it was made, given a value, relabelled, deleted or restored. */
export type SecretListener = (tx: Tx, now: Date, account: string, secret: SecretNames) => Promise<void>;

/** The same secrets, whose changes are heard in their own transactions. */
export function watched(secrets: Secrets, changed: SecretListener): Secrets {
  const telling = async <Names extends SecretNames | undefined>(
    tx: Tx,
    now: Date,
    account: string,
    done: Promise<Names>,
  ): Promise<Names> => {
    const names = await done;
    if (names) await changed(tx, now, account, names);
    return names;
  };
  return {
    ...secrets,
    create: (tx, now, actor, secret) => telling(tx, now, actor.account, secrets.create(tx, now, actor, secret)),
    update: (tx, now, named, change) => telling(tx, now, named.account, secrets.update(tx, now, named, change)),
    put: (tx, now, named, version) => telling(tx, now, named.account, secrets.put(tx, now, named, version)),
    moveStage: (tx, now, named, move) => telling(tx, now, named.account, secrets.moveStage(tx, now, named, move)),
    remove: (tx, now, named, wish) => telling(tx, now, named.account, secrets.remove(tx, now, named, wish)),
    restore: (tx, now, named) => telling(tx, now, named.account, secrets.restore(tx, now, named)),
  };
}
