import { parseArn } from '#kernel/arn';
import type { Client, Input, Output } from './client.ts';
import { CliFault, usage } from './fault.ts';
import { collect } from './paging.ts';

export type Summary = Output<'ListIncidentRecords'>['incidentRecordSummaries'][number];

/** How many incidents are looked through for a short name. */
const LOOKED_THROUGH = 1_000;
/** At least four characters of an id. */
const PART_OF_ID = /^[0-9a-f-]{4,36}$/i;

/** The short name that lists show: the last twelve characters of the id, the random ones. */
export const shortName = (arn: string): string => arn.slice(-12);

/**
 * The ARN of the incident that a person named: its ARN; four or more characters of its id's beginning or end; else, of those
 * that are not resolved, its title or the response plan that opened it, as the AWS face takes them.
 */
export async function incidentArn(client: Client, named: string): Promise<string> {
  const arn = parseArn(named);
  if (arn) return arn.resource.startsWith('incident/') ? called(client, named, named) : named;
  const byId = PART_OF_ID.test(named) ? await withId(client, named.toLowerCase()) : undefined;
  return byId ?? called(client, `arn:aws:ssm-incidents::${(await client.whoami()).account}:incident/${named}`, named);
}

async function withId(client: Client, named: string): Promise<string | undefined> {
  const fits = (await listIncidents(client, [], LOOKED_THROUGH)).filter(({ arn }) => {
    const id = arn.slice(arn.lastIndexOf('/') + 1);
    return id.startsWith(named) || id.endsWith(named);
  });
  if (fits.length <= 1) return fits[0]?.arn;
  throw usage(
    `${fits.length} incidents' ids begin or end with ${JSON.stringify(named)}`,
    'Give more of it, or the ARN.',
  );
}

/** The server says which incident it is, or why none. */
async function called(client: Client, arn: string, named: string): Promise<string> {
  try {
    return (await client.call('GetIncidentRecord', { arn })).incidentRecord.arn;
  } catch (error) {
    if (!(error instanceof CliFault) || !/^(ResourceNotFound|Validation)Exception/.test(error.message)) throw error;
    throw new CliFault('usage', `no one incident is called ${JSON.stringify(named)}: ${error.message}`, LIST, {
      cause: error,
    });
  }
}

const LIST = '`muster incidents list` shows the ids.';
const PAGE = 100;

export type Filters = NonNullable<Input<'ListIncidentRecords'>['filters']>;

/** At most `limit` incidents that `keep` takes, newest first. */
export function listIncidents(
  client: Client,
  filters: Filters,
  limit: number,
  keep: (incident: Summary) => boolean = () => true,
): Promise<Summary[]> {
  const page = async (nextToken: string | undefined) => {
    const input = { filters, maxResults: Math.min(PAGE, limit), ...(nextToken ? { nextToken } : {}) };
    const answer = await client.call('ListIncidentRecords', input);
    return { items: answer.incidentRecordSummaries, next: answer.nextToken };
  };
  return collect(limit, page, keep);
}
