import { type ContactRef, contactArn, parseContactArn, parseOwnedArn } from '#domain/contacts';
import type { EngagementRow, Matter } from '#domain/engagements';
import { incidentArn, parseIncidentArn } from '#domain/incidents';
import { arns } from '#kernel/arn';
import { invalid, notFound } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { own, paged, type SomeHandlers, type WireCall } from '../support.ts';
import type { ssmContacts } from './service.ts';

type Names = 'StartEngagement' | 'StopEngagement' | 'ListEngagements' | 'DescribeEngagement';

/** How severe an engagement about no incident of ours is taken, among what is to be sent: in the middle. */
const SEVERITY = 3;

/** Running plans. */
export function engagementHandlers({
  engagements,
  incidents,
  cursors,
}: Rooms): SomeHandlers<typeof ssmContacts, Names> {
  const engagementOf = (call: WireCall, arn: string) =>
    own(call.actor, parseOwnedArn(arn, 'engagement', 'EngagementId'), arn);
  /** What it is about: an incident of ours, another system's by its label, or nothing but the texts. */
  const about = async (call: WireCall, label: string | undefined): Promise<Pick<Matter, 'incident' | 'severity'>> => {
    if (!label) return { severity: SEVERITY };
    if (!label.startsWith('arn:')) return { severity: SEVERITY, incident: { arn: label } };
    const incident = await incidents.hold(call.context, own(call.actor, parseIncidentArn(label, 'IncidentId'), label));
    if (incident.status === 'RESOLVED') {
      const message = `IncidentId: ${label} is resolved. Open it again first, or engage without it.`;
      throw invalid(message, { name: 'IncidentId', message });
    }
    const silenced = await incidents.silenced(call.context, call.now, incident);
    if (silenced) {
      const message = `IncidentId: the incident is ${silenced}: nobody is engaged for it before that. End the silence (muster silences end), engage by POST /api/v1/incidents/${incident.id}/engagements with "force": true, or engage without it.`;
      throw invalid(message, { name: 'IncidentId', message });
    }
    return { severity: incident.impact, incident: { id: incident.id, arn: incidentArn(incident) } };
  };
  return {
    StartEngagement: async (call, input) => {
      const ref = own(call.actor, parseContactArn(input.ContactId, 'ContactId'), input.ContactId);
      const matter = {
        ...(await about(call, input.IncidentId)),
        account: call.actor.account,
        sender: input.Sender,
        subject: input.Subject,
        content: input.Content,
        ...(input.PublicSubject ? { publicSubject: input.PublicSubject } : {}),
        ...(input.PublicContent ? { publicContent: input.PublicContent } : {}),
        requestId: call.actor.requestId,
      };
      const [id] = await engagements.start(call.context, call.now, [{ contactArn: contactArn(ref), matter }]);
      if (!id) throw notFound('CONTACT', contactArn(ref));
      return { EngagementArn: arns.engagement(ref.region, ref.account, ref.alias, id) };
    },
    StopEngagement: async (call, input) => {
      await engagements.stop(call.context, call.now, call.actor, engagementOf(call, input.EngagementId), input.Reason);
      return {};
    },
    ListEngagements: async (call, input) => {
      const { account, region } = call.actor;
      const { StartTime: from, EndTime: to } = input.TimeRangeValue ?? {};
      const asked = { token: input.NextToken, size: input.MaxResults, filters: [input.IncidentId, from, to] };
      const fetch = (limit: number, position: unknown) => {
        const [startedAt, id] = (position ?? []) as [string, string];
        const query = { account, region, limit, ...(input.IncidentId ? { incidentArn: input.IncidentId } : {}) };
        const range = { ...(from ? { from } : {}), ...(to ? { to } : {}) };
        return engagements.list(call.context, {
          ...query,
          ...range,
          ...(id ? { position: { startedAt: new Date(startedAt), id } } : {}),
        });
      };
      const { items, nextToken } = await paged(call, cursors, asked, fetch, (row) => [row.started_at, row.id]);
      return { Engagements: items.map(toEngagement), NextToken: nextToken };
    },
    DescribeEngagement: async (call, input) => {
      const row = await engagements.get(call.context, engagementOf(call, input.EngagementId));
      return { ...toEngagement(row), ...texts(row) };
    },
  };
}

export const refOf = ({ account, region, alias }: ContactRef): ContactRef => ({ account, region, alias });

function toEngagement(row: EngagementRow) {
  return {
    EngagementArn: arns.engagement(row.region, row.account, row.alias, row.id),
    ContactArn: contactArn(refOf(row)),
    Sender: row.sender,
    IncidentId: row.incident_arn ?? undefined,
    StartTime: row.started_at,
    StopTime: row.stopped_at ?? undefined,
  };
}

/** The texts of an engagement and of its pages. */
export function texts(row: {
  subject: string;
  content: string;
  public_subject: string | null;
  public_content: string | null;
}) {
  return {
    Subject: row.subject,
    Content: row.content,
    PublicSubject: row.public_subject ?? undefined,
    PublicContent: row.public_content ?? undefined,
  };
}
