import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '#kernel/actor';
import { after, MINUTE } from '#kernel/clock';
import { newId, uuidOf } from '#kernel/ids';
import { notFound, Refusal } from '#kernel/refusal';
import { sameSecret } from '#kernel/seal';
import type { Tx } from '#storage/db';
import { type ContactChannel, type ContactRef, contactArn } from './contact.ts';
import type { ContactChannels } from './contact-channels.ts';
import { contactsSql } from './contacts.sql.ts';
import { pushLinksSql } from './push-links.sql.ts';

/** How long a link subscribes. */
const LINK_LIFETIME_MS = 15 * MINUTE;

/** What a browser that was opened by a link brings. */
export interface NewSubscription {
  /** The link's secret. */
  token: string;
  /** The browser's subscription as JSON. */
  subscription: string;
  /** How the channel is called. */
  name: string;
  requestId: string;
}

/** Links with which people subscribe their browsers: to each phone one, without an account or a key on it. */
export interface PushLinks {
  /** Our own key for push services (VAPID), as browsers take it: 65 bytes, base64url. */
  readonly publicKey: string;
  /** `url` is told this once, and subscribes one browser within 15 minutes. Refuses whom there is not, or who is no person. */
  create(tx: Tx, now: Date, actor: Actor, owner: ContactRef): Promise<{ url: string; expiresAt: Date }>;
  /**
   * Makes a push channel of its person and sends the push that confirms it. Refuses (accessDenied) a link that is unknown, used
   * or too old, and what `ContactChannels.create` refuses; then the link can be used again.
   */
  subscribe(tx: Tx, now: Date, asked: NewSubscription): Promise<{ channel: ContactChannel; actor: Actor }>;
}

export interface PushLinksDeps {
  contactChannels: ContactChannels;
  publicUrl: string;
  publicKey: string;
}

export function createPushLinks({ contactChannels, publicUrl, publicKey }: PushLinksDeps): PushLinks {
  return {
    publicKey,
    async create(tx, now, actor, owner) {
      const { account, region, alias } = owner;
      const contact = await tx.first(contactsSql.lock, [account, region, alias]);
      if (contact?.type !== 'PERSONAL') throw notFound('CONTACT', contactArn(owner));
      await tx.rows(pushLinksSql.forget, [account, now]);
      const id = newId(now);
      const secret = randomBytes(32);
      const expiresAt = after(now, LINK_LIFETIME_MS);
      const values = [id, account, region, alias, hashOf(secret), now, actor.principal, expiresAt];
      await tx.rows(pushLinksSql.insert, values);
      // Behind the #, so that no server's log and no other site gets it.
      const token = `${id.replaceAll('-', '')}_${secret.toString('base64url')}`;
      return { url: `${publicUrl}/push#${token}`, expiresAt };
    },
    async subscribe(tx, now, { token, subscription: address, name, requestId }) {
      const [, hex, secret] = /^([0-9a-f]{32})_([\w-]{43})$/.exec(token) ?? [];
      const row = hex ? await tx.first(pushLinksSql.find, [uuidOf(Buffer.from(hex, 'hex'))]) : undefined;
      const given = hashOf(Buffer.from(secret ?? '', 'base64url'));
      // The same work for an unknown one: how long a refusal takes tells nothing of which ids exist.
      if (!sameSecret(given, row?.token_hash ?? Buffer.alloc(32)) || !row) throw refused('is not known here');
      if (row.expires_at.getTime() < now.getTime()) throw refused('is older than 15 minutes');
      const { account, region, alias } = row;
      const contact = { account, region, alias };
      // Whoever has the link acts for the person whose it is.
      const actor = { account, region, principal: contactArn(contact), requestId };
      // The person before the link, as whoever deletes the person does.
      await tx.rows(contactsSql.lock, [account, region, alias]);
      if (!(await tx.first(pushLinksSql.use, [row.id, now]))) throw refused('was used already');
      const channel = { contact, name, type: 'PUSH', address, deferActivation: false } as const;
      const id = await contactChannels.create(tx, now, actor, channel);
      return { channel: await contactChannels.get(tx, contact, id), actor };
    },
  };
}

const hashOf = (secret: Uint8Array) => createHash('sha256').update(secret).digest();

const refused = (why: string) =>
  new Refusal('accessDenied', `This link ${why}. Ask for another: muster contacts push-link PERSON`);
