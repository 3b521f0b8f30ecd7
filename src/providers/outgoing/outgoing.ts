import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { cut, messageOf } from '#kernel/text';
import { plainHost, refusedAddress, refusedName } from './address.ts';
import { OutgoingError } from './error.ts';
import { exchange } from './exchange.ts';
import { cleanHeaders, type Hop, parseUrl } from './redirect.ts';

export interface OutgoingOptions {
  /** Private, shared and loopback addresses may be reached. Metadata, link-local and multicast ones never are. */
  allowPrivate: boolean;
  /** Origins from the settings, e.g. `http://localhost:8025`: reached wherever they resolve to. */
  trusted: string[];
  /** The addresses of a name; the system's resolver by default. */
  resolve?: (host: string) => Promise<string[]>;
}

export interface OutgoingRequest {
  /** GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS. */
  method: string;
  /** http or https, without user and password. */
  url: string;
  /** Host, framing, hop-by-hop and Accept-Encoding headers are the client's own: given ones are left out. */
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For all of it: resolution, redirects, body. 10,000 by default. */
  timeoutMs?: number;
  /** The longest body of an answer, as it comes and decoded. 1 MiB by default. */
  maxBytes?: number;
  /** 3 by default; 0 makes any redirect an error. */
  maxRedirects?: number;
  /** Gives up early: the request then throws the signal's reason. */
  signal?: AbortSignal;
}

export interface OutgoingResponse {
  /** Any status: a 500 is an answer, not an error. */
  status: number;
  /** Names in lower case; a header that came several times is joined by commas. */
  headers: Record<string, string>;
  body: Buffer;
  /** Where the answer came from, after redirects. */
  url: string;
}

/** The one HTTP client for addresses that users name. */
export interface Outgoing {
  /** Throws `OutgoingError`, or the reason of the caller's signal. */
  request(request: OutgoingRequest): Promise<OutgoingResponse>;
}

/** Throws `OutgoingError` (`bad-url`) when a trusted origin cannot be read. */
export function createOutgoing(options: OutgoingOptions): Outgoing {
  const trusted = new Set(options.trusted.map((origin) => parseUrl(origin).origin));
  const resolve = options.resolve ?? systemResolve;

  async function follow(request: OutgoingRequest, signal: AbortSignal): Promise<OutgoingResponse> {
    const { maxRedirects = 3, maxBytes = 1_048_576 } = request;
    let hop = firstHop(request);
    // Trust is lost at the first untrusted hop: a stranger's redirect must not lead into the house.
    let isTrusted = true;
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      isTrusted &&= trusted.has(hop.url.origin);
      const addresses = await checkedAddresses(hop.url, isTrusted, signal);
      const outcome = await exchange(hop, { addresses, maxBytes, signal });
      if (!outcome.next) return { ...outcome.answer, url: hop.url.href };
      hop = outcome.next;
    }
    const last = `more than ${maxRedirects} redirects, the last to ${hop.url.origin}; name the final address`;
    throw new OutgoingError('too-many-redirects', last);
  }

  /** All addresses of a host, every one of them permitted: one that is not refuses the host. */
  async function checkedAddresses(url: URL, isTrusted: boolean, signal: AbortSignal): Promise<string[]> {
    const host = plainHost(url.hostname.replace(/^\[|\]$/g, ''));
    const allowPrivate = options.allowPrivate;
    const wrongName = isTrusted ? undefined : refusedName(host, allowPrivate);
    if (wrongName !== undefined) throw refusal(url, host, wrongName);
    const addresses = isIP(host) === 0 ? await resolved(host, signal) : [host];
    for (const address of isTrusted ? [] : addresses) {
      const wrong = refusedAddress(address, allowPrivate);
      if (wrong !== undefined) throw refusal(url, address, wrong);
    }
    return addresses;
  }

  async function resolved(host: string, signal: AbortSignal): Promise<string[]> {
    let addresses: string[];
    try {
      addresses = await unlessAborted(resolve(host), signal);
    } catch (error) {
      if (signal.aborted) throw error;
      throw new OutgoingError(
        'unresolvable',
        `${host} does not resolve (${messageOf(error)}); check the name and DNS`,
        { cause: error },
      );
    }
    if (addresses.length > 0) return addresses;
    throw new OutgoingError('unresolvable', `${host} has no address; check the name and DNS`);
  }

  return {
    async request(request) {
      const { timeoutMs = 10_000 } = request;
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(), timeoutMs);
      const signal = request.signal ? AbortSignal.any([request.signal, deadline.signal]) : deadline.signal;
      try {
        request.signal?.throwIfAborted();
        return await follow(request, signal);
      } catch (error) {
        if (error instanceof OutgoingError) throw error;
        if (request.signal?.aborted) throw request.signal.reason;
        if (deadline.signal.aborted) {
          throw new OutgoingError('timeout', `no complete answer within ${timeoutMs} ms`, { cause: error });
        }
        throw asOutgoingError(error);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function firstHop(request: OutgoingRequest): Hop {
  const method = request.method.toUpperCase();
  if (!METHODS.has(method)) {
    throw new OutgoingError('bad-url', `the method must be one of ${[...METHODS].join(', ')}, got ${cut(method, 20)}`);
  }
  const headers = { 'user-agent': 'Muster', ...cleanHeaders(request.headers ?? {}) };
  const hop: Hop = { method, url: parseUrl(request.url), headers };
  return request.body === undefined ? hop : { ...hop, body: request.body };
}

async function systemResolve(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, order: 'verbatim' });
  return found.map(({ address }) => address);
}

function refusal(url: URL, what: string, why: string): OutgoingError {
  const remedy = 'use a public address (MUSTER_ALLOW_PRIVATE_ADDRESSES opens private and loopback ones)';
  return new OutgoingError('refused-address', `${url.origin} is refused: ${what} is ${why}; ${remedy}`);
}

/** `promise`, or the signal's reason as soon as it is aborted. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function asOutgoingError(error: unknown): OutgoingError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // When every address of a host failed, the error holds them all and says nothing itself.
  const why = messageOf(error) || code;
  if (code === 'UND_ERR_INVALID_ARG') {
    return new OutgoingError('bad-url', `the request cannot be sent: ${why}; check its headers`, { cause: error });
  }
  return new OutgoingError('connection', `the connection failed: ${why}`, { cause: error });
}
