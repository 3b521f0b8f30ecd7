import { Refusal } from '#kernel/refusal';
import { cut } from '#kernel/text';
import { unreachable } from '#kernel/unreachable';
import type { AlarmState } from './alarm.ts';

/** The rule of a composite alarm, read (aws-behaviour.md 5.5). */
export type Rule =
  | { kind: 'constant'; value: boolean }
  /** `ALARM(name)`; `alarm` is what stood in the parentheses, a name or an ARN, without its quotes. */
  | { kind: 'state'; state: AlarmState; alarm: string }
  | { kind: 'not'; rule: Rule }
  | { kind: 'and' | 'or'; rules: Rule[] };

/** How deep parentheses and NOT may go; AWS has no number for it. */
const MAX_DEPTH = 100;

interface Token {
  /** A word stands for a keyword or an unquoted name, quoted for a name in quotes. */
  kind: 'word' | 'quoted' | '(' | ')' | 'end';
  text: string;
  /** Characters before it. */
  at: number;
}

const STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] satisfies AlarmState[];

/** Reads a rule. Refuses (validation) what is none, with the place of the fault, counted in characters from 1. */
export function parseRule(text: string): Rule {
  const tokens = tokensOf(text);
  let next = 0;
  let depth = 0;
  const peek = () => tokens[next]!;
  const take = () => tokens[next++]!;
  const isWord = (word: string) => peek().kind === 'word' && peek().text.toUpperCase() === word;

  function list(kind: 'and' | 'or', part: () => Rule): Rule {
    const rules = [part()];
    while (isWord(kind.toUpperCase())) {
      take();
      rules.push(part());
    }
    return rules.length === 1 ? rules[0]! : { kind, rules };
  }
  const expression = (): Rule => list('or', () => list('and', factor));

  function factor(): Rule {
    if (++depth > MAX_DEPTH) throw fault(peek(), `parentheses and NOT at most ${MAX_DEPTH} deep`);
    const isNot = isWord('NOT');
    if (isNot) take();
    const rule = isNot ? { kind: 'not' as const, rule: factor() } : primary();
    depth--;
    return rule;
  }

  function primary(): Rule {
    const token = take();
    if (token.kind === '(') {
      const rule = expression();
      close();
      return rule;
    }
    const word = token.kind === 'word' ? token.text.toUpperCase() : '';
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'constant', value: word === 'TRUE' };
    if (!STATES.includes(word))
      throw fault(token, `${[...STATES].join(', ')}, NOT, TRUE, FALSE or an opening parenthesis`);
    if (peek().kind !== '(') throw fault(peek(), `an opening parenthesis after ${word}`);
    take();
    const name = take();
    if (name.kind !== 'word' && name.kind !== 'quoted') throw fault(name, 'the name or the ARN of an alarm');
    close();
    return { kind: 'state', state: word as AlarmState, alarm: name.text };
  }

  function close(): void {
    const token = take();
    if (token.kind !== ')')
      throw fault(token, 'a closing parenthesis; names with spaces or parentheses stand in double quotes');
  }

  const rule = expression();
  if (peek().kind !== 'end') throw fault(peek(), 'AND, OR or the end of the rule');
  return rule;
}

function tokensOf(given: string): Token[] {
  const text = given.trimEnd();
  const tokens: Token[] = [];
  const pattern = /\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+)|(.))/suy;
  let at = 0;
  for (;;) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return [...tokens, { kind: 'end', text: '', at: text.length }];
    const [all, parenthesis, quoted, word, other] = match;
    const begin = at + all.length - all.trimStart().length;
    at = pattern.lastIndex;
    if (other !== undefined)
      throw fault({ kind: 'word', text: text.slice(begin), at: begin }, 'a closing double quote');
    if (parenthesis) tokens.push({ kind: parenthesis as '(' | ')', text: parenthesis, at: begin });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replace(/\\(.)/gs, '$1'), at: begin });
    else tokens.push({ kind: 'word', text: word!, at: begin });
  }
}

function fault({ kind, text, at }: Token, wanted: string): Refusal {
  const got = kind === 'end' ? 'the end of the rule' : JSON.stringify(cut(text, 100));
  const message = `AlarmRule: at character ${at + 1} wanted ${wanted}, got ${got}`;
  return new Refusal('validation', message, { code: 'ValidationError', fields: [{ name: 'AlarmRule', message }] });
}

/** Whether a rule holds, given the states of the alarms that it names. */
export function holds(rule: Rule, stateOf: (alarm: string) => AlarmState | undefined): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.rule, stateOf);
    case 'and':
      return rule.rules.every((one) => holds(one, stateOf));
    case 'or':
      return rule.rules.some((one) => holds(one, stateOf));
    default:
      return unreachable(rule);
  }
}

/** What a rule names, each once, in its order. */
export function alarmsIn(rule: Rule): string[] {
  const all = (one: Rule): string[] => {
    if (one.kind === 'state') return [one.alarm];
    if (one.kind === 'not') return all(one.rule);
    return one.kind === 'constant' ? [] : one.rules.flatMap(all);
  };
  return [...new Set(all(rule))];
}
