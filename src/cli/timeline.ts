import type { Client, Output } from './client.ts';
import { collect, each } from './paging.ts';

export type TimelineEvent = Output<'GetTimelineEvent'>['event'];

const PAGE = 100;

/** The first `limit` events of an incident, oldest first, with their data. */
export async function eventsOf(client: Client, incidentRecordArn: string, limit: number): Promise<TimelineEvent[]> {
  const summaries = await collect(limit, async (nextToken) => {
    const page = await client.call('ListTimelineEvents', {
      incidentRecordArn,
      sortOrder: 'ASCENDING',
      maxResults: Math.min(PAGE, limit),
      ...(nextToken ? { nextToken } : {}),
    });
    return { items: page.eventSummaries, next: page.nextToken };
  });
  return each(summaries, async ({ eventId }) => {
    const { event } = await client.call('GetTimelineEvent', { incidentRecordArn, eventId });
    return event;
  });
}

/** An event's data: the JSON value, or the text as it came where it is no JSON. */
export function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (error) {
    if (error instanceof SyntaxError) return data;
    throw error;
  }
}

/** An event's data on one line: a text as it is, members as `name: value`. */
export function dataText(data: string): string {
  const value = parsed(data);
  if (typeof value !== 'object' || value === null) return String(value);
  const told = Object.entries(value).filter(([, member]) => member !== null && member !== '' && member !== undefined);
  return told
    .map(([name, member]) => `${name}: ${typeof member === 'object' ? JSON.stringify(member) : member}`)
    .join(', ');
}
