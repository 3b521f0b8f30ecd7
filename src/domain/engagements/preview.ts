import type { ContactRef } from '#domain/contacts';
import {
  checkTemplate,
  fillTemplate,
  type Parts,
  type Placeholder,
  type PlaceholderValues,
  partsOf,
  placeholders,
  type TemplateKind,
  type Templates,
} from '#domain/templates';
import { arns } from '#kernel/arn';
import { notFound } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import type { PageSecrets } from './links.ts';
import { type IncidentFacts, type IncidentFactsReader, pageValues } from './page-values.ts';
import type { PageRow } from './pages.sql.ts';
import { type RenderContext, renderPages } from './render.ts';

/** What a page would read like. */
export interface PreviewAsked {
  account: string;
  region: string;
  kind: TemplateKind;
  /** Of which response plan the stored template is taken, where `parts` are not given. */
  plan?: string;
  /** A template that is being written; absent: the stored one, or the built-in texts. */
  parts?: Parts;
  /** An incident that is there; absent: an example. */
  incidentId?: string;
}

export interface Preview {
  /** By part, as it would leave. A part without template that only its provider words is not there. */
  texts: Parts;
  /** Why the template would not be used for this incident, and the built-in texts would be. */
  fault?: string;
}

export type Previews = (on: Queries, now: Date, asked: PreviewAsked) => Promise<Preview>;

export interface PreviewDeps extends Omit<RenderContext, 'secrets'> {
  templates: Templates;
  facts: IncidentFactsReader;
}

/** Codes and links of an example: what acknowledges nothing. */
const EXAMPLE = 'example';
const CODE = placeholders.code.example;
const secrets: PageSecrets = {
  code: () => CODE,
  codeForAll: () => CODE,
  token: () => EXAMPLE,
  tokenForAll: () => EXAMPLE,
  replyToken: () => EXAMPLE,
  readReplyToken: () => undefined,
  read: () => undefined,
};
/** The kinds whose messages are rendered here; those of the others are worded where they are sent. */
const RENDERED: ReadonlySet<string> = new Set<TemplateKind>(['EMAIL', 'SMS', 'VOICE', 'CHAT']);

/** Renders a page by the same steps as a real one, with a code and a link that open nothing. */
export function createPreviews({ templates, facts, ...context }: PreviewDeps): Previews {
  const link = `${context.publicUrl}/ack/${EXAMPLE}`;
  return async (on, now, { account, region, kind, plan, parts, incidentId }) => {
    if (parts) checkTemplate(kind, parts);
    const incident = incidentId === undefined ? undefined : await known(on, facts, account, incidentId);
    const page = examplePage(now, { account, region, alias: 'ana' }, kind, incident);
    const values = incident
      ? pageValues(page, incident, { code: CODE, link, contactName: 'Ana' })
      : exampleValues(link, plan);
    const ref = { account, kind, ...(plan === undefined ? {} : { plan }) };
    const template = parts ?? (await templates.book(on, [ref])).of(ref)?.parts;
    const filled = template && fillTemplate(kind, template, values);
    const own = filled && 'parts' in filled ? filled.parts : {};
    const fault = filled && 'fault' in filled ? { fault: filled.fault } : {};
    if (!RENDERED.has(kind)) return { texts: own, ...fault };
    const message = renderPages(EXAMPLE, EXAMPLE, [page], { ...context, secrets }, own);
    const { subject, text, html = '' } = message;
    const all: Parts = { subject, text, html };
    return { texts: Object.fromEntries(Object.keys(partsOf(kind)).map((name) => [name, all[name]!])), ...fault };
  };
}

async function known(on: Queries, facts: IncidentFactsReader, account: string, id: string): Promise<IncidentFacts> {
  const found = (await facts.factsOf(on, account, [id])).get(id);
  if (!found) throw notFound('INCIDENT_RECORD', id);
  return found;
}

/** Every placeholder's own example, and the event of an alarm. */
function exampleValues(link: string, plan?: string): PlaceholderValues {
  const examples = Object.entries(placeholders).map(([name, { example }]) => [name, example]);
  const plain = Object.fromEntries(examples) as Record<Placeholder, string>;
  const alarm = {
    alarmName: plain['alarm.name'],
    state: { value: plain['alarm.state'], reason: plain['alarm.reason'] },
  };
  return {
    plain: { ...plain, 'ack.link': link, 'incident.link': link, ...(plan === undefined ? {} : { 'plan.name': plan }) },
    event: {
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      resources: [plain['alarm.arn']],
      detail: alarm,
    },
  };
}

function examplePage(now: Date, contact: ContactRef, kind: TemplateKind, incident?: IncidentFacts): PageRow {
  const heading = placeholders['page.subject'].example;
  const subject = incident ? `Severity ${incident.severity}: ${incident.title}` : heading;
  const id = '00000000-0000-7000-8000-000000000000';
  return {
    ...contact,
    ...{ id, engagement_id: id, root_id: id, channel_id: id, message_id: id, stage: 0, attempt: 1 },
    // Rooms and people in a chat get the same texts.
    channel_type: kind === 'CHAT' ? 'SLACK_DM' : kind,
    ...{ due_at: now, created_at: now, sent_at: null, delivered_at: null, read_at: null },
    ...{ round: 0, engagement_round: 0, status: 'engaging', stop_reason: null, waits: false },
    incident_id: incident?.id ?? id,
    incident_arn: incident?.arn ?? arns.incident(contact.account, 'payments', id),
    severity: incident?.severity ?? Number(placeholders['incident.severity'].example),
    sender: 'Incident Manager',
    subject,
    content: incident ? (incident.summary ?? '') : placeholders['page.content'].example,
    public_subject: subject,
    public_content: null,
  };
}
