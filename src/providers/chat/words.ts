import { cut } from '#kernel/text';

/** On one line: what people typed into a title or a name adds no line of its own. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

/** Escaped after it was cut, so that no escape is cut through; at most `length` characters with what the escapes add. */
export function fitted(text: string, length: number, escaping: (text: string) => string): string {
  for (let room = length; ; ) {
    const escaped = escaping(cut(text, room));
    if (escaped.length <= length || room <= 1) return escaped;
    room -= Math.max(1, Math.ceil((escaped.length - length) / 6));
  }
}

/** Nobody is called by what somebody typed: a space without width follows each `@`. */
export const noCalls = (text: string): string => text.replace(/@(?=\S)/g, '@\u200b');

/** For the Markdown of chat services: everything that could be markup stands for itself. */
export const escapeMarkdown = (text: string): string => text.replace(/[\\`*_~|<>[\]()#]/g, '\\$&');
