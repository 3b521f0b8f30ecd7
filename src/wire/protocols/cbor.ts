import { isUtf8 } from 'node:buffer';
import { instantOfSeconds } from './text.ts';
import { unreadable } from './wire-error.ts';

/**
 * A CBOR reader for bodies of strangers: bounded in depth, claims no memory on the word of a length field, and gives
 * maps without a prototype. (The SDK's own reader trusts its server: it builds strings of any declared exponent.)
 * Tag 1 becomes a Date, byte strings become Uint8Array, integers beyond 2^53 lose precision.
 */
export function readCbor(bytes: Buffer, depth: number): unknown {
  const reader: Reader = { bytes, at: 0, depth };
  const value = readItem(reader);
  if (value === BREAK) throw broken('a break stands alone');
  if (reader.at !== bytes.length) throw broken('bytes follow its end');
  return value;
}

interface Reader {
  readonly bytes: Buffer;
  at: number;
  /** How many more levels may open. */
  depth: number;
}

const BREAK = Symbol('break');
const INDEFINITE = -1;
/** The longest big number read, in bytes: 256 bits. */
const LONGEST_BIGNUM = 32;

const broken = (why: string) => unreadable(`The request body is not valid CBOR: ${why}.`);

function readItem(reader: Reader): unknown {
  const initial = take(reader, 1)[0]!;
  const [major, minor] = [initial >> 5, initial & 31];
  if (major === 7) return readSimple(reader, minor);
  const argument = readArgument(reader, minor);
  if (argument === INDEFINITE && (major < 2 || major > 5)) throw broken('an indefinite length where none can be');
  switch (major) {
    case 0:
      return argument;
    case 1:
      return -1 - argument;
    case 2:
      return readBytes(reader, argument, 2);
    case 3:
      return readText(reader, argument);
    default:
      return nested(reader, () => {
        if (major === 4) return readArray(reader, argument);
        return major === 5 ? readMap(reader, argument) : readTagged(reader, argument);
      });
  }
}

function take(reader: Reader, length: number): Buffer {
  if (length > reader.bytes.length - reader.at) throw broken('it ends too early');
  reader.at += length;
  return reader.bytes.subarray(reader.at - length, reader.at);
}

function nested<T>(reader: Reader, read: () => T): T {
  if (reader.depth === 0) throw unreadable('The request body nests too deeply.');
  reader.depth -= 1;
  const value = read();
  reader.depth += 1;
  return value;
}

function readArgument(reader: Reader, minor: number): number {
  if (minor < 24) return minor;
  if (minor === 31) return INDEFINITE;
  if (minor > 27) throw broken(`no length is written as ${minor}`);
  const size = 1 << (minor - 24);
  const field = take(reader, size);
  return size === 8 ? Number(field.readBigUInt64BE()) : field.readUIntBE(0, size);
}

function readBytes(reader: Reader, length: number, major: number): Buffer {
  if (length !== INDEFINITE) return take(reader, length);
  const chunks: Buffer[] = [];
  while (reader.bytes[reader.at] !== 0xff) {
    const initial = take(reader, 1)[0]!;
    const size = readArgument(reader, initial & 31);
    if (initial >> 5 !== major || size === INDEFINITE) throw broken('a string holds a chunk of another kind');
    chunks.push(take(reader, size));
  }
  reader.at += 1;
  return Buffer.concat(chunks);
}

function readText(reader: Reader, length: number): string {
  const bytes = readBytes(reader, length, 3);
  if (!isUtf8(bytes)) throw broken('a text is not UTF-8');
  return bytes.toString('utf8');
}

function* items(reader: Reader, length: number): Generator<unknown> {
  for (let index = 0; index !== length; index += 1) {
    const item = readItem(reader);
    if (item === BREAK && length === INDEFINITE) return;
    if (item === BREAK) throw broken('a break within a fixed length');
    yield item;
  }
}

function readArray(reader: Reader, length: number): unknown[] {
  return [...items(reader, length)];
}

function readMap(reader: Reader, length: number): Record<string, unknown> {
  const map: Record<string, unknown> = Object.create(null);
  for (const key of items(reader, length)) {
    if (typeof key !== 'string') throw broken('a map has a key that is no text');
    const value = readItem(reader);
    if (value === BREAK) throw broken('a map has a key without a value');
    map[key] = value;
  }
  return map;
}

function readTagged(reader: Reader, tag: number): unknown {
  const value = readItem(reader);
  if (value === BREAK) throw broken('a tag without a value');
  switch (tag) {
    case 1: {
      const instant = typeof value === 'number' ? instantOfSeconds(value) : undefined;
      if (!instant) throw broken('tag 1 holds no instant');
      return instant;
    }
    case 2:
      return bignum(value);
    case 3:
      return -1 - bignum(value);
    case 4:
      return decimal(value);
    default:
      return value;
  }
}

function bignum(value: unknown): number {
  if (!Buffer.isBuffer(value) || value.length > LONGEST_BIGNUM) throw broken('a big number of too many bytes');
  return value.length === 0 ? 0 : Number(`0x${value.toString('hex')}`);
}

function decimal(value: unknown): number {
  const [exponent, mantissa] = Array.isArray(value) && value.length === 2 ? value : [];
  if (typeof exponent !== 'number' || typeof mantissa !== 'number') throw broken('tag 4 holds no decimal fraction');
  return Number(`${mantissa}e${exponent}`);
}

function readSimple(reader: Reader, minor: number): unknown {
  switch (minor) {
    case 20:
      return false;
    case 21:
      return true;
    case 22:
    case 23:
      return null;
    case 25:
      return float16(take(reader, 2).readUInt16BE());
    case 26:
      return take(reader, 4).readFloatBE();
    case 27:
      return take(reader, 8).readDoubleBE();
    case 31:
      return BREAK;
    default:
      throw broken(`it holds the unassigned simple value ${minor}`);
  }
}

function float16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
}
