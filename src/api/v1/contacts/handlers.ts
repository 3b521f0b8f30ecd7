import type { ApiRooms } from '../rooms.ts';
import type { Handlers } from '../route.ts';
import { contactsOfType } from './reading.ts';
import type { contactRoutes } from './routes.ts';
import { contactView, escalationView, planView, toPlan } from './view.ts';

export function contactHandlers(rooms: ApiRooms): Handlers<typeof contactRoutes> {
  const people = contactsOfType(rooms, 'PERSONAL');
  const plans = contactsOfType(rooms, 'ESCALATION');
  return {
    listContacts: (call, { query }) => people.list(call, query, contactView),
    createContact: async (call, { body: { tags = {}, ...given } }) =>
      contactView(await people.create(call, { ...given, stages: [], rotations: [], tags })),
    getContact: async (call, { params }) => contactView(await people.read(call, params.contact)),
    editContact: {
      current: async (call, { params }) => contactView(await people.lock(call, params.contact)),
      run: async (call, { params, body }) => contactView(await people.change(call, params.contact, body)),
    },
    deleteContact: people.remove(contactView),
    getEngagementPlan: async (call, { params }) => planView(await people.read(call, params.contact)),
    replaceEngagementPlan: {
      current: async (call, { params }) => planView(await people.lock(call, params.contact)),
      run: async (call, { params, body }) => {
        const plan = toPlan(call.actor, body);
        return planView(await people.change(call, params.contact, { plan }));
      },
    },
    listEscalationPlans: (call, { query }) => plans.list(call, query, escalationView),
    createEscalationPlan: async (call, { body: { alias, displayName, tags = {}, ...content } }) => {
      const name = displayName === undefined ? {} : { displayName };
      return escalationView(await plans.create(call, { alias, ...name, ...toPlan(call.actor, content), tags }));
    },
    getEscalationPlan: async (call, { params }) => escalationView(await plans.read(call, params.contact)),
    replaceEscalationPlan: {
      current: async (call, { params }) => escalationView(await plans.lock(call, params.contact)),
      run: async (call, { params, body: { displayName = null, tags, ...content } }) => {
        const change = { displayName, plan: toPlan(call.actor, content), ...(tags ? { tags } : {}) };
        return escalationView(await plans.change(call, params.contact, change));
      },
    },
    deleteEscalationPlan: plans.remove(escalationView),
  };
}
