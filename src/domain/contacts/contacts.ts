import type { Actor } from '#kernel/actor';
import { notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { type Contact, type ContactRef, type ContactType, contactArn, keyOf, type Stage } from './contact.ts';
import { type ContactRow, contactsSql } from './contacts.sql.ts';
import { checkPlan, contactsIn } from './plan.ts';

export interface NewContact extends ContactRef {
  type: ContactType;
  displayName?: string;
  stages: Stage[];
  tags: Record<string, string>;
}

export interface Contacts {
  /** Refuses (conflict) an alias that is taken, and a plan that could not work. */
  create(tx: Tx, now: Date, actor: Actor, contact: NewContact): Promise<void>;
  /** Replaces what is given. Running engagements follow the plan as it then stands. */
  update(tx: Tx, now: Date, ref: ContactRef, change: { displayName?: string; stages?: Stage[] }): Promise<void>;
  get(on: Queries, ref: ContactRef): Promise<Contact>;
  /** Those of `refs` that exist, by `keyOf`. */
  find(on: Queries, refs: ContactRef[]): Promise<Map<string, Contact>>;
}

export function createContacts(): Contacts {
  return {
    async create(tx, now, actor, contact) {
      const { account, region, alias, type, displayName, stages, tags } = contact;
      await check(tx, contact, type, stages);
      const values = [
        account,
        region,
        alias,
        type,
        displayName ?? null,
        JSON.stringify(stages),
        JSON.stringify(tags),
        now,
        actor.principal,
      ];
      if (await tx.first(contactsSql.insert, values)) return;
      throw new Refusal('conflict', `A contact with the alias ${alias} exists already`, {
        resourceType: 'CONTACT',
        resourceId: contactArn(contact),
      });
    },
    async update(tx, now, ref, change) {
      const row = await tx.first(contactsSql.lock, [ref.account, ref.region, ref.alias]);
      if (!row) throw notFound('CONTACT', contactArn(ref));
      if (change.stages) await check(tx, ref, row.type, change.stages);
      const displayName = change.displayName === undefined ? row.display_name : change.displayName || null;
      const stages = JSON.stringify(change.stages ?? row.stages);
      await tx.rows(contactsSql.update, [ref.account, ref.region, ref.alias, displayName, stages, now]);
    },
    async get(on, ref) {
      const contact = (await find(on, [ref])).get(keyOf(ref));
      if (!contact) throw notFound('CONTACT', contactArn(ref));
      return contact;
    },
    find,
  };
}

async function check(tx: Tx, owner: ContactRef, type: ContactType, stages: Stage[]): Promise<void> {
  if (type === 'ONCALL_SCHEDULE') {
    throw new Refusal(
      'validation',
      'Type: this version of Muster has contacts of the types PERSONAL and ESCALATION; ONCALL_SCHEDULE needs rotations, which it does not have yet',
      {
        fields: [{ name: 'Type', message: 'ONCALL_SCHEDULE is not available' }],
      },
    );
  }
  const own = await tx.rows(contactsSql.channelsOf, [JSON.stringify([owner])]);
  const contacts = await find(tx, contactsIn(stages));
  checkPlan(owner, type, stages, { ownChannels: new Set(own.map((row) => row.id)), contacts });
}

async function find(on: Queries, refs: ContactRef[]): Promise<Map<string, Contact>> {
  if (refs.length === 0) return new Map();
  const wanted = new Map(
    refs.map(({ account, region, alias }) => [`${account}/${region}/${alias}`, { account, region, alias }]),
  );
  const rows = await on.rows(contactsSql.find, [JSON.stringify([...wanted.values()])]);
  return new Map(rows.map((row) => [keyOf(row), toContact(row)]));
}

function toContact(row: ContactRow): Contact {
  const { account, region, alias, type, display_name, stages } = row;
  return { account, region, alias, type, stages, ...(display_name ? { displayName: display_name } : {}) };
}
