import type { Input } from './ask.ts';
import type { Seed } from './seed.ts';

/** What a good call answers, by `service Operation`, in the order in which they are called. */

export interface Cast extends Seed {
  /** When the world began, and the world's present. */
  start: Date;
  now: Date;
  findingId: string;
  /** A second channel of ana's, not activated, and the code that was sent to it. */
  secondChannel: { arn: string; code: string };
  /** Calls an operation that must succeed. */
  ask(title: string, input: Input): Promise<Record<string, unknown>>;
}

/** What a reader sees after a change. */
export interface Seen {
  title: string;
  input: Input;
  /** Its answer's essential members; or, where something is gone, the error. */
  want?: Input;
  gone?: string;
  /** Nothing but these members is there. */
  exactly?: true;
}

export interface GoodCase {
  /** Whose call it is: the account's with the seed, unless it is one's without anything. */
  caller?: 'bare';
  before?: (cast: Cast) => Promise<void>;
  /** The seed's good input unless given. */
  input?: (cast: Cast) => Input;
  /** The answer's essential members; none where it answers nothing. A pattern stands for a text (or instant) that fits it. */
  want?: (cast: Cast) => Input;
  seen?: (cast: Cast, output: Record<string, unknown>) => Seen;
}
export type GoodCases = Readonly<Record<string, GoodCase>>;

/** What there is of `actual` where something is wanted: equal to `wanted` when all that is wanted is there. */
export function essence(actual: unknown, wanted: unknown): unknown {
  if (wanted instanceof RegExp) {
    const text = actual instanceof Date ? actual.toISOString() : actual;
    return typeof text === 'string' && wanted.test(text) ? wanted : actual;
  }
  if (Array.isArray(actual) && Array.isArray(wanted)) return actual.map((item, at) => essence(item, wanted[at]));
  if (!isPlain(actual) || !isPlain(wanted)) return actual;
  return Object.fromEntries(Object.entries(wanted).map(([name, part]) => [name, essence(actual[name], part)]));
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
