import { type Silence, type Silences, scopeText, silencedText, silenceOf } from '#domain/silences';
import { arns } from '#kernel/arn';
import type { Queries } from '#storage/db';

/** What silences make of a response plan that fires at an instant. */
export interface Quiet {
  /** When its people are engaged: the instant itself, or the end of the last of the silences that cover it. */
  heardAt: Date;
  /** The silence in which it would be opened. */
  silence?: Silence | undefined;
  /** In words: what else is silenced then, which only a trigger decides. */
  others: string[];
}

/** One silence after another: of more nobody is asked. */
const MOST = 100;

export async function quietAt(
  on: Queries,
  silences: Silences,
  plan: { account: string; name: string },
  severity: number,
  at: Date,
): Promise<Quiet> {
  const subject = { names: [arns.responsePlan(plan.account, plan.name)], severity };
  const lasting = await silences.at(on, plan.account, at);
  const silence = silenceOf(lasting, at, subject);
  let heardAt = at;
  let next = silence;
  for (let count = 0; next && count < MOST; count++) {
    heardAt = next.until;
    next = silenceOf(await silences.at(on, plan.account, heardAt), heardAt, subject);
  }
  const others = lasting.flatMap(({ scope, until }) =>
    until > at && (scope.of === 'rule' || scope.of === 'alarm')
      ? [`What ${scopeText(scope)} opens is silenced until ${until.toISOString()}`]
      : [],
  );
  return { heardAt, silence, others };
}

/** What stands before whatever else would happen. */
export const quietWords = (silence: Silence) =>
  `The incident is ${silencedText(silence)}: nobody is engaged before that, and then only if it is open`;
