import { badQuery } from '../refuse.ts';
import type { Node } from './parse.ts';
import type { Context, Line, Value } from './value.ts';

/** A function's call, with its arguments not yet computed. */
export interface Call {
  context: Context;
  name: string;
  /** How it is called, for refusals. */
  form: string;
  args: readonly Node[];
  /** Where it stands in the expression. */
  at: number;
  /** What an argument is worth. */
  value(index: number): Value;
}

/** A function of metric math. */
export interface MathFunction {
  form: string;
  /** How many arguments, at least and at most. */
  args: readonly [least: number, most: number];
  run(call: Call): Value;
}

export const wanted = ({ name, form, at }: Call, what: string) =>
  badQuery(`at character ${at}: ${name}: wanted ${what} (${form})`);

/** An argument that is one time series. */
export function lineAt(call: Call, index: number): Line {
  const value = call.value(index);
  if (value.kind === 'line') return value.line;
  throw wanted(call, `a time series as argument ${index + 1}, got ${nameOf(value)}`);
}

/** An argument that is several time series. */
export function linesAt(call: Call, index: number): Line[] {
  const value = call.value(index);
  if (value.kind === 'lines') return value.lines;
  throw wanted(call, `several time series as argument ${index + 1}, got ${nameOf(value)}`);
}

export function numberAt(call: Call, index: number): number {
  const value = call.value(index);
  if (value.kind === 'scalar') return value.value;
  throw wanted(call, `a number as argument ${index + 1}, got ${nameOf(value)}`);
}

/** An argument that is one of some words, such as `REPEAT`; undefined where it is something else. */
export function wordAt<W extends string>(call: Call, index: number, words: readonly W[]): W | undefined {
  const node = call.args[index];
  return node?.kind === 'name' ? words.find((word) => word === node.name) : undefined;
}

const nameOf = ({ kind }: Value) =>
  ({ scalar: 'a number', line: 'one time series', lines: 'several time series' })[kind];
