import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Refusal } from '#kernel/refusal';
import { cut } from '#kernel/text';
import { Inexact } from './number.ts';

/** A JSON value that is neither an object nor an array: what stands at the end of a path. */
export type Scalar = string | number | boolean | null | Inexact;

/** One bound of a numeric range. */
export interface Bound {
  value: number;
  inclusive: boolean;
}

/** A question put to one value that is present. */
export type ValueTest =
  | { kind: 'equals'; value: Scalar }
  | { kind: 'equalsIgnoreCase'; text: string }
  | { kind: 'prefix' | 'suffix'; text: string; ignoreCase: boolean }
  /** The literal stretches between the stars: one star fewer than parts. */
  | { kind: 'wildcard'; parts: readonly string[] }
  | { kind: 'numeric'; lower?: Bound; upper?: Bound }
  /** `bytes`: 4 or 16 of the network's address; `bits`: how many of them count. */
  | { kind: 'cidr'; bytes: readonly number[]; bits: number }
  /** True for a value that passes none of the tests. */
  | { kind: 'anythingBut'; tests: readonly ValueTest[] };

/** One alternative of a leaf: a test of the value, or of its being there at all. */
export type Alternative = ValueTest | { kind: 'exists'; present: boolean };

type Reader<T> = (path: string, argument: unknown) => T;

/** The refusal of a pattern: where, what was wanted, what was got. */
export function refusePattern(path: string, wanted: string, got: unknown): Refusal {
  const shown = cut(JSON.stringify(got) ?? 'nothing', 80);
  const where = path === '' ? 'the pattern' : `"${cut(path, 200)}"`;
  return new Refusal('validation', `Event pattern is not valid. Reason: ${where} must be ${wanted}, got ${shown}`, {
    code: 'InvalidEventPatternException',
  });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Inexact);
}

/** Reads one alternative of a leaf. Throws a `Refusal` that names `path`. */
export const readAlternative: Reader<Alternative> = (path, value) => {
  if (Array.isArray(value)) throw refusePattern(path, 'a string, number, true, false, null or a match object', value);
  if (!isObject(value)) return { kind: 'equals', value: value as Scalar };
  const [operator, argument] = onlyEntry(path, value);
  const read = operators.get(operator);
  if (!read) throw refusePattern(path, `a match object with one of ${[...operators.keys()].join(', ')}`, value);
  return read(`${path}.${operator}`, argument);
};

function onlyEntry(path: string, value: Record<string, unknown>): [string, unknown] {
  const entries = Object.entries(value);
  const [first] = entries;
  if (!first || entries.length > 1) throw refusePattern(path, 'a match object with exactly one operator', value);
  return first;
}

const text: Reader<string> = (path, argument) => {
  if (typeof argument !== 'string') throw refusePattern(path, 'a string', argument);
  return argument;
};

const affix =
  (kind: 'prefix' | 'suffix'): Reader<ValueTest> =>
  (path, argument) => {
    if (!isObject(argument)) return { kind, text: text(path, argument), ignoreCase: false };
    const [operator, inner] = onlyEntry(path, argument);
    if (operator !== 'equals-ignore-case') {
      throw refusePattern(path, 'a string or {"equals-ignore-case": "…"}', argument);
    }
    return { kind, text: text(`${path}.${operator}`, inner), ignoreCase: true };
  };

const equalsIgnoreCase: Reader<ValueTest> = (path, argument) => ({
  kind: 'equalsIgnoreCase',
  text: text(path, argument),
});

const wildcard: Reader<ValueTest> = (path, argument) => {
  const written = text(path, argument);
  const parts = [''];
  for (let at = 0; at < written.length; at += 1) {
    const character = written[at]!;
    if (character === '*') {
      if (written[at + 1] === '*')
        throw refusePattern(path, 'without two stars in a row (one matches any run)', written);
      parts.push('');
      continue;
    }
    let literal = character;
    if (character === '\\') {
      at += 1;
      literal = written[at] ?? '';
      if (literal !== '*' && literal !== '\\') {
        throw refusePattern(path, 'without escapes other than \\* and \\\\', written);
      }
    }
    parts.push(parts.pop()! + literal);
  }
  return { kind: 'wildcard', parts };
};

const comparable: Reader<number> = (path, argument) => {
  if (typeof argument === 'number') return argument;
  throw refusePattern(path, 'a number of at most 15 to 17 digits, as a double holds', argument);
};

