import { addressFault, type Outbox, type Route } from '#domain/channels';
import type { ContactChannels } from '#domain/contacts';
import type { OnCall } from '#domain/oncall';
import type { Actor } from '#kernel/actor';
import { isUuid, newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { invalid, notFound, Refusal } from '#kernel/refusal';
import type { Keyring } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { oneAtATime } from '#storage/one-at-a-time';
import { type Mirror, type MirrorKind, newHook, shownHook } from './mirror.ts';
import { type MirrorRow, mirrorsSql } from './mirrors.sql.ts';
import type { ChatPeople } from './people.ts';

export interface NewMirror {
  kind: MirrorKind;
  /** The rotation or on-call schedule, by its ARN. */
  subject: string;
  /** The group's id, or the address. */
  address: string;
}

/** Whatever outside is kept as who is on call. */
export interface Mirrors {
  /**
   * From now on it is kept so, and told at once. Answers the secret that a webhook's messages are signed with, this once. Refuses
   * (validation) an address that cannot be and what is no rotation or schedule, (conflict) a group that is kept already: it could
   * follow one only; and (quotaExceeded) one too many.
   */
  add(tx: Tx, now: Date, actor: Actor, mirror: NewMirror): Promise<{ mirror: Mirror; secret?: string }>;
  /** Oldest first; an account has as many as its quota allows. */
  list(on: Queries, account: string): Promise<Mirror[]>;
  /** It stays as it is, and is told nothing more. Refuses (notFound) one that is not there. */
  remove(tx: Tx, account: string, id: string): Promise<void>;
  erase(tx: Tx, account: string): Promise<void>;
}

export interface MirrorRooms {
  due: DueWork;
  outbox: Outbox;
  keyring: Keyring;
  onCall: OnCall;
  contactChannels: ContactChannels;
  people: ChatPeople;
  /** One for every kind. */
  channels: readonly Route[];
  quotas: Readonly<Record<'onCallMirrors', Quota>>;
}

export const MIRROR_QUEUE = 'chat.mirrors';
/** Behind every page. */
export const MIRROR_PRIORITY = 5;

export function createMirrors({ due, keyring, onCall, channels, quotas }: MirrorRooms): Mirrors {
  return {
    async add(tx, now, { account, region, principal }, { kind, subject, address }) {
      checkAddress(channels, kind, address);
      // Refuses what is no rotation or schedule of this account.
      await onCall.at(tx, subject, now);
      await oneAtATime(tx, `onCallMirrors/${account}`);
      const id = newId(now);
      const hook = kind === 'WEBHOOK' ? newHook(address) : undefined;
      const target = hook ? shownHook(address) : address;
      refuseSecond(await tx.rows(mirrorsSql.at, [account, kind, target]), kind, subject);
      const sealed = hook ? keyring.seal(JSON.stringify(hook), contextOf(id)) : null;
      await tx.rows(mirrorsSql.insert, [id, account, region, kind, subject, target, sealed, now, principal]);
      const { count } = (await tx.first(mirrorsSql.count, [account, (quotas.onCallMirrors.limit ?? 0) + 1]))!;
      within(quotas.onCallMirrors, count, { type: 'ONCALL_MIRROR', id });
      await due.put(tx, now, [mirrorWork(id, account, now)]);
      const mirror = { id, kind, subject, target, createdAt: now, createdBy: principal };
      return { mirror, ...(hook ? { secret: hook.secret } : {}) };
    },
    async list(on, account) {
      return (await on.rows(mirrorsSql.list, [account])).map(toMirror);
    },
    async remove(tx, account, id) {
      const gone = isUuid(id) ? await tx.first(mirrorsSql.delete, [account, id]) : undefined;
      if (!gone) throw notFound('ONCALL_MIRROR', id);
      await due.cancel(tx, MIRROR_QUEUE, [id]);
    },
    async erase(tx, account) {
      const gone = await tx.rows(mirrorsSql.erase, [account]);
      await due.cancel(
        tx,
        MIRROR_QUEUE,
        gone.map(({ id }) => id),
      );
    },
  };
}

/** For what an address is sealed: rows cannot be swapped. */
export const contextOf = (id: string) => `oncall-mirror/${id}`;

export const mirrorWork = (key: string, account: string, runAt: Date) => ({
  ...{ queue: MIRROR_QUEUE, key, account, runAt, priority: MIRROR_PRIORITY },
  payload: {},
});

function checkAddress(channels: readonly Route[], kind: MirrorKind, address: string): void {
  const fault = addressFault(channels.find(({ type }) => type === kind)!, address);
  if (fault === undefined) return;
  const name = kind === 'SLACK_GROUP' ? 'slackGroup' : 'webhook';
  throw invalid(`${name}: ${fault}`, { name, message: fault });
}

/** A group that followed two schedules would be changed to and fro; an address can be told of many, of each once. */
function refuseSecond(there: MirrorRow[], kind: MirrorKind, subject: string): void {
  const same = kind === 'SLACK_GROUP' ? there[0] : there.find((one) => one.subject === subject);
  if (!same) return;
  const message = `${same.target} is kept as who is on call of ${same.subject} already (${same.id}): remove that first`;
  throw new Refusal('conflict', message, { resourceType: 'ONCALL_MIRROR', resourceId: same.id });
}

const toMirror = (row: MirrorRow): Mirror => ({
  id: row.id,
  kind: row.kind,
  subject: row.subject,
  target: row.target,
  ...(row.told_at ? { toldAt: row.told_at } : {}),
  ...(row.fault === null ? {} : { fault: row.fault }),
  createdAt: row.created_at,
  createdBy: row.created_by,
});
