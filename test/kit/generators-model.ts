import { type Answer, type EscalationCase, type PersonPlan, type PersonStage, ROTA } from './generators.ts';

/**
 * Escalation as a person would play it with a stop-watch: every minute, look at everyone who is being tried. Slow, obvious,
 * and written apart from the code that it checks.
 */

interface Run {
  /** Undefined: the escalation plan itself. */
  alias: string | undefined;
  essential: boolean;
  begun: number;
  settled: boolean;
}

/**
 * `minute channel` of every page that a person sees, in order. `asked`: the minute of the rota by which a schedule answers
 * whose turn comes at a minute; the same one, unless Muster stood still.
 */
export function pagesByStopWatch(
  given: EscalationCase,
  until: number,
  asked: (minute: number) => number = (minute) => minute,
): string[] {
  const runs: Run[] = [{ alias: undefined, essential: true, begun: 0, settled: false }];
  const pages: string[] = [];
  for (let minute = 0; minute <= until; minute++) {
    const now = new Set<string>();
    // People engaged this minute are appended, and are tried this minute too.
    for (const run of runs) {
      if (run.settled) continue;
      if (run.alias === undefined) runs.push(...engagedAt(given, minute, asked(minute)));
      else for (const channel of channelsAt(planOf(given, run.alias), minute - run.begun)) now.add(channel);
    }
    for (const channel of now) if (!given.inactive.includes(channel)) pages.push(`${minute} ${channel}`);
    for (const answer of given.answers) if (answer.minute === minute) settle(runs, answer);
  }
  return pages.sort();
}

const planOf = (given: EscalationCase, alias: string): PersonPlan => given.people.find((one) => one.alias === alias)!;

function engagedAt(given: EscalationCase, minute: number, asked: number): Run[] {
  let begins = 0;
  const runs: Run[] = [];
  for (const tier of given.tiers) {
    if (begins === minute)
      for (const { alias: named, essential } of tier.people)
        for (const alias of named === ROTA ? onCall(given, asked) : [named])
          runs.push({ alias, essential, begun: minute, settled: false });
    begins += tier.minutes;
  }
  return runs;
}

function onCall({ rota }: EscalationCase, minute: number): string[] {
  let ends = 0;
  for (const shift of rota) {
    ends += shift.minutes;
    if (minute < ends) return shift.people;
  }
  return [];
}

function channelsAt(plan: PersonPlan, elapsed: number): string[] {
  let begins = 0;
  const channels: string[] = [];
  for (const stage of plan.stages) {
    channels.push(...dueIn(stage, elapsed - begins));
    begins += stage.minutes;
  }
  return channels;
}

function dueIn(stage: PersonStage, into: number): string[] {
  if (into === 0) return stage.channels.map(({ channel }) => channel);
  if (into < 0 || into >= stage.minutes) return [];
  return stage.channels.filter(({ retry }) => retry > 0 && into % retry === 0).map(({ channel }) => channel);
}

function settle(runs: Run[], { alias }: Answer): void {
  const own = runs.filter((run) => run.alias === alias);
  if (!own.some((run) => !run.settled)) return;
  const over = own.some((run) => run.essential) ? runs : own;
  for (const run of over) run.settled = true;
}
