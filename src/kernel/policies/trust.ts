import { isAction, isMet, resolverFor } from './judge.ts';
import type { Ask, Asker, Policy, PrincipalPattern, Word } from './policy.ts';

/** `delegate`: the asker's account is trusted, and the account's own policies say who of it. */
export type Trust = Word | 'delegate';

/** What a trust policy says of somebody who would act as its role. */
export function trustOf(policy: Policy, asker: Asker, { action, context }: Omit<Ask, 'resource'>): Trust {
  const resolveKey = resolverFor(policy, context);
  let trust: Trust = 'nothing';
  for (const statement of policy.statements) {
    const { principals, effect } = statement;
    if (!principals) continue;
    const ways = principals.items.map((item) => wayOf(item, asker));
    const isNamed = ways.some((way) => way !== undefined);
    if (isNamed === principals.not || !isAction(statement, action) || !isMet(statement, context, resolveKey)) continue;
    if (effect === 'Deny') return 'deny';
    if (trust !== 'allow') trust = ways.includes('itself') ? 'allow' : 'delegate';
  }
  return trust;
}

/** How a principal names somebody: by itself, or by its account; undefined: not at all. */
function wayOf({ kind, value }: PrincipalPattern, asker: Asker): 'itself' | 'account' | undefined {
  if ('service' in asker) return kind === 'Service' && value === asker.service ? 'itself' : undefined;
  if (kind !== 'AWS') return undefined;
  if (value === '*' || asker.arns.includes(value)) return 'itself';
  return value === asker.account || value === `arn:aws:iam::${asker.account}:root` ? 'account' : undefined;
}
