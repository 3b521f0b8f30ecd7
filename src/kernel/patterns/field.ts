import type { Scalar } from './alternative.ts';

/** How a value stands in the text: as it is, with escapes, as a number; or already read. */
export const READ = 0;
export const PLAIN = 1;
export const ESCAPED = 2;
export const NUMBER = 3;

/** The element that lies in no array. */
export const ROOT = 0;

/**
 * The values of one path in the event under way. Places in the text are kept, and read only when somebody asks: most are
 * never asked for. The lists are used again for each event; only the first `count` of each hold.
 */
export class Field {
  /** Dotted. */
  readonly path: string;
  count = 0;
  /** Whether one of the values lies in no element of an array. */
  free = false;
  readonly kinds: number[] = [];
  readonly froms: number[] = [];
  readonly tos: number[] = [];
  /** The innermost element of an array around each value; `ROOT` for none. */
  readonly elements: number[] = [];
  readonly values: (Scalar | undefined)[] = [];

  constructor(path: string) {
    this.path = path;
  }

  /** A value that stands between two places of the text. */
  found(kind: number, from: number, to: number, element: number): void {
    const at = this.count++;
    this.kinds[at] = kind;
    this.froms[at] = from;
    this.tos[at] = to;
    this.elements[at] = element;
    if (element === ROOT) this.free = true;
  }

  /** A value that is known. */
  read(value: Scalar, element: number): void {
    const at = this.count++;
    this.kinds[at] = READ;
    this.froms[at] = 0;
    this.tos[at] = 0;
    this.elements[at] = element;
    this.values[at] = value;
    if (element === ROOT) this.free = true;
  }

  clear(): void {
    this.count = 0;
    this.free = false;
  }
}
