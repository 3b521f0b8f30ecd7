import { invalid, type Refusal } from '#kernel/refusal';

/** Reading what other systems send: what is wrong is refused by its place in the payload. */

export type Json = Readonly<Record<string, unknown>>;

/** A payload's fault. What was got is told by its kind only: a key may stand in it. */
export function wanted(field: string, what: string, got: unknown): Refusal {
  const message = `${field}: wanted ${what}, got ${kindOf(got)}`;
  return invalid(message, { name: field, message });
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'a text';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function objectAt(value: unknown, field: string): Json {
  if (!isObject(value)) throw wanted(field, 'an object', value);
  return value;
}

export function listAt(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wanted(field, 'a list', value);
  return value;
}

/** A text that must be there. */
export function textAt(value: unknown, field: string): string {
  if (typeof value !== 'string' || value === '') throw wanted(field, 'a text', value);
  return value;
}

/** A text, number or yes and no as text; undefined for all else, the empty text included. */
export function plain(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Text by text; numbers and yes and no are written as text. Absent: none. */
export function textsAt(value: unknown, field: string): Record<string, string> {
  const texts: Record<string, string> = {};
  if (value === undefined || value === null) return texts;
  const object = objectAt(value, field);
  for (const name in object) {
    const one = object[name];
    if (typeof one === 'string') texts[name] = one;
    else if (typeof one === 'number' || typeof one === 'boolean') texts[name] = String(one);
    else throw wanted(`${field}.${name}`, 'a text', one);
  }
  return texts;
}

/** Those that have a value, as texts. */
export function labelsOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const text = plain(value);
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}

/** An instant in RFC 3339's form. Absent, empty or in the year 1 (Go's zero): undefined. */
export function timeAt(value: unknown, field: string): Date | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw wanted(field, 'a time such as 2026-01-02T03:10:00Z', value);
  return at < 0 ? undefined : new Date(at);
}
