import { cut } from '#kernel/text';
import { OutgoingError } from './error.ts';

/** The connection never stood, so nothing left. */
const NEVER_STOOD = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'ENOTFOUND']);
const NEVER_TRIED = new Set(['refused-address', 'unresolvable', 'bad-url']);

/** Whether a request that threw this surely did not leave; otherwise it may have arrived. */
export function neverLeft(error: unknown): boolean {
  if (!(error instanceof OutgoingError)) return false;
  const { reason, cause } = error;
  return NEVER_TRIED.has(reason) || (cause instanceof Error && 'code' in cause && NEVER_STOOD.has(String(cause.code)));
}

/** Milliseconds that a Retry-After header asks for, as seconds or as a date (RFC 9110 10.2.3); undefined when it asks for nothing. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (!header) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now.getTime();
  return ms > 0 ? ms : undefined;
}

const MAX_TOLD = 200;

/** What an answer says, for a reason: one line of at most 200 characters, in which `hidden` texts do not stand. */
export function toldIn(body: Buffer, hidden: readonly string[]): string {
  const line = body
    .toString('utf8')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const clean = hidden.filter((text) => text !== '').reduce((shown, text) => shown.replaceAll(text, '***'), line);
  return cut(clean, MAX_TOLD);
}
