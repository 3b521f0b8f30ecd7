import { badQuery } from '../refuse.ts';

export type TokenKind = 'number' | 'text' | 'name' | 'sign' | 'end';

export interface Token {
  kind: TokenKind;
  /** As written; of a text without its quotes. */
  text: string;
  /** The place of its first character, from 1. */
  at: number;
}

/** Longest signs first. */
const FORMS: [kind: TokenKind | 'space', form: RegExp][] = [
  ['space', /\s+/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['name', /[A-Za-z][A-Za-z0-9_]*/y],
  ['text', /"[^"]*"|'[^']*'/y],
  ['sign', /==|!=|<=|>=|&&|\|\||[-+*/^()[\],<>]/y],
];
const LONGEST = 2_048;

/** An expression cut into its words; the last one is its end. */
export function tokensOf(expression: string): Token[] {
  if (expression.length > LONGEST) throw badQuery(`wanted at most ${LONGEST} characters, got ${expression.length}`);
  const tokens: Token[] = [];
  for (let place = 0; place < expression.length; ) {
    const { kind, text } = nextAt(expression, place);
    const at = place + 1;
    if (kind !== 'space') tokens.push({ kind, text: kind === 'text' ? text.slice(1, -1) : text, at });
    place += text.length;
  }
  return [...tokens, { kind: 'end', text: 'the end', at: expression.length + 1 }];
}

function nextAt(expression: string, place: number): { kind: TokenKind | 'space'; text: string } {
  for (const [kind, form] of FORMS) {
    form.lastIndex = place;
    const text = form.exec(expression)?.[0];
    if (text !== undefined) return { kind, text };
  }
  throw badQuery(
    `at character ${place + 1}: wanted a number, an id, a function or an operator, got ${JSON.stringify(expression[place])}`,
  );
}
