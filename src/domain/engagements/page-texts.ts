import type { ContactChannelType } from '#domain/channels';
import { type ContactRef, type Contacts, keyOf, nameOf } from '#domain/contacts';
import { type Filled, fillTemplate, isTemplateKind, type TemplateKind, type Templates } from '#domain/templates';
import type { Queries } from '#storage/db';
import { type IncidentFacts, type IncidentFactsReader, pageValues } from './page-values.ts';
import type { PageRow } from './pages.sql.ts';
import { latestPerMatter, type RenderContext } from './render.ts';

/** Where the texts of one's own for pages come from. */
export interface PageTexts {
  templates: Templates;
  contacts: Contacts;
  facts: IncidentFactsReader;
}

/** The pages that a message carries. */
interface Carrying {
  id: string;
  pages: PageRow[];
}

interface Asked {
  id: string;
  page: PageRow;
  kind: TemplateKind;
  template: Record<string, string>;
}

/**
 * The texts of one's own for messages, by id; of a message with several incidents none. Where nobody has made any, it is one look
 * for all messages together.
 */
export async function textsOf(
  on: Queries,
  deps: PageTexts & RenderContext,
  messages: Carrying[],
): Promise<Map<string, Filled>> {
  const asked = await withTemplates(on, deps.templates, messages);
  if (asked.length === 0) return new Map();
  const incidents = await factsOf(on, deps.facts, asked);
  const people = await deps.contacts.find(
    on,
    asked.map(({ page }) => refOf(page)),
  );
  return new Map(
    asked.map(({ id, page, kind, template }) => {
      const contact = people.get(keyOf(refOf(page)));
      const values = pageValues(page, incidents.get(page.incident_id ?? ''), {
        code: deps.secrets.code(page.id),
        link: `${deps.publicUrl}/ack/${deps.secrets.token(page.id)}`,
        contactName: contact ? nameOf(contact) : page.alias,
      });
      return [id, fillTemplate(kind, template, values)];
    }),
  );
}

const refOf = ({ account, region, alias }: PageRow): ContactRef => ({ account, region, alias });

async function withTemplates(on: Queries, templates: Templates, messages: Carrying[]): Promise<Asked[]> {
  const single = messages.flatMap(({ id, pages }) => {
    const [page, ...others] = latestPerMatter(pages);
    const kind = page && templateKindOf(page.channel_type);
    if (!page || others.length > 0 || !kind) return [];
    const plan = planIn(page.incident_arn);
    return [{ id, page, kind, ref: { account: page.account, kind, ...(plan === undefined ? {} : { plan }) } }];
  });
  const book = await templates.book(
    on,
    single.map(({ ref }) => ref),
  );
  return single.flatMap(({ id, page, kind, ref }) => {
    const template = book.of(ref);
    return template ? [{ id, page, kind, template: template.parts }] : [];
  });
}

/** Rooms and people in a chat get the same texts. */
function templateKindOf(type: ContactChannelType): TemplateKind | undefined {
  if (type === 'SLACK_DM') return 'CHAT';
  return isTemplateKind(type) ? type : undefined;
}

/** The response plan in an incident's ARN. */
const planIn = (incidentArn: string | null) => /:incident-record\/([^/]+)\//.exec(incidentArn ?? '')?.[1];

async function factsOf(on: Queries, reader: IncidentFactsReader, asked: Asked[]): Promise<Map<string, IncidentFacts>> {
  const found = new Map<string, IncidentFacts>();
  for (const [account, some] of Map.groupBy(asked, ({ page }) => page.account)) {
    const ids = [...new Set(some.flatMap(({ page }) => page.incident_id ?? []))];
    for (const [id, facts] of await reader.factsOf(on, account, ids)) found.set(id, facts);
  }
  return found;
}
