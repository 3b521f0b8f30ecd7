import type { IncomingHttpHeaders } from 'node:http';

/**
 * The key of a request: a bearer token, Opsgenie's `GenieKey`, the password of basic authentication, or, of senders that can set no
 * header, the last part of the path. Undefined: there is none.
 */
export function keyIn(
  { authorization }: IncomingHttpHeaders,
  params: Readonly<Record<string, string>>,
): string | undefined {
  const [, scheme = '', value = ''] = /^(Bearer|GenieKey|Basic) +(\S{1,512})$/i.exec(authorization ?? '') ?? [];
  if (scheme.toLowerCase() === 'basic') return passwordIn(value);
  return value === '' ? params['key'] : value;
}

/** The user's name says nothing. */
function passwordIn(value: string): string {
  const text = Buffer.from(value, 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1);
}
