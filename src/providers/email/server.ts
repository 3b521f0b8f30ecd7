import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** How to reach the mail server, read from `MUSTER_SMTP_URL`. */
export interface MailServer {
  host: string;
  port: number;
  /** TLS from the first byte (smtps); otherwise STARTTLS where the server offers it. */
  secure: boolean;
  auth?: { user: string; pass: string };
  requireTLS: boolean;
  ignoreTLS: boolean;
  tls: { rejectUnauthorized: boolean };
}

/** The options that may stand in the URL's query, and what each is without it. */
const OPTIONS = { requireTLS: false, ignoreTLS: false, 'tls.rejectUnauthorized': true };

const WANTED = 'smtp://user:pass@host:port or smtps://user:pass@host:port';

/** The server, or what is wrong with the URL; the fault never repeats the URL, because a password may be in it. */
export function readServer(smtpUrl: string | undefined): MailServer | { fault: string } {
  if (!smtpUrl) return { fault: `no mail server is set: set MUSTER_SMTP_URL to ${WANTED} and start again` };
  const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : undefined;
  if (url?.protocol !== 'smtp:' && url?.protocol !== 'smtps:') return fault('it is no such URL');
  const host = hostOf(url);
  if (!host) return fault('it names no host');
  const user = decoded(url.username);
  const pass = decoded(url.password);
  if (user === undefined || pass === undefined) return fault('user and password must be percent-encoded (% as %25)');
  const options = optionsOf(url);
  if ('fault' in options) return options;
  const secure = url.protocol === 'smtps:';
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    ...((user !== '' || pass !== '') && { auth: { user, pass } }),
    requireTLS: options.requireTLS,
    ignoreTLS: options.ignoreTLS,
    tls: { rejectUnauthorized: options['tls.rejectUnauthorized'] },
  };
}

function optionsOf(url: URL): typeof OPTIONS | { fault: string } {
  const options = { ...OPTIONS };
  for (const [name, value] of url.searchParams) {
    if (!isOption(name)) {
      return fault(`its options are ${Object.keys(OPTIONS).join(', ')}; got ${JSON.stringify(name)}`);
    }
    if (value !== 'true' && value !== 'false') return fault(`${name} is true or false`);
    options[name] = value === 'true';
  }
  if (options.requireTLS && options.ignoreTLS) return fault('requireTLS and ignoreTLS contradict each other');
  return options;
}

function isOption(name: string): name is keyof typeof OPTIONS {
  return Object.hasOwn(OPTIONS, name);
}

/** The host as it is dialled: international names in ASCII, IPv6 without brackets. */
function hostOf(url: URL): string {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) ? host : domainToASCII(decoded(host) ?? '');
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
  return { fault: `MUSTER_SMTP_URL cannot be used: ${what}. Set it to ${WANTED} and start again` };
}
