import { unreachable } from '#kernel/unreachable';
import { type Alternative, addressBytes, type Bound, type Scalar } from './alternative.ts';
import { Inexact } from './number.ts';

/** Whether one value that is present passes one alternative. */
export function matchesValue(alternative: Alternative, value: Scalar): boolean {
  switch (alternative.kind) {
    case 'equals':
      return same(value, alternative.value);
    case 'exists':
      return alternative.present;
    case 'equalsIgnoreCase':
      return typeof value === 'string' && fold(value) === fold(alternative.text);
    case 'prefix':
    case 'suffix':
      return typeof value === 'string' && matchesAffix(alternative, value);
    case 'wildcard':
      return typeof value === 'string' && matchesWildcard(alternative.parts, value);
    case 'numeric':
      return typeof value === 'number' && above(value, alternative.lower) && below(value, alternative.upper);
    case 'cidr':
      return typeof value === 'string' && inBlock(alternative.bytes, alternative.bits, value);
    case 'anythingBut':
      return !alternative.tests.some((test) => matchesValue(test, value));
    default:
      return unreachable(alternative);
  }
}

function same(value: Scalar, wanted: Scalar): boolean {
  if (value instanceof Inexact) return wanted instanceof Inexact && value.written === wanted.written;
  return value === wanted;
}

/** Lower case letter by letter, so that the fold of a beginning is the beginning of the fold (`Σ` folds by its neighbours). */
export function fold(text: string): string {
  if (!text.includes('Σ')) return text.toLowerCase();
  let folded = '';
  for (const letter of text) folded += letter.toLowerCase();
  return folded;
}

function matchesAffix(test: { kind: 'prefix' | 'suffix'; text: string; ignoreCase: boolean }, value: string): boolean {
  const [whole, part] = test.ignoreCase ? [fold(value), fold(test.text)] : [value, test.text];
  return test.kind === 'prefix' ? whole.startsWith(part) : whole.endsWith(part);
}

/** The first and last parts are anchored; each one between is taken where it first occurs, which never hinders the next. */
export function matchesWildcard(parts: readonly string[], value: string): boolean {
  const first = parts[0]!;
  if (parts.length === 1) return value === first;
  const last = parts.at(-1)!;
  const end = value.length - last.length;
  if (end < first.length || !value.startsWith(first) || !value.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= end;
}

const above = (value: number, bound: Bound | undefined) =>
  bound === undefined || value > bound.value || (bound.inclusive && value === bound.value);

const below = (value: number, bound: Bound | undefined) =>
  bound === undefined || value < bound.value || (bound.inclusive && value === bound.value);

function inBlock(network: readonly number[], bits: number, value: string): boolean {
  const address = addressBytes(value);
  if (address?.length !== network.length) return false;
  return address.every((byte, index) => {
    const counted = Math.min(8, Math.max(0, bits - index * 8));
    const mask = (0xff << (8 - counted)) & 0xff;
    return (byte & mask) === (network[index]! & mask);
  });
}
