import { badQuery } from '../refuse.ts';
import type { Operator } from './parse.ts';
import { type Context, joined, linesValue, lineValue, mapped, scalar, type Value } from './value.ts';

const truth = (is: boolean) => (is ? 1 : 0);

const numbers: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  // A division by 0 has no result: infinite and undefined ones are left out.
  '/': (a, b) => (b === 0 ? Number.NaN : a / b),
  '^': (a, b) => a ** b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '>': (a, b) => truth(a > b),
  '>=': (a, b) => truth(a >= b),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  '||': (a, b) => truth(a !== 0 || b !== 0),
};

/** A function of one number, of each value. */
export function each(context: Context, value: Value, of: (value: number) => number): Value {
  switch (value.kind) {
    case 'scalar':
      return scalar(of(value.value));
    case 'line':
      return lineValue(mapped(context, value.line, of));
    case 'lines':
      return linesValue(value.lines.map((line) => mapped(context, line, of)));
  }
}

/** An operation on each pair of values of one time; a number, or one series, stands beside each of several series. */
export function combine(context: Context, operator: Operator, left: Value, right: Value, at: number): Value {
  const known = numbers[operator];
  const of = (a: number, b: number) => (Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : known(a, b));
  if (left.kind === 'scalar' && right.kind === 'scalar') return scalar(of(left.value, right.value));
  if (right.kind === 'scalar') return each(context, left, (value) => of(value, right.value));
  if (left.kind === 'scalar') return each(context, right, (value) => of(left.value, value));
  if (left.kind === 'line' && right.kind === 'line') return lineValue(joined(context, left.line, right.line, of));
  if (left.kind === 'lines' && right.kind === 'line')
    return linesValue(left.lines.map((line) => joined(context, line, right.line, of)));
  if (left.kind === 'line' && right.kind === 'lines')
    return linesValue(right.lines.map((line) => ({ ...joined(context, left.line, line, of), label: line.label })));
  throw badQuery(`at character ${at}: wanted several time series on one side of ${operator} at most, got them on both`);
}
