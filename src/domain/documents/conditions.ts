import { asText } from './expressions.ts';
import type { Condition, Json } from './runbook.ts';

type Compare = (variable: Json, value: Json) => boolean;

const texts =
  (holds: (variable: string, value: string) => boolean): Compare =>
  (variable, value) =>
    holds(asText(variable), asText(value));
const numbers =
  (holds: (variable: number, value: number) => boolean): Compare =>
  (variable, value) => {
    const [left, right] = [asNumber(variable), asNumber(value)];
    return left !== undefined && right !== undefined && holds(left, right);
  };

/** What `aws:branch` and `aws:loop` compare with. */
const compare: Readonly<Record<string, Compare>> = {
  StringEquals: texts((variable, value) => variable === value),
  EqualsIgnoreCase: texts((variable, value) => variable.toLowerCase() === value.toLowerCase()),
  StartsWith: texts((variable, value) => variable.startsWith(value)),
  EndsWith: texts((variable, value) => variable.endsWith(value)),
  // Of a list: it is one of the items.
  Contains: (variable, value) =>
    Array.isArray(variable)
      ? variable.some((item: Json) => asText(item) === asText(value))
      : asText(variable).includes(asText(value)),
  NumericEquals: numbers((variable, value) => variable === value),
  NumericGreater: numbers((variable, value) => variable > value),
  NumericLesser: numbers((variable, value) => variable < value),
  NumericGreaterOrEquals: numbers((variable, value) => variable >= value),
  NumericLesserOrEquals: numbers((variable, value) => variable <= value),
  BooleanEquals: (variable, value) => {
    const [left, right] = [asFlag(variable), asFlag(value)];
    return left !== undefined && left === right;
  },
};

export const OPERATORS: readonly string[] = Object.keys(compare);

/**
 * Whether a condition holds. `filled` gives a value with its expressions filled in, and may throw what it likes. What cannot be
 * compared, a word with a number say, does not hold.
 */
export function holds(condition: Condition, filled: (value: Json) => Json): boolean {
  if ('and' in condition) return condition.and.every((each) => holds(each, filled));
  if ('or' in condition) return condition.or.some((each) => holds(each, filled));
  if ('not' in condition) return !holds(condition.not, filled);
  return compare[condition.operator]?.(filled(condition.variable), filled(condition.value)) ?? false;
}

function asNumber(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

function asFlag(value: Json): boolean | undefined {
  const text = asText(value).trim().toLowerCase();
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}
