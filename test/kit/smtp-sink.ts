import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { header, parseMail } from './mime.ts';

/** A mail as it reached the server. */
export interface ReceivedMail {
  /** The message's idempotency key (`X-Muster-Key`). */
  key: string;
  messageId: string;
  from: string;
  /** The sender of the envelope: where bounces go. */
  sender: string;
  /** The receiver of the envelope: where it goes, whatever the headers say. An international domain reads in Unicode. */
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: Map<string, string[]>;
  receivedAt: Date;
  /** Whether the sender was told that the mail was taken. */
  confirmed: boolean;
}

/**
 * How the server behaves. `refuseConnection`: nobody listens on the port. `temporary`, `permanent`: 451 or 550 to the
 * receiver. `rejectData`: 554 to the body. `hangAfterData`: takes the body and says nothing more. `dropAfterData`: takes
 * it and hangs up. `slow`: as `ok`, a quarter of a second later.
 */
export type SinkMode =
  | 'ok'
  | 'refuseConnection'
  | 'temporary'
  | 'permanent'
  | 'rejectData'
  | 'hangAfterData'
  | 'dropAfterData'
  | 'slow';

export interface SmtpSink {
  /** For `MUSTER_SMTP_URL`; the same for the sink's whole life. */
  readonly url: string;
  /** Every mail whose body arrived and was not refused, confirmed or not: what a person may have got. */
  readonly mails: ReceivedMail[];
  /** Every mail whose body was refused. */
  readonly refused: ReceivedMail[];
  /** What went wrong on its connections, e.g. a client that broke off: for a test that has to know why. */
  readonly faults: Error[];
  /** How often somebody has connected. */
  connections(): number;
  to(address: string): ReceivedMail[];
  /** The first mail that satisfies `predicate`, also one that is there already; rejects after `timeoutMs`. */
  waitFor(predicate: (mail: ReceivedMail) => boolean, timeoutMs: number): Promise<ReceivedMail>;
  /** Changes how it behaves from the next command on. */
  behave(mode: SinkMode): Promise<void>;
  close(): Promise<void>;
}

const SLOW_MS = 250;
const MAX_BYTES = 1_000_000;

/** A real SMTP server on a free loopback port, with an own tally of what reached it. With `auth`, it demands a login. */
export async function startSmtpSink(options: { auth?: { user: string; pass: string } } = {}): Promise<SmtpSink> {
  const { auth } = options;
  const mails: ReceivedMail[] = [];
  const refused: ReceivedMail[] = [];
  const waiting = new Set<(mail: ReceivedMail) => void>();
  let mode: SinkMode = 'ok';

  const door = await openDoor({
    ...(auth ? { auth } : {}),
    receiver: () => (mode === 'temporary' || mode === 'permanent' ? REPLIES[mode] : undefined),
    body(mail, answer, hangUp) {
      if (mode === 'rejectData') {
        refused.push(mail);
        return answer(REPLIES.rejectData);
      }
      mails.push(mail);
      for (const told of [...waiting]) told(mail);
      if (mode === 'hangAfterData') return;
      if (mode === 'dropAfterData') return hangUp();
      mail.confirmed = true;
      if (mode === 'slow') setTimeout(answer, SLOW_MS);
      else answer();
    },
  });

  const login = auth ? `${encodeURIComponent(auth.user)}:${encodeURIComponent(auth.pass)}@` : '';
  return {
    url: `smtp://${login}127.0.0.1:${door.port}`,
    mails,
    refused,
    faults: door.faults,
    connections: door.connections,
    to: (address) => mails.filter((mail) => mail.to === address),
    waitFor: (predicate, timeoutMs) => waitFor(mails, waiting, predicate, timeoutMs),
    async behave(next) {
      mode = next;
      await (mode === 'refuseConnection' ? door.shut() : door.open());
    },
    close: door.shut,
  };
}

const reply = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

