import fc from 'fast-check';
import { Inexact } from '#kernel/patterns/number';

/** Patterns and events of the same few names and values, so that they often meet; for the properties of matching. */

export type Json = string | number | boolean | null | Inexact | Json[] | { [name: string]: Json };

const TEXTS = [
  '',
  'a',
  'b',
  'A',
  'ab',
  'ba',
  'aab',
  'aBa',
  'bab',
  'é',
  'ÉA',
  'Σ',
  'ςa',
  'a*b',
  '\\',
  '"',
  '😀',
  '\ud83d',
];
const ADDRESSES = ['10.0.0.1', '10.0.1.7', '2001:db8::1', '2001:DB8:0::1'];
const NUMBERS = [0, 1, -1, 1.5, 2, 1000, -0.25, 12345.678, 4_999_999_999, 0.1];
const INEXACT = ['12345678901234567890', '0.12345678901234567890', '1e400'].map((written) => new Inexact(written));
const NAMES = ['a', 'b', 'c', 'a.b', 'b.c', 'é', '$or'];

const texts = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.array(fc.constantFrom('a', 'b', 'B'), { maxLength: 5 }).map((letters) => letters.join('')),
);
const numbers = fc.constantFrom(...NUMBERS);
const names = fc.constantFrom(...NAMES);
const scalars: fc.Arbitrary<string | number | boolean | null | Inexact> = fc.oneof(
  { weight: 4, arbitrary: texts },
  { weight: 2, arbitrary: numbers },
  fc.constantFrom(...ADDRESSES, true, false, null, ...INEXACT),
);

const ignoringCase = texts.map((text) => ({ 'equals-ignore-case': text }));
const affixes = fc.oneof(texts, ignoringCase);
const wildcards = fc
  .array(fc.constantFrom('a', 'b', '*', 'B', 'ab', '\\*', '\\\\', 'é'), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join('').replace(/(?<!\\)(\\\\)*\*+/g, (stars) => stars.replace(/\*+$/, '*')))
  .filter((text) => !/(^|[^\\])(\\\\)*\*\*/.test(text));
const bounds = fc
  .tuple(fc.constantFrom('>', '>='), numbers, fc.constantFrom('<', '<='), numbers)
  .filter(([, low, , high]) => low < high);
const ranges = fc.oneof(bounds, fc.tuple(fc.constantFrom('>', '>=', '<', '<=', '='), numbers));
const blocks = fc.constantFrom('10.0.0.0/24', '10.0.0.0/8', '10.0.1.6/31', '0.0.0.0/0', '2001:db8::/32', '::/0');
const full = texts.filter((text) => text !== '');
const oneOrMore = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof(arbitrary, fc.array(arbitrary, { minLength: 1, maxLength: 3 }));
const excluded = fc.oneof(
  oneOrMore(texts),
  oneOrMore(numbers),
  oneOrMore(full).map((prefix) => ({ prefix })),
  oneOrMore(full).map((suffix) => ({ suffix })),
  oneOrMore(texts).map((text) => ({ 'equals-ignore-case': text })),
  oneOrMore(wildcards).map((wildcard) => ({ wildcard })),
);

const alternatives: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: scalars },
  affixes.map((prefix) => ({ prefix })),
  affixes.map((suffix) => ({ suffix })),
  ignoringCase,
  { weight: 2, arbitrary: wildcards.map((wildcard) => ({ wildcard })) },
  { weight: 2, arbitrary: ranges.map((numeric) => ({ numeric })) },
  blocks.map((cidr) => ({ cidr })),
  { weight: 3, arbitrary: excluded.map((but) => ({ 'anything-but': but })) },
  { weight: 2, arbitrary: fc.boolean().map((exists) => ({ exists })) },
);

const leaves = fc.array(alternatives, { minLength: 1, maxLength: 3 });
const { patterns } = fc.letrec<{ patterns: Record<string, unknown>; or: Record<string, unknown> }>((tie) => ({
  patterns: fc
    .tuple(
      fc.dictionary(
        names.filter((name) => name !== '$or'),
        fc.oneof(
          { maxDepth: 2 },
          { weight: 3, arbitrary: leaves },
          { weight: 1, arbitrary: tie('patterns') },
        ) as fc.Arbitrary<unknown>,
        { minKeys: 1, maxKeys: 3, noNullPrototype: true },
      ),
      tie('or'),
    )
    .map(([fields, or]) => ({ ...fields, ...or })),
  or: fc.oneof(
    { maxDepth: 2 },
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.array(tie('patterns'), { minLength: 2, maxLength: 3 }).map(($or) => ({ $or })) },
  ) as fc.Arbitrary<Record<string, unknown>>,
}));

const { values } = fc.letrec<{ values: Json }>((tie) => ({
  values: fc.oneof(
    { maxDepth: 5 },
    { weight: 3, arbitrary: scalars },
    { weight: 2, arbitrary: fc.dictionary(names, tie('values'), { maxKeys: 4, noNullPrototype: true }) },
    { weight: 2, arbitrary: fc.array(tie('values'), { maxLength: 4 }) },
  ),
}));

/** Valid patterns with every operator, `$or` included, as objects; short enough to be read. */
export const anyPattern = patterns.filter(
  (pattern) => JSON.stringify(pattern).length <= 1_000 && JSON.stringify(pattern).split('$or').length <= 7,
);
/** Events of a few levels, with arrays in arrays, names with dots, and texts that need escapes. */
export const anyEvent = fc.dictionary(names, values, { minKeys: 1, maxKeys: 5, noNullPrototype: true });

/** JSON as others write it: with space where it may be, and letters as escapes. */
export function written(value: Json, { space, escapes }: { space: string; escapes: boolean }): string {
  const text = (plain: string) => {
    const quoted = JSON.stringify(plain);
    if (!escapes || quoted.includes('\\')) return quoted;
    return quoted.replace(/[a-z]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
  };
  const list = (open: string, items: string[], close: string) =>
    `${open}${space}${items.join(`${space},${space}`)}${space}${close}`;
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value))
    return list(
      '[',
      value.map((item) => written(item, { space, escapes })),
      ']',
    );
  if (typeof value !== 'object' || value === null || value instanceof Inexact) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, below]) => `${text(name)}${space}:${space}${written(below, { space, escapes })}`,
  );
  return list('{', members, '}');
}
