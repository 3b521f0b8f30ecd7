import { parseArn } from '#kernel/arn';
import type { Client, Input, Output } from './client.ts';
import { usage } from './fault.ts';
import { collect } from './paging.ts';

export type Summary = Output<'ListIncidentRecords'>['incidentRecordSummaries'][number];

/** How many incidents are looked through for a short name. */
const LOOKED_THROUGH = 1_000;
const SHORTEST = 4;

/** The short name that lists show: the last twelve characters of the id, the random ones. */
export const shortName = (arn: string): string => arn.slice(-12);

/** The ARN of the incident that a person named: its ARN, or four or more characters of its id's beginning or end. */
export async function incidentArn(client: Client, named: string): Promise<string> {
  if (parseArn(named)) return named;
  if (named.length < SHORTEST) {
    throw usage(
      `wanted an incident's ARN or at least ${SHORTEST} characters of its id, got ${JSON.stringify(named)}`,
      LIST,
    );
  }
  const fits = (await listIncidents(client, [], LOOKED_THROUGH)).filter(({ arn }) => {
    const id = arn.slice(arn.lastIndexOf('/') + 1);
    return id.startsWith(named) || id.endsWith(named);
  });
  if (fits.length === 1) return fits[0]!.arn;
  if (fits.length === 0) throw usage(`no incident's id begins or ends with ${JSON.stringify(named)}`, LIST);
  throw usage(
    `${fits.length} incidents' ids begin or end with ${JSON.stringify(named)}`,
    'Give more of it, or the ARN.',
  );
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