const REPLIES = {
  temporary: reply(451, '4.3.2 Try again later'),
  permanent: reply(550, '5.1.1 No such user here'),
  rejectData: reply(554, '5.6.0 Message refused'),
};

interface DoorKeeper {
  auth?: { user: string; pass: string };
  /** The refusal of a receiver, or undefined. */
  receiver(): Error | undefined;
  body(mail: ReceivedMail, answer: (refusal?: Error) => void, hangUp: () => void): void;
}

/** A server that can be shut and opened again on the same port. */
async function openDoor(keeper: DoorKeeper) {
  const sockets = new Map<number, Socket>();
  const faults: Error[] = [];
  let connections = 0;
  let port = 0;
  let server: SMTPServer | undefined;

  async function open(): Promise<void> {
    if (server) return;
    const opening = createServer(keeper, (session) => sockets.get(session.remotePort)?.destroy());
    opening.server.on('connection', (socket: Socket) => {
      const { remotePort = 0 } = socket;
      connections += 1;
      sockets.set(remotePort, socket);
      socket.once('close', () => sockets.delete(remotePort));
    });
    await new Promise<void>((resolve, reject) => {
      opening.once('error', reject);
      opening.listen(port, '127.0.0.1', resolve);
    });
    opening.removeAllListeners('error').on('error', (error: Error) => faults.push(error));
    port = (opening.server.address() as AddressInfo).port;
    server = opening;
  }

  async function shut(): Promise<void> {
    const closing = server;
    server = undefined;
    if (!closing) return;
    const closed = new Promise<void>((resolve) => closing.close(resolve));
    for (const socket of sockets.values()) socket.destroy();
    await closed;
  }

  await open();
  return { port, faults, open, shut, connections: () => connections };
}

function createServer(keeper: DoorKeeper, hangUp: (session: SMTPServerSession) => void): SMTPServer {
  const { auth } = keeper;
  return new SMTPServer({
    disabledCommands: auth ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    authOptional: !auth,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    size: MAX_BYTES,
    closeTimeout: 100,
    onAuth({ username, password }, _session, done) {
      // The password in the reply, as careless servers do: it must not be seen in a timeline.
      if (username !== auth?.user || password !== auth?.pass) return done(reply(535, `5.7.8 Bad password ${password}`));
      done(null, { user: username });
    },
    onRcptTo: (_address, _session, done) => done(keeper.receiver()),
    onData(stream, session, done) {
      readAll(stream).then(
        (raw) => keeper.body(toMail(raw, session), done, () => hangUp(session)),
        (error: Error) => done(error),
      );
    },
  });
}

async function readAll(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}

function toMail(raw: string, session: SMTPServerSession): ReceivedMail {
  const mail = parseMail(raw);
  return {
    key: header(mail, 'x-muster-key'),
    messageId: header(mail, 'message-id'),
    from: header(mail, 'from'),
    sender: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
    to: session.envelope.rcptTo.map(({ address }) => address).join(', '),
    subject: header(mail, 'subject'),
    text: mail.text,
    html: mail.html,
    headers: mail.headers,
    receivedAt: new Date(),
    confirmed: false,
  };
}

function waitFor(
  mails: ReceivedMail[],
  waiting: Set<(mail: ReceivedMail) => void>,
  predicate: (mail: ReceivedMail) => boolean,
  timeoutMs: number,
): Promise<ReceivedMail> {
  const there = mails.find(predicate);
  if (there) return Promise.resolve(there);
  return new Promise((resolve, reject) => {
    const seen = (mail: ReceivedMail) => {
      if (predicate(mail)) settle(() => resolve(mail));
    };
    const timer = setTimeout(() => {
      const got = mails.map((mail) => `${mail.to}: ${mail.subject}`).join('; ') || 'none at all';
      settle(() => reject(new Error(`the awaited mail did not come within ${timeoutMs} ms; those that came: ${got}`)));
    }, timeoutMs);
    const settle = (end: () => void) => {
      clearTimeout(timer);
      waiting.delete(seen);
      end();
    };
    waiting.add(seen);
  });
}
