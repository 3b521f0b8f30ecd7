import { type ContactRef, channelArn, contactArn, keyOf, parseContactArn, parseOwnedArn } from '#domain/contacts';
import type { PageRow } from '#domain/engagements';
import { arns } from '#kernel/arn';
import { invalid } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { own, paged, type SomeHandlers, type WireCall } from '../support.ts';
import { refOf, texts } from './engagements.ts';
import type { ssmContacts } from './service.ts';

type Names =
  | 'ListPagesByEngagement'
  | 'ListPagesByContact'
  | 'DescribePage'
  | 'ListPageReceipts'
  | 'ListPageResolutions'
  | 'AcceptPage';

/** What was sent to people. */
export function pageHandlers({
  contacts,
  contactChannels,
  engagements,
  acknowledging,
  cursors,
}: Rooms): SomeHandlers<typeof ssmContacts, Names> {
  const engagementOf = (call: WireCall, arn: string) =>
    own(call.actor, parseOwnedArn(arn, 'engagement', 'EngagementId'), arn);
  const pageRef = (call: WireCall, arn: string) => own(call.actor, parseOwnedArn(arn, 'page', 'PageId'), arn);
  const findPage = (call: WireCall, arn: string) => engagements.page(call.context, pageRef(call, arn));
  /** The channel by which the answer came: one of the paged person's own. */
  const checkChannel = async (call: WireCall, page: ContactRef, arn: string) => {
    const ref = own(call.actor, parseOwnedArn(arn, 'contact-channel', 'ContactChannelId'), arn);
    const { contact } = await contactChannels.get(call.context, ref, ref.id);
    if (keyOf(contact) === keyOf(page)) return;
    const message = `ContactChannelId: ${arn} is not a channel of the contact that was paged, ${page.alias}`;
    throw invalid(message, { name: 'ContactChannelId', message });
  };
  return {
    ListPagesByEngagement: async (call, input) => {
      const { id } = await engagements.get(call.context, engagementOf(call, input.EngagementId));
      const asked = { token: input.NextToken, size: input.MaxResults, filters: [id] };
      const fetch = (limit: number, before: unknown) =>
        engagements.pagesOf(call.context, id, limit, before as string | undefined);
      const { items, nextToken } = await paged(call, cursors, asked, fetch, (row) => row.id);
      return { Pages: items.map(toPage), NextToken: nextToken };
    },
    ListPagesByContact: async (call, input) => {
      const ref = own(call.actor, parseContactArn(input.ContactId, 'ContactId'), input.ContactId);
      const contact = await contacts.get(call.context, ref);
      const asked = { token: input.NextToken, size: input.MaxResults, filters: contactArn(contact) };
      const fetch = (limit: number, before: unknown) =>
        engagements.pagesOfContact(call.context, contact, limit, before as string | undefined);
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
    // A chain is short: there is no second page, and so no token is good.
    ListPageResolutions: async (call, input) => {
      const page = await findPage(call, input.PageId);
      const asked = { token: input.NextToken, size: undefined, filters: page.id };
      const fetch = () => engagements.resolutions(call.context, page);
      const { items } = await paged(call, cursors, asked, fetch, () => null);
      const resolutions = items.map((step) => ({
        ContactArn: contactArn(refOf(step)),
        Type: step.contact_type,
        StageIndex: step.parent_stage ?? undefined,
      }));
      return { PageResolutions: resolutions };
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
