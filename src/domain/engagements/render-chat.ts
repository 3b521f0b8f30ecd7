import type { Button, OutgoingMessage } from '#domain/channels';
import type { Parts } from '#domain/templates';
import { count, cut } from '#kernel/text';
import type { PageRow } from './pages.sql.ts';
import type { RenderContext } from './render.ts';

/** As long as a mail's. */
const SUBJECT = 180;
/** Incidents that are named, worst first; of the others it tells how many there are. */
const NAMED = 20;

/**
 * A direct message about these matters, worst first, a page each. Of several one code, one link and one button acknowledge all.
 * Only its receiver sees it, so it tells as much as a mail does. Where presses do not come back to us its provider leaves the
 * buttons out. `texts` are those of one's own for chat.
 */
export function renderForChat(
  key: string,
  to: string,
  pages: PageRow[],
  { secrets, publicUrl }: RenderContext,
  texts: Parts,
): OutgoingMessage {
  const page = pages[0]!;
  const isOne = pages.length === 1;
  const token = isOne ? secrets.token(page.id) : secrets.tokenForAll(key);
  const code = isOne ? secrets.code(page.id) : secrets.codeForAll(key);
  const all = isOne ? '' : ` all ${pages.length}`;
  return {
    key,
    to,
    subject: cut(isOne ? page.subject : `${count(pages.length, 'incident')} need an answer`, SUBJECT),
    text: isOne ? (texts['text'] ?? page.content) : textOfAll(pages),
    thread: isOne ? (page.incident_id ?? page.root_id) : `digest-${key}`,
    card: {
      severity: page.severity,
      fields: [{ name: isOne ? 'Accept code' : 'Accept code for all', text: code }],
      link: { label: `Acknowledge${all} in Muster`, url: `${publicUrl}/ack/${token}` },
      buttons: buttonsFor(page, token, isOne, all),
      news: [],
    },
  };
}

function buttonsFor({ incident_arn }: PageRow, value: string, isOne: boolean, all: string): Button[] {
  const acknowledge: Button = { act: 'answer-page', label: `Acknowledge${all}`, value, tone: 'primary' };
  return isOne && incident_arn ? [acknowledge, { act: 'escalate-page', label: 'Escalate', value }] : [acknowledge];
}

function textOfAll(pages: PageRow[]): string {
  const lines = pages.slice(0, NAMED).map(({ subject }) => `- ${cut(subject, SUBJECT)}`);
  return [...lines, ...(pages.length > NAMED ? [`and ${pages.length - NAMED} more`] : [])].join('\n');
}
