import { contactArn } from '#domain/contacts';
import type { EngagementRow } from '#domain/engagements';
import { incidentArn } from '#domain/incidents';
import { arns } from '#kernel/arn';
import { notFound } from '#kernel/refusal';
import { contactArnNamed } from '../contact-names.ts';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { engagementRoutes } from './routes.ts';
import type { Engagement } from './schemas.ts';

export function engagementHandlers({ engagements, incidents, cursors }: ApiRooms): Handlers<typeof engagementRoutes> {
  const incidentOf = (call: Call, id: string) => incidents.byId(call.context, call.actor.account, id);
  const engagementOf = async (
    call: Call,
    { incidentId, engagementId }: { incidentId: string; engagementId: string },
  ) => {
    const incident = await incidentOf(call, incidentId);
    const row = await engagements.byId(call.context, incident.account, engagementId);
    if (row.incident_arn !== incidentArn(incident)) throw notFound('ENGAGEMENT', engagementId);
    return row;
  };
  return {
    listEngagements: async (call, { params, query }) => {
      const incident = await incidentOf(call, params.incidentId);
      const fetch = (limit: number, position: unknown) => {
        const [startedAt, id] = (position ?? []) as [string, string];
        const from = id ? { position: { startedAt: new Date(startedAt), id } } : {};
        const of = { account: incident.account, incidentArn: incidentArn(incident) };
        return engagements.list(call.context, { ...of, ...from, limit });
      };
      const asked = { ...query, incident: incident.id };
      return paged(call, cursors, asked, fetch, ({ started_at, id }) => [started_at, id], engagementView);
    },
    engage: async (call, { params, body }) => {
      const incident = await incidentOf(call, params.incidentId);
      const contact = contactArnNamed(call.actor, body.contact, 'contact');
      const id = await incidents.engage(call.context, call.now, call.actor, incident, contact);
      return engagementView(await engagements.byId(call.context, incident.account, id));
    },
    getEngagement: async (call, { params }) => engagementView(await engagementOf(call, params)),
    stopEngagement: async (call, { params, body }) => {
      const { account, region, alias, id } = await engagementOf(call, params);
      await engagements.stop(call.context, call.now, call.actor, { account, region, alias, id }, body.reason);
      return engagementView(await engagements.byId(call.context, account, id));
    },
  };
}

const TYPES = { PERSONAL: 'person', ESCALATION: 'escalationPlan', ONCALL_SCHEDULE: 'schedule' } as const;

function engagementView(row: EngagementRow): Static<typeof Engagement> {
  const { id, account, region, alias } = row;
  return {
    id,
    arn: arns.engagement(region, account, alias, id),
    contact: contactArn({ account, region, alias }),
    contactType: TYPES[row.contact_type],
    engagedBy: row.parent_id,
    essential: row.essential,
    status: row.status,
    startedAt: row.started_at.toISOString(),
    stoppedAt: row.stopped_at?.toISOString() ?? null,
    stopReason: row.stop_reason,
  };
}
