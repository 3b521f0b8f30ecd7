import { arns, parseArn } from '#kernel/arn';
import type { Client, ContactsOutput, Output, RulesOutput } from './client.ts';
import { usage } from './fault.ts';
import { collect } from './paging.ts';

/** People name things by short names; the wire wants ARNs. */

/** How many things of a kind are looked through and listed. */
export const MOST = 1_000;
const PAGE = 100;

export type RotationSummary = ContactsOutput<'ListRotations'>['Rotations'][number];
export type ChannelSummary = ContactsOutput<'ListContactChannels'>['ContactChannels'][number];
export type ContactSummary = NonNullable<ContactsOutput<'ListContacts'>['Contacts']>[number];
type PlanSummary = Output<'ListResponsePlans'>['responsePlanSummaries'][number];

/** The last part of an ARN: an alias, a plan's name, an id. */
export const lastOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** A response plan's ARN from its ARN or name. */
export async function planArn(client: Client, named: string): Promise<string> {
  return parseArn(named) ? named : arns.responsePlan((await client.whoami()).account, named);
}

/** A contact's ARN from its ARN or alias. */
export async function contactArn(client: Client, named: string): Promise<string> {
  return parseArn(named) ? named : arns.contact(client.region, (await client.whoami()).account, named);
}

export const contactArns = (client: Client, named: string[]): Promise<string[]> =>
  Promise.all(named.map((one) => contactArn(client, one)));

export function listPlans(client: Client): Promise<PlanSummary[]> {
  return collect(MOST, async (nextToken) => {
    const page = await client.call('ListResponsePlans', { maxResults: PAGE, ...(nextToken ? { nextToken } : {}) });
    return { items: page.responsePlanSummaries, next: page.nextToken };
  });
}

export function listContacts(client: Client, type?: ContactSummary['Type']): Promise<ContactSummary[]> {
  return collect(MOST, async (NextToken) => {
    const filter = { MaxResults: PAGE, ...(type ? { Type: type } : {}), ...(NextToken ? { NextToken } : {}) };
    const page = await client.contacts('ListContacts', filter);
    return { items: page.Contacts ?? [], next: page.NextToken };
  });
}

export function listChannels(client: Client, ContactId: string): Promise<ChannelSummary[]> {
  return collect(MOST, async (NextToken) => {
    const input = { ContactId, MaxResults: PAGE, ...(NextToken ? { NextToken } : {}) };
    const page = await client.contacts('ListContactChannels', input);
    return { items: page.ContactChannels, next: page.NextToken };
  });
}

export function listRotations(client: Client): Promise<RotationSummary[]> {
  return collect(MOST, async (NextToken) => {
    const page = await client.contacts('ListRotations', { MaxResults: PAGE, ...(NextToken ? { NextToken } : {}) });
    return { items: page.Rotations, next: page.NextToken };
  });
}

/** Name and id of rotations, in the order given. */
export async function rotationNames(client: Client, arns: readonly string[]): Promise<[string, string][]> {
  if (arns.length === 0) return [];
  const names = new Map((await listRotations(client)).map(({ RotationArn, Name }) => [RotationArn, Name]));
  return arns.map((arn) => [names.get(arn) ?? '', lastOf(arn)]);
}

/** A rotation's ARN from its ARN, its name (the only one of that name), or its id. */
export async function rotationArn(client: Client, named: string): Promise<string> {
  if (parseArn(named)) return named;
  const rotations = await listRotations(client);
  return only(
    rotations.filter(({ Name, RotationArn }) => Name === named || lastOf(RotationArn) === named),
    `rotation is called ${JSON.stringify(named)}`,
    '`muster oncall` lists them.',
  ).RotationArn;
}

/**
 * The ARN of what has on-call time: an ARN as it is; else a rotation of that name or id, or a contact of that alias. A name
 * that fits both is refused.
 */
export async function onCallSubject(client: Client, named: string): Promise<string> {
  if (parseArn(named)) return named;
  const [rotations, contacts] = await Promise.all([listRotations(client), listContacts(client)]);
  const arns = [
    ...rotations.flatMap(({ Name, RotationArn: arn }) => (Name === named || lastOf(arn) === named ? [arn] : [])),
    ...contacts.flatMap(({ Alias, ContactArn: arn }) => (Alias === named ? [arn] : [])),
  ];
  const what = `rotation, person or on-call schedule is called ${JSON.stringify(named)}`;
  return only(arns, what, '`muster oncall rotations list` and `muster contacts list` show what there is.');
}

/** A channel of a contact from its ARN, name, id, or type, where only one fits. */
export async function channelArn(client: Client, ContactId: string, named: string): Promise<string> {
  if (parseArn(named)) return named;
  const channels = await listChannels(client, ContactId);
  const fits = channels.filter(
    ({ Name, Type, ContactChannelArn }) =>
      Name === named || lastOf(ContactChannelArn) === named || Type?.toLowerCase() === named.toLowerCase(),
  );
  const hint = `\`muster contacts channels list ${lastOf(ContactId)}\` lists them.`;
  return only(fits, `channel of ${lastOf(ContactId)} is called ${JSON.stringify(named)}`, hint).ContactChannelArn;
}

function only<T>(fits: T[], what: string, hint: string): T {
  const [first, ...others] = fits;
  if (!first) throw usage(`no ${what}`, hint);
  if (others.length > 0) throw usage(`more than one ${what}`, `Give its id or ARN. ${hint}`);
  return first;
}

type Rule = NonNullable<RulesOutput<'ListRules'>['Rules']>[number];

/** At most `limit` rules of a bus whose names begin so, by name; of the default one unless given. */
export function listRules(client: Client, prefix: string | undefined, limit: number, bus?: string): Promise<Rule[]> {
  return collect(limit, async (NextToken) => {
    const filter = { ...(prefix ? { NamePrefix: prefix } : {}), ...(bus ? { EventBusName: bus } : {}) };
    const input = { ...filter, Limit: Math.min(PAGE, limit), ...(NextToken ? { NextToken } : {}) };
    const page = await client.rules('ListRules', input);
    return { items: page.Rules ?? [], next: page.NextToken };
  });
}
