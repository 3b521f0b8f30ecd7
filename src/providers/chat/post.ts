import type { Sent } from '#domain/channels';
import { cut, messageOf } from '#kernel/text';
import { neverLeft, type Outgoing, retryAfterMs } from '#providers/outgoing';

/** Why a message did not leave, or may not have. */
export type Failed = Extract<Sent, { ok: false }>;

/** What a chat service answered, whatever its status. */
export interface Answered {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export interface Posting {
  /** Who is asked, as in "Slack refused it". */
  who: string;
  method?: 'GET' | 'POST' | 'PUT';
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON; of a GET, nothing. */
  body?: unknown;
  /** What must not be seen in a reason: tokens, and addresses that are their own permission. */
  secrets: readonly string[];
  /** What to look at when it cannot be reached. */
  advice: string;
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 262_144;
const MAX_REASON = 400;

/** Reads from a service, as `post` writes to it. */
export const get = (outgoing: Outgoing, posting: Omit<Posting, 'method' | 'body'>, signal: AbortSignal) =>
  post(outgoing, { ...posting, method: 'GET' }, signal);

/** Posts JSON to a chat service, within its own time-out (10 s unless given). Never throws. */
export async function post(outgoing: Outgoing, posting: Posting, signal: AbortSignal): Promise<Answered | Failed> {
  const { who, method = 'POST', url, headers = {}, body, secrets, advice, timeoutMs = TIMEOUT_MS } = posting;
  if (signal.aborted) return failed({ reason: 'sending was stopped before it began' });
  try {
    const answer = await outgoing.request({
      method,
      url,
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
      maxRedirects: 0,
      signal,
    });
    return { status: answer.status, headers: answer.headers, text: answer.body.toString('utf8') };
  } catch (error) {
    if (signal.aborted) return failed({ certain: false, reason: `sending was stopped before ${who} confirmed it` });
    const reason = `${who} could not be used: ${messageOf(error)}; ${advice}`;
    return failed({ certain: neverLeft(error), reason: clean(reason, secrets) });
  }
}

export function failed(what: Partial<Failed> & { reason: string }): Failed {
  return { ok: false, permanent: false, certain: true, ...what };
}

/** A reason for people: one line, cut, without what is secret. */
export function clean(text: string, secrets: readonly string[]): string {
  const shown = secrets
    .filter((secret) => secret.length > 3)
    .reduce((all, secret) => all.replaceAll(secret, '***'), text.replace(/[\s\p{Cc}]+/gu, ' ').trim());
  return cut(shown, MAX_REASON);
}

/** How long a service wants to be left alone, in milliseconds: seconds or a date in its `Retry-After`; 0: it does not say. */
export const askedToWait = ({ headers }: Pick<Answered, 'headers'>, now: Date): number =>
  retryAfterMs(headers['retry-after'], now) ?? 0;

/** A gateway's error says nothing of what lies behind it; that it is overloaded does. */
export const surelyNotTaken = (status: number): boolean => status < 500 || status === 503;
