import type { ListShape, MapShape, Member, NumberShape, Shape } from '#kernel/shape';
import { bytesOfBase64, fits, instantOfSeconds, instantOfText, place, wordToNumber } from './text.ts';
import { unreadable, type WireError } from './wire-error.ts';

/**
 * From the plain values that JSON and CBOR readers give to the values of a shape. `null` and undeclared members are
 * left out; another type than the shape's is refused, naming both and the member. Nesting was bounded by the reader.
 */

type Path = (string | number)[];

export function decodeMembers(members: readonly Member[], value: unknown, path: Path = []): Record<string, unknown> {
  if (!isObject(value)) throw mismatch('a Structure', value, path);
  const decoded: Record<string, unknown> = {};
  for (const { name, shape } of members) {
    if (!Object.hasOwn(value, name)) continue;
    const member = decode(shape, value[name], path, name);
    if (member !== undefined) decoded[name] = member;
  }
  return decoded;
}

function decode(given: Shape, value: unknown, path: Path, step: string | number): unknown {
  const shape = given.kind === 'lazy' ? given.of() : given;
  if (value === undefined || (value === null && shape.kind !== 'document')) return undefined;
  path.push(step);
  const decoded = decodePresent(shape, value, path);
  path.pop();
  return decoded;
}

function decodePresent(shape: Exclude<Shape, { kind: 'lazy' }>, value: unknown, path: Path): unknown {
  switch (shape.kind) {
    case 'string':
      if (typeof value === 'string') return value;
      throw mismatch('a String', value, path);
    case 'boolean':
      if (typeof value === 'boolean') return value;
      throw mismatch('a Boolean', value, path);
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return toNumber(shape, value, path);
    case 'timestamp':
      return toInstant(value, path);
    case 'blob':
      return toBytes(value, path);
    case 'document':
      return value;
    case 'list':
      return toList(shape, value, path);
    case 'map':
      return toMap(shape, value, path);
    case 'structure':
    case 'union':
      return decodeMembers(shape.members, value, path);
  }
}

function toNumber({ kind }: NumberShape, value: unknown, path: Path): number {
  const whole = kind === 'integer' || kind === 'long';
  const number = typeof value === 'string' && !whole ? wordToNumber(value) : value;
  const wanted = { integer: 'an Integer', long: 'a Long', float: 'a Float', double: 'a Double' }[kind];
  if (typeof number !== 'number' || !fits(kind, number)) throw mismatch(wanted, value, path);
  return number;
}

function toInstant(value: unknown, path: Path): Date {
  if (value instanceof Date) return value;
  const instant =
    typeof value === 'number' ? instantOfSeconds(value) : typeof value === 'string' ? instantOfText(value) : undefined;
  if (!instant) throw mismatch('a Timestamp (seconds since 1970, or ISO 8601)', value, path);
  return instant;
}

function toBytes(value: unknown, path: Path): Uint8Array {
  if (value instanceof Uint8Array) return value;
  const bytes = typeof value === 'string' ? bytesOfBase64(value) : undefined;
  if (!bytes) throw mismatch('a Blob (base64)', value, path);
  return bytes;
}

function toList(shape: ListShape, value: unknown, path: Path): unknown[] {
  if (!Array.isArray(value)) throw mismatch('a List', value, path);
  return value.map((item, index) => decode(shape.member, item, path, index + 1));
}

function toMap(shape: MapShape, value: unknown, path: Path): Record<string, unknown> {
  if (!isObject(value)) throw mismatch('a Map', value, path);
  // `fromEntries` defines own properties, also for a key such as `__proto__`.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(shape.value, item, path, key)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  const object = typeof value === 'object' && value !== null && !Array.isArray(value);
  return object && !(value instanceof Date) && !(value instanceof Uint8Array);
}

/** Says the type only, never the value: it may be a secret. */
function mismatch(wanted: string, value: unknown, path: Path): WireError {
  return unreadable(`${typeName(value)} can not be converted to ${wanted} at ${place(path)}`);
}

function typeName(value: unknown): string {
  if (value === null) return 'NULL_VALUE';
  if (Array.isArray(value)) return 'START_ARRAY';
  if (value instanceof Date) return 'TIMESTAMP_VALUE';
  if (value instanceof Uint8Array) return 'BLOB_VALUE';
  if (typeof value === 'object') return 'START_OBJECT';
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'FRACTION_VALUE';
  return typeof value === 'boolean' ? `${value ? 'TRUE' : 'FALSE'}_VALUE` : `${(typeof value).toUpperCase()}_VALUE`;
}
