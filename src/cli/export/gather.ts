import type { Client, ContactsInput, ContactsOutput, Output } from '../client.ts';
import { CliFault } from '../fault.ts';
import { lastOf } from '../names.ts';
import { collect, each } from '../paging.ts';
import { eventsOf, parsed } from '../timeline.ts';

type Event = Output<'GetTimelineEvent'>['event'];
type Receipt = NonNullable<ContactsOutput<'ListPageReceipts'>['Receipts']>[number];

export interface PageExport {
  page: ContactsOutput<'ListPagesByEngagement'>['Pages'][number];
  /** What became of it, oldest first. */
  receipts: Receipt[];
  /** From what was engaged to the person who was paged. */
  resolutions: ContactsOutput<'ListPageResolutions'>['PageResolutions'][number][];
}

export interface EngagementExport {
  engagement: ContactsOutput<'DescribeEngagement'>;
  pages: PageExport[];
}

/**
 * All that is known of an incident. Members within are AWS's, times ISO 8601 in JSON; the same state gives the same export,
 * to the byte. A change that a reader could stumble over raises the number in `format`.
 */
export interface IncidentExport {
  format: 'muster-incident/1';
  incident: Output<'GetIncidentRecord'>['incidentRecord'];
  /** Oldest first; `data` is `eventData` as JSON, where it is JSON. */
  timeline: (Event & { data: unknown })[];
  relatedItems: Output<'ListRelatedItems'>['relatedItems'][number][];
  /** In the order in which they began. */
  engagements: EngagementExport[];
}

/** What an incident may have of each kind. More is refused: an export is whole or none. */
const MOST = 10_000;
const PAGE = 100;

export async function gather(client: Client, arn: string): Promise<IncidentExport> {
  const { incidentRecord: incident } = await client.call('GetIncidentRecord', { arn });
  const [events, relatedItems, engagements] = await Promise.all([
    eventsOf(client, arn, MOST + 1),
    relatedItemsOf(client, arn),
    engagementsOf(client, arn),
  ]);
  const timeline = whole(events, 'timeline events').map((event) => ({ ...event, data: parsed(event.eventData) }));
  return { format: 'muster-incident/1', incident, timeline, relatedItems, engagements };
}

function whole<Item>(items: Item[], what: string): Item[] {
  if (items.length <= MOST) return items;
  throw new CliFault('refused', `the incident has more than ${MOST} ${what}: too many for one export`);
}

async function relatedItemsOf(client: Client, incidentRecordArn: string) {
  const items = await collect(MOST + 1, async (nextToken) => {
    const input = { incidentRecordArn, maxResults: PAGE, ...(nextToken ? { nextToken } : {}) };
    const page = await client.call('ListRelatedItems', input);
    return { items: page.relatedItems, next: page.nextToken };
  });
  return whole(items, 'related items');
}

/** Listed by the native API: on the AWS face an incident without a plan has no ARN that `ListEngagements` could take. */
async function engagementsOf(client: Client, arn: string): Promise<EngagementExport[]> {
  const params = { incidentId: lastOf(arn) };
  const found = await collect(MOST + 1, async (cursor) => {
    const query = { limit: PAGE, ...(cursor ? { cursor } : {}) };
    const { items, next } = (await client.api('listEngagements', { params, query })).body;
    return { items, next: next ?? undefined };
  });
  const exports = await each(whole(found, 'engagements'), async ({ arn: EngagementId }) => ({
    engagement: await client.contacts('DescribeEngagement', { EngagementId }),
    pages: await pagesOf(client, EngagementId),
  }));
  return exports.sort((one, other) => order(one.engagement) - order(other.engagement) || byArn(one, other));
}

const order = ({ StartTime }: { StartTime?: Date | undefined }) => StartTime?.getTime() ?? 0;
const byArn = (one: EngagementExport, other: EngagementExport) =>
  one.engagement.EngagementArn < other.engagement.EngagementArn ? -1 : 1;

async function pagesOf(client: Client, EngagementId: string): Promise<PageExport[]> {
  const pages = await collect(MOST + 1, async (NextToken) => {
    const input = { EngagementId, MaxResults: PAGE, ...(NextToken ? { NextToken } : {}) };
    const page = await client.contacts('ListPagesByEngagement', input);
    return { items: page.Pages, next: page.NextToken };
  });
  return each(whole(pages, 'pages'), async (page) => ({ page, ...(await fateOf(client, page.PageArn)) }));
}

async function fateOf(client: Client, PageId: string) {
  const receipts = await collect(MOST + 1, async (NextToken) => {
    const input: ContactsInput<'ListPageReceipts'> = { PageId, MaxResults: PAGE, ...(NextToken ? { NextToken } : {}) };
    const page = await client.contacts('ListPageReceipts', input);
    return { items: page.Receipts ?? [], next: page.NextToken };
  });
  const resolutions = await collect(MOST + 1, async (NextToken) => {
    const page = await client.contacts('ListPageResolutions', { PageId, ...(NextToken ? { NextToken } : {}) });
    return { items: page.PageResolutions, next: page.NextToken };
  });
  const oldestFirst = whole(receipts, 'receipts').sort((a, b) => a.ReceiptTime.getTime() - b.ReceiptTime.getTime());
  return { receipts: oldestFirst, resolutions };
}
