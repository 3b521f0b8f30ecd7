import type { Parts } from '#domain/templates';
import { escapeHtml } from '#kernel/text';
import { severityWord } from './page-values.ts';
import type { RenderContext } from './render.ts';
import type { Entry, ForAll } from './render-mail.ts';

/** The HTML part of a mail: one column, large type, a button for a thumb; light or dark as its reader has it. */

/** Programs that know no style sheets show what stands at the elements; the others turn dark by these classes. */
const STYLE = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.paper{background:#0f1b2a!important;color:#e9ebed!important}.soft{color:#9ba7b6!important}.line{border-color:#414d5c!important}.act{background:#89bdff!important;color:#000716!important}}`;

/** Ink and paper of a severity's badge: readable on either ground, and never by its colour alone. */
const BADGES = [
  ['#fff', '#b3001b'],
  ['#fff', '#b34700'],
  ['#16191f', '#f2c744'],
  ['#fff', '#0b5fff'],
  ['#fff', '#5f6b7a'],
];

/** `entries` in full, of several with what counts for `all`. */
export function mailHtml(
  entries: Entry[],
  { publicUrl, mailReplies }: Pick<RenderContext, 'publicUrl' | 'mailReplies'>,
  all?: ForAll,
): string {
  const lead = all
    ? `<p>${escapeHtml(all.intro)}</p>${buttonOf(`Acknowledge all ${all.count}`, all)}${replyHint(mailReplies, ' for all')}${LINE}`
    : '';
  const body = entries.map((entry) => entryOf(entry, mailReplies && !all)).join(LINE);
  const named = (all?.others ?? []).map(
    ({ heading, code, incident }) =>
      `<p>${escapeHtml(heading)}<br>Accept code: <b>${code}</b><br>Incident: ${escapeHtml(incident)}</p>`,
  );
  const more = named.length > 0 ? `${LINE}${named.join('')}` : '';
  return framed(`${lead}${body}${more}${soft(`Sent by Muster at ${escapeHtml(publicUrl)}`)}`);
}

/**
 * The HTML of one's own; where there is only a text, that text with the button below it. Undefined where there is neither. Only
 * what was filled into a template is escaped: its own HTML is its author's.
 */
export function customHtml({ html, text }: Parts, entry: Pick<Entry, 'link' | 'code'>): string | undefined {
  if (html !== undefined) return /^\s*<(?:!doctype|html)\b/i.test(html) ? html : framed(html);
  if (text === undefined) return undefined;
  return framed(`<p style="white-space:pre-wrap">${escapeHtml(text)}</p>${buttonOf('Acknowledge', entry)}`);
}

/** A whole document around `body`, which is HTML. */
const framed = (body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><style>${STYLE}</style></head>
<body class="paper" style="margin:0;background:#ffffff;color:#16191f"><div class="paper" style="font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5;max-width:600px;margin:0 auto;padding:16px;background:#ffffff;color:#16191f">${body}</div></body></html>`;

const LINE = '<hr class="line" style="border:0;border-top:1px solid #d5dbdb;margin:24px 0">';

function entryOf(entry: Entry, answered: boolean): string {
  return `${badgeOf(entry.severity)}<h2 style="font-size:20px;line-height:1.3;margin:8px 0">${escapeHtml(entry.heading)}</h2>
<p style="white-space:pre-wrap">${escapeHtml(entry.content)}</p>
${buttonOf('Acknowledge', entry)}${replyHint(answered, '')}
<p>${escapeHtml(entry.next)}</p>
${soft(`Incident: ${escapeHtml(entry.incident)}<br>Page: ${escapeHtml(entry.pageArn)}`)}`;
}

function badgeOf(severity: number | undefined): string {
  const colours = severity === undefined ? undefined : BADGES[severity - 1];
  if (!colours) return '';
  const [ink, paper] = colours;
  return `<p style="margin:0"><span style="display:inline-block;padding:2px 10px;border-radius:4px;background:${paper};color:${ink};font-size:14px;font-weight:bold">Severity ${severity}, ${severityWord(severity!)}</span></p>`;
}

/** `label` is HTML. */
const buttonOf = (label: string, { link, code }: { link: string; code: string }) =>
  `<p style="margin:20px 0"><a href="${escapeHtml(link)}" class="act" style="display:block;padding:18px 28px;background:#0b5fff;color:#ffffff;border-radius:10px;text-align:center;text-decoration:none;font-size:20px;font-weight:bold">${label}</a></p>
<p>Accept code: <b style="font-size:20px;letter-spacing:2px">${code}</b></p>`;

const replyHint = (answered: boolean, what: string) =>
  answered ? `<p>Or reply to this mail: <b>ack</b>${what}</p>` : '';

const soft = (html: string) =>
  `<p class="soft" style="color:#5f6b7a;font-size:12px;overflow-wrap:anywhere">${html}</p>`;
