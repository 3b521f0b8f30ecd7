import { CUSTOM_SOURCE, type IncidentFilter, parseIncidentArn, type StartIncident } from '#domain/incidents';
import { paged } from '../paged.ts';
import { faulty } from '../problem.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers, InputOf } from '../route.ts';
import type { incidentRoutes } from './routes.ts';
import { incidentView, statusOf } from './view.ts';

type Inputs = { [Name in keyof typeof incidentRoutes]: InputOf<(typeof incidentRoutes)[Name]> };

export function incidentHandlers({ incidents, cursors }: ApiRooms): Handlers<typeof incidentRoutes> {
  const current = async (call: Call, { params }: { params: { incidentId: string } }) =>
    incidentView(await incidents.lock(call.context, call.actor.account, params.incidentId));
  return {
    listIncidents: async (call, { query }) => {
      const filter = filterOf(call, query);
      const fetch = (limit: number, position: unknown) => {
        const [createdAt, id] = (position ?? []) as [string, string];
        const from = id ? { position: { createdAt: new Date(createdAt), id } } : {};
        return incidents.list(call.context, { ...filter, limit, ...from });
      };
      return paged(call, cursors, query, fetch, ({ createdAt, id }) => [createdAt, id], incidentView);
    },
    startIncident: async (call, { body }) => {
      const [started] = await incidents.start(call.context, call.now, [toStart(call, body)]);
      if ('refused' in started!) throw started.refused;
      const incident = await incidents.get(call.context, parseIncidentArn(started!.arn, 'arn'));
      return { incident: incidentView(incident), opened: started!.created ? 'new' : 'folded' };
    },
    getIncident: async (call, { params }) =>
      incidentView(await incidents.byId(call.context, call.actor.account, params.incidentId)),
    editIncident: {
      current,
      run: async (call, { params, body }) => {
        const { title, summary, severity, status } = body;
        const ref = await incidents.byId(call.context, call.actor.account, params.incidentId);
        await incidents.update(call.context, call.now, call.actor, ref, {
          ...(title === undefined ? {} : { title }),
          ...(summary === undefined ? {} : { summary: summary ?? '' }),
          ...(severity === undefined ? {} : { impact: severity }),
          ...(status === undefined ? {} : { status: statusOf(status) }),
        });
        return incidentView(await incidents.get(call.context, ref));
      },
    },
    deleteIncident: {
      current,
      run: async (call, { params }) => {
        const ref = await incidents.byId(call.context, call.actor.account, params.incidentId);
        await incidents.delete(call.context, call.now, call.actor, ref);
      },
    },
  };
}

function filterOf(call: Call, query: Inputs['listIncidents']['query']): Omit<IncidentFilter, 'limit'> {
  const { status, severity, plan, createdBy, text, after, before } = query;
  return {
    account: call.actor.account,
    ...(status ? { statuses: status.map(statusOf) } : {}),
    ...(severity ? { impacts: severity } : {}),
    ...(plan ? { plans: plan } : {}),
    ...(createdBy ? { createdBy } : {}),
    ...(text ? { text } : {}),
    ...(after ? { after: new Date(after) } : {}),
    ...(before ? { before: new Date(before) } : {}),
  };
}

function toStart({ actor, now }: Call, body: Inputs['startIncident']['body']): StartIncident {
  const { plan, title, summary, severity } = body;
  if (plan === undefined && title === undefined) {
    throw faulty([{ field: 'title', wanted: 'a title, since no response plan gives one', got: 'nothing' }]);
  }
  return {
    actor,
    ...(plan === undefined ? {} : { plan: { account: actor.account, name: plan } }),
    ...(title === undefined ? {} : { title }),
    ...(summary === undefined ? {} : { summary }),
    ...(severity === undefined ? {} : { impact: severity }),
    trigger: { source: CUSTOM_SOURCE, timestamp: now },
    relatedItems: [],
  };
}
