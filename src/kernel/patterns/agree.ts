import { consistent, type Leaf, type Place } from './consistency.ts';
import { ROOT } from './field.ts';

/** The elements of an event's arrays, by number: of each, the element around its array, and that array. */
export interface Elements {
  readonly around: readonly number[];
  readonly arrays: readonly number[];
}

/** Lists that fit into the bits of one number. */
const MOST_LISTS = 30;

/**
 * Whether one element of each list can be taken without taking two different ones of one array, the elements around them
 * counted in. The usual cases are decided in one pass; what branches goes the long way (`consistent`).
 */
export function agree(lists: readonly (readonly number[])[], elements: Elements): boolean {
  if (lists.length > MOST_LISTS) return slowly(lists, elements);
  const groups = new Map<number, (readonly number[])[]>();
  for (const list of lists) {
    const outermost = arrayAround(list, elements);
    if (outermost === undefined) return slowly(lists, elements);
    const group = groups.get(outermost);
    if (group) group.push(list);
    else groups.set(outermost, [list]);
  }
  // What lies in different arrays from the outside on never meets.
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    const answer = alongOne(group, elements);
    if (answer === false) return false;
    if (answer === undefined && !slowly(group, elements)) return false;
  }
  return true;
}

/** The outermost array around all elements of a list, if it is one. */
function arrayAround(list: readonly number[], { around, arrays }: Elements): number | undefined {
  let found: number | undefined;
  for (const one of list) {
    let element = one;
    while (around[element] !== ROOT) element = around[element]!;
    found ??= arrays[element]!;
    if (found !== arrays[element]) return undefined;
  }
  return found;
}

/**
 * Where no element holds two arrays that matter, all that is taken lies along one way from the outside to an element: whether
 * there is one that passes through an element of each list. Undefined where an element holds two.
 */
function alongOne(lists: readonly (readonly number[])[], { around, arrays }: Elements): boolean | undefined {
  const all = 2 ** lists.length - 1;
  const masks = new Map<number, number>();
  for (const [at, list] of lists.entries())
    for (const element of list) masks.set(element, (masks.get(element) ?? 0) | (1 << at));
  const inside = new Map<number, number>();
  let found = false;
  for (const [element, own] of masks) {
    let mask = own;
    for (let inner = element; ; ) {
      const outer = around[inner]!;
      const array = inside.get(outer);
      if (array === undefined) inside.set(outer, arrays[inner]!);
      else if (array !== arrays[inner]) return undefined;
      if (outer === ROOT) break;
      mask |= masks.get(outer) ?? 0;
      inner = outer;
    }
    if (mask === all) found = true;
  }
  return found;
}

function slowly(lists: readonly (readonly number[])[], elements: Elements): boolean {
  return consistent(
    lists.map((list) => list.map((element): Leaf => ({ value: null, places: placesOf(element, elements) }))),
  );
}

function placesOf(innermost: number, { around, arrays }: Elements): Place[] {
  const places: Place[] = [];
  for (let element = innermost; element !== ROOT; element = around[element]!) {
    // Elements have numbers of their own in all arrays.
    places.push({ array: arrays[element]!, index: element });
  }
  return places.reverse();
}
