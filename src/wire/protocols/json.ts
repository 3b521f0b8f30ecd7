import type { StructureShape } from '#kernel/shape';
import { messageOf } from '#kernel/text';
import { decodeMembers } from './decode.ts';
import { encodeMembers, type ScalarWriter } from './encode.ts';
import { utf8 } from './text.ts';
import { unreadable } from './wire-error.ts';

/** JSON bodies, as awsJson and restJson1 share them. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The JSON value of `bytes`; an empty body is an empty object. Refuses other than UTF-8, broken and deep JSON. */
export function readJson(bytes: Buffer, depth: number): unknown {
  const text = utf8(bytes);
  if (text.trim() === '') return {};
  boundDepth(bytes, depth);
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser quotes a piece of the body, which may hold a secret: only the position is told on.
    const position = /at position \d+/.exec(messageOf(error))?.[0];
    throw unreadable(`The request body is not valid JSON${position ? ` (${position})` : ''}.`);
  }
}

/** Looks before the parser does: text of a million `[` must not become as deep a recursion. */
export function boundDepth(bytes: Uint8Array, limit: number): void {
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > limit) throw unreadable(`The request body nests deeper than ${limit} levels.`);
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
}

function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

export function parseJson(shape: StructureShape, bytes: Buffer, depth: number): Record<string, unknown> {
  return decodeMembers(shape.members, readJson(bytes, depth));
}

const writer: ScalarWriter = {
  timestamp: (instant) => instant.getTime() / 1000,
  blob: (bytes) => Buffer.from(bytes).toString('base64'),
  number: (number) => (Number.isFinite(number) ? number : String(number)),
};

export function writeJson(shape: StructureShape | undefined, output: unknown): string {
  return shape ? JSON.stringify(encodeMembers(writer, shape.members, output ?? {})) : '{}';
}
