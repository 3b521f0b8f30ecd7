import { fits, fitsArn, type ResolveKey, type Token, tokensOf } from './glob.ts';
import type { Condition, Context, Test } from './policy.ts';
import { booleanIn, inRange, instantIn, numberIn } from './values.ts';

/**
 * Whether a condition holds. `unknown` is what a negated comparison comes to whose variable has no value: true in a denial,
 * false where something would be allowed, so that nothing is ever let in by what is not known.
 */
export function holds(
  condition: Condition,
  context: Context,
  resolveKey: ResolveKey | undefined,
  unknown: boolean,
): boolean {
  const { operator, key, values } = condition;
  const given = Object.hasOwn(context, key) ? context[key] : undefined;
  const isThere = given !== undefined && given.length > 0;
  if (operator.test === 'Null') return values.some((value) => (booleanIn(value) ?? false) === !isThere);
  if (!isThere) return operator.ifExists || operator.quantifier === 'ForAllValues' || absentHolds(condition);
  const passes = (one: string) => {
    const compared = values.map((value) => compare(operator.test, value, one, resolveKey));
    if (!operator.negated) return compared.includes(true);
    return !compared.includes(true) && (unknown || !compared.includes(undefined));
  };
  if (operator.quantifier === 'ForAnyValue') return given.some(passes);
  // Of a key with many values and no quantifier: one that is equal is enough, and one that is equal is not unequal.
  if (operator.quantifier === 'ForAllValues' || operator.negated) return given.every(passes);
  return given.some(passes);
}

/** A key that is not there is unequal to everything, and equal to nothing. */
const absentHolds = ({ operator }: Condition) => operator.negated && operator.quantifier === undefined;

/** Undefined: a variable of the policy's value is not known. */
function compare(test: Test, value: string, given: string, resolveKey: ResolveKey | undefined): boolean | undefined {
  const tokens = tokensOf(value, resolveKey, test === 'StringLike' || test === 'ArnLike');
  if (!tokens) return undefined;
  if (test === 'StringLike') return fits(tokens, given);
  if (test === 'ArnLike') return fitsArn(tokens, given);
  return comparePlain(test, plain(tokens), given);
}

const plain = (tokens: readonly Token[]) => tokens.map((token) => ('text' in token ? token.text : '')).join('');

function comparePlain(test: Exclude<Test, 'StringLike' | 'ArnLike'>, value: string, given: string): boolean {
  switch (test) {
    case 'StringEquals':
      return value === given;
    case 'StringEqualsIgnoreCase':
      return value.toLowerCase() === given.toLowerCase();
    case 'Bool':
      return booleanIn(given) !== undefined && booleanIn(value) === booleanIn(given);
    case 'BinaryEquals':
      return value === given;
    case 'IpAddress':
      return inRange(value, given);
    case 'Null':
      return false;
    default:
      return test.startsWith('Date')
        ? inOrder(test.slice('Date'.length), instantIn(value), instantIn(given))
        : inOrder(test.slice('Numeric'.length), numberIn(value), numberIn(given));
  }
}

function inOrder(how: string, value: number | undefined, given: number | undefined): boolean {
  if (value === undefined || given === undefined) return false;
  if (how === 'Equals') return given === value;
  if (how === 'LessThan') return given < value;
  if (how === 'LessThanEquals') return given <= value;
  return how === 'GreaterThan' ? given > value : given >= value;
}
