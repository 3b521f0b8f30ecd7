import { Refusal } from '#kernel/refusal';
import { cut } from '#kernel/text';
import { isObject, type Scalar } from './alternative.ts';
import { consistent, type Leaf, type Place } from './consistency.ts';
import { matchesValue } from './match-value.ts';
import type { Branch, Pattern } from './pattern.ts';

/** Arrays within arrays that an event may hold at a path that a pattern names. */
export const MAX_ARRAY_DEPTH = 100;

/** An event's leaves by dotted path. */
export type Leaves = ReadonlyMap<string, Leaf[]>;

/**
 * Whether `event` (parsed JSON) matches. What is not a JSON object matches nothing.
 *
 * The plain way: flatten the event, try every branch. Conditions on fields of the same array must be satisfiable by the
 * same element; absence is judged over the whole event. Throws `Refusal('validation')` for an event with more than
 * `MAX_ARRAY_DEPTH` nested arrays.
 */
export function matches(pattern: Pattern, event: unknown): boolean {
  return isObject(event) && matchesLeaves(pattern, flatten(event, pattern.steps));
}

/** The same for an event that was flattened once for many patterns, by the steps of them all. */
function matchesLeaves(pattern: Pattern, leaves: Leaves): boolean {
  return pattern.branches.some((branch) => matchesBranch(branch, leaves));
}

/** The leaves of an event by dotted path, those that `steps` lead to. */
export function flatten(event: object, steps: ReadonlySet<string>): Leaves {
  const leaves = new Map<string, Leaf[]>();
  let arrays = 0;
  const visit = (path: string, value: unknown, places: readonly Place[], depth: number): void => {
    if (Array.isArray(value)) {
      if (depth === MAX_ARRAY_DEPTH) throw tooDeep(path);
      const array = arrays++;
      for (const [index, item] of value.entries()) {
        const inside = typeof item === 'object' && item !== null ? [...places, { array, index }] : places;
        visit(path, item, inside, depth + 1);
      }
    } else if (isObject(value)) {
      descend(`${path}.`, value, places, depth);
    } else {
      const known = leaves.get(path);
      const leaf = { value: value as Scalar, places };
      if (known) known.push(leaf);
      else leaves.set(path, [leaf]);
    }
  };
  const descend = (base: string, object: Record<string, unknown>, places: readonly Place[], depth: number): void => {
    for (const [key, value] of Object.entries(object)) {
      const path = base + key;
      if (steps.has(path)) visit(path, value, places, depth);
    }
  };
  descend('', event as Record<string, unknown>, [], 0);
  return leaves;
}

export const tooDeep = (path: string) =>
  new Refusal('validation', `event: "${cut(path, 200)}" nests more than ${MAX_ARRAY_DEPTH} arrays; flatten it`);

function matchesBranch(branch: Branch, leaves: Leaves): boolean {
  const found: Leaf[][] = [];
  for (const [path, alternatives] of branch) {
    const present = leaves.get(path);
    if (present === undefined) {
      if (!alternatives.some((alternative) => alternative.kind === 'exists' && !alternative.present)) return false;
      continue;
    }
    const fitting = present.filter((leaf) => alternatives.some((alternative) => matchesValue(alternative, leaf.value)));
    if (fitting.length === 0) return false;
    found.push(fitting);
  }
  return consistent(found);
}
