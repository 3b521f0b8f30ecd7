import { matches, type Pattern, parsePattern } from '#kernel/patterns/index';
import { Refusal } from '#kernel/refusal';
import { badParameter } from './topic.ts';

/** A text, a number as text, a list as JSON, or bytes as base64: what a publisher says beside the message. */
export interface MessageAttribute {
  type: string;
  value: string;
}
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What of a message a filter policy is held against. */
export type FilterScope = 'MessageAttributes' | 'MessageBody';

/** Reads a filter policy: an event pattern whose fields are attributes. Refuses (InvalidParameter) what is none. */
export function parseFilterPolicy(text: string): Pattern {
  try {
    return parsePattern(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw badParameter('FilterPolicy', error.message);
  }
}

/** Whether a message passes. By its body passes only one that is a JSON object. */
export function passes(
  policy: Pattern,
  scope: FilterScope,
  { body, attributes }: { body: string; attributes: MessageAttributes },
): boolean {
  try {
    return matches(policy, scope === 'MessageBody' ? parsed(body) : valuesOf(attributes));
  } catch (error) {
    // Nested more deeply than can be judged: it is not what was asked for.
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function valuesOf(attributes: MessageAttributes): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { type, value }]) => {
      if (/^Number(\.|$)/.test(type)) return [[name, Number(value)]];
      if (/^String\.Array(\.|$)/.test(type)) return [[name, parsed(value)]];
      // Bytes are not filtered by.
      return /^String(\.|$)/.test(type) ? [[name, value]] : [];
    }),
  );
}
