import { isObject } from '#kernel/patterns/index';
import type { Authorization, Part } from './connection.ts';
import type { HttpRequest } from './outside.ts';
import type { HttpParameters } from './target-options.ts';

/** The request of one call: the destination's address, what the target adds, and over that what the connection adds. */
export function requestFor(
  { endpoint, method }: { endpoint: string; method: string },
  authorization: Authorization,
  token: string | undefined,
  target: HttpParameters,
  input: string,
): HttpRequest | { fault: string } {
  const path = target.path ?? [];
  const stars = endpoint.split('*').length - 1;
  if (stars !== path.length)
    return {
      fault: `The endpoint has ${stars} stars, and the target gives ${path.length} PathParameterValues: give as many.`,
    };
  const values = [...path];
  const url = new URL(endpoint.replaceAll('*', () => encodeURIComponent(values.shift()!)));
  const { headers = [], query = [], body = [] } = authorization.parts ?? {};
  for (const [name, value] of [...Object.entries(target.query ?? {}), ...pairs(query)])
    url.searchParams.set(name, value);
  return {
    method,
    url: url.href,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...lower(Object.entries(target.headers ?? {})),
      ...lower(pairs(headers)),
      ...authorizing(authorization, token),
    },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: withParts(input, body) }),
  };
}

const pairs = (parts: readonly Part[]): [string, string][] => parts.map(({ key, value = '' }) => [key, value]);

const lower = (entries: [string, string][]) =>
  Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));

function authorizing({ apiKey, basic, oauth }: Authorization, token: string | undefined): Record<string, string> {
  if (apiKey) return { [apiKey.name.trim().toLowerCase()]: apiKey.value ?? '' };
  if (basic) {
    const pair = Buffer.from(`${basic.username}:${basic.password ?? ''}`).toString('base64');
    return { authorization: `Basic ${pair}` };
  }
  return oauth ? { authorization: `Bearer ${token ?? ''}` } : {};
}

/** Body parts go into a JSON object; into anything else nothing can be put. */
function withParts(input: string, parts: readonly Part[]): string {
  if (parts.length === 0) return input;
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch {
    // A transformer may make what is no JSON: it goes as it is.
    return input;
  }
  return isObject(value) ? JSON.stringify({ ...value, ...Object.fromEntries(pairs(parts)) }) : input;
}
