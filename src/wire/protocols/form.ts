import type { ConcreteShape } from '#kernel/shape';
import { bytesOfBase64, fits, instantOfText, numberOfText, place } from './text.ts';
import { unreadable } from './wire-error.ts';

/** `name=value` pairs, in query strings and form bodies, and the scalars written in them. */

/** The pairs in order; `+` is a space. Refuses broken percent-encoding and bytes that are not UTF-8. */
export function parsePairs(text: string): [name: string, value: string][] {
  if (text === '') return [];
  return text.split('&').flatMap((pair): [string, string][] => {
    if (pair === '') return [];
    const equals = pair.indexOf('=');
    return equals < 0
      ? [[percentDecode(pair), '']]
      : [[percentDecode(pair.slice(0, equals)), percentDecode(pair.slice(equals + 1))]];
  });
}

function percentDecode(text: string): string {
  return decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) throw unreadable('The request holds percent-encoding that is not of UTF-8 text.');
    throw error;
  }
}

/** The value of a scalar shape written as text. */
export function scalarOfText(shape: ConcreteShape, text: string, path: readonly (string | number)[]): unknown {
  const value = readScalar(shape, text);
  if (value === undefined) throw unreadable(`The text at ${place(path)} can not be converted to a ${shape.kind}`);
  return value;
}

function readScalar(shape: ConcreteShape, text: string): unknown {
  switch (shape.kind) {
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'integer':
    case 'long':
    case 'float':
    case 'double': {
      const number = numberOfText(text);
      return number !== undefined && fits(shape.kind, number) ? number : undefined;
    }
    case 'timestamp':
      return instantOfText(text);
    case 'blob':
      return bytesOfBase64(text);
    default:
      return undefined;
  }
}
