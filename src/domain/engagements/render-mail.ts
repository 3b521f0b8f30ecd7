import type { OutgoingMessage } from '#domain/channels';
import type { Parts } from '#domain/templates';
import { arns } from '#kernel/arn';
import { count, cut } from '#kernel/text';
import { customHtml, mailHtml } from './mail-html.ts';
import type { PageRow } from './pages.sql.ts';
import type { RenderContext } from './render.ts';

/** One incident (or engagement without one) in a mail. */
export interface Entry {
  heading: string;
  content: string;
  code: string;
  link: string;
  incident: string;
  pageArn: string;
  /** 1 to 5; undefined where it is about no incident. */
  severity?: number;
  /** What happens unless somebody acknowledges. */
  next: string;
}

/** What a mail with several incidents says of all of them. */
export interface ForAll {
  intro: string;
  /** Those that are only named. */
  others: Entry[];
  count: number;
  link: string;
  code: string;
}

/** Incidents that a message tells in full, worst first; every other one it names, with its code (law 5). */
const IN_FULL = 50;
const MAX_SUBJECT = 180;

/** A mail about these matters, worst first, a page each; about a single one in the `texts` of one's own, where there are. */
export function renderMail(
  key: string,
  to: string,
  pages: PageRow[],
  context: RenderContext,
  texts: Parts,
): OutgoingMessage {
  const entries = pages.map((page) => toEntry(page, context));
  const message = { key, to, ...(context.mailReplies ? { replyToken: context.secrets.replyToken(key) } : {}) };
  const [first] = entries;
  if (entries.length > 1 || !first) return { ...message, ...bundle(key, entries, context), thread: `digest-${key}` };
  return {
    ...message,
    subject: cut(texts['subject'] ?? first.heading, MAX_SUBJECT),
    text: texts['text'] ?? textOf(first, context),
    html: customHtml(texts, first) ?? mailHtml([first], context),
    thread: pages[0]!.incident_id ?? pages[0]!.root_id,
  };
}

/** Several incidents in one message, with one link and one code for all of them. */
function bundle(key: string, entries: Entry[], context: RenderContext) {
  const told = entries.slice(0, IN_FULL);
  const others = entries.slice(IN_FULL);
  const many = count(entries.length, 'incident');
  const all = {
    link: `${context.publicUrl}/ack/${context.secrets.tokenForAll(key)}`,
    code: context.secrets.codeForAll(key),
  };
  const intro = `${many} need an answer. They came close together, or late, and so they come as one message.`;
  const lead = [
    intro,
    '',
    `Acknowledge all ${entries.length}: ${all.link}`,
    `Accept code for all: ${all.code}`,
    ...(context.mailReplies ? ['Or reply: ack (for all), or ack and the code of one'] : []),
  ].join('\n');
  return {
    subject: cut(`${many}: ${told.map((entry) => entry.heading).join('; ')}`, MAX_SUBJECT),
    text: [
      lead,
      ...told.map((entry) => textOf(entry, { mailReplies: false })),
      ...(others.length > 0 ? [others.map(nameOf).join('\n\n')] : []),
    ].join('\n\n---\n\n'),
    html: mailHtml(told, context, { intro, others, count: entries.length, ...all }),
  };
}

const nameOf = ({ heading, code, incident }: Entry) => `${heading}\nAccept code: ${code}\nIncident: ${incident}`;

function toEntry(page: PageRow, { secrets, publicUrl }: RenderContext): Entry {
  return {
    heading: page.subject,
    content: page.content,
    code: secrets.code(page.id),
    link: `${publicUrl}/ack/${secrets.token(page.id)}`,
    incident: page.incident_arn ?? 'none',
    pageArn: arns.page(page.region, page.account, page.alias, page.id),
    ...(page.incident_arn ? { severity: page.severity } : {}),
    next: nextOf(page),
  };
}

/** Stages and attempts are counted from 1, as people count. */
function nextOf({ stage, attempt }: PageRow): string {
  const where = `This is attempt ${attempt} in stage ${stage + 1} of the engagement plan.`;
  return `${where} Unless somebody acknowledges, the plan goes on: it tries you again, or whoever comes next.`;
}

function textOf(entry: Entry, { mailReplies }: Pick<RenderContext, 'mailReplies'>): string {
  return [
    entry.heading,
    '',
    entry.content,
    '',
    `Acknowledge: ${entry.link}`,
    `Accept code: ${entry.code}`,
    ...(mailReplies ? ['Or reply: ack'] : []),
    '',
    entry.next,
    '',
    `Incident: ${entry.incident}`,
    `Page: ${entry.pageArn}`,
  ].join('\n');
}
