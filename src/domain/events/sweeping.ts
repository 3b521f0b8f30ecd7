import { type Alternative, matchesValue, type Pattern } from '#kernel/patterns/index';

/** Of every event: fields that always hold one text, and those that may hold others or be objects. */
const TEXTS: ReadonlySet<string> = new Set(['id', 'detail-type', 'source', 'account', 'time', 'region', 'version']);
const OTHERS: ReadonlySet<string> = new Set(['resources', 'detail']);

/** What is the same in all events of a bus. */
interface Bus {
  account: string;
  region: string;
}

/** Whether every event of the bus matches a pattern, whatever it is about. False where that is not certain. */
export function matchesEverything(pattern: Pattern, { account, region }: Bus): boolean {
  const known = new Map([
    ['version', '0'],
    ['account', account],
    ['region', region],
  ]);
  return pattern.branches.some((branch) =>
    [...branch].every(([path, alternatives]) => {
      const value = known.get(path);
      if (value !== undefined) return alternatives.some((one) => matchesValue(one, value));
      if (TEXTS.has(path)) return takesEveryText(alternatives);
      const absent = alternatives.some((one) => one.kind === 'exists' && !one.present);
      // Nothing but the envelope's fields is ever there; of what lies in the others nothing is certain.
      if (!OTHERS.has(path.split('.', 1)[0]!)) return absent;
      return absent && alternatives.some(takesEveryValue);
    }),
  );
}

function takesEveryText(alternatives: readonly Alternative[]): boolean {
  return alternatives.some(
    (one) => takesEveryValue(one) || takesTexts(one) || (one.kind === 'anythingBut' && one.tests.every(isTaken)),
  );

  /** What one leaves out, another takes, or no text is. */
  function isTaken(test: Alternative): boolean {
    if (test.kind !== 'equals') return false;
    const { value } = test;
    return typeof value !== 'string' || alternatives.some((one) => matchesValue(one, value));
  }
}

const takesEveryValue = (one: Alternative) => one.kind === 'exists' && one.present;

function takesTexts(one: Alternative): boolean {
  if (one.kind === 'prefix' || one.kind === 'suffix') return one.text === '';
  return one.kind === 'wildcard' && one.parts.length > 1 && one.parts.every((part) => part === '');
}
