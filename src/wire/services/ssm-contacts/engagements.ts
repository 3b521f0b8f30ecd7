import { type ContactRef, channelArn, contactArn, keyOf, parseOwnedArn } from '#domain/contacts';
import type { EngagementRow, PageRow } from '#domain/engagements';
import { arns } from '#kernel/arn';
import { invalid } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { own, paged, type SomeHandlers, type WireCall } from '../support.ts';
import type { ssmContacts } from './service.ts';

type Names =
  | 'ListEngagements'
  | 'DescribeEngagement'
  | 'ListPagesByEngagement'
  | 'DescribePage'
  | 'ListPageReceipts'
  | 'AcceptPage';

/** The operations on engagements and pages. */
export function engagementHandlers({
  contactChannels,
  engagements,
  acknowledging,
  cursors,
}: Rooms): SomeHandlers<typeof ssmContacts, Names> {
  const engagementOf = (call: WireCall, arn: string) =>
    own(call.actor, parseOwnedArn(arn, 'engagement', 'EngagementId'), arn);
  const pageRef = (call: WireCall, arn: string) => own(call.actor, parseOwnedArn(arn, 'page', 'PageId'), arn);
  const findPage = (call: WireCall, arn: string) => {
    return engagements.page(call.context, pageRef(call, arn));
  };
  /** The channel by which the answer came: one of the paged person's own. */
  const checkChannel = async (call: WireCall, page: ContactRef, arn: string) => {
    const ref = own(call.actor, parseOwnedArn(arn, 'contact-channel', 'ContactChannelId'), arn);
    const { contact } = await contactChannels.get(call.context, ref, ref.id);
    if (keyOf(contact) === keyOf(page)) return;
    const message = `ContactChannelId: ${arn} is not a channel of the contact that was paged, ${page.alias}`;
    throw invalid(message, { name: 'ContactChannelId', message });
  };
  return {
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
    ListPagesByEngagement: async (call, input) => {
      const { id } = await engagements.get(call.context, engagementOf(call, input.EngagementId));
      const asked = { token: input.NextToken, size: input.MaxResults, filters: [id] };
      const fetch = (limit: number, before: unknown) =>
        engagements.pagesOf(call.context, id, limit, before as string | undefined);
      const { items, nextToken } = await paged(call, cursors, asked, fetch, (row) => row.id);
      return { Pages: items.map(toPage), NextToken: nextToken };
    },
    DescribePage: async (call, input) => {
      const row = await findPage(call, input.PageId);
      return { ...toPage(row), ...texts(row) };
    },
    ListPageReceipts: async (call, input) => {
      const page = await findPage(call, input.PageId);
      const asked = { token: input.NextToken, size: input.MaxResults, filters: [page.id] };
      const fetch = (limit: number, after: unknown) =>
        engagements.receipts(call.context, page.id, limit, (after as number | undefined) ?? 0);
      const { items, nextToken } = await paged(call, cursors, asked, fetch, (row) => row.seq);
      const channel = channelArn(page, page.channel_id);
      const receipts = items.map(({ type, at, info }) => ({
        ContactChannelArn: channel,
        ReceiptType: type,
        ReceiptTime: at,
        ...(info ? { ReceiptInfo: info } : {}),
      }));
      return { Receipts: receipts, NextToken: nextToken };
    },
    AcceptPage: async (call, input) => {
      const page = pageRef(call, input.PageId);
      if (input.ContactChannelId) await checkChannel(call, page, input.ContactChannelId);
      await acknowledging.acceptPage(call.context, call.now, {
        page,
        type: input.AcceptType,
        code: input.AcceptCode,
        validation: input.AcceptCodeValidation ?? 'ENFORCE',
        ...(input.Note ? { note: input.Note } : {}),
        by: call.actor.principal,
      });
      return {};
    },
  };
}

const refOf = ({ account, region, alias }: ContactRef): ContactRef => ({ account, region, alias });

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

function toPage(row: PageRow) {
  return {
    PageArn: arns.page(row.region, row.account, row.alias, row.id),
    EngagementArn: arns.engagement(row.region, row.account, row.alias, row.engagement_id),
    ContactArn: contactArn(refOf(row)),
    Sender: row.sender,
    IncidentId: row.incident_arn ?? undefined,
    SentTime: row.sent_at ?? undefined,
    DeliveryTime: row.delivered_at ?? undefined,
    ReadTime: row.read_at ?? undefined,
  };
}

function texts(row: {
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
