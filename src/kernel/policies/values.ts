import { BlockList, isIP } from 'node:net';
import type { Test } from './policy.ts';

/** What is compared in conditions: numbers, instants, addresses. Each is undefined where a text is none. */

export function numberIn(text: string): number | undefined {
  return /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?\s*$/i.test(text) ? Number(text) : undefined;
}

const ISO = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/;

/** Milliseconds since 1970 of an ISO 8601 instant, or of seconds since 1970. Without a zone it is in UTC. */
export function instantIn(text: string): number | undefined {
  if (/^\d{9,12}$/.test(text)) return Number(text) * 1_000;
  if (!ISO.test(text)) return undefined;
  const zoned = text.includes('T') && !/(Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text;
  const instant = Date.parse(zoned.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(instant) ? undefined : instant;
}

export function booleanIn(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

/** Whether an address lies in a range (CIDR, or one address). */
export function inRange(range: string, address: string): boolean {
  const list = listOf(range);
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  return list !== undefined && family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}

function listOf(range: string): BlockList | undefined {
  const [, net = '', given] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(range) ?? [];
  const family = isIP(net);
  const most = family === 4 ? 32 : 128;
  const bits = given === undefined ? most : Number(given);
  if (family === 0 || bits > most) return undefined;
  const list = new BlockList();
  list.addSubnet(net, bits, family === 4 ? 'ipv4' : 'ipv6');
  return list;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** What is wanted of a value that a test compares with; undefined: this one will do. A value with a variable is not looked at. */
export function valueFault(test: Test, value: string): string | undefined {
  if (value.includes('${')) return undefined;
  if (test.startsWith('Numeric')) return numberIn(value) === undefined ? 'a number' : undefined;
  if (test.startsWith('Date')) return instantIn(value) === undefined ? 'an ISO 8601 time' : undefined;
  if (test === 'Bool' || test === 'Null') return booleanIn(value) === undefined ? 'true or false' : undefined;
  if (test === 'IpAddress') return listOf(value) ? undefined : 'an address or a range such as 203.0.113.0/24';
  if (test === 'BinaryEquals') return BASE64.test(value) ? undefined : 'base64';
  return undefined;
}
