import { OutgoingError } from './error.ts';

/** A request as it goes to one place; a redirect makes the next one of it. */
export interface Hop {
  method: string;
  url: URL;
  /** Names in lower case. */
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** What may go along to another origin. Anything else could be a secret, whatever it is called. */
const HARMLESS = new Set(['accept', 'accept-language', 'content-language', 'content-type', 'user-agent']);

/** Ours to set, since they frame the message or name the host that was checked. */
const OWN = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'expect',
  'te',
  'trailer',
]);
const HOP_BY_HOP = /^(keep-alive|proxy-.*|accept-encoding)$/;

/** Headers by lower-case name, without those that are ours to set. */
export function cleanHeaders(headers: Record<string, string>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(entries.filter(([name]) => !OWN.has(name) && !HOP_BY_HOP.test(name)));
}

/** Reads an address. Throws `bad-url` for anything but http(s) without credentials. */
export function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!url) throw new OutgoingError('bad-url', 'the address cannot be read; write it like https://example.com/path');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new OutgoingError('bad-url', `the address must begin with https:// or http://, got ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new OutgoingError('bad-url', `the address at ${url.host} holds a user or password; send them in a header`);
  }
  // The dot that stands for the root names the same host, but no certificate has it.
  url.hostname = url.hostname.replace(/\.$/, '');
  if (url.hostname.split('.').includes('')) {
    throw new OutgoingError('bad-url', `the host ${url.hostname} has an empty part between its dots`);
  }
  return url;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** The hop that an answer asks for; undefined when it is no redirect. Throws `bad-url`, or `refused-address` for http after https. */
export function nextHop(was: Hop, status: number, location: string | undefined): Hop | undefined {
  if (!REDIRECTS.has(status) || location === undefined) return undefined;
  const url = parseUrl(location, was.url);
  if (was.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new OutgoingError('refused-address', `${was.url.origin} redirects to ${url.origin}, which is not encrypted`);
  }
  const sameOrigin = url.origin === was.url.origin;
  const becomesGet = status === 303 ? was.method !== 'HEAD' : status <= 302 && was.method === 'POST';
  const headers = Object.entries(was.headers).filter(
    ([name]) => (sameOrigin || HARMLESS.has(name)) && !(becomesGet && name.startsWith('content-')),
  );
  const next: Hop = { method: becomesGet ? 'GET' : was.method, url, headers: Object.fromEntries(headers) };
  if (!becomesGet && was.body !== undefined) next.body = was.body;
  return next;
}
