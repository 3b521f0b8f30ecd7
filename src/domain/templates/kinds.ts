import { escapeHtml } from '#kernel/text';

/** What of a message can have a text of one's own. */
export interface PartRule {
  about: string;
  /** Characters that the template may have. */
  longest: number;
  /** Characters that what it is filled to may have; what is longer is not used. */
  longestFilled: number;
  /** What people typed, as this target needs it. */
  escape(value: string): string;
  /** Placeholders that this part must not have, and why. */
  without?: { names: readonly string[]; why: string };
  /** One of these must stand in it, or its reader could not answer. */
  needsOneOf?: readonly string[];
}

const flat = (value: string) => value.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
const asItIs = (value: string) => value;
const ANSWERS = ['code', 'ack.link'] as const;
const APPENDED = {
  names: ANSWERS,
  why: 'code and link (on the phone: code and keys) always follow the text, whole, so they do not stand in it',
};

const text = (longest: number, about: string, more: Partial<PartRule> = {}): PartRule => ({
  about,
  longest,
  longestFilled: 20_000,
  escape: asItIs,
  ...more,
});

/** The kinds of message whose texts can be changed, by the type of their channels. */
const kinds = {
  EMAIL: {
    subject: text(300, 'The subject; cut at 180 characters.', { escape: flat }),
    text: text(10_000, 'The plain text.', { needsOneOf: ANSWERS }),
    html: text(50_000, 'The HTML; what is filled in is escaped. Without it, it is made of the text.', {
      longestFilled: 200_000,
      escape: escapeHtml,
      needsOneOf: ANSWERS,
    }),
  },
  SMS: {
    text: text(320, 'The text; cut so that code and link stand whole behind it.', { escape: flat, without: APPENDED }),
  },
  VOICE: {
    text: text(1_000, 'What is said, before the keys and the code; cut so that all is said within five minutes.', {
      escape: flat,
      without: APPENDED,
    }),
  },
  CHAT: { text: text(4_000, 'The message.') },
  PUSH: {
    title: text(100, 'The notification’s title.', { escape: flat, longestFilled: 500 }),
    text: text(500, 'Its text.', { longestFilled: 2_000 }),
  },
} as const satisfies Record<string, Record<string, PartRule>>;

export type TemplateKind = keyof typeof kinds;

export const templateKinds = Object.keys(kinds) as TemplateKind[];

export const isTemplateKind = (text: string): text is TemplateKind => Object.hasOwn(kinds, text);

/** The rules of a kind's parts, by name. */
export const partsOf = (kind: TemplateKind): Readonly<Record<string, PartRule>> => kinds[kind];
