import type { Bound } from './alternative.ts';

export interface Range {
  lower?: Bound;
  upper?: Bound;
}

/**
 * Many ranges of numbers, of which those that hold a number are found in logarithmic time. The bounds cut the line into
 * pieces, a bound being one itself and what lies between two being one; a range is kept at the few nodes of a tree over the
 * pieces that make it up.
 */
export class Ranges {
  private readonly bounds: number[];
  private readonly size: number;
  private readonly nodes: (number[] | undefined)[] = [];

  constructor(ranges: readonly [range: Range, id: number][]) {
    const all = ranges.flatMap(([{ lower, upper }]) => [lower, upper].flatMap((bound) => bound?.value ?? []));
    this.bounds = [...new Set(all)].sort((one, other) => one - other);
    this.size = this.bounds.length * 2 + 1;
    for (const [range, id] of ranges) this.add(range, id);
  }

  /** The piece that a number lies in: 2i+1 is bound i, 2i what lies below it. */
  private piece(value: number): number {
    const { bounds } = this;
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (bounds[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return bounds[low] === value ? low * 2 + 1 : low * 2;
  }

  private add({ lower, upper }: Range, id: number): void {
    const first = lower ? this.piece(lower.value) + (lower.inclusive ? 0 : 1) : 0;
    const last = upper ? this.piece(upper.value) - (upper.inclusive ? 0 : 1) : this.size - 1;
    for (let left = first + this.size, right = last + 1 + this.size; left < right; left >>= 1, right >>= 1) {
      if (left & 1) this.put(left++, id);
      if (right & 1) this.put(--right, id);
    }
  }

  private put(node: number, id: number): void {
    const known = this.nodes[node];
    if (known) known.push(id);
    else this.nodes[node] = [id];
  }

  /** Adds the ids of the ranges that hold the number to `found`. */
  find(value: number, found: number[]): void {
    for (let node = this.piece(value) + this.size; node > 0; node >>= 1) {
      const ids = this.nodes[node];
      if (ids) for (const id of ids) found.push(id);
    }
  }
}
