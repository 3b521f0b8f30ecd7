import { ImapFlow } from 'imapflow';
import type { Mailbox } from '#domain/engagements';
import { SECOND } from '#kernel/clock';
import { cut, messageOf } from '#kernel/text';
import { type ImapServer, readImapServer } from './imap-server.ts';
import { stayFor } from './stay.ts';
import { type Take, takeUnseen } from './take.ts';

export interface ImapOptions {
  /** `imaps://user:pass@host:993/INBOX`, or `imap://…:143` (STARTTLS where offered). */
  url: string;
  /** The user's name and password where they do not stand in the address; asked for at every connection. */
  credential?: () => Promise<string>;
  /** How long a connection is kept to hear of new mails at once, in milliseconds, where the server can tell (IDLE); absent: not at all. */
  idleMs?: number;
}

const STOPPED = 'reading the mailbox was stopped';
const TIMEOUTS = {
  connectionTimeout: 10 * SECOND,
  greetingTimeout: 10 * SECOND,
  socketTimeout: 30 * SECOND,
};

/** A mailbox by IMAP: a connection for each look. With IDLE it stays for a while, and every mail that comes meanwhile is taken at once. */
export function createImapMailbox(options: ImapOptions): Mailbox {
  const server = readImapServer(options.url);
  return {
    async read(signal, take) {
      if ('fault' in server) return server.fault;
      if (signal.aborted) return STOPPED;
      const auth = await authOf(server, options.credential).catch((error: unknown) => ({ fault: messageOf(error) }));
      if ('fault' in auth) return `the credential of the mailbox cannot be read: ${auth.fault}`;
      const client = clientFor(server, auth);
      const stop = () => client.close();
      signal.addEventListener('abort', stop, { once: true });
      // What `take` throws is not the mailbox's fault, and goes on to whoever called.
      let thrown: { error: unknown } | undefined;
      const taking: typeof take = (mail) =>
        take(mail).catch((error: unknown) => {
          thrown = { error };
          throw error;
        });
      try {
        await readAll(client, server.path, signal, taking);
        if (options.idleMs !== undefined) await stayFor(client, options.idleMs, signal, taking);
        // A look that was stopped while nothing came has done what it was for.
        if (!signal.aborted) await client.logout();
        return undefined;
      } catch (error) {
        if (thrown) throw thrown.error;
        if (signal.aborted) return STOPPED;
        return faultOf(error, server, auth);
      } finally {
        signal.removeEventListener('abort', stop);
        client.close();
      }
    },
  };
}

interface Auth {
  user: string;
  pass: string;
}

/** A secret's text is a password, or JSON with `username` and `password`. */
async function authOf({ user, pass }: ImapServer, credential?: () => Promise<string>): Promise<Auth> {
  if (!credential) return { user, pass };
  const text = await credential();
  if (!text.trimStart().startsWith('{')) return { user, pass: text };
  const { username, password } = asObject(text);
  if (typeof password !== 'string') throw new Error('wanted a text, or JSON with username and password');
  return { user: typeof username === 'string' ? username : user, pass: password };
}

function asObject(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    // The parser's own message would repeat the secret.
    throw new Error('it begins like JSON and is none');
  }
}

function clientFor({ host, port, secure, requireTLS, ignoreTLS, tls }: ImapServer, auth: Auth): ImapFlow {
  const startTls = requireTLS ? { doSTARTTLS: true } : ignoreTLS ? { doSTARTTLS: false } : {};
  const client = new ImapFlow({
    ...{ host, port, secure, auth, tls, logger: false, disableAutoIdle: true },
    ...(secure ? {} : startTls),
    ...TIMEOUTS,
  });
  // It is told by whatever runs at that moment, too: without a listener it would end the process.
  client.on('error', () => client.close());
  return client;
}

async function readAll(client: ImapFlow, path: string, signal: AbortSignal, take: Take): Promise<void> {
  await client.connect();
  await client.mailboxOpen(path);
  await takeUnseen(client, signal, take);
}

function faultOf(error: unknown, { host, port }: ImapServer, { user, pass }: Auth): string {
  const { responseText, authenticationFailed } = error as { responseText?: string; authenticationFailed?: boolean };
  const said = (responseText ?? messageOf(error)).replace(/[\p{Cc}\s]+/gu, ' ');
  const clean = [pass, user].reduce((text, secret) => (secret ? text.replaceAll(secret, '***') : text), said);
  const advice = authenticationFailed ? 'check its user and password' : 'check MUSTER_IMAP_URL and whether it is up';
  return `the mail server ${host}:${port} did not let its mailbox be read (${cut(clean, 200)}): ${advice}`;
}
