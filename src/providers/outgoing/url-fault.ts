import { isIP } from 'node:net';
import { messageOf } from '#kernel/text';
import { plainHost, refusedAddress, refusedName } from './address.ts';
import { parseUrl } from './redirect.ts';

/**
 * What is wrong with an address that somebody typed, before anything is sent there; undefined when it can be tried. Wanted is
 * https; http, and hosts of one's own network, only with `allowPrivate`. A name is judged again when it is resolved.
 */
export function urlFault(text: string, allowPrivate: boolean): string | undefined {
  if (/[\s\p{Cc}]/u.test(text)) return 'wanted an address without spaces and line breaks';
  let url: URL;
  try {
    url = parseUrl(text);
  } catch (error) {
    return messageOf(error);
  }
  if (url.protocol !== 'https:' && !allowPrivate) {
    return `${url.origin} is not encrypted: wanted https:// (http is for one's own network, with MUSTER_ALLOW_PRIVATE_ADDRESSES)`;
  }
  const host = plainHost(url.hostname.replace(/^\[|\]$/g, ''));
  const wrong = refusedName(host, allowPrivate) ?? (isIP(host) === 0 ? undefined : refusedAddress(host, allowPrivate));
  return wrong && `${url.origin} is refused: it is ${wrong}; use a public address`;
}
