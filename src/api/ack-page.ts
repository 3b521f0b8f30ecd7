import type { LinkView } from '#domain/engagements';
import { escapeHtml } from '#kernel/text';
import { page } from './page.ts';

/** What the link in a message shows: what it is about, and the one button. */
export function ackPage(view: LinkView): string {
  const { page: paged, matters } = view;
  const title = matters > 1 ? `${matters} incidents` : paged.subject;
  // The button before the details: it is in reach of the thumb at once, however long the summary.
  const body = `<p class="soft">Paged: ${escapeHtml(paged.alias)}</p>
<h1>${escapeHtml(title)}</h1>
${stateOf(view)}
${matters > 1 ? allOf(paged, matters) : detailsOf(paged)}`;
  return page(title, body);
}

function detailsOf({ content, incident_arn }: LinkView['page']): string {
  const incident = incident_arn ? `\n<p class="soft">${escapeHtml(incident_arn)}</p>` : '';
  return `<p class="content">${escapeHtml(content)}</p>${incident}`;
}

const allOf = ({ subject }: LinkView['page'], matters: number) =>
  `<p>All that came in one message: ${escapeHtml(subject)}, and ${matters - 1} more.</p>`;

function stateOf({ state, matters, page: { read_at: readAt, waits } }: LinkView): string {
  switch (state) {
    case 'open':
      // No action address: the form goes to the page's own, so that the token is nowhere in the text.
      return `<form method="post"><p><button type="submit" autofocus>Acknowledge${matters > 1 ? ` all ${matters}` : ''}</button></p></form>`;
    case 'acknowledged':
      return `<p class="state" role="status">Acknowledged${readAt ? ` at ${escapeHtml(timeOf(readAt))}` : ''}</p><p>${waits ? WAITS : 'Nothing more is sent for it.'}</p>`;
    case 'over':
      return '<p class="state" role="status">It is over.</p><p>The incident was resolved, or somebody else has answered. There is nothing for you to do.</p>';
    case 'expired':
      return '<p role="status">This link is older than 24 hours and acknowledges nothing any more. Use the accept code of a newer page.</p>';
  }
}

const WAITS =
  'You are paged anew when the acknowledgement times out, unless the incident is In Progress or resolved by then.';

/** `03:10:05 UTC, 2026-01-02`. */
function timeOf(time: Date): string {
  const text = time.toISOString();
  return `${text.slice(11, 19)} UTC, ${text.slice(0, 10)}`;
}

export function unknownLinkPage(): string {
  return page(
    'Unknown link',
    '<h1>This link is not known here</h1><p>It may have been cut off. Open it again from the message, or use the accept code that stands there.</p>',
  );
}

export function tryAgainPage(): string {
  return page(
    'Try again',
    '<h1>Not acknowledged</h1><p>Muster cannot reach its database at this moment, so nothing was stored. Try again in a few seconds.</p><form method="post"><p><button type="submit">Try again</button></p></form>',
  );
}
