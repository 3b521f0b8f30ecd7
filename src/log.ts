import pino from 'pino';
import type { Log } from '#kernel/log';

/** JSON lines on standard error: standard output belongs to answers. Known names of secrets are never written. */
export function createLog(level: string): Log {
  const redact = ['secret', 'password', 'token', 'authorization', 'smtpUrl', 'smtp'].flatMap((name) => [
    name,
    `*.${name}`,
  ]);
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, redact },
    pino.destination({ dest: 2, sync: true }),
  );
}
