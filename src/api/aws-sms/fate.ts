import type { Fate } from '#domain/channels';
import { isUuid } from '#kernel/ids';
import { cut } from '#kernel/text';

/** What AWS End User Messaging tells of a message: whose it is, and what became of it. */
export interface AwsSmsEvent {
  /** Our key, and AWS's id of the message. */
  key: string;
  providerId: string;
  fate: Fate;
}

const ARRIVED: Readonly<Record<string, string>> = {
  TEXT_DELIVERED: 'delivered',
  // Where carriers do not say more.
  TEXT_SUCCESSFUL: 'taken by the carrier',
};
/** Of a failure: whether anything else would reach the number, and what to do. */
const FAILED: Readonly<Record<string, { advice: string; permanent?: true }>> = {
  TEXT_INVALID: { advice: 'the number does not exist: correct the contact channel', permanent: true },
  TEXT_INVALID_MESSAGE: { advice: 'the carrier does not take such a message' },
  TEXT_UNREACHABLE: { advice: 'the telephone was off or out of reach' },
  TEXT_CARRIER_UNREACHABLE: { advice: 'the carrier could not be reached' },
  TEXT_BLOCKED: { advice: 'the telephone or its carrier takes no such messages' },
  TEXT_CARRIER_BLOCKED: { advice: 'the carrier blocks the sender: register it with AWS' },
  TEXT_PROTECT_BLOCKED: { advice: 'a protect configuration at AWS blocks it: allow the country there' },
  TEXT_SPAM: { advice: 'the carrier took it for spam: register the sender with AWS' },
  TEXT_TTL_EXPIRED: { advice: 'it could not be delivered in time' },
  TEXT_UNKNOWN: { advice: 'AWS does not know why' },
};
const MOST = 300;

/** What an event says; undefined: nothing that is final, or of no message of ours. */
export function eventIn(text: string): AwsSmsEvent | undefined {
  const { eventType, isFinal, messageId, messageStatusDescription, context } = objectIn(text);
  const key = decoded(textOf(objectOf(context)['muster-key']));
  const [type, providerId] = [textOf(eventType), textOf(messageId)];
  if (isFinal !== true || !isUuid(key) || providerId === '') return undefined;
  const arrived = Object.hasOwn(ARRIVED, type) ? ARRIVED[type] : undefined;
  if (arrived) return { key, providerId, fate: { kind: 'delivered', info: `AWS End User Messaging: ${arrived}` } };
  const failure = Object.hasOwn(FAILED, type) ? FAILED[type] : undefined;
  if (!failure) return undefined;
  const said = cut(textOf(messageStatusDescription).replace(/[\s\p{Cc}]+/gu, ' '), MOST);
  const info = `AWS End User Messaging could not deliver it (${type}${said ? `: ${said}` : ''}): ${failure.advice}`;
  return { key, providerId, fate: { kind: 'failed', info, ...(failure.permanent ? { permanent: true } : {}) } };
}

type Members = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const objectOf = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : {});

function objectIn(text: string): Members {
  try {
    return objectOf(JSON.parse(text));
  } catch (error) {
    // A text that somebody published by hand: it says nothing of a message.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return '';
    throw error;
  }
}