const numeric: Reader<ValueTest> = (path, argument) => {
  const wanted = 'like ["=", 5], ["<", 10] or [">=", 0, "<", 10] (the lower bound first)';
  if (!Array.isArray(argument)) throw refusePattern(path, wanted, argument);
  const [sign, first, upperSign, second] = argument as unknown[];
  const range = argument.length === 4 && (sign === '>' || sign === '>=') && (upperSign === '<' || upperSign === '<=');
  if (argument.length !== 2 && !range) throw refusePattern(path, wanted, argument);
  const value = comparable(path, first);
  if (range) {
    const upper = comparable(path, second);
    if (value >= upper) throw refusePattern(path, 'a range whose lower bound is below its upper bound', argument);
    return { kind: 'numeric', lower: bound(sign, value), upper: bound(upperSign, upper) };
  }
  if (sign === '=') return { kind: 'equals', value };
  if (sign === '>' || sign === '>=') return { kind: 'numeric', lower: bound(sign, value) };
  if (sign === '<' || sign === '<=') return { kind: 'numeric', upper: bound(sign, value) };
  throw refusePattern(path, wanted, argument);
};

const bound = (sign: unknown, value: number): Bound => ({ value, inclusive: sign === '>=' || sign === '<=' });

const cidr: Reader<ValueTest> = (path, argument) => {
  const wanted = 'a block of addresses such as "10.0.0.0/24" or "2001:db8::/32" (up to /31 and /127)';
  const written = text(path, argument);
  const [address = '', digits = '', ...rest] = written.split('/');
  const bytes = addressBytes(address);
  const bits = /^\d{1,3}$/.test(digits) ? Number(digits) : Number.NaN;
  if (!bytes || rest.length > 0 || !(bits < bytes.length * 8)) throw refusePattern(path, wanted, argument);
  return { kind: 'cidr', bytes, bits };
};

/** The 4 or 16 bytes of an address, an IPv4 one written as IPv6 (`::ffff:…`) as 4; undefined for any other text. */
export function addressBytes(address: string): number[] | undefined {
  if (isIP(address) === 0 || address.includes('%')) return undefined;
  return ipaddr.process(address).toByteArray();
}

const exists: Reader<Alternative> = (path, argument) => {
  if (typeof argument !== 'boolean') throw refusePattern(path, 'true or false', argument);
  return { kind: 'exists', present: argument };
};

const anythingBut: Reader<ValueTest> = (path, argument) => {
  if (isObject(argument)) return { kind: 'anythingBut', tests: excludedByOperator(path, argument) };
  const wanted = 'a string, a number, a list of strings or of numbers (not mixed), or a match object';
  const values = Array.isArray(argument) ? (argument as unknown[]) : [argument];
  const strings = values.every((value) => typeof value === 'string');
  const numbers = values.every((value) => typeof value === 'number' || value instanceof Inexact);
  if (values.length === 0 || !(strings || numbers)) throw refusePattern(path, wanted, argument);
  return {
    kind: 'anythingBut',
    tests: values.map((value) => ({ kind: 'equals', value: strings ? text(path, value) : comparable(path, value) })),
  };
};

function excludedByOperator(path: string, argument: Record<string, unknown>): ValueTest[] {
  const [operator, inner] = onlyEntry(path, argument);
  const read = negatable.get(operator);
  if (!read) throw refusePattern(path, `a match object with one of ${[...negatable.keys()].join(', ')}`, argument);
  const below = `${path}.${operator}`;
  const values = Array.isArray(inner) ? (inner as unknown[]) : [inner];
  if (values.length === 0) throw refusePattern(below, 'a string or a list of at least one string', inner);
  const affixed = operator === 'prefix' || operator === 'suffix';
  return values.map((value) => {
    if (affixed && value === '') throw refusePattern(below, 'a string of at least one character', value);
    return read(below, text(below, value));
  });
}

const negatable = new Map<string, Reader<ValueTest>>([
  ['prefix', affix('prefix')],
  ['suffix', affix('suffix')],
  ['equals-ignore-case', equalsIgnoreCase],
  ['wildcard', wildcard],
]);

const exactly: Reader<Alternative> = (path, argument) => ({ kind: 'equals', value: text(path, argument) });

const operators = new Map<string, Reader<Alternative>>([
  ['exactly', exactly],
  ...negatable,
  ['numeric', numeric],
  ['anything-but', anythingBut],
  ['exists', exists],
  ['cidr', cidr],
]);

/** Names that AWS keeps for operators, some of which are yet to come. */
const RESERVED: ReadonlySet<string> = new Set([
  ...operators.keys(),
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);

/** Whether an object, or one in it, has a name that shows, inside a `$or`, that this is an ordinary field called so. */
export function usesReserved(object: Record<string, unknown>): boolean {
  return Object.entries(object).some(([name, value]) => RESERVED.has(name) || (isObject(value) && usesReserved(value)));
}
