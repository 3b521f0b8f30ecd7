import { randomBytes } from 'node:crypto';
import { type ContactRef, type Contacts, contactArn } from '#domain/contacts';
import { after, MINUTE } from '#kernel/clock';
import { invalid } from '#kernel/refusal';
import type { Keyring } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import { type PersonRow, peopleSql } from './people.sql.ts';

/** Somebody in Slack, as Slack has proved it. */
export interface ChatUser {
  team: string;
  user: string;
}

export interface LinkedUser extends ChatUser {
  linkedAt: Date;
}

/** Which person somebody in Slack is: what they press and type there is that person's deed. */
export interface ChatPeople {
  /**
   * A code with which somebody links themselves to this person: told once, good once, for 15 minutes; one before is void. Refuses
   * (notFound, validation) what is no person.
   */
  newCode(tx: Tx, now: Date, contact: ContactRef): Promise<{ code: string; expiresAt: Date }>;
  /** Undefined: it is no code, or not any more. */
  link(tx: Tx, now: Date, user: ChatUser, code: string): Promise<ContactRef | undefined>;
  /** Answers whether they were linked. */
  unlink(tx: Tx, user: ChatUser): Promise<boolean>;
  /** All who are linked to this person are so no more. */
  unlinkContact(tx: Tx, contact: ContactRef): Promise<void>;
  who(on: Queries, user: ChatUser): Promise<ContactRef | undefined>;
  of(on: Queries, contact: ContactRef): Promise<LinkedUser[]>;
}

const LIFETIME_MS = 15 * MINUTE;
/** Without letters and digits that are taken for one another. 12 of 32 are 60 bits: nobody guesses one in a quarter of an hour. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 12;

export function createChatPeople(keyring: Keyring, contacts: Contacts): ChatPeople {
  const hashOf = (code: string) => keyring.mac('chat-link', code.toUpperCase().replace(/[\s-]/g, ''));
  return {
    async newCode(tx, now, contact) {
      const { type, account, region, alias } = await contacts.get(tx, contact);
      if (type !== 'PERSONAL') {
        const message = `contact: wanted a person, got ${contactArn(contact)}, which is of type ${type}`;
        throw invalid(message, { name: 'contact', message });
      }
      const code = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
      const expiresAt = after(now, LIFETIME_MS);
      await tx.rows(peopleSql.dropCodes, [account, region, alias]);
      await tx.rows(peopleSql.putCode, [hashOf(code), account, region, alias, expiresAt]);
      return { code: code.replace(/(.{4})(?=.)/g, '$1-'), expiresAt };
    },
    async link(tx, now, { team, user }, code) {
      const contact = await tx.first(peopleSql.takeCode, [hashOf(code.slice(0, 64)), now]);
      if (!contact) return undefined;
      await tx.rows(peopleSql.link, [team, user, contact.account, contact.region, contact.alias, now]);
      return contact;
    },
    async unlink(tx, { team, user }) {
      return (await tx.first(peopleSql.unlink, [team, user])) !== undefined;
    },
    async unlinkContact(tx, { account, region, alias }) {
      await tx.rows(peopleSql.unlinkContact, [account, region, alias]);
    },
    async who(on, { team, user }) {
      const row = await on.first(peopleSql.who, [team, user]);
      return row && refOf(row);
    },
    async of(on, { account, region, alias }) {
      const rows = await on.rows(peopleSql.of, [account, region, alias]);
      return rows.map(({ team, user_id, linked_at }) => ({ team, user: user_id, linkedAt: linked_at }));
    },
  };
}

const refOf = ({ account, region, alias }: PersonRow): ContactRef => ({ account, region, alias });
