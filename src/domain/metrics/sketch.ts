/**
 * The values of a span of time and how often each came: what percentiles are computed from. Sketches are added up by adding
 * counts, whatever the order. Up to `MOST_VALUES` different values it is exact; beyond them values are moved to the
 * middle of buckets that grow with the value, so that none is off by more than about half a bucket, at first 0.5 percent.
 */
export type Sketch = Map<number, number>;

/** Different values that a sketch keeps. */
export const MOST_VALUES = 512;
/** The bounds of a bucket are apart by this factor; where the values still are too many, by its square, and so on. */
const GROWTH = 1.01;

export function add(sketch: Sketch, value: number, count: number): void {
  // 0 and -0 are one value, also as a key.
  const key = value === 0 ? 0 : value;
  sketch.set(key, (sketch.get(key) ?? 0) + count);
}

/** A sketch of the same values that keeps its bound. Buckets of a step lie whole in those of the next: sketches stay addable. */
export function bounded(sketch: Sketch): Sketch {
  let kept = sketch;
  for (let width = Math.log(GROWTH); kept.size > MOST_VALUES; width *= 2) {
    const coarser: Sketch = new Map();
    for (const [value, count] of kept) add(coarser, middleOf(value, width), count);
    kept = coarser;
  }
  return kept;
}

/** The middle of the bucket that a value is in; `width` is the logarithm of the factor between its bounds. */
function middleOf(value: number, width: number): number {
  if (value === 0) return 0;
  const place = Math.ceil(Math.log(Math.abs(value)) / width);
  const growth = Math.exp(width);
  const middle = (Math.exp(place * width) * 2) / (growth + 1);
  return value < 0 ? -middle : middle;
}
