import { type Silence, type Silences, scopeText } from '#domain/silences';
import { arns } from '#kernel/arn';
import { DAY, HOUR } from '#kernel/clock';
import { count } from '#kernel/text';
import type { Queries } from '#storage/db';
import type { Check, Finding, Patient } from './check.ts';
import type { Ward } from './ward.ts';

/** Whoever goes to bed should know of silences that begin so soon. */
const SOON_MS = DAY;
/** Longer than this is worth a word; so is having silenced nothing for so long. */
const LONG_MS = DAY;
const MOST = 1_000;

/** What nobody will be woken for, and whether it is meant so. */
export const silencesCheck = (ward: Ward, silences: Silences): Check => ({
  id: 'silences',
  title: 'Silences are short, and cover what is there',
  async run(on, now, patient) {
    const { account } = patient;
    const found = await Promise.all(
      (['active', 'planned'] as const).map((status) => silences.list(on, now, { account, status, limit: MOST })),
    );
    const lasting = found.flat().filter(({ from }) => from.getTime() < now.getTime() + SOON_MS);
    const known = lasting.length > 0 ? await knownNames(ward, on, patient) : new Set<string>();
    return lasting.flatMap((silence) => findingsOf(now, silence, known));
  },
});

/** The ARNs of every plan, rule and alarm. */
async function knownNames(ward: Ward, on: Queries, patient: Patient): Promise<Set<string>> {
  const plans = (await ward.plans(on, patient)).map((plan) => arns.responsePlan(plan.account, plan.name));
  const rules = (await ward.rules(on, patient)).map((rule) =>
    arns.rule(rule.region, rule.account, rule.bus, rule.name),
  );
  const alarms = (await ward.alarms(on, patient)).map(({ region, account, name }) => arns.alarm(region, account, name));
  return new Set([...plans, ...rules, ...alarms]);
}

function findingsOf(now: Date, silence: Silence, known: ReadonlySet<string>): Finding[] {
  const { id, scope, from, until, includeCritical, silenced, reason } = silence;
  const subject = `silence of ${scopeText(scope)}`;
  const end = `End it when it is not needed any more: muster silences end ${id}`;
  const say = (severity: Finding['severity'], text: string, whatToDo = end): Finding => ({
    ...{ severity, subject, text, whatToDo },
  });
  const why = `${JSON.stringify(reason)}, by ${silence.createdBy}`;
  const when = `${minute(from)} to ${minute(until)}`;
  const hours = Math.round((until.getTime() - from.getTime()) / HOUR);
  const idle = now.getTime() - from.getTime();
  const isLost = 'arn' in scope && !known.has(scope.arn);
  return [
    ...(scope.of === 'everything' ? [say('warning', `Nobody is engaged for anything from ${when} (${why}).`)] : []),
    ...(includeCritical ? [say('warning', `It covers severity 1, too, from ${when} (${why}).`)] : []),
    ...(until.getTime() - from.getTime() > LONG_MS
      ? [say('warning', `It lasts for ${count(hours, 'hour')}, from ${when} (${why}).`)]
      : []),
    ...(isLost
      ? [
          say(
            'warning',
            `There is no ${scopeText(scope)}: it silences nothing.`,
            `Make it anew for what was meant. ${end}`,
          ),
        ]
      : []),
    ...(idle > LONG_MS && silenced === 0 && !isLost
      ? [say('note', `It has silenced nothing for ${count(Math.round(idle / HOUR), 'hour')}.`)]
      : []),
  ];
}

const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
