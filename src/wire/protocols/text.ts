import { isUtf8 } from 'node:buffer';
import { unreadable } from './wire-error.ts';

/** Values that JSON, query strings and CBOR all write in the same ways. */

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
/** The farthest instant that JavaScript can hold, in milliseconds from the epoch. */
const FARTHEST = 8.64e15;

export function utf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw unreadable('The request body must be UTF-8 text, and is not.');
  return bytes.toString('utf8');
}

/** Seconds since the epoch, to the millisecond. */
export function instantOfSeconds(seconds: number): Date | undefined {
  const milliseconds = Math.round(seconds * 1000);
  return Math.abs(milliseconds) <= FARTHEST ? new Date(milliseconds) : undefined;
}

/** ISO 8601, an HTTP date, or epoch seconds written as text. Without a zone it is UTC. */
export function instantOfText(text: string): Date | undefined {
  if (NUMBER.test(text)) return instantOfSeconds(Number(text));
  if (!ISO.test(text) && !HTTP_DATE.test(text)) return undefined;
  const zoned = /T/.test(text) && ISO.test(text) && !/(Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text;
  const instant = new Date(zoned);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

export function numberOfText(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text);
  return wordToNumber(text);
}

/** What JSON and XML have no digits for. */
export function wordToNumber(text: string): number | undefined {
  if (text === 'NaN') return Number.NaN;
  if (text === 'Infinity') return Number.POSITIVE_INFINITY;
  return text === '-Infinity' ? Number.NEGATIVE_INFINITY : undefined;
}

/** Whether `number` fits the shape's kind: whole, and of 32 bits for integers. */
export function fits(kind: 'integer' | 'long' | 'float' | 'double', number: number): boolean {
  if (kind === 'integer') return (number | 0) === number;
  return kind === 'long' ? Number.isInteger(number) && Math.abs(number) <= 2 ** 63 : true;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

export function bytesOfBase64(text: string): Uint8Array | undefined {
  return text.length % 4 === 0 && BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** Where in the input something went wrong, as the caller would write it; `the request` for the whole. */
export function place(path: readonly (string | number)[]): string {
  if (path.length === 0) return 'the request';
  return `'${path.join('.').slice(0, 200)}'`;
}
