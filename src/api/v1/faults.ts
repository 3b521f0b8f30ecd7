import { nearest } from '#kernel/nearest';
import { HIDDEN } from '#kernel/shape';
import { cut } from '#kernel/text';
import type { TSchema } from './schema.ts';
import { type Known, wantedOf } from './wanted.ts';

/** What is wrong with one part of an input. */
export interface Fault {
  /** E.g. `stages[0].minutes`; empty for the whole. */
  field: string;
  wanted: string;
  got: string;
}

/** Nobody reads more. */
const MOST = 50;

/** Everything that is wrong with `value`, in the order of the declaration (50 at most). Its nesting must be bounded. */
export function faultsOf(schema: TSchema, value: unknown, field = ''): Fault[] {
  const found: Fault[] = [];
  visit(schema as Known, value, field, found);
  return found;
}

function visit(schema: Known, value: unknown, field: string, found: Fault[]): void {
  if (found.length >= MOST) return;
  if (schema.anyOf) visitKinds(schema, value, field, found);
  else if (!isOfType(schema, value)) found.push(faultOf(schema, value, field));
  else if (schema.properties || schema.patternProperties) {
    visitMembers(schema, value as Record<string, unknown>, field, found);
    // Where anything may stand, nothing is said of what stands in a list.
  } else if (Array.isArray(value) && schema.items) visitItems(schema, value, field, found);
}

function visitItems(schema: Known, items: unknown[], field: string, found: Fault[]): void {
  if (outside(items.length, schema.minItems, schema.maxItems)) {
    found.push({ ...faultOf(schema, items, field), got: `${items.length}` });
    return;
  }
  for (const [index, item] of items.entries()) visit(schema.items!, item, `${field}[${index}]`, found);
}

function visitKinds(schema: Known, value: unknown, field: string, found: Fault[]): void {
  const kinds = schema.anyOf!.filter((each) => each.type !== 'null');
  if (value === null && kinds.length < schema.anyOf!.length) return;
  const told = (value as { kind?: unknown } | null | undefined)?.kind;
  const meant = kinds.length === 1 ? kinds[0] : kinds.find((each) => each.properties?.['kind']?.const === told);
  if (meant) {
    visit(meant, value, field, found);
    return;
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  found.push(isObject ? faultOf(schema, told, below(field, 'kind')) : faultOf(schema, value, field));
}

function visitMembers(schema: Known, value: Record<string, unknown>, field: string, found: Fault[]): void {
  const { properties = {}, required = [], patternProperties, maxProperties } = schema;
  const names = Object.keys(value);
  if (maxProperties !== undefined && names.length > maxProperties) {
    found.push({ field, wanted: `${maxProperties} members at most`, got: `${names.length}` });
    return;
  }
  for (const [name, member] of Object.entries(properties)) {
    if (Object.hasOwn(value, name)) visit(member, value[name], below(field, name), found);
    else if (required.includes(name)) found.push({ ...faultOf(member, undefined, below(field, name)), got: 'nothing' });
  }
  const [each] = Object.values(patternProperties ?? {});
  for (const name of names) {
    if (Object.hasOwn(properties, name) || found.length >= MOST) continue;
    if (each) visit(each, value[name], below(field, name), found);
    else found.push(unknownMember(field, name, Object.keys(properties)));
  }
}

function unknownMember(field: string, name: string, known: string[]): Fault {
  const like = nearest(name, known);
  const wanted = known.length > 0 ? `one of the members ${known.join(', ')}` : 'no members';
  const shown = cut(name, 100);
  return { field: below(field, shown), wanted: like ? `perhaps ${like}; ${wanted}` : wanted, got: shown };
}

const below = (field: string, name: string) => (field === '' ? name : `${field}.${name}`);

function faultOf(schema: Known, value: unknown, field: string): Fault {
  const hidden = schema['x-sensitive'] && value !== undefined;
  const got = value === undefined ? 'nothing' : cut(JSON.stringify(value), 100);
  return { field, wanted: wantedOf(schema), got: hidden ? HIDDEN : got };
}

const outside = (size: number, min = 0, max = Number.POSITIVE_INFINITY) => size < min || size > max;

function isOfType(schema: Known, value: unknown): boolean {
  if (schema.const !== undefined) return value === schema.const;
  if (schema.enum) return schema.enum.includes(value);
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' && isText(schema, value);
    case 'integer':
      return Number.isInteger(value) && !outside(value as number, schema.minimum, schema.maximum);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case undefined:
      return true; // any JSON
    default:
      return typeof value === schema.type;
  }
}

function isText({ minLength, maxLength, pattern, format }: Known, value: string): boolean {
  // Before anything is matched: patterns are linear, and texts are short.
  if (outside([...value].length, minLength, maxLength)) return false;
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return false;
  return format === undefined || formats[format]!(value);
}

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  uuid: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
  'date-time': isTime,
};

const TIME = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$/;

function isTime(text: string): boolean {
  const [, year, month, day] = TIME.exec(text) ?? [];
  // JavaScript takes the 30th of February for the 2nd of March.
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return day !== undefined && Number(day) <= days && !Number.isNaN(Date.parse(text));
}
