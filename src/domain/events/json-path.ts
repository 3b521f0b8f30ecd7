import { cut } from '#kernel/text';

/** A path into an event, as steps: names of members and places in lists. `$` is the whole. */
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
