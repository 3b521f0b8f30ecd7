import { messageOf } from '#kernel/text';
import { type Alternative, isObject, readAlternative, refusePattern, usesReserved } from './alternative.ts';
import { parseExactly } from './number.ts';

/**
 * Conditions that must hold together: for each dotted path, the alternatives of which one must match. In the order of their
 * paths, so that an array is done with as early as can be.
 */
export type Branch = ReadonlyMap<string, readonly Alternative[]>;

/** A checked event pattern with its `$or`s multiplied out: it matches when one of its branches does. */
export interface Pattern {
  /** 1 to 1,000. */
  readonly branches: readonly Branch[];
  /** Every path the pattern names and all that lead to them: nothing else of an event needs a look. */
  readonly steps: ReadonlySet<string>;
}

/** The longest text of a pattern, in characters. */
export const MAX_PATTERN_LENGTH = 4096;

/** The most branches that the `$or`s of one pattern may multiply to. */
export const MAX_BRANCHES = 1000;

type Branches = Map<string, Alternative[]>[];

/**
 * Reads an event pattern (aws-behaviour.md 4.3) of at most 4,096 characters.
 *
 * Where a path is named twice, also in a branch of `$or` and beside it, the later one in the text wins.
 * Throws `Refusal('validation')` with the code `InvalidEventPatternException`, naming path, wanted and got.
 */
export function parsePattern(text: string): Pattern {
  if (text.length > MAX_PATTERN_LENGTH) {
    throw refusePattern('', `at most ${MAX_PATTERN_LENGTH} characters long`, text.length);
  }
  const root = parseJson(text);
  if (!isObject(root)) throw refusePattern('', 'a JSON object', root);
  const branches = readObject([new Map()], undefined, root).map((branch) => new Map([...branch].sort(byPath)));
  return { branches, steps: stepsOf(branches) };
}

const sortKey = (path: string) => path.replaceAll('.', '\0');
const byPath = ([a]: [string, unknown], [b]: [string, unknown]) => (sortKey(a) < sortKey(b) ? -1 : 1);

function parseJson(text: string): unknown {
  try {
    return parseExactly(text);
  } catch (error) {
    throw refusePattern('', `JSON (${messageOf(error)})`, text);
  }
}

/** Adds the conditions of `object` to every branch so far. `base` is the path that leads to it. */
function readObject(branches: Branches, base: string | undefined, object: Record<string, unknown>): Branches {
  const entries = Object.entries(object);
  if (entries.length === 0) throw refusePattern(base ?? '', 'an object with at least one field', object);
  let result = branches;
  for (const [key, value] of entries) {
    const path = base === undefined ? key : `${base}.${key}`;
    if (key === '$or' && isAlternation(value)) result = readOr(result, base, value);
    else if (isObject(value)) result = readObject(result, path, value);
    else readLeaf(result, path, value);
  }
  return result;
}

function readLeaf(branches: Branches, path: string, value: unknown): void {
  if (!Array.isArray(value)) throw refusePattern(path, 'an object or a list of alternatives', value);
  if (value.length === 0) throw refusePattern(path, 'a list of at least one alternative', value);
  const alternatives = value.map((item, index) => readAlternative(`${path}[${index}]`, item));
  for (const branch of branches) branch.set(path, alternatives);
}

/** Whether `$or` is the operator: two or more objects, none of which could be a match object of a field named `$or`. */
function isAlternation(value: unknown): value is Record<string, unknown>[] {
  return Array.isArray(value) && value.length >= 2 && value.every((item) => isObject(item) && !usesReserved(item));
}

/** Each branch so far goes on in as many ways as the `$or` has objects. */
function readOr(branches: Branches, base: string | undefined, objects: Record<string, unknown>[]): Branches {
  const result: Branches = [];
  for (const object of objects) {
    const copies = branches.map((branch) => new Map(branch));
    for (const branch of readObject(copies, base, object)) result.push(branch);
    if (result.length > MAX_BRANCHES) {
      const path = base === undefined ? '$or' : `${base}.$or`;
      throw refusePattern(path, `at most ${MAX_BRANCHES} combinations when multiplied with the others`, result.length);
    }
  }
  return result;
}

function stepsOf(branches: Branches): Set<string> {
  const steps = new Set<string>();
  for (const path of branches.flatMap((branch) => [...branch.keys()])) {
    steps.add(path);
    for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) steps.add(path.slice(0, dot));
  }
  return steps;
}
