import fc from 'fast-check';

/**
 * A second judge of IAM policies, slow and obvious, over the JSON as it is written: nothing of the first one's code. And
 * generators of policies and asks that meet each other often.
 */
export interface Written {
  Version?: string;
  Statement: WrittenStatement[];
}
export type WrittenStatement = Record<string, unknown> & { Effect: string };
export interface Asked {
  action: string;
  resource: string;
  context: Record<string, readonly string[]>;
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** The expression that a pattern with wildcards and variables is; undefined: a variable has no value. */
function expression(pattern: string, { context }: Asked, modern: boolean, wildcards = true): string | undefined {
  let missing = false;
  const parts = pattern.split(modern ? /(\$\{[^}]*\})/ : /($^)/).map((part) => {
    if (!(modern && /^\$\{.*\}$/.test(part))) {
      return wildcards ? escaped(part).replaceAll('\\*', '[^]*').replaceAll('\\?', '[^]') : escaped(part);
    }
    const inside = part.slice(2, -1);
    if (['*', '?', '$'].includes(inside)) return escaped(inside);
    const [key = '', otherwise] = inside.split(/, ?'/);
    const values = context[key.toLowerCase()] ?? [];
    const value = values.length === 1 ? values[0] : otherwise?.slice(0, -1);
    missing ||= value === undefined;
    return escaped(value ?? '');
  });
  return missing ? undefined : parts.join('');
}

const full = (source: string, text: string) => new RegExp(`^(?:${source})$`, 'u').test(text);

/** ARNs are compared by their six parts. */
function arnFits(source: string, arn: string): boolean {
  if (source === '[^]*') return true;
  const [wanted, got] = [source.split(':'), arn.split(':')];
  if (wanted.length < 6 || got.length < 6) return false;
  const six = (parts: string[]) => [...parts.slice(0, 5), parts.slice(5).join(':')];
  const pattern = six(wanted);
  return six(got).every((part, at) => full(pattern[at]!, part));
}

function number(text: string): number {
  return /^[\d.]+$/.test(text) ? Number(text) : Number.NaN;
}

function single(test: string, source: string, value: string, given: string): boolean {
  switch (test) {
    case 'StringEquals':
    case 'StringLike':
      return full(source, given);
    case 'StringEqualsIgnoreCase':
      return full(source.toLowerCase(), given.toLowerCase());
    case 'ArnLike':
    case 'ArnEquals':
      return arnFits(source, given);
    case 'NumericEquals':
      return number(given) === number(value);
    case 'NumericLessThan':
      return number(given) < number(value);
    case 'NumericGreaterThanEquals':
      return number(given) >= number(value);
    case 'Bool':
      return given.toLowerCase() === value.toLowerCase();
    default:
      throw new Error(`the second judge knows no ${test}`);
  }
}

/** What a negated operator is the opposite of. */
const OPPOSITE: Record<string, string> = {
  StringNotEquals: 'StringEquals',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  ArnNotLike: 'ArnLike',
};

function conditionHolds(name: string, key: string, value: unknown, asked: Asked, modern: boolean, deny: boolean) {
  const [quantifier, rest] = name.includes(':') ? name.split(':') : [undefined, name];
  const lenient = rest!.endsWith('IfExists');
  const written = lenient ? rest!.slice(0, -'IfExists'.length) : rest!;
  const test = OPPOSITE[written] ?? written;
  const negated = test !== written;
  const given = asked.context[key.toLowerCase()] ?? [];
  if (written === 'Null') return list(value).some((one) => (one === 'true') === (given.length === 0));
  if (given.length === 0) return lenient || quantifier === 'ForAllValues' || (negated && !quantifier);
  const passes = (one: string): boolean => {
    const results = list(value).map((each) => {
      const source = expression(each, asked, modern, /Like|Arn/.test(test));
      return source === undefined ? undefined : single(test, source, each, one);
    });
    const equal = results.some((result) => result === true);
    const unknown = results.some((result) => result === undefined);
    return negated ? !equal && (!unknown || deny) : equal;
  };
  const all = quantifier === 'ForAllValues' || (!quantifier && negated);
  return all ? given.every(passes) : given.some(passes);
}

function applies(statement: WrittenStatement, asked: Asked, modern: boolean): boolean {
  const deny = statement.Effect === 'Deny';
  const fitsAction = (one: string) =>
    full(escaped(one.toLowerCase()).replaceAll('\\*', '[^]*').replaceAll('\\?', '[^]'), asked.action.toLowerCase());
  const actions = statement['Action'] ?? statement['NotAction'];
  if (list(actions).some(fitsAction) !== 'Action' in statement) return false;
  const sources = list(statement['Resource'] ?? statement['NotResource']).map((one) => expression(one, asked, modern));
  const found = sources.some((source) => source !== undefined && arnFits(source, asked.resource));
  if ('Resource' in statement ? !found : found || (sources.includes(undefined) && !deny)) return false;
  return Object.entries((statement['Condition'] ?? {}) as Record<string, Record<string, unknown>>).every(
    ([name, keys]) =>
      Object.entries(keys).every(([key, value]) => conditionHolds(name, key, value, asked, modern, deny)),
  );
}

/** `allow`, `deny` or `nothing`. */
export function slowWord(policies: Written[], asked: Asked): string {
  const effects = policies.flatMap(({ Version, Statement }) =>
    Statement.filter((statement) => applies(statement, asked, Version === '2012-10-17')).map(({ Effect }) => Effect),
  );
  return effects.includes('Deny') ? 'deny' : effects.includes('Allow') ? 'allow' : 'nothing';
}

const some = <T>(of: fc.Arbitrary<T>) => fc.oneof(of, fc.array(of, { minLength: 1, maxLength: 3 }));
const variable = (inside: string) => `$\{${inside}}`;
const words = ['a', 'b', 'ab', 'a.b', 'B'];
const word = fc.constantFrom(...words);
const textPattern = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      '*',
      '?',
      '.',
      variable('aws:username'),
      variable("k:x, 'a'"),
      variable('*'),
      variable('k:none'),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((parts) => parts.join(''));
const action = fc.constantFrom('iam:GetRole', 'iam:PutRole', 'sns:Publish', 'sns:publish');
const actionPattern = fc.constantFrom(
  '*',
  'iam:*',
  'iam:?etRole',
  'IAM:GetRole',
  'sns:Pub*',
  'sns:Publis',
  'iam:*Role',
);
const resource = fc.oneof(
  fc
    .tuple(fc.constantFrom('sns', 'iam'), fc.constantFrom('', '1'), word)
    .map(([s, r, w]) => `arn:aws:${s}:${r}:1:${w}`),
  fc.tuple(word, word).map(([one, two]) => `arn:aws:sns:1:1:${one}:${two}`),
  fc.constant('*'),
);
const resourcePattern = fc.oneof(
  fc.constant('*'),
  fc
    .tuple(fc.constantFrom('sns', 'iam', '*', 's?s'), fc.constantFrom('', '1', '*'), textPattern)
    .map(([s, r, w]) => `arn:aws:${s}:${r}:1:${w}`),
  fc.tuple(word, textPattern).map(([one, two]) => `arn:aws:sns:1:1:${one}:${two}`),
);
const key = fc.constantFrom('aws:username', 'AWS:Username', 'k:x', 'k:many', 'k:none', 'k:n');

const wild = [
  'StringLike',
  'StringNotLike',
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'ArnLike',
  'ArnNotLike',
];
const quantified = (name: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.constantFrom('', '', 'ForAllValues:', 'ForAnyValue:'), name, fc.constantFrom('', '', 'IfExists'))
    .map((parts) => parts.join(''));
const comparison = fc.oneof(
  fc.tuple(quantified(fc.constantFrom(...wild)), key, some(fc.oneof(textPattern, resourcePattern))),
  fc.tuple(
    quantified(fc.constantFrom('NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericGreaterThanEquals')),
    key,
    some(fc.constantFrom(1, 2, '2.5')),
  ),
  fc.tuple(quantified(fc.constant('Bool')), key, some(fc.constantFrom('true', 'false', true))),
  fc.tuple(fc.constant('Null'), key, fc.constantFrom('true', 'false')),
);
const condition = fc
  .array(comparison, { maxLength: 2 })
  .map((given) => Object.fromEntries(given.map(([name, of, value]) => [name, { [of]: value }])));

const statement: fc.Arbitrary<WrittenStatement> = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    act: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), some(actionPattern)),
    on: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), some(resourcePattern)),
    Condition: condition,
  })
  .map(({ Effect, act, on, Condition }) => ({ Effect, [act[0]]: act[1], [on[0]]: on[1], Condition }));

/** Policies as they are written. */
export const writtenPolicies: fc.Arbitrary<Written[]> = fc.array(
  fc.record({
    Version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
    Statement: fc.array(statement, { minLength: 1, maxLength: 3 }),
  }),
  { maxLength: 3 },
);

/** Asks that such policies may well be about. */
export const askeds: fc.Arbitrary<Asked> = fc.record({
  action,
  resource,
  context: fc
    .record({
      'aws:username': fc.option(
        word.map((one) => [one]),
        { nil: undefined },
      ),
      'k:x': fc.option(
        fc.oneof(word, resource).map((one) => [one]),
        { nil: undefined },
      ),
      'k:many': fc.option(fc.array(word, { maxLength: 3 }), { nil: undefined }),
      'k:n': fc.option(fc.constantFrom(['1'], ['2.5'], ['true'], ['False'], ['x']), { nil: undefined }),
    })
    .map((given) =>
      Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : []))),
    ),
});
