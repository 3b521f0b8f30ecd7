import type { OutgoingMessage } from '#domain/channels';
import { arns } from '#kernel/arn';
import { count, cut, escapeHtml } from '#kernel/text';
import type { PageSecrets } from './links.ts';
import type { PageRow } from './pages.sql.ts';

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
  const entries = latestPerMatter(pages).map((page) => toEntry(page, context));
  const [first] = entries;
  const thread = pages[0]!.incident_id ?? pages[0]!.root_id;
  if (entries.length === 1 && first) {
    return { key, to, subject: cut(first.heading, 180), text: textOf(first), html: htmlOf([first], context), thread };
  }
  const intro = `${count(entries.length, 'incident')} need an answer. Some of these pages are late: Muster, or the way to you, stood still.`;
  return {
    key,
    to,
    subject: cut(`${count(entries.length, 'incident')}: ${entries.map((entry) => entry.heading).join('; ')}`, 180),
    text: [intro, ...entries.map(textOf)].join('\n\n---\n\n'),
    html: htmlOf(entries, context, intro),
    thread: `digest-${key}`,
  };
}

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

function htmlOf(entries: Entry[], { publicUrl }: RenderContext, intro?: string): string {
  const body = entries.map(
    (entry) => `<h2 style="font-size:18px;margin:24px 0 8px">${escapeHtml(entry.heading)}</h2>
<p style="white-space:pre-wrap">${escapeHtml(entry.content)}</p>
<p><a href="${escapeHtml(entry.link)}" style="display:inline-block;padding:14px 28px;background:#0b5fff;color:#fff;border-radius:8px;text-decoration:none;font-weight:bold">Acknowledge</a></p>
<p>Accept code: <b style="font-size:20px;letter-spacing:2px">${entry.code}</b></p>
<p style="color:#666;font-size:12px">Incident: ${escapeHtml(entry.incident)}<br>Page: ${escapeHtml(entry.pageArn)}</p>`,
  );
  const lead = intro ? `<p>${escapeHtml(intro)}</p>` : '';
  return `<!doctype html><html><body style="font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;max-width:600px;margin:0 auto;padding:16px">${lead}${body.join('<hr>')}
<p style="color:#666;font-size:12px">Sent by Muster at ${escapeHtml(publicUrl)}</p></body></html>`;
}
