import { type IncidentFactsReader, incidentValues } from '#domain/engagements';
import { type Incident, NO_PLAN } from '#domain/incidents';
import { type Filled, fillTemplate, type Templates } from '#domain/templates';
import type { Queries } from '#storage/db';

/** Where the texts of one's own for rooms come from. */
export interface RoomTexts {
  templates: Pick<Templates, 'book'>;
  facts: IncidentFactsReader;
}

/**
 * The text of one's own for an incident in a room: the plan's, else the account's; undefined: the built-in one. It is plain text, as all
 * that a room is told: its provider escapes the whole of it, the template's own words, too.
 */
export async function roomText(
  on: Queries,
  { templates, facts }: RoomTexts,
  { account, id, planName }: Incident,
  link: string,
): Promise<Filled | undefined> {
  const ref = { account, kind: 'CHAT' as const, ...(planName === NO_PLAN ? {} : { plan: planName }) };
  const template = (await templates.book(on, [ref])).of(ref);
  if (!template) return undefined;
  const known = (await facts.factsOf(on, account, [id])).get(id);
  return known && fillTemplate('CHAT', template.parts, incidentValues(known, link));
}
