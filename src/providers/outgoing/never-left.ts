import { OutgoingError } from './error.ts';

/** The connection never stood, so nothing left. */
const NEVER_STOOD = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'ENOTFOUND']);

/** Whether a request that failed has surely not reached anybody. */
export function neverLeft(error: unknown): boolean {
  if (!(error instanceof OutgoingError)) return false;
  if (['refused-address', 'unresolvable', 'bad-url'].includes(error.reason)) return true;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause && NEVER_STOOD.has(String(cause.code));
}
