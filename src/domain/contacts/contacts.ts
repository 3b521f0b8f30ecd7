import type { Actor } from '#kernel/actor';
import { type Quota, within } from '#kernel/quota';
import { notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import {
  type Contact,
  type ContactRef,
  type ContactType,
  contactArn,
  keyOf,
  type Plan,
  type PlanOptions,
} from './contact.ts';
import { type ContactRow, contactsSql } from './contacts.sql.ts';
import { checkOptions, checkPlan, contactsIn } from './plan.ts';
import { type ContactPolicies, contactPolicies } from './policy.ts';
import { type ContactTags, contactTags } from './tags.ts';

export interface NewContact extends ContactRef, Plan, Partial<PlanOptions> {
  type: ContactType;
  displayName?: string;
  tags: Record<string, string>;
}

export interface ContactChange {
  displayName?: string;
  plan?: Plan & Partial<PlanOptions>;
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

/** What runs by plans. The room above that has it offers it. */
export interface PlanFollower {
  /** The plan of this contact has changed: what runs by it goes on by the new one, from now on. */
  planChanged(tx: Tx, now: Date, contact: ContactRef): Promise<void>;
}

/** The rotations that schedules name. The room that has them offers it. */
export interface ScheduleRotations {
  /**
   * Refuses (validation, naming the place) what is no rotation of the schedule's account and Region. The others are held:
   * none of them is deleted until the transaction ends. Told of each plan that a schedule gets.
   */
  require(tx: Tx, now: Date, schedule: ContactRef, arns: readonly string[]): Promise<void>;
}

export interface Contacts extends ContactTags, ContactPolicies {
  /** Refuses (conflict) an alias that is taken, a plan that could not work, and (quotaExceeded) one contact too many. */
  create(tx: Tx, now: Date, actor: Actor, contact: NewContact): Promise<void>;
  /** Replaces what is given; a plan's options stay unless they are. Running engagements follow the plan as it then stands. */
  update(tx: Tx, now: Date, ref: ContactRef, change: ContactChange): Promise<void>;
  get(on: Queries, ref: ContactRef): Promise<Contact>;
  /** The same, locked until the transaction ends: for a change that rests on what it was. */
  lock(tx: Tx, ref: ContactRef): Promise<Contact>;
  /** By alias. */
  list(on: Queries, query: ListContacts): Promise<Contact[]>;
  /**
   * Deletes it with its channels. Refuses (conflict) a person or schedule that an escalation plan engages, and a person who
   * has a turn in a rotation, naming plans or rotations. Response
   * plans and running engagements that name it stay as they are, and tell that it is gone when its turn comes.
   */
  remove(tx: Tx, ref: ContactRef): Promise<void>;
  /** All on-call schedules of an account, in every Region. */
  schedules(on: Queries, account: string): Promise<ContactRef[]>;
  /** The schedules of an account that name a rotation, by alias. */
  withRotation(on: Queries, account: string, rotationArn: string): Promise<ContactRef[]>;
  /** Takes a rotation out of every schedule that names it. */
  dropRotation(tx: Tx, now: Date, account: string, rotationArn: string): Promise<void>;
  /** Those of `refs` that exist, by `keyOf`. */
  find(on: Queries, refs: ContactRef[]): Promise<Map<string, Contact>>;
  /** The same, held: none of them is deleted until the transaction ends. */
  hold(tx: Tx, refs: ContactRef[]): Promise<Map<string, Contact>>;
}

/** The quotas that this room keeps. */
export type ContactQuotas = Readonly<Record<'contacts' | 'rotationsPerSchedule' | 'tagsPerResource', Quota>>;

export function createContacts(
  quotas: ContactQuotas,
  users: () => ContactUser[],
  rotations: () => ScheduleRotations,
  follower: () => PlanFollower,
): Contacts {
  const check = async (tx: Tx, now: Date, owner: ContactRef, type: ContactType, plan: Plan & Partial<PlanOptions>) => {
    const own = await tx.rows(contactsSql.channelsOf, [JSON.stringify([owner])]);
    const contacts = await hold(tx, contactsIn(plan.stages));
    checkOptions(type, plan);
    checkPlan(owner, type, plan, { ownChannels: new Set(own.map((row) => row.id)), contacts });
    within(quotas.rotationsPerSchedule, plan.rotations.length, { type: 'CONTACT', id: contactArn(owner) });
    if (type === 'ONCALL_SCHEDULE') await rotations().require(tx, now, owner, plan.rotations);
  };
  return {
    async create(tx, now, actor, contact) {
      const { account, region, alias, type, displayName, stages, tags } = contact;
      const named = { type: 'CONTACT', id: contactArn(contact) };
      within(quotas.tagsPerResource, Object.keys(tags).length, named);
      await oneAtATime(tx, `contacts/${account}/${region}`);
      await check(tx, now, contact, type, contact);
      const values = [
        account,
        region,
        alias,
        type,
        displayName ?? null,
        JSON.stringify(stages),
        contact.rotations,
        contact.repeats ?? 0,
        contact.acknowledgementTimeoutMinutes ?? 0,
        JSON.stringify(tags),
        now,
        actor.principal,
      ];
      if (await tx.first(contactsSql.insert, values)) {
        const most = (quotas.contacts.limit ?? 0) + 1;
        return within(quotas.contacts, (await tx.first(contactsSql.count, [account, region, most]))!.count, named);
      }
      throw new Refusal('conflict', `A contact with the alias ${alias} exists already`, {
        resourceType: 'CONTACT',
        resourceId: contactArn(contact),
      });
    },
    async update(tx, now, ref, change) {
      const row = await tx.first(contactsSql.lock, [ref.account, ref.region, ref.alias]);
      if (!row) throw notFound('CONTACT', contactArn(ref));
      if (change.plan) await check(tx, now, ref, row.type, change.plan);
      const displayName = change.displayName === undefined ? row.display_name : change.displayName || null;
      const next = { ...toContact(row), ...change.plan };
      const plan = [JSON.stringify(next.stages), next.rotations, next.repeats, next.acknowledgementTimeoutMinutes];
      await tx.rows(contactsSql.update, [ref.account, ref.region, ref.alias, displayName, ...plan, now]);
      if (change.plan) await follower().planChanged(tx, now, ref);
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
    schedules: (on, account) => on.rows(contactsSql.schedules, [account]),
    async withRotation(on, account, rotationArn) {
      return on.rows(contactsSql.withRotation, [account, rotationArn]);
    },
    async dropRotation(tx, now, account, rotationArn) {
      await tx.rows(contactsSql.dropRotation, [account, rotationArn, now]);
    },
    find,
    hold,
    ...contactTags(quotas.tagsPerResource),
    ...contactPolicies,
  };
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
  const { account, region, alias, type, display_name, stages, rotation_ids: rotations, repeats, tags } = row;
  return {
    ...{ account, region, alias, type, stages, rotations, repeats, tags },
    acknowledgementTimeoutMinutes: row.acknowledgement_minutes,
    ...(display_name ? { displayName: display_name } : {}),
  };
}
