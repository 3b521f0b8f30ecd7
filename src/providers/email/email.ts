import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { type Channel, type OutgoingMessage, type ReplyAddresses, replyAddresses, type Sent } from '#domain/channels';
import { cut, messageOf } from '#kernel/text';
import { addressFault } from './address.ts';
import { mailHost, oneLine, toMail } from './mail.ts';
import { type MailError, toSent } from './outcome.ts';
import { probeServer } from './probe.ts';
import { type MailServer, readServer } from './server.ts';

export interface EmailOptions {
  /** `smtp://user:pass@host:port` (STARTTLS where offered) or `smtps://…`; unset, the channel says that it is not ready. */
  smtpUrl?: string;
  /** The sender, bare or as `Muster <muster@example.com>`; by default `muster@` the public URL's host. */
  from?: string;
  /** Its host stands in Message-IDs: the same on every node, or a second try is another mail. */
  publicUrl: string;
  /** Where answers come back, with `{token}` in the place of a message's own; unset: mails are not answered. */
  replyTo?: string | undefined;
  timeouts?: Partial<Timeouts>;
  /** Its name among several mail servers; `smtp` unless given. */
  name?: string;
}

/** In milliseconds. */
interface Timeouts {
  /** Until the connection stands. */
  connectMs: number;
  /** From there until the server has greeted. */
  greetingMs: number;
  /** Of silence on a connection. */
  socketMs: number;
  /** For the whole of a send, the wait for a free connection included. */
  sendMs: number;
}

export interface Email extends Channel {
  /** Takes no more messages, waits for those on their way (at most `sendMs`) and closes the connections. */
  close(): Promise<void>;
}

const DEFAULTS: Timeouts = { connectMs: 10_000, greetingMs: 10_000, socketMs: 20_000, sendMs: 30_000 };
const CONNECTIONS = 5;
/** Servers cut off clients that send much over one connection; the strictest relays that are much used do at 50. */
const MESSAGES_PER_CONNECTION = 50;
/** Below `socketMs`, so that we part with a QUIT. */
const IDLE_MS = 15_000;
/** As long as a message's token is. */
const TOKEN_LENGTH = 45;

/** E-mail by SMTP, over a few connections that are kept and shared. */
export function createEmail(options: EmailOptions): Email {
  const timeouts = { ...DEFAULTS, ...options.timeouts };
  const server = readServer(options.smtpUrl);
  const host = mailHost(options.publicUrl);
  const from = options.from ?? `muster@${host}`;
  const replies = options.replyTo === undefined ? undefined : replyAddresses(options.replyTo);
  const fault = 'fault' in server ? server.fault : (fromFault(from) ?? replyFault(replies));
  const post = 'fault' in server ? undefined : createPost(server, timeouts, { from, host, replies });
  const underWay = new Set<Promise<Sent>>();
  let closed = false;

  async function send(message: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
    if (fault !== undefined || !post) return notSent(fault ?? 'no mail server is set');
    const wrong = addressFault(message.to);
    if (wrong !== undefined) return { ok: false, permanent: true, certain: true, reason: wrong };
    if (closed) return notSent('Muster is stopping: the message is sent when it runs again');
    if (signal.aborted) return notSent('sending was stopped before it began');
    const sending = post.send(message, signal);
    underWay.add(sending);
    return sending.finally(() => underWay.delete(sending));
  }

  return {
    type: 'EMAIL',
    provider: options.name ?? 'smtp',
    fields: [{ name: 'address', label: 'E-mail address', example: 'ana@example.com' }],
    notReady: () => fault,
    addressFault,
    ...('fault' in server ? {} : { probe: (signal: AbortSignal) => probeServer(server, timeouts, signal) }),
    send,
    async close() {
      closed = true;
      await Promise.all(underWay);
      post?.close();
    },
  };
}

function notSent(reason: string): Sent {
  return { ok: false, permanent: false, certain: true, reason };
}

function fromFault(from: string): string | undefined {
  const bare = /^[^<>@\p{Cc}]*<([^<>]+)>$/u.exec(from)?.[1] ?? from;
  const wrong = addressFault(bare);
  return wrong && `MUSTER_MAIL_FROM cannot be used: ${wrong}`;
}

function replyFault(replies: ReplyAddresses | undefined): string | undefined {
  const wrong = replies && addressFault(replies.of('t'.repeat(TOKEN_LENGTH)));
  return wrong && `MUSTER_MAIL_REPLY_TO cannot be used: ${wrong}`;
}

/** What all mails have in common. */
interface Head {
  from: string;
  host: string;
  replies: ReplyAddresses | undefined;
}

/** The connections, and one try over them. Never rejects. */
function createPost(server: MailServer, timeouts: Timeouts, { from, host, replies }: Head) {
  const transport = createTransport({
    pool: true,
    ...server,
    maxConnections: CONNECTIONS,
    maxMessages: MESSAGES_PER_CONNECTION,
    idleTimeout: IDLE_MS,
    connectionTimeout: timeouts.connectMs,
    dnsTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.socketMs,
  });
  // The message's stream is read only once the server has said "go on" to DATA: that tells what is certain.
  const bodies = new WeakMap<AbortSignal, Readable[]>();
  transport.use('stream', (mail, done) => {
    mail.message.processFunc((body) => {
      bodies.get(mail.data.signal!)?.push(body);
      return body;
    });
    done();
  });

  return {
    async send(message: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
      const { signal: bounded, release } = boundedBy(signal, timeouts.sendMs);
      const tried: Readable[] = [];
      bodies.set(bounded, tried);
      try {
        const info = await transport.sendMail({ ...toMail(message, from, host, replies), signal: bounded });
        return { ok: true, providerId: cut(oneLine(info.response), 200) };
      } catch (error) {
        const bodyBegun = tried.some((body) => body.readableDidRead);
        const stopped = bounded.aborted ? whyStopped(signal, timeouts) : undefined;
        return toSent(asMailError(error), { server, bodyBegun, ...(stopped && { stopped }) });
      } finally {
        release();
      }
    },
    close: () => transport.close(),
  };
}

/** Aborted with `signal`, or after `ms`. `release` leaves neither a timer nor a listener behind. */
function boundedBy(signal: AbortSignal, ms: number): { signal: AbortSignal; release: () => void } {
  const stop = new AbortController();
  const abort = () => stop.abort();
  const timer = setTimeout(abort, ms);
  signal.addEventListener('abort', abort, { once: true });
  return {
    signal: stop.signal,
    release: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}

function whyStopped(signal: AbortSignal, { sendMs }: Timeouts): string {
  return signal.aborted
    ? 'sending was stopped before the mail server confirmed the message'
    : `the mail server did not confirm the message within ${sendMs / 1000} s: check that it is well and not overloaded`;
}

function asMailError(error: unknown): MailError {
  return error instanceof Error ? error : { message: messageOf(error) };
}
