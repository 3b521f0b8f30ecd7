import type { OutgoingMessage } from '#domain/channels';
import type { Parts } from '#domain/templates';
import type { PageSecrets } from './links.ts';
import type { PageRow } from './pages.sql.ts';
import { renderForChat } from './render-chat.ts';
import { renderAsData } from './render-data.ts';
import { renderMail } from './render-mail.ts';
import { renderForPhone } from './render-phone.ts';

/** What a rendered page needs besides the page. */
export interface RenderContext {
  secrets: PageSecrets;
  /** Where links lead; only ever MUSTER_PUBLIC_URL, never a Host header. */
  publicUrl: string;
  /** Whether mails can be answered. */
  mailReplies: boolean;
}

/**
 * The message for one page, or the digest for several: each incident is named once, with its code and its link. `pages`
 * are live and in the order in which they were made. `texts` are those of one's own, filled; what they lack is built in.
 */
export function renderPages(
  key: string,
  to: string,
  pages: PageRow[],
  context: RenderContext,
  texts: Parts = {},
): OutgoingMessage {
  const type = pages[0]!.channel_type;
  return renderers[type](key, to, latestPerMatter(pages), context, texts);
}

const renderers = {
  EMAIL: renderMail,
  SMS: renderForPhone,
  VOICE: renderForPhone,
  PUSH: renderAsData,
  WEBHOOK: renderAsData,
  SLACK_DM: renderForChat,
};

/** One page for each incident (or engagement without one), worst first: the latest page carries the code. */
export function latestPerMatter(pages: PageRow[]): PageRow[] {
  const latest = new Map(pages.map((page) => [page.incident_id ?? page.root_id, page]));
  return [...latest.values()].sort(
    (a, b) => a.severity - b.severity || a.created_at.getTime() - b.created_at.getTime(),
  );
}
