import {
  type ContactRef,
  type Contacts,
  type ContactType,
  contactArn,
  type Contact as DomainContact,
  type Plan,
} from '#domain/contacts';
import { notFound } from '#kernel/refusal';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call } from '../route.ts';

const NAMES = { PERSONAL: 'CONTACT', ESCALATION: 'ESCALATION_PLAN', ONCALL_SCHEDULE: 'ONCALL_SCHEDULE' } as const;

type ListQuery = { limit?: number; cursor?: string; aliasPrefix?: string };

/** What an edit gives: null takes the display name away; absent tags stay. */
interface Content {
  displayName?: string | null;
  tags?: Record<string, string>;
  plan?: Plan;
}

/**
 * How the three types of contact are read and changed, each as a resource of its own: a person is no escalation plan, though
 * one table holds both.
 */
export function contactsOfType({ contacts, replicationSets, cursors }: ApiRooms, type: ContactType) {
  const ofType = (contact: DomainContact) => {
    if (contact.type === type) return contact;
    throw notFound(NAMES[type], contactArn(contact));
  };
  const read = async (call: Call, alias: string) => ofType(await contacts.get(call.context, refOf(call, alias)));
  const lock = async (call: Call, alias: string) => ofType(await contacts.lock(call.context, refOf(call, alias)));
  return {
    read,
    lock,
    list<View>(call: Call, query: ListQuery, view: (contact: DomainContact) => View) {
      const { account, region } = call.actor;
      const { aliasPrefix } = query;
      const prefix = aliasPrefix ? { aliasPrefix } : {};
      const fetch = (limit: number, after: unknown) => {
        const from = after === undefined ? {} : { after: after as string };
        return contacts.list(call.context, { account, region, type, limit, ...prefix, ...from });
      };
      return paged(call, cursors, query, fetch, ({ alias }) => alias, view);
    },
    async create(call: Call, { alias, ...content }: Made) {
      await replicationSets.require(call.context, call.actor.account, 'validation');
      const ref = refOf(call, alias);
      await contacts.create(call.context, call.now, call.actor, { ...ref, type, ...content });
      return contacts.get(call.context, ref);
    },
    async change(call: Call, alias: string, { displayName, tags, plan }: Content) {
      const ref = refOf(call, alias);
      const name = displayName === undefined ? {} : { displayName: displayName ?? '' };
      await contacts.update(call.context, call.now, ref, { ...name, ...(plan ? { plan } : {}) });
      if (tags) await contacts.tag(call.context, ref, { set: tags });
      return read(call, alias);
    },
    remove: (view: (contact: DomainContact) => unknown) => ({
      current: async (call: Call, { params }: { params: { contact: string } }) =>
        view(await lock(call, params.contact)),
      run: async (call: Call, { params }: { params: { contact: string } }) => {
        await lock(call, params.contact);
        await contacts.remove(call.context, refOf(call, params.contact));
      },
    }),
  };
}

type Made = Omit<Parameters<Contacts['create']>[3], 'account' | 'region' | 'type'>;

const refOf = ({ actor }: Call, alias: string): ContactRef => {
  return { account: actor.account, region: actor.region, alias };
};
