import { createHash, randomBytes } from 'node:crypto';
import type { Contacts } from '#domain/contacts';
import { keyOf, parseContactArn } from '#domain/contacts';
import type { Actor } from '#kernel/actor';
import { isUuid, newId, uuidOf } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { notFound, Refusal } from '#kernel/refusal';
import { sameSecret } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { fault } from './check.ts';
import { type FeedRow, feedsSql } from './feeds.sql.ts';
import { rotaOf } from './reading.ts';
import { isRotationArn, parseRotationArn } from './rotation.ts';

/** A calendar that whoever has its address may read. */
export interface Feed {
  id: string;
  account: string;
  region: string;
  /** The ARN of the person, rotation or on-call schedule. */
  subject: string;
  name: string;
  createdAt: Date;
  createdBy: string;
  /** Since when its address opens nothing. */
  revokedAt?: Date;
}

export interface FeedRef {
  account: string;
  region: string;
  /** A UUID. */
  id: string;
}

export interface Feeds {
  /**
   * `address` is where it is read, with `.ics` or `.json` at its end, told this once: only the hash of its secret is stored.
   * Refuses a subject that does not exist, and (quotaExceeded) one too many that are not revoked.
   */
  create(
    tx: Tx,
    now: Date,
    actor: Actor,
    feed: { subject: string; name: string },
  ): Promise<{ feed: Feed; address: string }>;
  get(on: Queries, ref: FeedRef): Promise<Feed>;
  /** Newest first, the revoked ones included; `before` is the last id of the page before. */
  list(on: Queries, query: { account: string; region: string; limit: number; before?: string }): Promise<Feed[]>;
  /** From this commit on its address opens nothing. A second time changes nothing. */
  revoke(tx: Tx, now: Date, ref: FeedRef): Promise<Feed>;
  /** The feed of an address. Refuses one that is unknown (notFound), and one that was revoked (accessDenied). */
  open(on: Queries, token: string): Promise<Feed>;
}

export function createFeeds(
  contacts: Contacts,
  publicUrl: string,
  quotas: Readonly<Record<'calendarFeeds', Quota>>,
): Feeds {
  const checkSubject = async (on: Queries, { account, region }: Actor, subject: string) => {
    const ref = isRotationArn(subject) ? parseRotationArn(subject, 'subject') : parseContactArn(subject, 'subject');
    if (ref.account !== account || ref.region !== region)
      throw fault('subject', `wanted an ARN of account ${account} in ${region}, got ${subject}`);
    if ('id' in ref) {
      await rotaOf(on, ref);
      return;
    }
    const contact = (await contacts.find(on, [ref])).get(keyOf(ref));
    if (!contact) throw notFound('CONTACT', subject);
    if (contact.type === 'ESCALATION')
      throw fault('subject', `wanted a person, a rotation or an on-call schedule, got the escalation plan ${subject}`);
  };
  return {
    async create(tx, now, actor, { subject, name }) {
      await checkSubject(tx, actor, subject);
      const { account, region, principal } = actor;
      await oneAtATime(tx, `oncall.feeds/${account}/${region}`);
      const live = await tx.first(feedsSql.countLive, [account, region]);
      within(quotas.calendarFeeds, (live?.count ?? 0) + 1, { type: 'CALENDAR_FEED', id: account });
      const id = newId(now);
      const secret = randomBytes(32);
      const row = await tx.first(feedsSql.insert, [id, account, region, subject, name, hashOf(secret), now, principal]);
      const token = `${id.replaceAll('-', '')}_${secret.toString('base64url')}`;
      return { feed: toFeed(row!), address: `${publicUrl}/calendar/${token}` };
    },
    async get(on, { account, region, id }) {
      return toFeed(known(isUuid(id) ? await on.first(feedsSql.find, [account, region, id]) : undefined, id));
    },
    async list(on, { account, region, limit, before }) {
      return (await on.rows(feedsSql.list, [account, region, before ?? null, limit])).map(toFeed);
    },
    async revoke(tx, now, { account, region, id }) {
      return toFeed(known(isUuid(id) ? await tx.first(feedsSql.revoke, [account, region, id, now]) : undefined, id));
    },
    async open(on, token) {
      const [, hex, secret] = /^([0-9a-f]{32})_([\w-]{43})$/.exec(token) ?? [];
      const row = hex ? await on.first(feedsSql.open, [uuidOf(Buffer.from(hex, 'hex'))]) : undefined;
      const given = hashOf(Buffer.from(secret ?? '', 'base64url'));
      // The same work for an unknown one: how long a refusal takes tells nothing of which ids exist.
      if (!sameSecret(given, row?.token_hash ?? Buffer.alloc(32)) || !row)
        throw notFound('CALENDAR_FEED', 'this address');
      if (!row.revoked_at) return toFeed(row);
      throw new Refusal(
        'accessDenied',
        `This calendar was revoked at ${row.revoked_at.toISOString()}. Ask for a new address.`,
      );
    },
  };
}

const hashOf = (secret: Uint8Array) => createHash('sha256').update(secret).digest();

function known(row: FeedRow | undefined, id: string): FeedRow {
  if (!row) throw notFound('CALENDAR_FEED', id);
  return row;
}

const toFeed = (row: FeedRow): Feed => ({
  id: row.id,
  account: row.account,
  region: row.region,
  subject: row.subject,
  name: row.name,
  createdAt: row.created_at,
  createdBy: row.created_by,
  ...(row.revoked_at ? { revokedAt: row.revoked_at } : {}),
});
