import { MINUTE, SECOND } from '#kernel/clock';
import { isObject } from '#kernel/patterns/index';
import type { Authorization } from './connection.ts';
import { type HttpAnswer, type HttpCaller, heardOf } from './outside.ts';
import type { Heard } from './target.ts';

type OAuth = NonNullable<Authorization['oauth']>;
type Token = { token: string } | { failed: Extract<Heard, { ok: false }> };

/** Where the answer does not say how long a token holds. */
const USUAL_MS = 5 * MINUTE;
/** A token is not used in its last moments. */
const MARGIN_MS = 30 * SECOND;
const LONGEST_MS = 12 * 60 * MINUTE;
/** Tokens that are remembered at once, the longest known ones go. */
const MOST = 1_000;

/** Tokens by client credentials, remembered in this process as long as they hold. */
export function createTokens(http: HttpCaller) {
  const known = new Map<string, { token: string; until: number }>();
  return {
    /** `about` names the connection in its present state: a changed one asks anew. */
    async of(now: Date, about: string, oauth: OAuth, signal: AbortSignal): Promise<Token> {
      const kept = known.get(about);
      if (kept && kept.until > now.getTime()) return { token: kept.token };
      const answer = await http.request(requestOf(oauth), signal);
      const read = readToken(answer);
      if ('failed' in read) return read;
      known.delete(about);
      known.set(about, { token: read.token, until: now.getTime() + read.holdsMs });
      if (known.size > MOST) known.delete(known.keys().next().value!);
      return { token: read.token };
    },
    forget: (about: string) => void known.delete(about),
  };
}

function requestOf({ endpoint, method, clientId, clientSecret = '', parts }: OAuth) {
  const url = new URL(endpoint);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  for (const { key, value = '' } of parts?.body ?? []) form.set(key, value);
  for (const { key, value = '' } of parts?.query ?? []) url.searchParams.set(key, value);
  const headers = Object.fromEntries((parts?.headers ?? []).map(({ key, value = '' }) => [key.toLowerCase(), value]));
  if (method === 'GET') {
    for (const [name, value] of form) url.searchParams.set(name, value);
    return { method, url: url.href, headers: { accept: 'application/json', ...headers } };
  }
  const type = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  return { method, url: url.href, headers: { ...type, ...headers }, body: form.toString() };
}

function readToken(answer: HttpAnswer): { token: string; holdsMs: number } | { failed: Extract<Heard, { ok: false }> } {
  // What the answer says may hold a token: it is not told.
  const heard = heardOf(answer, () => '');
  if (!heard.ok) {
    const reason = `No token from the authorization endpoint: ${heard.reason}`;
    // Somebody mends the credentials: it is tried again, as long as the retry policy says.
    return { failed: { ...heard, permanent: false, code: 'NO_PERMISSIONS', reason } };
  }
  const value = 'body' in answer ? parsed(answer.body) : undefined;
  const token = isObject(value) ? value['access_token'] : undefined;
  if (typeof token !== 'string' || token === '' || /[\s\p{Cc}]/u.test(token)) {
    const reason = 'The authorization endpoint answered without an access_token: wanted JSON with one';
    return { failed: { ok: false, permanent: false, code: 'NO_PERMISSIONS', reason } };
  }
  const seconds = Number((value as Record<string, unknown>)['expires_in']);
  const holds = Number.isFinite(seconds) && seconds > 0 ? seconds * SECOND : USUAL_MS;
  return { token, holdsMs: Math.max(0, Math.min(holds, LONGEST_MS) - MARGIN_MS) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page of a proxy's: no token is in it.
    return undefined;
  }
}
