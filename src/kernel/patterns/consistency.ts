import { Refusal } from '#kernel/refusal';
import type { Scalar } from './alternative.ts';

/** Combinations of array elements that one event may make a match consider. Only keys with dots come near it. */
const MAX_CHOICES = 100_000;

/** Which element of an array (numbered as met) something lies in. */
export interface Place {
  array: number;
  index: number;
}

/** One value of an event, at the end of a path. */
export interface Leaf {
  value: Scalar;
  /** The array elements around it, outermost first. Scalars in an array lie in no element: they bind nothing. */
  places: readonly Place[];
}

/** By array, the element taken so far. */
type Choice = ReadonlyMap<number, number>;

/**
 * Whether one leaf of each list can be taken without taking two different elements of one array.
 *
 * Goes through the lists remembering only the elements of arrays that later lists still have to do with. Arrays lie in
 * each other like a tree, so with the lists in the order of their paths that is few. Throws `Refusal('validation')` for
 * an event that makes it more than `MAX_CHOICES`.
 */
export function consistent(found: readonly Leaf[][]): boolean {
  const lastUse = new Map<number, number>();
  for (const [turn, leaves] of found.entries()) {
    for (const place of leaves.flatMap((leaf) => leaf.places)) lastUse.set(place.array, turn);
  }
  let choices: Choice[] = [new Map()];
  for (const [turn, leaves] of found.entries()) {
    const tree = treeOf(leaves);
    const next = new Map<string, Choice>();
    for (const choice of choices) {
      for (const extended of extensions(tree, choice)) {
        const kept = [...extended].filter(([array]) => lastUse.get(array)! > turn).sort(([a], [b]) => a - b);
        next.set(kept.join(' '), new Map(kept));
        if (next.size > MAX_CHOICES) throw tooEntangled();
      }
    }
    if (next.size === 0) return false;
    choices = [...next.values()];
  }
  return true;
}

const tooEntangled = () =>
  new Refusal('validation', `event: its arrays combine in more than ${MAX_CHOICES} ways under keys that contain dots`);

/** The places of a list of leaves, by array and element; `end` where a leaf asks for nothing further. */
interface Tree {
  end: boolean;
  arrays: Map<number, Map<number, Tree>>;
}

function treeOf(leaves: readonly Leaf[]): Tree {
  const root: Tree = { end: false, arrays: new Map() };
  for (const leaf of leaves) {
    let node = root;
    for (const { array, index } of leaf.places) {
      const elements = node.arrays.get(array) ?? new Map<number, Tree>();
      node.arrays.set(array, elements);
      const child = elements.get(index) ?? { end: false, arrays: new Map() };
      elements.set(index, child);
      node = child;
    }
    node.end = true;
  }
  return root;
}

/** Every way in which `choice` can go on to one of the leaves of `tree`. One that binds nothing makes the others needless. */
function* extensions(tree: Tree, choice: Choice): Generator<Choice> {
  if (tree.end) {
    yield choice;
    return;
  }
  for (const [array, elements] of tree.arrays) {
    const taken = choice.get(array);
    if (taken !== undefined) {
      const element = elements.get(taken);
      if (element) yield* extensions(element, choice);
      continue;
    }
    for (const [index, element] of elements) yield* extensions(element, new Map(choice).set(array, index));
  }
}
