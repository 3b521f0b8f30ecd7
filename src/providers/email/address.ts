import { domainToASCII } from 'node:url';
import { cut } from '#kernel/text';

/** RFC 5321 4.5.3.1: octets of a local part, of a domain, of the path without its angle brackets. */
const MAX_LOCAL = 64;
const MAX_DOMAIN = 253;
const MAX_ADDRESS = 254;

/** RFC 5321's dot-string. Quoted local parts are legal and unused; refusing them keeps quotes out of every header. */
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** ASCII that no host name has; what lies beyond ASCII is left to the rules for international names. */
const NOT_IN_HOST = /[^\w.\-\u0080-\u{10ffff}]|_/u;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/**
 * What is wrong with an e-mail address, in one sentence; undefined when it can be tried. Wanted is the bare address
 * (`ana@example.com`): no display name, no comment, no control character. The domain may be international.
 */
export function addressFault(address: string): string | undefined {
  const wrong = faultOf(address);
  if (!wrong) return undefined;
  const shown = JSON.stringify(cut(address, 80));
  return `${shown} is no e-mail address: ${wrong}. Give it like ana@example.com and try again.`;
}

function faultOf(address: string): string | undefined {
  if (CONTROL.test(address)) return 'it has a line break or another control character in it';
  if (/[\s<>"(),;:\\[\]]/.test(address)) {
    return 'wanted the bare address, without a name, spaces, quotes or brackets';
  }
  const parts = address.split('@');
  if (parts.length !== 2) return `wanted one @, got ${parts.length - 1}`;
  const [local = '', domain = ''] = parts;
  return localFault(local) ?? domainFault(local, domain);
}

function localFault(local: string): string | undefined {
  if (local === '') return 'nothing stands before the @';
  if (local.length > MAX_LOCAL) return `wanted at most ${MAX_LOCAL} characters before the @, got ${local.length}`;
  if (!LOCAL.test(local)) {
    return 'wanted ASCII letters, digits and signs before the @, and a dot only between two of them';
  }
  return undefined;
}

function domainFault(local: string, domain: string): string | undefined {
  if (domain === '') return 'nothing stands after the @';
  const ascii = NOT_IN_HOST.test(domain) ? '' : domainToASCII(domain);
  const labels = ascii.split('.');
  if (!labels.every((label) => LABEL.test(label))) return 'what stands after the @ is no host name';
  if (/^\d+$/.test(labels.at(-1)!)) return 'wanted a host name after the @, got a number or an IP address';
  if (ascii.length > MAX_DOMAIN) return `wanted at most ${MAX_DOMAIN} characters after the @, got ${ascii.length}`;
  const length = local.length + 1 + ascii.length;
  return length > MAX_ADDRESS ? `wanted at most ${MAX_ADDRESS} characters, got ${length}` : undefined;
}
