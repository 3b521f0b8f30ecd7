import { isIP } from 'node:net';

/** How to reach the mailbox, read from `MUSTER_IMAP_URL`. */
export interface ImapServer {
  host: string;
  port: number;
  /** TLS from the first byte (imaps); otherwise STARTTLS where the server offers it. */
  secure: boolean;
  user: string;
  pass: string;
  /** The mailbox's name. */
  path: string;
  requireTLS: boolean;
  ignoreTLS: boolean;
  tls: { rejectUnauthorized: boolean };
}

const OPTIONS = { requireTLS: false, ignoreTLS: false, 'tls.rejectUnauthorized': true };
const WANTED = 'imaps://user:password@host:993/INBOX or imap://…:143/INBOX';

/** The server, or what is wrong with the address; the fault never repeats it, because a password may be in it. */
export function readImapServer(address: string): ImapServer | { fault: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'imap:' && url?.protocol !== 'imaps:') return fault('it is no such URL');
  if (url.hostname === '') return fault('it names no host');
  const [user, pass, path] = [url.username, url.password, url.pathname.slice(1)].map(decoded);
  if (user === undefined || pass === undefined || path === undefined)
    return fault('user, password and mailbox must be percent-encoded (% as %25)');
  const options = { ...OPTIONS };
  for (const [name, value] of url.searchParams) {
    if (!Object.hasOwn(options, name) || (value !== 'true' && value !== 'false'))
      return fault(`its options are ${Object.keys(OPTIONS).join(', ')}, each true or false`);
    options[name as keyof typeof OPTIONS] = value === 'true';
  }
  if (options.requireTLS && options.ignoreTLS) return fault('requireTLS and ignoreTLS contradict each other');
  const secure = url.protocol === 'imaps:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    host: isIP(host) ? host : host.toLowerCase(),
    port: url.port === '' ? (secure ? 993 : 143) : Number(url.port),
    ...{ secure, user, pass, path: path || 'INBOX' },
    requireTLS: options.requireTLS,
    ignoreTLS: options.ignoreTLS,
    tls: { rejectUnauthorized: options['tls.rejectUnauthorized'] },
  };
}

/** Undefined where the escapes are broken or make no UTF-8. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function fault(what: string): { fault: string } {
  return { fault: `MUSTER_IMAP_URL cannot be used: ${what}. Set it to ${WANTED} and start again` };
}
