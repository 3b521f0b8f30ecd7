import { createTransport } from 'nodemailer';
import type { Probed } from '#domain/channels';
import { messageOf } from '#kernel/text';
import { type MailError, toSent } from './outcome.ts';
import type { MailServer } from './server.ts';

const AGAIN =
  'Mend MUSTER_SMTP_URL or the mail server, start Muster again where the setting changed, then: muster providers probe smtp';

interface Bounds {
  connectMs: number;
  greetingMs: number;
  socketMs: number;
}

/** Connects, logs in and takes its leave, over a connection of its own: no mail. Never throws. */
export async function probeServer(server: MailServer, bounds: Bounds, signal: AbortSignal): Promise<Probed> {
  const stopped: Probed = { ok: false, reason: 'looking was stopped before the mail server had answered', todo: AGAIN };
  if (signal.aborted) return stopped;
  const transport = createTransport({
    ...server,
    connectionTimeout: bounds.connectMs,
    dnsTimeout: bounds.connectMs,
    greetingTimeout: bounds.greetingMs,
    socketTimeout: bounds.socketMs,
  });
  const aborted = Promise.withResolvers<Probed>();
  const stop = () => aborted.resolve(stopped);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([verified(transport, server), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
    transport.close();
  }
}

async function verified(transport: { verify(): Promise<unknown> }, server: MailServer): Promise<Probed> {
  try {
    await transport.verify();
    return { ok: true };
  } catch (error) {
    const told: MailError = error instanceof Error ? error : { message: messageOf(error) };
    const sent = toSent(told, { server, bodyBegun: false });
    return { ok: false, reason: sent.ok ? messageOf(error) : sent.reason, todo: AGAIN };
  }
}
