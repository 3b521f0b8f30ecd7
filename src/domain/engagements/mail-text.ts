import { cut } from '#kernel/text';
import { readReply } from './reply-text.ts';

/** What somebody wrote in a mail. */
export type MailMeaning =
  /** Without a code: everything in the message that was answered. */
  | { kind: 'acknowledge'; code?: string }
  | { kind: 'resolve'; code?: string }
  /** All else that people write is a note on the incident. */
  | { kind: 'note'; text: string }
  | { kind: 'nothing' };

/** Of a reply so much is read, and a note may be so long. */
const LONGEST_READ = 65_536;
const LONGEST_NOTE = 4_000;

/** Where mail programs put what is answered, or a signature: each is the whole of a line, or how it begins. */
const QUOTE_BEGINS = [
  /^>/,
  /^-- ?$/,
  /^_{10,}$/,
  /^-{2,} ?(?:original message|ursprüngliche nachricht|message d'origine|mensaje original|forwarded message)/i,
  /^(?:on|am|le|el|il|op|den|em) .{1,200}(?:wrote|schrieb|écrit|escribió|scritto|schreef|skrev|escreveu).{0,60}:$/i,
  /^(?:from|von|de|da|van): .{1,200}$/i,
  /^sent from my /i,
];
/** The sentence before a quote is often broken into two lines. */
const QUOTE_MAY_BEGIN = /^(?:on|am|le|el|il|op|den|em) .{1,200}$/i;

/** What of a reply its sender wrote: the lines above what is quoted, without empty ones around them. */
export function ownLines(text: string): string[] {
  const lines = text
    .slice(0, LONGEST_READ)
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim());
  const end = lines.findIndex((line, at) => beginsQuote(line, lines[at + 1] ?? ''));
  const own = end < 0 ? lines : lines.slice(0, end);
  const first = own.findIndex((line) => line !== '');
  const last = own.findLastIndex((line) => line !== '');
  return first < 0 ? [] : own.slice(first, last + 1);
}

function beginsQuote(line: string, next: string): boolean {
  const whole = QUOTE_MAY_BEGIN.test(line) ? `${line} ${next}` : line;
  return QUOTE_BEGINS.some((pattern) => pattern.test(line) || pattern.test(whole));
}

/**
 * The first line in the words of a reply by text message, and `resolve`. STOP and START are words for telephones: here they
 * are a note, as all else is.
 */
export function readMail(text: string): MailMeaning {
  const lines = ownLines(text);
  const [first = ''] = lines;
  if (first === '') return { kind: 'nothing' };
  const [, code] = /^resolved?[\s.:!]*([0-9][0-9 ]{0,11})?[\s.!]*$/i.exec(first.slice(0, 100)) ?? [undefined, null];
  if (code !== null) return code ? { kind: 'resolve', code: code.replaceAll(' ', '') } : { kind: 'resolve' };
  const meant = readReply(first);
  if (meant.kind === 'acknowledge') return meant;
  return { kind: 'note', text: cut(lines.join('\n'), LONGEST_NOTE) };
}
