import { arns, parseArn } from '#kernel/arn';
import { isUuid } from '#kernel/ids';
import { invalid, Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import { type IncidentRef, incidentArn } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';

/** An incident by what people call it: `arn:aws:ssm-incidents::ACCOUNT:incident/NAME`. */
export interface NamedIncident {
  account: string;
  name: string;
}

/** What can be a response plan's name. */
const PLAN_NAME = /^[\w-]{1,200}$/;

/** How many incidents an error names where several are called the same. */
const TOLD = 10;

/** The name in such an ARN; undefined for any other text. */
export function parseNamedArn(text: string): NamedIncident | undefined {
  const arn = parseArn(text);
  const [, name] = /^incident\/(.+)$/s.exec(arn?.resource ?? '') ?? [];
  if (arn?.partition !== 'aws' || arn.service !== 'ssm-incidents' || !arn.account || !name) return undefined;
  return { account: arn.account, name };
}

/** What titles and names are compared by: letters, marks and digits, in lower case. `DB is down!` is `dbisdown`. */
export function slugOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}

/**
 * The incident that `named` means: the one with that id, whatever its status; else, of those that are not resolved, the one
 * whose title has this slug; else the one of the response plan of that name. Refuses (notFound) a name that fits none, and
 * (validation) one that fits several, naming them; `field` is where it stood.
 */
export async function findNamed(on: Queries, named: NamedIncident, field: string): Promise<IncidentRef> {
  const { account, name } = named;
  if (isUuid(name)) {
    const row = await on.first(incidentsSql.get, [account, name]);
    if (row) return { account, planName: row.plan_name, id: row.id };
  }
  const slug = slugOf(name);
  const byTitle = slug === '' ? [] : await on.rows(incidentsSql.openBySlug, [account, slug, TOLD + 1]);
  const rows =
    byTitle.length > 0 || !PLAN_NAME.test(name)
      ? byTitle
      : await on.rows(incidentsSql.openByPlan, [account, name, TOLD + 1]);
  const refs = rows.map(({ id, plan_name }): IncidentRef => ({ account, planName: plan_name, id }));
  const [only] = refs;
  if (!only) throw noneNamed(named, field);
  if (refs.length > 1) throw severalNamed(name, refs, field);
  return only;
}

function noneNamed({ account, name }: NamedIncident, field: string): Refusal {
  const message = `${field}: wanted an incident's id, or the title or response plan of an open one, got ${JSON.stringify(name)}, which none has. A resolved incident is named by its id; ListIncidentRecords tells the ARNs.`;
  const resourceId = arns.incidentBy(account, name);
  return new Refusal('notFound', message, { resourceType: 'INCIDENT_RECORD', resourceId });
}

function severalNamed(name: string, refs: IncidentRef[], field: string): Refusal {
  const told = refs.slice(0, TOLD).map(incidentArn).join(', ');
  const more = refs.length > TOLD ? ', and more' : '';
  const message = `${field}: wanted a name of one open incident, got ${JSON.stringify(name)}, which fits several; use one of their ARNs: ${told}${more}`;
  return invalid(message, { name: field, message });
}
