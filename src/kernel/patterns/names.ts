import { Field } from './field.ts';

/** A place that patterns lead to or through. */
export interface Step {
  /** Dotted. */
  readonly path: string;
  /** Where a pattern's path ends here. */
  readonly field: Field | undefined;
  /** What patterns name below. */
  readonly names: Names | undefined;
}

/** Mixes the next byte of a name into its hash. */
export const mix = (hash: number, byte: number): number => (Math.imul(hash, 31) + byte) | 0;

/**
 * Names of one level and what lies below each, found by their bytes without making a text of them. Open addressing; at most
 * half full.
 */
export class Names {
  private readonly mask: number;
  private readonly hashes: Int32Array;
  private readonly spelled: (Uint8Array | undefined)[];
  private readonly steps: (Step | undefined)[];
  private readonly byText: ReadonlyMap<string, Step>;

  constructor(byText: ReadonlyMap<string, Step>) {
    let size = 4;
    while (size < byText.size * 2) size *= 2;
    this.mask = size - 1;
    this.hashes = new Int32Array(size);
    this.spelled = new Array<Uint8Array | undefined>(size).fill(undefined);
    this.steps = new Array<Step | undefined>(size).fill(undefined);
    this.byText = byText;
    for (const [name, step] of byText) this.add(Buffer.from(name), step);
  }

  private add(name: Uint8Array, step: Step): void {
    const hash = name.reduce(mix, 0);
    let slot = hash & this.mask;
    while (this.steps[slot] !== undefined) slot = (slot + 1) & this.mask;
    this.hashes[slot] = hash;
    this.spelled[slot] = name;
    this.steps[slot] = step;
  }

  /** What lies below the name between two places; `hash` is that of its bytes. */
  find(bytes: Uint8Array, from: number, to: number, hash: number): Step | undefined {
    for (let slot = hash & this.mask; ; slot = (slot + 1) & this.mask) {
      const step = this.steps[slot];
      if (step === undefined) return undefined;
      if (this.hashes[slot] === hash && same(this.spelled[slot]!, bytes, from, to)) return step;
    }
  }

  /** The same for a name that is written with escapes. */
  byName(name: string): Step | undefined {
    return this.byText.get(name);
  }
}

function same(name: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length !== to - from) return false;
  for (let at = 0; at < name.length; at += 1) if (name[at] !== bytes[from + at]) return false;
  return true;
}

/** The names below the root, of dotted paths; each path gets a field. A name with dots of an event may lead down several steps. */
export function namesOf(paths: Iterable<string>): { names: Names; fields: Map<string, Field> } {
  const fields = new Map([...paths].map((path) => [path, new Field(path)]));
  /** By the path that leads there, what can follow it. */
  const below = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const path of fields.keys()) {
    const prefixes = [path];
    for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) prefixes.push(path.slice(0, dot));
    for (const step of prefixes) all.add(step);
  }
  for (const step of all) {
    for (let dot = step.indexOf('.'); dot >= 0; dot = step.indexOf('.', dot + 1)) {
      const known = below.get(step.slice(0, dot)) ?? new Set();
      below.set(step.slice(0, dot), known.add(step));
    }
  }
  const made = new Map<string, Step>();
  // Longer paths first: what lies below a step is there when the step is made.
  for (const path of [...all].sort((one, other) => other.length - one.length)) {
    const children = [...(below.get(path) ?? [])].map((child): [string, Step] => [
      child.slice(path.length + 1),
      made.get(child)!,
    ]);
    made.set(path, {
      path,
      field: fields.get(path),
      names: children.length > 0 ? new Names(new Map(children)) : undefined,
    });
  }
  return { names: new Names(made), fields };
}
