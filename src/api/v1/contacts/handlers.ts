import type { ApiRooms } from '../rooms.ts';
import type { Handlers } from '../route.ts';
import { contactsOfType } from './reading.ts';
import type { contactRoutes } from './routes.ts';
import { contactView, escalationView, planView, toStages } from './view.ts';

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
        const plan = { stages: toStages(call.actor, body.stages), rotations: [] };
        return planView(await people.change(call, params.contact, { plan }));
      },
    },
    listEscalationPlans: (call, { query }) => plans.list(call, query, escalationView),
    createEscalationPlan: async (call, { body: { stages = [], tags = {}, ...given } }) => {
      const plan = { stages: toStages(call.actor, stages), rotations: [] };
      return escalationView(await plans.create(call, { ...given, ...plan, tags }));
    },
    getEscalationPlan: async (call, { params }) => escalationView(await plans.read(call, params.contact)),
    replaceEscalationPlan: {
      current: async (call, { params }) => escalationView(await plans.lock(call, params.contact)),
      run: async (call, { params, body: { displayName = null, stages, ...tags } }) => {
        const plan = { stages: toStages(call.actor, stages), rotations: [] };
        return escalationView(await plans.change(call, params.contact, { displayName, plan, ...tags }));
      },
    },
    deleteEscalationPlan: plans.remove(escalationView),
  };
}
