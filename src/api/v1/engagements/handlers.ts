import { contactArn } from '#domain/contacts';
import type { EngagementRow, PageRow, ReceiptRow } from '#domain/engagements';
import { incidentArn } from '#domain/incidents';
import type { IncidentAttempt } from '#domain/insight';
import { arns } from '#kernel/arn';
import { notFound } from '#kernel/refusal';
import { channelWord } from '../channel-types.ts';
import { contactArnNamed } from '../contact-names.ts';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { engagementRoutes } from './routes.ts';
import type { AttemptPage, Engagement, Page, ReceiptPage } from './schemas.ts';

export function engagementHandlers({
  engagements,
  incidents,
  insight,
  cursors,
}: ApiRooms): Handlers<typeof engagementRoutes> {
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
  const pageIn = async (call: Call, params: { incidentId: string; engagementId: string; pageId: string }) => {
    const { id: engagement, account, region, alias } = await engagementOf(call, params);
    const row = await engagements.page(call.context, { account, region, alias, id: params.pageId });
    if (row.engagement_id !== engagement) throw notFound('PAGE', params.pageId);
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
      const { force = false } = body;
      const id = await incidents.engage(call.context, call.now, call.actor, incident, contact, { force });
      return engagementView(await engagements.byId(call.context, incident.account, id));
    },
    getEngagement: async (call, { params }) => engagementView(await engagementOf(call, params)),
    stopEngagement: async (call, { params, body }) => {
      const { account, region, alias, id } = await engagementOf(call, params);
      await engagements.stop(call.context, call.now, call.actor, { account, region, alias, id }, body.reason);
      return engagementView(await engagements.byId(call.context, account, id));
    },
    listPages: async (call, { params, query }) => {
      const { id } = await engagementOf(call, params);
      const fetch = (limit: number, before: unknown) =>
        engagements.pagesOf(call.context, id, limit, before as string | undefined);
      return paged(call, cursors, { ...query, engagement: id }, fetch, (row) => row.id, pageView);
    },
    getPage: async (call, { params }) => pageView(await pageIn(call, params)),
    listAttempts: async (call, { params, query }) => {
      const incident = await incidentOf(call, params.incidentId);
      const of = { account: incident.account, arn: incidentArn(incident) };
      const fetch = (limit: number, after: unknown) =>
        insight.attempts(call.context, of, limit, after as [string, number] | undefined);
      const asked = { ...query, incident: incident.id };
      return paged(call, cursors, asked, fetch, ({ page_id, number }) => [page_id, number], attemptView);
    },
    listReceipts: async (call, { params, query }) => {
      const { id } = await pageIn(call, params);
      const fetch = (limit: number, after: unknown) =>
        engagements.receipts(call.context, id, limit, (after as number | undefined) ?? 0);
      return paged(call, cursors, { ...query, page: id }, fetch, ({ seq }) => seq, receiptView);
    },
  };
}

const RECEIPTS = { SENT: 'sent', DELIVERED: 'delivered', READ: 'read', ERROR: 'error', STOP: 'stop' } as const;

function pageView(row: PageRow): Static<typeof Page> {
  return {
    id: row.id,
    arn: arns.page(row.region, row.account, row.alias, row.id),
    channel: row.channel_id,
    channelType: channelWord[row.channel_type],
    stage: row.stage + 1,
    attempt: row.attempt,
    subject: row.subject,
    dueAt: row.due_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    readAt: row.read_at?.toISOString() ?? null,
  };
}

const attemptView = (row: IncidentAttempt): Static<typeof AttemptPage>['items'][number] => ({
  page: row.page_id,
  engagement: row.engagement_id,
  contact: row.alias,
  channel: row.channel_id,
  channelType: channelWord[row.channel_type],
  message: row.message_id,
  number: row.number,
  provider: row.provider,
  providerId: row.provider_id,
  handedAt: row.handed_at?.toISOString() ?? null,
  answeredAt: row.answered_at?.toISOString() ?? null,
  outcome: row.outcome,
  reason: row.reason,
});

const receiptView = ({ type, at, info }: ReceiptRow): Static<typeof ReceiptPage>['items'][number] => ({
  kind: RECEIPTS[type],
  at: at.toISOString(),
  info,
});

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
