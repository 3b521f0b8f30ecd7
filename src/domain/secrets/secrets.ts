import type { Actor } from '#kernel/actor';
import type { Quota } from '#kernel/quota';
import type { Keyring } from '#kernel/seal';
import type { TagChange, Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { find, namesOf, type SecretNames } from './held.ts';
import { secretKeeping } from './keeping.ts';
import { type ListPosition, listSecrets, type SecretQuery } from './list.ts';
import { secretMaking } from './making.ts';
import { alive, type Secret, type SecretNamed, type SecretValue, toSecret } from './secret.ts';
import type { StageMove } from './stages.ts';
import type { VersionView } from './versions.sql.ts';
import { listVersions, type OpenVersion, openVersion, type VersionsQuery, type VersionWish } from './versions.ts';

export interface NewSecret {
  name: string;
  description?: string;
  kmsKeyId?: string;
  tags: Tags;
  /** Without one the secret has no version yet. */
  value?: SecretValue;
  /** The client's name for this creation, and the id of the first version. */
  token?: string;
  /** Made by a part of Muster for itself: its name may be one that no user can give. */
  managed?: true;
}

/** What is left out stays; an empty text takes away. */
export interface SecretChange {
  description?: string;
  kmsKeyId?: string;
  value?: SecretValue;
  token?: string;
}

export interface Secrets {
  /** Refuses a name that is taken, unless this is the repetition of that creation. */
  create(tx: Tx, now: Date, actor: Actor, secret: NewSecret): Promise<SecretNames>;
  update(tx: Tx, now: Date, named: SecretNamed, change: SecretChange): Promise<SecretNames>;
  /** A new version with these labels; AWSCURRENT where none are given. */
  put(
    tx: Tx,
    now: Date,
    named: SecretNamed,
    version: { value: SecretValue; token?: string; labels?: readonly string[] },
  ): Promise<SecretNames & { versionId: string; labels: string[] }>;
  /** The only way in which a value comes out. */
  value(on: Queries, now: Date, named: SecretNamed, wish: VersionWish): Promise<SecretNames & { version: OpenVersion }>;
  get(on: Queries, named: SecretNamed): Promise<Secret>;
  list(on: Queries, query: SecretQuery): Promise<{ secret: Secret; position: ListPosition }[]>;
  versions(on: Queries, named: SecretNamed, query: VersionsQuery): Promise<SecretNames & { versions: VersionView[] }>;
  moveStage(tx: Tx, now: Date, named: SecretNamed, move: StageMove): Promise<SecretNames>;
  /** After `days` (7–30), or at once; undefined where there was nothing to delete at once. */
  remove(
    tx: Tx,
    now: Date,
    named: SecretNamed,
    wish: { days: number } | 'at once',
  ): Promise<(SecretNames & { deleteAfter: Date }) | undefined>;
  restore(tx: Tx, now: Date, named: SecretNamed): Promise<SecretNames>;
  tag(tx: Tx, now: Date, named: SecretNamed, change: TagChange): Promise<void>;
  policy(on: Queries, named: SecretNamed): Promise<SecretNames & { policy?: string }>;
  /** Replaces the policy; undefined takes it away. */
  setPolicy(
    tx: Tx,
    now: Date,
    named: SecretNamed,
    policy: { document: string; blockPublic: boolean } | undefined,
  ): Promise<SecretNames>;
}

export interface SecretsDeps {
  keyring: Keyring;
  due: DueWork;
  quotas: { secrets: Quota; tagsPerResource: Quota };
}

/** All that is done with secrets. */
export function createSecrets(deps: SecretsDeps): Secrets {
  return {
    ...secretMaking(deps),
    ...secretKeeping(deps),
    async value(on, now, named, wish) {
      const row = alive(await find(on, named));
      return { ...namesOf(row), version: await openVersion(on, now, deps.keyring, row, wish) };
    },
    get: async (on, named) => toSecret(await find(on, named)),
    list: listSecrets,
    async versions(on, named, query) {
      const row = await find(on, named);
      return { ...namesOf(row), versions: await listVersions(on, row, query) };
    },
  };
}
