import { Refusal } from '#kernel/refusal';
import { cut } from '#kernel/text';
import { type Alternative, isObject } from './alternative.ts';
import type { Leaf } from './consistency.ts';
import { flatten, type Leaves, matches } from './match.ts';
import { matchesValue } from './match-value.ts';
import { parseExactly } from './number.ts';
import { type Branch, parsePattern } from './pattern.ts';
import { inWords } from './words.ts';

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

const NOTHING = 'nothing';

/**
 * Why a pattern does not match an event: the fewest fields of any of its branches that would have to be different, those
 * first that are there and differ. Of as many, the branch that finds more of its fields. Empty: it matches. `body` is the
 * event's JSON text.
 */
export function missesOf(pattern: string, body: string): Miss[] {
  const parsed = parsePattern(pattern);
  const event = parseExactly(body);
  if (!isObject(event)) return [{ field: 'the event', wanted: 'a JSON object', got: cut(body, SHOWN) }];
  try {
    if (matches(parsed, event)) return [];
    const leaves = flatten(event, parsed.steps);
    const all = parsed.branches.map((branch) => missesIn(branch, leaves, event));
    return all.toSorted((one, other) => distance(one) - distance(other))[0]!;
  } catch (error) {
    // Such an event is no match for this rule when it comes, either.
    if (!(error instanceof Refusal)) throw error;
    return [{ field: 'the event', wanted: 'arrays that nest less', got: error.message }];
  }
}

const isNothing = ({ got }: Miss) => got === NOTHING;

/** The number of misses counts, and only among equals how many of them have no value at all. */
const distance = (misses: Miss[]) => misses.length + misses.filter(isNothing).length / (misses.length + 1);

function missesIn(branch: Branch, leaves: Leaves, event: Record<string, unknown>): Miss[] {
  const misses = [...branch].flatMap(([field, alternatives]): Miss[] => {
    const present = leaves.get(field);
    if (holds(alternatives, present)) return [];
    const got = present ? present.map(({ value }) => JSON.stringify(value)).join(', ') : insteadOf(event, field);
    return [{ field, wanted: cut(alternatives.map(inWords).join(' or '), SHOWN), got: cut(got, SHOWN) }];
  });
  if (misses.length > 0) return misses.toSorted((one, other) => Number(isNothing(one)) - Number(isNothing(other)));
  return [apart(branch, leaves)];
}

const passing = (alternatives: readonly Alternative[], present: readonly Leaf[]) =>
  present.filter(({ value }) => alternatives.some((one) => matchesValue(one, value)));

const holds = (alternatives: readonly Alternative[], present: readonly Leaf[] | undefined) =>
  present
    ? passing(alternatives, present).length > 0
    : alternatives.some((one) => one.kind === 'exists' && !one.present);

/** Each condition holds, and they do not in the same elements of the arrays around them: where each holds. */
function apart(branch: Branch, leaves: Leaves): Miss {
  const bound = [...branch].flatMap(([field, alternatives]) => {
    const found = passing(alternatives, leaves.get(field) ?? []);
    // What holds outside of all arrays stands in nobody's way.
    if (found.length === 0 || found.some(({ places }) => places.length === 0)) return [];
    return [{ field, elements: found.map(({ places }) => places.map(({ index }) => index).join('.')) }];
  });
  const got = bound.map(({ field, elements }) => `${field} in ${[...new Set(elements)].join(' and ')}`);
  return {
    field: bound.map(({ field }) => field).join(', '),
    wanted: 'all of them in the same element of an array',
    got: cut(`each in another one, counted from 0: ${got.join('; ')}`, SHOWN * 2),
  };
}

/** What stands where a value was wanted and none is. */
function insteadOf(event: Record<string, unknown>, path: string): string {
  let value: unknown = event;
  for (const name of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return NOTHING;
    value = value[name];
  }
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list of objects';
  return isObject(value) ? 'an object' : NOTHING;
}
