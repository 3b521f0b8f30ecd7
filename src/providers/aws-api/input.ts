import type { NormalizedSchema } from '@smithy/core/schema';
import type { Json } from '#domain/documents';
import { nearest } from '#kernel/nearest';
import { isSensitive, members, requiredIn } from './schema.ts';

/** What a client takes for `value`: timestamps as dates, blobs as bytes; or everything that is wrong with it. */
export function toSdk(schema: NormalizedSchema, value: Json): { input: unknown } | { faults: string[] } {
  const faults: string[] = [];
  const input = convert(schema, value, '', faults);
  return faults.length > 0 ? { faults: faults.slice(0, MOST_FAULTS) } : { input };
}

/** `value` with `***` in the place of what the API calls sensitive: for the audit trail. */
export function shown(schema: NormalizedSchema, value: Json): Json {
  if (isSensitive(schema) || schema.isBlobSchema()) return '***';
  if (Array.isArray(value))
    return schema.isListSchema() ? value.map((one) => shown(schema.getValueSchema(), one)) : '***';
  if (!isObject(value)) return value;
  if (schema.isMapSchema()) return mapped(value, ([, one]) => shown(schema.getValueSchema(), one));
  const known = new Map(members(schema));
  return mapped(value, ([name, one]) => (known.has(name) ? shown(known.get(name)!, one) : '***'));
}

const MOST_FAULTS = 10;
const DEEPEST = 30;

const mapped = (value: { readonly [name: string]: Json }, to: (entry: [string, Json]) => Json): Json =>
  Object.fromEntries(Object.entries(value).map((entry) => [entry[0], to(entry)]));

const isObject = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function convert(schema: NormalizedSchema, value: Json, path: string, faults: string[]): unknown {
  if (path.split('.').length > DEEPEST) return wrong(faults, path, `nests deeper than ${DEEPEST} levels`);
  if (value === null) return undefined;
  if (schema.isDocumentSchema()) return value;
  if (schema.isStructSchema() || schema.isUnionSchema()) return structure(schema, value, path, faults);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return wrong(faults, path, `wants a list, got ${kindOf(value)}`);
    return value.map((one, index) => convert(schema.getValueSchema(), one, `${path}[${index}]`, faults));
  }
  if (schema.isMapSchema()) {
    if (!isObject(value)) return wrong(faults, path, `wants a map, got ${kindOf(value)}`);
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([name, one]) => [name, convert(schema.getValueSchema(), one, place(path, name), faults)]),
    );
  }
  return scalar(schema, value, path, faults);
}

function structure(schema: NormalizedSchema, value: Json, path: string, faults: string[]): unknown {
  if (!isObject(value)) return wrong(faults, path, `wants a map, got ${kindOf(value)}`);
  const known = new Map(members(schema));
  for (const name of requiredIn(schema)) {
    if (value[name] === undefined || value[name] === null) wrong(faults, place(path, name), 'is missing');
  }
  const made: [string, unknown][] = [];
  for (const [name, one] of Object.entries(value)) {
    const member = known.get(name);
    if (member) made.push([name, convert(member, one, place(path, name), faults)]);
    else wrong(faults, place(path, name), `is not known${like(name, [...known.keys()])}`);
  }
  return Object.fromEntries(made);
}

function like(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? '' : `: did you mean ${near}?`;
}

/** What expressions left as text is taken for the number or the truth that it says. */
function scalar(schema: NormalizedSchema, value: Json, path: string, faults: string[]): unknown {
  if (schema.isBlobSchema()) return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  if (typeof value === 'object') return wrong(faults, path, `wants a single value, got ${kindOf(value)}`);
  if (schema.isTimestampSchema()) {
    const instant = new Date(typeof value === 'number' ? value * 1_000 : String(value));
    if (!Number.isNaN(instant.getTime())) return instant;
    return wrong(faults, path, 'wants a time: ISO 8601, or seconds since 1970');
  }
  if (schema.isBooleanSchema()) {
    const said = String(value).toLowerCase();
    if (said === 'true' || said === 'false') return said === 'true';
    return wrong(faults, path, `wants true or false, got ${kindOf(value)}`);
  }
  if (schema.isNumericSchema()) {
    const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
    return typeof number === 'number' ? number : wrong(faults, path, `wants a number, got ${kindOf(value)}`);
  }
  return String(value);
}

const place = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

/** Of a value only what kind it is: it may be a secret. */
const kindOf = (value: Json) =>
  value === null ? 'nothing' : Array.isArray(value) ? 'a list' : isObject(value) ? 'a map' : `a ${typeof value}`;

function wrong(faults: string[], path: string, what: string): undefined {
  faults.push(`${path === '' ? 'the input' : path} ${what}`);
  return undefined;
}
