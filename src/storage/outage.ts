import { Refusal } from '#kernel/refusal';

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** Shutdowns, crashes, "starting up", too many connections, disk full, out of memory, read-only after a failover. */
const SERVER = /^(08|53|58)|^(57P0[1-5]|25006)$/;
const CLIENT =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|pool is draining|Client was closed|Query read timeout|not queryable/i;

/** Whether `error` says that the database cannot be used now, rather than that a statement was wrong. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code ?? '';
  return NETWORK.has(code) || SERVER.test(code) || CLIENT.test(error.message);
}

/** U+0000 in text or jsonb; times beyond the year 294276 or before 4713 BC. */
const UNSTORABLE = new Set(['22021', '22P05', '22007', '22008', '22009']);

/** Half a surrogate pair in jsonb is a mere syntax error by its code; the detail tells it apart. */
function isUnstorable(error: unknown): boolean {
  const { code = '', detail = '' } = error as { code?: string; detail?: string };
  return UNSTORABLE.has(code) || (code === '22P02' && detail.includes('surrogate'));
}

/** Errors after which the whole transaction may simply be run again: serialisation failure, deadlock. */
export function isConflict(error: unknown): boolean {
  const code = (error as { code?: string } | undefined)?.code;
  return code === '40001' || code === '40P01';
}

/** The refusal of what the database cannot hold. */
export function unstorable(cause?: unknown): Refusal {
  const message =
    'A text holds a character that cannot be stored (U+0000, half a surrogate pair), or a time is out of range.';
  return new Refusal('validation', message, {}, { cause });
}

/** What the database says, as a refusal where it is foreseen: an outage (503), text that it cannot hold (400). */
export function asRefusal(error: unknown): unknown {
  if (isUnstorable(error)) return unstorable(error);
  if (!isOutage(error)) return error;
  return new Refusal(
    'unavailable',
    'The database cannot be reached; nothing was stored. Try again.',
    { retryAfter: 1 },
    { cause: error },
  );
}
