import type { Alternative } from './alternative.ts';
import type { Pattern } from './pattern.ts';

/** What must hold of the values of a path: one of the alternatives. */
export interface Condition {
  path: string;
  alternatives: readonly Alternative[];
}

/** A branch of a rule's pattern, in numbers of conditions. */
export interface GatedBranch {
  rule: number;
  gate: number;
  others: number[];
}

/** How many events pass an alternative, by its kind: a guess, of which only the order counts. */
const OPENNESS: Record<Alternative['kind'], number> = {
  equals: 1,
  equalsIgnoreCase: 1,
  cidr: 4,
  wildcard: 6,
  prefix: 6,
  suffix: 6,
  numeric: 40,
  anythingBut: 1_000,
  exists: 2_000,
};

/**
 * The conditions of all branches, the same one once, and for each branch its gate: the condition that the fewest events and
 * the fewest other branches should share.
 */
export function chooseGates(patterns: readonly Pattern[]): { conditions: Condition[]; branches: GatedBranch[] } {
  const conditions: Condition[] = [];
  const numbers = new Map<string, number>();
  const used: number[] = [];
  const branches = patterns.flatMap(({ branches: each }, rule) => {
    // A list of alternatives is shared by the branches that a `$or` makes.
    const known = new Map<readonly Alternative[], number>();
    return each.map((branch) => {
      const numbered = [...branch].map(([path, alternatives]) => {
        const before = known.get(alternatives);
        if (before !== undefined) return before;
        const key = `${path}\0${JSON.stringify(alternatives)}`;
        const number = numbers.get(key) ?? conditions.push({ path, alternatives }) - 1;
        numbers.set(key, number);
        known.set(alternatives, number);
        return number;
      });
      for (const number of numbered) used[number] = (used[number] ?? 0) + 1;
      return { rule, numbered };
    });
  });
  const open = conditions.map(({ alternatives }, number) => openness(alternatives) * used[number]!);
  return {
    conditions,
    branches: branches.map(({ rule, numbered }) => {
      const gate = numbered.reduce((one, other) => (open[other]! < open[one]! ? other : one));
      return { rule, gate, others: numbered.filter((number) => number !== gate) };
    }),
  };
}

const openness = (alternatives: readonly Alternative[]) => alternatives.reduce((sum, one) => sum + opennessOf(one), 0);

function opennessOf(one: Alternative): number {
  const guess = OPENNESS[one.kind];
  if (one.kind === 'exists') return one.present ? guess : guess * 2;
  if (one.kind === 'prefix' || one.kind === 'suffix') return one.text.length < 2 ? 20 : guess;
  if (one.kind === 'wildcard') return Math.max(...one.parts.map((part) => part.length)) < 2 ? 30 : guess;
  return guess;
}
