import { type ContactRef, type ContactType, contactArn, type Contact as DomainContact } from '#domain/contacts';
import { notFound } from '#kernel/refusal';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { contactRoutes } from './routes.ts';
import { contactView, escalationView, planView, toStages } from './view.ts';

type Query = { limit?: number; cursor?: string; aliasPrefix?: string };

export function contactHandlers({ contacts, replicationSets, cursors }: ApiRooms): Handlers<typeof contactRoutes> {
  const refOf = ({ actor }: Call, alias: string): ContactRef => ({
    account: actor.account,
    region: actor.region,
    alias,
  });
  /** A person is no escalation plan, though one table holds both. */
  const ofType = (type: ContactType, contact: DomainContact) => {
    if (contact.type === type) return contact;
    throw notFound(type === 'PERSONAL' ? 'CONTACT' : 'ESCALATION_PLAN', contactArn(contact));
  };
  const read = async (call: Call, type: ContactType, alias: string) =>
    ofType(type, await contacts.get(call.context, refOf(call, alias)));
  const lock = async (call: Call, type: ContactType, alias: string) =>
    ofType(type, await contacts.lock(call.context, refOf(call, alias)));
  const list = <View>(call: Call, type: ContactType, query: Query, view: (contact: DomainContact) => View) => {
    const { account, region } = call.actor;
    const { aliasPrefix } = query;
    const fetch = (limit: number, after: unknown) => {
      const from = after === undefined ? {} : { after: after as string };
      return contacts.list(call.context, {
        account,
        region,
        type,
        limit,
        ...(aliasPrefix ? { aliasPrefix } : {}),
        ...from,
      });
    };
    return paged(call, cursors, query, fetch, ({ alias }) => alias, view);
  };
  const create = async (
    call: Call,
    contact: Omit<Parameters<typeof contacts.create>[3], keyof ContactRef>,
    alias: string,
  ) => {
    await replicationSets.require(call.context, call.actor.account, 'validation');
    const ref = refOf(call, alias);
    await contacts.create(call.context, call.now, call.actor, { ...ref, ...contact });
    return contacts.get(call.context, ref);
  };
  const remove = (type: ContactType, view: (contact: DomainContact) => unknown) => ({
    current: async (call: Call, { params }: { params: { contact: string } }) =>
      view(await lock(call, type, params.contact)),
    run: async (call: Call, { params }: { params: { contact: string } }) => {
      await lock(call, type, params.contact);
      await contacts.remove(call.context, refOf(call, params.contact));
    },
  });
  return {
    listContacts: (call, { query }) => list(call, 'PERSONAL', query, contactView),
    createContact: async (call, { body: { alias, displayName, tags = {} } }) => {
      const name = displayName === undefined ? {} : { displayName };
      return contactView(await create(call, { type: 'PERSONAL', stages: [], rotations: [], tags, ...name }, alias));
    },
    getContact: async (call, { params }) => contactView(await read(call, 'PERSONAL', params.contact)),
    editContact: {
      current: async (call, { params }) => contactView(await lock(call, 'PERSONAL', params.contact)),
      run: async (call, { params, body: { displayName } }) => {
        const change = displayName === undefined ? {} : { displayName: displayName ?? '' };
        await contacts.update(call.context, call.now, refOf(call, params.contact), change);
        return contactView(await read(call, 'PERSONAL', params.contact));
      },
    },
    deleteContact: remove('PERSONAL', contactView),
    getEngagementPlan: async (call, { params }) => planView(await read(call, 'PERSONAL', params.contact)),
    replaceEngagementPlan: {
      current: async (call, { params }) => planView(await lock(call, 'PERSONAL', params.contact)),
      run: async (call, { params, body }) => {
        const stages = toStages(call.actor, body.stages);
        await contacts.update(call.context, call.now, refOf(call, params.contact), { plan: { stages, rotations: [] } });
        return planView(await read(call, 'PERSONAL', params.contact));
      },
    },
    listEscalationPlans: (call, { query }) => list(call, 'ESCALATION', query, escalationView),
    createEscalationPlan: async (call, { body: { alias, displayName, stages = [], tags = {} } }) => {
      const name = displayName === undefined ? {} : { displayName };
      const plan = { type: 'ESCALATION' as const, stages: toStages(call.actor, stages), rotations: [], tags, ...name };
      return escalationView(await create(call, plan, alias));
    },
    getEscalationPlan: async (call, { params }) => escalationView(await read(call, 'ESCALATION', params.contact)),
    replaceEscalationPlan: {
      current: async (call, { params }) => escalationView(await lock(call, 'ESCALATION', params.contact)),
      run: async (call, { params, body: { displayName, stages } }) => {
        const plan = { stages: toStages(call.actor, stages), rotations: [] };
        const change = { displayName: displayName ?? '', plan };
        await contacts.update(call.context, call.now, refOf(call, params.contact), change);
        return escalationView(await read(call, 'ESCALATION', params.contact));
      },
    },
    deleteEscalationPlan: remove('ESCALATION', escalationView),
  };
}
