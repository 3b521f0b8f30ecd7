import type { ChatType, OutgoingMessage } from '#domain/channels';
import { type Answered, oneLine } from '#providers/chat';

/** What an answer that is no success means: final only where it says by name that the address is dead (law 3). */
export interface Meaning {
  advice: string;
  permanent: boolean;
}

/** One kind of room that is written to at an address which is the permission, too: all that is different about it. */
export interface Kind {
  type: Exclude<ChatType, 'SLACK'>;
  name: string;
  example: string;
  body(message: OutgoingMessage): object;
  /** The address with what this message adds to its query. */
  url?(message: OutgoingMessage): string;
  /** The id that it gave the message; undefined: it gives none. */
  idIn?(answer: Answered): string | undefined;
  /** A failure that it hides in a success, or names in its own way; undefined: its status says it all. */
  fault?(answer: Answered): Meaning | undefined;
}

export const final = (advice: string): Meaning => ({ advice, permanent: true });
export const mendable = (advice: string): Meaning => ({ advice, permanent: false });

/** A title that is never empty, and its text: with the card's fields and link in words. */
export function wordsOf({ subject, text, card }: OutgoingMessage): { title: string; text: string } {
  const fields = (card?.fields ?? []).map(({ name, text: value }) => `${oneLine(name)}: ${oneLine(value)}`);
  return { title: oneLine(subject) || 'Muster', text: [text, ...fields].filter((part) => part !== '').join('\n') };
}

/** Parsed JSON with its members; nothing where it is none. */
export function membersIn({ text }: Answered): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    // No JSON: the status is all that is known.
    return {};
  }
}
