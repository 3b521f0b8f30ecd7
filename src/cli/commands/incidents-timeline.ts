import type { Client, Output } from '../client.ts';
import { type Command, jsonOption } from '../command.ts';
import { incidentArn } from '../incident-names.ts';
import { json, table, when } from '../table.ts';
import { readCount } from '../words.ts';

type Event = Output<'GetTimelineEvent'>['event'];

const PAGE = 100;
/** Events asked for at the same time. */
const AT_ONCE = 8;

export const timeline: Command = {
  name: 'incidents timeline',
  positionals: ['INCIDENT'],
  options: {
    limit: { type: 'string', value: 'N', about: 'the first N events; 100 unless given, 1000 at most' },
    json: jsonOption,
  },
  summary: 'what happened in an incident, oldest first',
  help: `
Tells what happened to an incident, oldest first. INCIDENT is its ARN, or four or more characters of its id.

  muster incidents timeline 4f2a91c0de77
  muster incidents timeline 4f2a91c0de77 --json`,
  async run({ io, client }, given) {
    const limit = readCount('limit', given.text('limit') ?? '100', 1_000);
    const events = await eventsOf(client(), await incidentArn(client(), given.positionals[0]!), limit);
    const rows = events.map((event) => [when(event.eventTime), event.eventType, dataText(event.eventData)]);
    io.out(given.flag('json') ? json(events) : table(['TIME', 'EVENT', 'WHAT'], rows));
    return undefined;
  },
};

async function eventsOf(client: Client, incidentRecordArn: string, limit: number): Promise<Event[]> {
  const ids: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.call('ListTimelineEvents', {
      incidentRecordArn,
      sortOrder: 'ASCENDING',
      maxResults: Math.min(PAGE, limit - ids.length),
      ...(nextToken ? { nextToken } : {}),
    });
    ids.push(...page.eventSummaries.map(({ eventId }) => eventId));
    nextToken = page.nextToken;
  } while (nextToken && ids.length < limit);
  const events: Event[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const asked = ids
      .slice(at, at + AT_ONCE)
      .map((eventId) => client.call('GetTimelineEvent', { incidentRecordArn, eventId }));
    events.push(...(await Promise.all(asked)).map(({ event }) => event));
  }
  return events;
}

/** An event's data on one line: a text as it is, members as `name: value`; whatever is no JSON as it came. */
export function dataText(data: string): string {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (error) {
    if (error instanceof SyntaxError) return data;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const told = Object.entries(value).filter(([, member]) => member !== null && member !== '' && member !== undefined);
  return told
    .map(([name, member]) => `${name}: ${typeof member === 'object' ? JSON.stringify(member) : member}`)
    .join(', ');
}
