import { cut } from '#kernel/text';

/** A path into a value, as steps: names of members and places in lists. `$` is the whole. */
export type JsonPath = readonly (string | number)[];

const DEEPEST = 64;
const STEP = /\.([^.[\]'"\s]+)|\[(\d{1,6})\]|\['([^'\]]+)'\]|\["([^"\]]+)"\]/y;

/** Reads a path such as `$.detail.items[0]['a b']`; answers in words what is wrong with one that names no single value. */
export function readPath(text: string): JsonPath | { fault: string } {
  const wanted = 'wanted a path to one value such as $.detail.state.value or $.resources[0]';
  if (!text.startsWith('$')) return { fault: `${wanted}, got ${JSON.stringify(cut(text, 80))}` };
  const steps: (string | number)[] = [];
  for (STEP.lastIndex = 1; STEP.lastIndex < text.length; ) {
    const at = STEP.lastIndex;
    const [whole, dotted, place, single, double] = STEP.exec(text) ?? [];
    if (whole === undefined || dotted === '*' || steps.length === DEEPEST)
      return { fault: `${wanted}; it cannot be read from ${JSON.stringify(cut(text.slice(at), 40))} on` };
    steps.push(place === undefined ? (dotted ?? single ?? double!) : Number(place));
  }
  return steps;
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

/** A path that may lead to several values: `*` is everything in a list, `{ deep }` a member at any depth. */
export type Selector = readonly (string | number | { readonly deep: string } | { readonly all: true })[];

const FURTHER = /\.\.([^.[\]'"\s*]+)|\[\*\]|\.\*/y;
/** As many values as one selector finds at most. */
const MOST_FOUND = 10_000;

/** Reads `$`, `.name`, `..name`, `[n]`, `[*]` and `['a b']`, in any order; answers in words what is wrong with another. */
export function readSelector(text: string): Selector | { fault: string } {
  const wanted = 'wanted a path such as $.Instances[0].State.Name, with [*] for all of a list and ..Name at any depth';
  if (!text.startsWith('$')) return { fault: `${wanted}, got ${JSON.stringify(cut(text, 80))}` };
  const steps: Selector[number][] = [];
  for (let at = 1; at < text.length; ) {
    const [step, end] = stepAt(text, at);
    if (step === undefined || steps.length === DEEPEST)
      return { fault: `${wanted}; it cannot be read from ${JSON.stringify(cut(text.slice(at), 40))} on` };
    steps.push(step);
    at = end;
  }
  return steps;
}

function stepAt(text: string, at: number): [Selector[number] | undefined, number] {
  FURTHER.lastIndex = at;
  const further = FURTHER.exec(text);
  if (further) return [further[1] === undefined ? { all: true } : { deep: further[1] }, FURTHER.lastIndex];
  STEP.lastIndex = at;
  const found = STEP.exec(text);
  if (!found) return [undefined, at];
  const [, dotted, place, single, double] = found;
  return [place === undefined ? (dotted ?? single ?? double!) : Number(place), STEP.lastIndex];
}

/**
 * What a selector finds: one value, or undefined; of one with `..` or `[*]` always the list of all that it finds, 10,000 at
 * most. The value's nesting must be bounded beforehand.
 */
export function select(value: unknown, selector: Selector): unknown {
  let found: unknown[] = [value];
  for (const step of selector) {
    const next: unknown[] = [];
    for (const each of found) take(each, step, next);
    found = next;
  }
  return selector.some((step) => typeof step === 'object') ? found : found[0];
}

function take(value: unknown, step: Selector[number], into: unknown[]): void {
  if (typeof value !== 'object' || value === null || into.length >= MOST_FOUND) return;
  if (typeof step !== 'object') {
    if (Object.hasOwn(value, step)) into.push((value as Record<string | number, unknown>)[step]);
  } else if ('all' in step) {
    for (const each of Object.values(value)) if (into.length < MOST_FOUND) into.push(each);
  } else {
    if (!Array.isArray(value)) take(value, step.deep, into);
    for (const each of Object.values(value)) take(each, step, into);
  }
}
