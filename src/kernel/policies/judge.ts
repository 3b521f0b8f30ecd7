import { holds } from './conditions.ts';
import { fits, fitsArn, type ResolveKey, tokensOf } from './glob.ts';
import type { Ask, Context, Policy, Statement, Word } from './policy.ts';

/** Which kind of policy decided. */
export type PolicyKind = 'identity' | 'boundary' | 'session';

export type Judgement =
  | { allowed: true }
  /** `explicit`: a statement denies it; else nothing of this kind allows it. */
  | { allowed: false; by: PolicyKind; explicit: boolean };

/** The policies of a caller; of boundary and session, where there are any, each must allow it, too. */
export interface PolicySet {
  identity: readonly Policy[];
  boundary?: readonly Policy[];
  session?: readonly Policy[];
}

/** What a caller's policies come to: a denial of any kind wins, and every kind must allow. */
export function judge(ask: Ask, { identity, boundary, session }: PolicySet): Judgement {
  const kinds = [
    ['identity', identity],
    ['boundary', boundary],
    ['session', session],
  ] as const;
  const words = kinds.flatMap(([by, policies]) => (policies ? [{ by, word: wordOf(ask, policies) }] : []));
  const denied = words.find(({ word }) => word === 'deny');
  if (denied) return { allowed: false, by: denied.by, explicit: true };
  const silent = words.find(({ word }) => word === 'nothing');
  return silent ? { allowed: false, by: silent.by, explicit: false } : { allowed: true };
}

/** What policies of one kind say together. */
function wordOf(ask: Ask, policies: readonly Policy[]): Word {
  let word: Word = 'nothing';
  for (const policy of policies) {
    const resolveKey = resolverFor(policy, ask.context);
    for (const statement of policy.statements) {
      if (!isAction(statement, ask.action) || !isResource(statement, ask.resource, resolveKey)) continue;
      if (!isMet(statement, ask.context, resolveKey)) continue;
      if (statement.effect === 'Deny') return 'deny';
      word = 'allow';
    }
  }
  return word;
}

/** How variables of a policy are filled in; undefined: its version has none. A key with many values is none. */
export function resolverFor({ version }: Policy, context: Context): ResolveKey | undefined {
  if (version === '2008-10-17') return undefined;
  return (key) => (Object.hasOwn(context, key) && context[key]!.length === 1 ? context[key]![0] : undefined);
}

/** Actions are the same in any spelling of their letters. */
export function isAction({ actions: { not, items } }: Statement, action: string): boolean {
  const asked = action.toLowerCase();
  return items.some((item) => fits(tokensOf(item, undefined)!, asked)) !== not;
}

function isResource({ resources, effect }: Statement, resource: string, resolveKey: ResolveKey | undefined): boolean {
  if (!resources) return true;
  const patterns = resources.items.map((item) => tokensOf(item, resolveKey));
  const fitsOne = patterns.some((tokens) => tokens !== undefined && fitsArn(tokens, resource));
  if (!resources.not) return fitsOne;
  // What is not known lets nothing in: "all but X" allows nothing while X is not known, and denies everything.
  return !fitsOne && (effect === 'Deny' || !patterns.includes(undefined));
}

/** Whether all conditions of a statement hold. */
export function isMet(
  { conditions, effect }: Statement,
  context: Context,
  resolveKey: ResolveKey | undefined,
): boolean {
  return conditions.every((condition) => holds(condition, context, resolveKey, effect === 'Deny'));
}
