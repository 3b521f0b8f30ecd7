import type { Actor } from '#kernel/actor';
import { notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { type Contact, type ContactRef, type ContactType, contactArn, keyOf, type Stage } from './contact.ts';
import { type ContactRow, contactsSql } from './contacts.sql.ts';
import { checkPlan, contactsIn } from './plan.ts';
import { type ContactPolicies, contactPolicies } from './policy.ts';
import { type ContactTags, contactTags } from './tags.ts';

export interface NewContact extends ContactRef {
  type: ContactType;
  displayName?: string;
  stages: Stage[];
  tags: Record<string, string>;
}

export interface ListContacts {
  account: string;
  region: string;
  aliasPrefix?: string;
  type?: ContactType;
  limit: number;
  /** The alias after which to go on. */
  after?: string;
}

/** What else uses contacts, and would miss one that is deleted. Rooms above offer one each. */
export interface ContactUser {
  /** How AWS would call the relation, e.g. `ROTATION`. */
  relation: string;
  /** The ARNs of what uses this contact. */
  uses(on: Queries, contact: ContactRef): Promise<string[]>;
}

export interface Contacts extends ContactTags, ContactPolicies {
  /** Refuses (conflict) an alias that is taken, and a plan that could not work. */
  create(tx: Tx, now: Date, actor: Actor, contact: NewContact): Promise<void>;
  /** Replaces what is given. Running engagements follow the plan as it then stands. */
  update(tx: Tx, now: Date, ref: ContactRef, change: { displayName?: string; stages?: Stage[] }): Promise<void>;
  get(on: Queries, ref: ContactRef): Promise<Contact>;
  /** The same, locked until the transaction ends: for a change that rests on what it was. */
  lock(tx: Tx, ref: ContactRef): Promise<Contact>;
  /** By alias. */
  list(on: Queries, query: ListContacts): Promise<Contact[]>;
  /**
   * Deletes it with its channels. Refuses (conflict) a person whom an escalation plan engages, naming the plans. Response
   * plans and running engagements that name it stay as they are, and tell that it is gone when its turn comes.
   */
  remove(tx: Tx, ref: ContactRef): Promise<void>;
  /** Those of `refs` that exist, by `keyOf`. */
  find(on: Queries, refs: ContactRef[]): Promise<Map<string, Contact>>;
  /** The same, held: none of them is deleted until the transaction ends. */
  hold(tx: Tx, refs: ContactRef[]): Promise<Map<string, Contact>>;
}

export function createContacts(users: () => ContactUser[] = () => []): Contacts {
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
    async lock(tx, ref) {
      const row = await tx.first(contactsSql.lock, [ref.account, ref.region, ref.alias]);
      if (!row) throw notFound('CONTACT', contactArn(ref));
      return toContact(row);
    },
    async list(on, { account, region, aliasPrefix, type, limit, after }) {
      const filters = [aliasPrefix ?? null, type ?? null, after ?? null];
      return (await on.rows(contactsSql.list, [account, region, ...filters, limit])).map(toContact);
    },
    async remove(tx, { account, region, alias }) {
      const ref = { account, region, alias };
      if (!(await tx.first(contactsSql.lock, [account, region, alias]))) throw notFound('CONTACT', contactArn(ref));
      const names = JSON.stringify([{ targets: [{ kind: 'contact', contact: ref }] }]);
      const plans = (await tx.rows(contactsSql.plansWith, [account, names])).map(contactArn);
      if (plans.length > 0) throw inUse(ref, 'ESCALATION_PLAN', plans);
      for (const { relation, uses } of users()) {
        const ids = await uses(tx, ref);
        if (ids.length > 0) throw inUse(ref, relation, ids);
      }
      await tx.rows(contactsSql.delete, [account, region, alias]);
    },
    find,
    hold,
    ...contactTags,
    ...contactPolicies,
  };
}

async function check(tx: Tx, owner: ContactRef, type: ContactType, stages: Stage[]): Promise<void> {
  if (type === 'ONCALL_SCHEDULE') {
    throw new Refusal(
      'validation',
      'Type: this version of Muster has contacts of the types PERSONAL and ESCALATION; ONCALL_SCHEDULE, whose plan names rotations, is not among them yet',
      {
        fields: [{ name: 'Type', message: 'ONCALL_SCHEDULE is not available' }],
      },
    );
  }
  const own = await tx.rows(contactsSql.channelsOf, [JSON.stringify([owner])]);
  const named = contactsIn(stages);
  const contacts = await hold(tx, named);
  checkPlan(owner, type, stages, { ownChannels: new Set(own.map((row) => row.id)), contacts });
}

async function hold(tx: Tx, refs: ContactRef[]): Promise<Map<string, Contact>> {
  const rows = refs.length > 0 ? await tx.rows(contactsSql.holdNamed, [JSON.stringify(refs)]) : [];
  return new Map(rows.map((row) => [keyOf(row), toContact(row)]));
}

function inUse(ref: ContactRef, relation: string, ids: string[]): Refusal {
  const what = relation.toLowerCase().replaceAll('_', ' ');
  return new Refusal('conflict', `${ref.alias} is in use (${what}): ${ids.join(', ')}. Take it out of there first.`, {
    resourceType: 'CONTACT',
    resourceId: contactArn(ref),
    dependents: [{ relation, ids }],
  });
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
