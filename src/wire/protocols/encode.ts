import type { Member, Shape } from '#kernel/shape';

/** How a format writes the scalars in which JSON and CBOR differ. */
export interface ScalarWriter {
  timestamp(instant: Date): unknown;
  blob(bytes: Uint8Array): unknown;
  number(number: number): unknown;
}

/**
 * From the values of a shape to the plain values that a JSON or CBOR writer takes. Only declared members are written;
 * absent ones are left out, since clients take a union's null members for set ones. Throws on a value that its shape
 * cannot hold: that is a bug in the handler.
 */
export function encodeMembers(writer: ScalarWriter, members: readonly Member[], value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new TypeError(`an output must be an object, got ${value}`);
  const source = value as Record<string, unknown>;
  const encoded: Record<string, unknown> = {};
  for (const { name, shape } of members) {
    const member = Object.hasOwn(source, name) ? source[name] : undefined;
    if (member !== undefined && member !== null) encoded[name] = encode(writer, shape, member, name);
  }
  return encoded;
}

function encode(writer: ScalarWriter, given: Shape, value: unknown, name: string): unknown {
  const shape = given.kind === 'lazy' ? given.of() : given;
  switch (shape.kind) {
    case 'timestamp':
      return writer.timestamp(instantOf(value, name));
    case 'blob':
      return writer.blob(value as Uint8Array);
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      if (typeof value !== 'number') throw new TypeError(`output member ${name} must be a number, got ${typeof value}`);
      return writer.number(value);
    case 'list':
      return arrayOf(value, name).map((item) => encode(writer, shape.member, item, name));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object)
          .filter(([, item]) => item !== undefined && item !== null)
          .map(([key, item]) => [key, encode(writer, shape.value, item, name)]),
      );
    case 'structure':
    case 'union':
      return encodeMembers(writer, shape.members, value);
    case 'string':
      if (typeof value !== 'string') throw new TypeError(`output member ${name} must be a string, got ${typeof value}`);
      return value;
    default:
      return value;
  }
}

export function instantOf(value: unknown, name: string): Date {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  throw new TypeError(`output member ${name} must be a valid Date, got ${String(value)}`);
}

function arrayOf(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`output member ${name} must be a list, got ${typeof value}`);
}
