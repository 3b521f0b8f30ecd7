import { Refusal } from '#kernel/refusal';
import { cut } from '#kernel/text';
import type { Alternative, ValueTest } from './alternative.ts';
import { isObject } from './alternative.ts';
import { flatten, matches } from './match.ts';
import { matchesValue } from './match-value.ts';
import { type Branch, parsePattern } from './pattern.ts';

/** A field by which a pattern does not match an event. */
export interface Miss {
  /** Dotted. */
  field: string;
  wanted: string;
  /** `nothing` where the event has no such field. */
  got: string;
}

/** How much of a value is told, in characters. */
const SHOWN = 120;

/**
 * Why a pattern does not match an event: the fewest fields of any of its branches that would have to be different. Empty: it
 * matches. `body` is the event's JSON text.
 */
export function missesOf(pattern: string, body: string): Miss[] {
  const parsed = parsePattern(pattern);
  const event: unknown = JSON.parse(body);
  if (!isObject(event)) return [{ field: 'the event', wanted: 'a JSON object', got: cut(body, SHOWN) }];
  try {
    if (matches(parsed, event)) return [];
    const leaves = flatten(event, parsed.steps);
    const all = parsed.branches.map((branch) => missesIn(branch, leaves));
    return all.toSorted((a, b) => a.length - b.length)[0]!;
  } catch (error) {
    // Such an event is no match for this rule when it comes, either.
    if (!(error instanceof Refusal)) throw error;
    return [{ field: 'the event', wanted: 'arrays that nest less', got: error.message }];
  }
}

function missesIn(branch: Branch, leaves: ReturnType<typeof flatten>): Miss[] {
  const misses = [...branch].flatMap(([field, alternatives]): Miss[] => {
    const present = leaves.get(field);
    const holds = present
      ? present.some(({ value }) => alternatives.some((one) => matchesValue(one, value)))
      : alternatives.some((one) => one.kind === 'exists' && !one.present);
    if (holds) return [];
    const got = present ? present.map(({ value }) => JSON.stringify(value)).join(', ') : 'nothing';
    return [{ field, wanted: cut(alternatives.map(describe).join(' or '), SHOWN), got: cut(got, SHOWN) }];
  });
  if (misses.length > 0) return misses;
  const field = [...branch.keys()].join(', ');
  return [{ field, wanted: 'all of them in the same element of an array', got: 'each in another one' }];
}

function describe(alternative: Alternative): string {
  if (alternative.kind === 'exists') return alternative.present ? 'that it is there' : 'that it is not there';
  return describeTest(alternative);
}

function describeTest(test: ValueTest): string {
  switch (test.kind) {
    case 'equals':
      return JSON.stringify(test.value);
    case 'anythingBut':
      return `anything but ${test.tests.map(describeTest).join(' or ')}`;
    case 'wildcard':
      return `like ${JSON.stringify(test.parts.join('*'))}`;
    case 'numeric': {
      const { lower, upper } = test;
      const from = lower ? [`${lower.inclusive ? '>=' : '>'} ${lower.value}`] : [];
      const to = upper ? [`${upper.inclusive ? '<=' : '<'} ${upper.value}`] : [];
      return `a number ${[...from, ...to].join(' and ')}`;
    }
    case 'cidr':
      return `an address in ${test.bytes.join(test.bytes.length === 4 ? '.' : ',')}/${test.bits}`;
    case 'equalsIgnoreCase':
      return `${JSON.stringify(test.text)} in any case`;
    case 'prefix':
    case 'suffix':
      return `the ${test.kind} ${JSON.stringify(test.text)}`;
  }
}
