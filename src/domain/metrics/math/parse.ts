import { badQuery } from '../refuse.ts';
import { type Token, tokensOf } from './tokens.ts';

export type Operator = '+' | '-' | '*' | '/' | '^' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';

/** An expression as a tree. `at` is where it stands, from 1. */
export type Node = { at: number } & (
  | { kind: 'number'; value: number }
  | { kind: 'text'; text: string }
  | { kind: 'name'; name: string }
  | { kind: 'call'; name: string; args: Node[] }
  | { kind: 'list'; items: Node[] }
  | { kind: 'minus'; of: Node }
  | { kind: 'binary'; operator: Operator; left: Node; right: Node }
);

/** What binds least stands first; those of one row bind alike, from left to right. */
const ROWS: readonly (readonly Operator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];
const WORDS: Readonly<Record<string, Operator>> = { AND: '&&', OR: '||' };
const DEEPEST = 50;

/** Reads an expression; refuses one that is none, with the place, what was wanted and what was there. */
export function parse(expression: string): Node {
  const reader = readerOf(tokensOf(expression));
  const node = row(reader, 0);
  if (reader.now().kind !== 'end') throw reader.wanted('an operator or the end');
  return node;
}

interface Reader {
  now(): Token;
  /** The present token, which is passed. */
  take(): Token;
  /** Passes a sign where it stands here. */
  passes(sign: string): boolean;
  expect(sign: string): void;
  /** Refuses what nests too deep. */
  nested<T>(work: () => T): T;
  wanted(what: string): Error;
}

function readerOf(tokens: Token[]): Reader {
  let place = 0;
  let depth = 0;
  const now = () => tokens[place]!;
  const wanted = (what: string) => badQuery(`at character ${now().at}: wanted ${what}, got ${now().text}`);
  const passes = (sign: string) => {
    const there = now().kind === 'sign' && now().text === sign;
    if (there) place++;
    return there;
  };
  return {
    now,
    take: () => tokens[place++]!,
    passes,
    expect(sign) {
      if (!passes(sign)) throw wanted(sign);
    },
    nested(work) {
      if (++depth > DEEPEST) throw wanted(`at most ${DEEPEST} levels of nesting`);
      const done = work();
      depth--;
      return done;
    },
    wanted,
  };
}

function row(reader: Reader, level: number): Node {
  const operators = ROWS[level];
  if (!operators) return unary(reader);
  let left = row(reader, level + 1);
  for (;;) {
    const { text, kind, at } = reader.now();
    const operator = kind === 'name' ? WORDS[text] : kind === 'sign' ? (text as Operator) : undefined;
    if (!operator || !operators.includes(operator)) return left;
    reader.take();
    left = { kind: 'binary', operator, left, right: row(reader, level + 1), at };
  }
}

/** A minus binds less than a power: -2^2 is -4. */
function unary(reader: Reader): Node {
  const { at } = reader.now();
  if (reader.passes('-')) return { kind: 'minus', of: reader.nested(() => unary(reader)), at };
  return power(reader);
}

/** From right to left: 2^3^2 is 2^9. */
function power(reader: Reader): Node {
  const left = single(reader);
  const { at } = reader.now();
  if (!reader.passes('^')) return left;
  return { kind: 'binary', operator: '^', left, right: reader.nested(() => unary(reader)), at };
}

function single(reader: Reader): Node {
  const { kind, text, at } = reader.now();
  if (reader.passes('(')) {
    const inner = reader.nested(() => row(reader, 0));
    reader.expect(')');
    return inner;
  }
  if (reader.passes('[')) return { kind: 'list', items: items(reader, ']'), at };
  if (kind === 'sign' || kind === 'end') throw reader.wanted('a number, an id or a function');
  reader.take();
  if (kind === 'number') return { kind, value: Number(text), at };
  if (kind === 'text') return { kind, text, at };
  return reader.passes('(')
    ? { kind: 'call', name: text, args: items(reader, ')'), at }
    : { kind: 'name', name: text, at };
}

/** What stands between commas, up to the closing sign. */
function items(reader: Reader, close: string): Node[] {
  if (reader.passes(close)) return [];
  const found: Node[] = [];
  do found.push(reader.nested(() => row(reader, 0)));
  while (reader.passes(','));
  reader.expect(close);
  return found;
}
