import type { OutgoingMessage } from '#domain/channels';
import { arns } from '#kernel/arn';
import { count, cut, escapeHtml } from '#kernel/text';
import type { PageSecrets } from './links.ts';
import type { PageRow } from './pages.sql.ts';
import { renderAsData } from './render-data.ts';
import { renderForPhone } from './render-phone.ts';

/** What a rendered page needs besides the page. */
export interface RenderContext {
  secrets: PageSecrets;
  /** Where links lead; only ever MUSTER_PUBLIC_URL, never a Host header. */
  publicUrl: string;
}

interface Entry {
  heading: string;
  content: string;
  code: string;
  link: string;
  incident: string;
  pageArn: string;
}

/**
 * The message for one page, or the digest for several: each incident is named once, with its code and its link. `pages`
 * are live and in the order in which they were made.
 */
export function renderPages(key: string, to: string, pages: PageRow[], context: RenderContext): OutgoingMessage {
  const type = pages[0]!.channel_type;
  if (type === 'PUSH' || type === 'WEBHOOK') return renderAsData(key, to, latestPerMatter(pages), context);
  if (type !== 'EMAIL') return renderForPhone(key, to, latestPerMatter(pages), context);
  const entries = latestPerMatter(pages).map((page) => toEntry(page, context));
  const [first] = entries;
  const thread = pages[0]!.incident_id ?? pages[0]!.root_id;
  if (entries.length === 1 && first) {
    return { key, to, subject: cut(first.heading, 180), text: textOf(first), html: htmlOf([first], context), thread };
  }
  return { key, to, ...bundle(key, entries, context), thread: `digest-${key}` };
}

/** Incidents that a message tells in full, worst first; every other one it names, with its code (law 5). */
const IN_FULL = 50;

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
  const lead = [intro, '', `Acknowledge all ${entries.length}: ${all.link}`, `Accept code for all: ${all.code}`].join(
    '\n',
  );
  return {
    subject: cut(`${many}: ${told.map((entry) => entry.heading).join('; ')}`, 180),
    text: [lead, ...told.map(textOf), ...(others.length > 0 ? [others.map(nameOf).join('\n\n')] : [])].join(
      '\n\n---\n\n',
    ),
    html: htmlOf(told, context, { intro, others, count: entries.length, ...all }),
  };
}

const nameOf = ({ heading, code, incident }: Entry) => `${heading}\nAccept code: ${code}\nIncident: ${incident}`;

/** One entry for each incident (or engagement without one), worst first: the latest page carries the code. */
function latestPerMatter(pages: PageRow[]): PageRow[] {
  const latest = new Map(pages.map((page) => [page.incident_id ?? page.root_id, page]));
  return [...latest.values()].sort(
    (a, b) => a.severity - b.severity || a.created_at.getTime() - b.created_at.getTime(),
  );
}

function toEntry(page: PageRow, { secrets, publicUrl }: RenderContext): Entry {
  return {
    heading: page.subject,
    content: page.content,
    code: secrets.code(page.id),
    link: `${publicUrl}/ack/${secrets.token(page.id)}`,
    incident: page.incident_arn ?? 'none',
    pageArn: arns.page(page.region, page.account, page.alias, page.id),
  };
}

function textOf(entry: Entry): string {
  return [
    entry.heading,
    '',
    entry.content,
    '',
    `Acknowledge: ${entry.link}`,
    `Accept code: ${entry.code}`,
    '',
    `Incident: ${entry.incident}`,
    `Page: ${entry.pageArn}`,
  ].join('\n');
}

/** What a message with several incidents says of all of them. */
interface ForAll {
  intro: string;
  /** Those that are only named. */
  others: Entry[];
  count: number;
  link: string;
  code: string;
}

function htmlOf(entries: Entry[], { publicUrl }: RenderContext, all?: ForAll): string {
  const body = entries.map(
    (entry) => `<h2 style="font-size:18px;margin:24px 0 8px">${escapeHtml(entry.heading)}</h2>
<p style="white-space:pre-wrap">${escapeHtml(entry.content)}</p>
${buttonOf('Acknowledge', entry)}
<p style="color:#666;font-size:12px">Incident: ${escapeHtml(entry.incident)}<br>Page: ${escapeHtml(entry.pageArn)}</p>`,
  );
  const lead = all ? `<p>${escapeHtml(all.intro)}</p>${buttonOf(`Acknowledge all ${all.count}`, all)}<hr>` : '';
  const named = (all?.others ?? []).map(
    ({ heading, code, incident }) =>
      `<p>${escapeHtml(heading)}<br>Accept code: <b>${code}</b><br>Incident: ${escapeHtml(incident)}</p>`,
  );
  const more = named.length > 0 ? `<hr>${named.join('')}` : '';
  return `<!doctype html><html><body style="font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;max-width:600px;margin:0 auto;padding:16px">${lead}${body.join('<hr>')}${more}
<p style="color:#666;font-size:12px">Sent by Muster at ${escapeHtml(publicUrl)}</p></body></html>`;
}

const buttonOf = (label: string, { link, code }: { link: string; code: string }) =>
  `<p><a href="${escapeHtml(link)}" style="display:inline-block;padding:14px 28px;background:#0b5fff;color:#fff;border-radius:8px;text-decoration:none;font-weight:bold">${label}</a></p>
<p>Accept code: <b style="font-size:20px;letter-spacing:2px">${code}</b></p>`;
