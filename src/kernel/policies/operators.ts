import type { Operator, Test } from './policy.ts';

/** The operators of conditions as they are written, each as its test and whether it is negated. */
const TESTS: Readonly<Record<string, { test: Test; negated: boolean }>> = {
  StringEquals: { test: 'StringEquals', negated: false },
  StringNotEquals: { test: 'StringEquals', negated: true },
  StringEqualsIgnoreCase: { test: 'StringEqualsIgnoreCase', negated: false },
  StringNotEqualsIgnoreCase: { test: 'StringEqualsIgnoreCase', negated: true },
  StringLike: { test: 'StringLike', negated: false },
  StringNotLike: { test: 'StringLike', negated: true },
  NumericEquals: { test: 'NumericEquals', negated: false },
  NumericNotEquals: { test: 'NumericEquals', negated: true },
  NumericLessThan: { test: 'NumericLessThan', negated: false },
  NumericLessThanEquals: { test: 'NumericLessThanEquals', negated: false },
  NumericGreaterThan: { test: 'NumericGreaterThan', negated: false },
  NumericGreaterThanEquals: { test: 'NumericGreaterThanEquals', negated: false },
  DateEquals: { test: 'DateEquals', negated: false },
  DateNotEquals: { test: 'DateEquals', negated: true },
  DateLessThan: { test: 'DateLessThan', negated: false },
  DateLessThanEquals: { test: 'DateLessThanEquals', negated: false },
  DateGreaterThan: { test: 'DateGreaterThan', negated: false },
  DateGreaterThanEquals: { test: 'DateGreaterThanEquals', negated: false },
  Bool: { test: 'Bool', negated: false },
  BinaryEquals: { test: 'BinaryEquals', negated: false },
  IpAddress: { test: 'IpAddress', negated: false },
  NotIpAddress: { test: 'IpAddress', negated: true },
  // AWS compares both by their parts, with wildcards.
  ArnEquals: { test: 'ArnLike', negated: false },
  ArnLike: { test: 'ArnLike', negated: false },
  ArnNotEquals: { test: 'ArnLike', negated: true },
  ArnNotLike: { test: 'ArnLike', negated: true },
  Null: { test: 'Null', negated: false },
};

const BY_LOWER = new Map(Object.entries(TESTS).map(([name, operator]) => [name.toLowerCase(), operator]));
const WRITTEN = /^(?:(forallvalues|foranyvalue):)?(\w+?)(ifexists)?$/;

/** The operator of this name, in any spelling of its letters; undefined: there is none. */
export function operatorOf(name: string): Operator | undefined {
  const [, quantifier, base = '', ifExists] = WRITTEN.exec(name.toLowerCase()) ?? [];
  const found = BY_LOWER.get(base);
  if (!found || (found.test === 'Null' && (ifExists || quantifier))) return undefined;
  return {
    ...found,
    ifExists: ifExists !== undefined,
    ...(quantifier ? { quantifier: quantifier === 'forallvalues' ? 'ForAllValues' : 'ForAnyValue' } : {}),
  };
}
