import type { ConcreteShape, ListShape, MapShape, Member, NumberShape, Shape, StringShape } from './shape.ts';
import { HIDDEN } from './shape-redact.ts';

/** One step from a value to a part of it: a member's name, a list's index (from 0), a map's entry, or the key itself. */
export type PathStep = string | { readonly item: number } | { readonly entry: string } | { readonly key: string };

/** One broken constraint, as data. `got` is hidden where the shape is sensitive. */
export type Violation = { readonly path: readonly PathStep[]; readonly got: unknown } & Broken;

type Broken =
  | { readonly rule: 'required' }
  | { readonly rule: 'type'; readonly want: string }
  | { readonly rule: 'length' | 'range'; readonly want: { readonly min: number } | { readonly max: number } }
  | { readonly rule: 'pattern'; readonly want: string }
  | { readonly rule: 'enum'; readonly want: readonly string[] }
  | { readonly rule: 'union'; readonly want: readonly string[] };

/** More than this nobody reads; a hostile list of a million wrong items must not become a million sentences. */
const MOST_VIOLATIONS = 100;
/** No pattern is tried on a text longer than this: the time a match takes grows with the length. */
const LONGEST_MATCHED = 65_536;

interface Walk {
  readonly path: PathStep[];
  readonly found: Violation[];
  sensitive: number;
}

/**
 * Walks shape and value together and collects every violation, in declared order (at most 100). `null` counts as absent.
 * Undeclared members are ignored. The value's nesting must be bounded beforehand: the walk recurses with it.
 */
export function check(shape: Shape, value: unknown): Violation[] {
  const walk: Walk = { path: [], found: [], sensitive: 0 };
  visit(walk, shape, value);
  return walk.found;
}

function visit(walk: Walk, given: Shape, value: unknown): void {
  if (walk.found.length >= MOST_VIOLATIONS) return;
  const shape = given.kind === 'lazy' ? given.of() : given;
  if (shape.sensitive || given.sensitive) walk.sensitive += 1;
  if (value === undefined || value === null) {
    if (shape.kind !== 'document') report(walk, value, { rule: 'required' });
  } else if (!isKind[shape.kind](value)) report(walk, value, { rule: 'type', want: shape.kind });
  else visitPresent(walk, shape, value);
  if (shape.sensitive || given.sensitive) walk.sensitive -= 1;
}

function visitPresent(walk: Walk, shape: ConcreteShape, value: unknown): void {
  switch (shape.kind) {
    case 'string':
      visitString(walk, shape, value as string);
      break;
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      visitNumber(walk, shape, value as number);
      break;
    case 'blob':
      sized(walk, shape, (value as Uint8Array).length, value);
      break;
    case 'list':
      visitList(walk, shape, value as unknown[]);
      break;
    case 'map':
      visitMap(walk, shape, value as Record<string, unknown>);
      break;
    case 'structure':
      visitMembers(walk, shape.members, value as Record<string, unknown>);
      break;
    case 'union':
      visitUnion(walk, shape.members, value as Record<string, unknown>);
      break;
    default: // booleans, timestamps and documents have no constraints of their own
  }
}

function visitString(walk: Walk, shape: StringShape, value: string): void {
  if (shape.lenientEmpty && value === '') return;
  const length = lengthOf(value);
  sized(walk, shape, length, value);
  if (shape.values && !shape.values.includes(value)) report(walk, value, { rule: 'enum', want: shape.values });
  if (!shape.pattern || length > (shape.max ?? LONGEST_MATCHED)) return;
  if (!shape.pattern.matches(value)) report(walk, value, { rule: 'pattern', want: shape.pattern.source });
}

/** Unicode characters: a surrogate pair counts once. */
function lengthOf(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length - 1; at += 1) {
    const pair = (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
    if (pair) length -= 1;
  }
  return length;
}

function visitNumber(walk: Walk, shape: NumberShape, value: number): void {
  if (shape.min !== undefined && !(value >= shape.min))
    report(walk, value, { rule: 'range', want: { min: shape.min } });
  if (shape.max !== undefined && !(value <= shape.max))
    report(walk, value, { rule: 'range', want: { max: shape.max } });
}

function visitList(walk: Walk, shape: ListShape, value: unknown[]): void {
  sized(walk, shape, value.length, value);
  for (const [item, member] of value.entries()) within(walk, { item }, () => visit(walk, shape.member, member));
}

function visitMap(walk: Walk, shape: MapShape, value: Record<string, unknown>): void {
  const entries = Object.entries(value);
  sized(walk, shape, entries.length, value);
  for (const [entry, member] of entries) {
    within(walk, { key: entry }, () => visit(walk, shape.key, entry));
    within(walk, { entry }, () => visit(walk, shape.value, member));
  }
}

function visitMembers(walk: Walk, members: readonly Member[], value: Record<string, unknown>): void {
  for (const member of members) {
    const present = own(value, member.name);
    if (member.required || present !== undefined) within(walk, member.name, () => visit(walk, member.shape, present));
  }
}

function visitUnion(walk: Walk, members: readonly Member[], value: Record<string, unknown>): void {
  const set = members.filter((member) => own(value, member.name) !== undefined);
  if (set.length !== 1) report(walk, value, { rule: 'union', want: members.map((member) => member.name) });
  visitMembers(walk, members, value);
}

function own(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? (value[name] ?? undefined) : undefined;
}

interface Sized {
  readonly min?: number;
  readonly max?: number;
  readonly lenientEmpty?: boolean;
}

function sized(walk: Walk, { min, max, lenientEmpty }: Sized, size: number, got: unknown): void {
  if (max !== undefined && size > max) report(walk, got, { rule: 'length', want: { max } });
  if (min !== undefined && size < min && !(lenientEmpty && size === 0)) {
    report(walk, got, { rule: 'length', want: { min } });
  }
}

function within(walk: Walk, step: PathStep, go: () => void): void {
  walk.path.push(step);
  go();
  walk.path.pop();
}

function report(walk: Walk, got: unknown, broken: Broken): void {
  if (walk.found.length >= MOST_VIOLATIONS) return;
  const absent = got === undefined || got === null;
  walk.found.push({ path: [...walk.path], got: walk.sensitive > 0 && !absent ? HIDDEN : got, ...broken });
}

const isNumber = (value: unknown) => typeof value === 'number';
const isObject = (value: unknown) =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array);

const isKind: Record<ConcreteShape['kind'], (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value) && (value as number) === ((value as number) | 0),
  long: (value) => Number.isInteger(value),
  float: isNumber,
  double: isNumber,
  boolean: (value) => typeof value === 'boolean',
  timestamp: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  blob: (value) => value instanceof Uint8Array,
  document: () => true,
  list: Array.isArray,
  map: isObject,
  structure: isObject,
  union: isObject,
};
