import fc from 'fast-check';
import {
  ALIASES,
  channelsOf,
  type EscalationCase,
  escalations,
  type Happening,
  type PersonPlan,
  type Plans,
  personPlan,
} from './cases.ts';
import { edited, type SeenPage, type StopWatch, stands, stopWatch } from './stop-watch.ts';

/** A whole incident by the stop-watch: what its plan engages, and whom its severity engages later. */

/** The person whom severity 1 engages, and nothing else does. */
export const LATER = 'dee';

export interface IncidentCase extends EscalationCase {
  /** Her plan. */
  later: PersonPlan;
  /** When the incident becomes severity 1: at 0 from the start; undefined: never. And after how many minutes she is engaged. */
  severity: { raised: number | undefined; after: number };
  /** How the outside answers for one channel after a minute, until another one. */
  trouble: { channel: string; mode: 'permanent' | 'unknown' | 'temporary'; from: number; to: number } | undefined;
}

/** A stage without anybody is a wait, and a plan is refused that has one of no length. */
const waits = <Stage extends { minutes: number }>(stages: Stage[], isEmpty: (stage: Stage) => boolean): Stage[] =>
  stages.map((stage) => (isEmpty(stage) && stage.minutes === 0 ? { ...stage, minutes: 1 } : stage));

/** Timeouts that end after the moment at which a severity engages, so that the two never fall together. */
const patient = <Plan extends { timeout: number }>(plan: Plan): Plan =>
  plan.timeout === 0 ? plan : { ...plan, timeout: plan.timeout + 10 };

const taken = (person: PersonPlan): PersonPlan =>
  patient({ ...person, stages: waits(person.stages, ({ channels }) => channels.length === 0) });

function takenPlans({ people, tiers }: Plans): Plans {
  const stages = waits(tiers.stages, (stage) => stage.people.length === 0);
  return { people: people.map(taken), tiers: patient({ ...tiers, stages }) };
}

function takenHappening(what: Happening): Happening {
  if (what.kind === 'edit') return { kind: 'edit', person: taken(what.person) };
  if (what.kind !== 'editTiers') return what;
  return { kind: 'editTiers', tiers: takenPlans({ people: [], tiers: what.tiers }).tiers };
}

/** A person who is reached at first: few cases are played, and in each of them somebody is to have something to answer. */
const reached = (person: PersonPlan): PersonPlan => {
  const first = { minutes: 7, channels: [{ channel: channelsOf(person.alias)[0]!, retry: 2 }] };
  return { ...person, stages: [first, ...person.stages] };
};

/** Incidents that Muster takes as they are. The rota hands over once, 50 minutes after the start. */
export function incidents(): fc.Arbitrary<IncidentCase> {
  const trouble = fc.record({
    channel: fc.constantFrom(...ALIASES.map((alias) => channelsOf(alias)[1]!)),
    mode: fc.constantFrom('permanent' as const, 'unknown' as const, 'temporary' as const),
    from: fc.integer({ min: 0, max: 20 }),
    to: fc.integer({ min: 21, max: 40 }),
  });
  return fc
    .record({
      given: escalations(),
      later: personPlan(LATER).map(taken).map(reached),
      severity: fc.record({
        raised: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
        after: fc.integer({ min: 0, max: 4 }),
      }),
      trouble: fc.option(trouble, { nil: undefined }),
      // Early ones: most others come when all is over.
      answers: fc.array(
        fc.record({ minute: fc.integer({ min: 0, max: 25 }), alias: fc.constantFrom(...ALIASES, LATER) }),
        { minLength: 1, maxLength: 4 },
      ),
    })
    .map(({ given, later, severity, trouble: given2, answers }) => {
      const pause = given.pause && { from: given.pause.from + 9, to: given.pause.to + 9 };
      const all = [
        ...given.happenings.filter(({ what }) => what.kind !== 'stopPart'),
        ...answers.map(({ minute, alias }) => ({ minute, what: { kind: 'answer' as const, alias } })),
      ];
      // Late messages take some seconds: nothing else happens in that minute.
      const happenings = all
        .map(({ minute, what }) => ({ minute: minute === pause?.to ? minute + 1 : minute, what: takenHappening(what) }))
        .toSorted((a, b) => a.minute - b.minute);
      const rota = [
        { minutes: 50, people: ['ana'] },
        { minutes: 1440, people: ['bo'] },
      ];
      const plans = takenPlans(given);
      return {
        ...given,
        ...plans,
        people: plans.people.map(reached),
        rota,
        pause,
        happenings,
        later,
        severity,
        trouble: pause ? undefined : given2,
      };
    });
}

export interface Expected {
  /** `minute channel` of every message, by the minute at which it leaves; sorted. Without the channel that is in passing trouble. */
  messages: string[];
  /** Whether something was kept back by that trouble, and is still wanted two minutes after it. */
  owed: boolean;
}

/** What the outside receives until a minute. People answer the last message to their first channel. */
export function expectedOf(given: IncidentCase, until: number): Expected {
  const plans: Plans = { people: [...given.people, given.later], tiers: given.tiers };
  const watches: StopWatch[] = [stopWatch(given, plans)];
  const last = new Map<string, { page: SeenPage; watch: StopWatch }>();
  const read = new Set<SeenPage>();
  const messages: string[] = [];
  let held: { page: SeenPage; watch: StopWatch }[] = [];
  let owed: typeof held = [];
  let resolved = false;
  let inProgress = false;
  const { raised, after } = given.severity;
  let engages = raised === undefined ? undefined : raised + after;
  const kept = (minute: number, channel: string) =>
    given.trouble?.channel === channel && minute > given.trouble.from && minute <= given.trouble.to;

  const leave = (minute: number, page: SeenPage, watch: StopWatch) => {
    const { trouble } = given;
    if (trouble?.mode === 'permanent' && kept(minute, page.channel)) return;
    if (trouble?.mode === 'temporary' && trouble.channel === page.channel) {
      if (kept(minute, page.channel)) held.push({ page, watch });
      return;
    }
    messages.push(`${minute} ${page.channel}`);
    last.set(page.channel, { page, watch });
  };
  const look = (minute: number) => {
    if (stands(given, minute)) return;
    for (const watch of watches) for (const page of watch.look(minute)) leave(minute, page, watch);
  };
  const answer = (minute: number, alias: string) => {
    const found = last.get(channelsOf(alias)[0]!);
    if (!found || read.has(found.page)) return;
    read.add(found.page);
    found.watch.answerPage(minute, found.page);
  };
  const engageLater = (minute: number) => {
    if (engages === undefined || minute < engages || stands(given, minute)) return;
    const wanted = after === 0 || !watches.some((watch) => watch.acknowledged);
    engages = undefined;
    if (!wanted || resolved) return;
    watches.push(stopWatch({ ...given, root: LATER, inactive: [] }, plans, minute));
    // Whoever is engaged now was not there when somebody began to work on it.
    if (inProgress) watches.at(-1)!.happen(minute, { kind: 'progress', inProgress });
    for (const page of watches.at(-1)!.look(minute)) leave(minute, page, watches.at(-1)!);
  };
  for (let minute = 0; minute <= until; minute++) {
    look(minute);
    engageLater(minute);
    for (const { minute: of, what } of given.happenings) {
      if (of !== minute) continue;
      if (what.kind === 'answer') answer(minute, what.alias);
      else for (const watch of watches) watch.happen(minute, what);
      if (what.kind === 'resolve') resolved = true;
      if (what.kind === 'progress') inProgress = what.inProgress;
      const next = edited(plans, what);
      if (next === plans) continue;
      Object.assign(plans, next);
      look(minute);
    }
    const wanted = () => held.filter(({ page, watch }) => watch.wants(page));
    if (minute === given.trouble?.to) held = wanted();
    if (minute === (given.trouble?.to ?? 0) + 2) owed = wanted();
  }
  return { messages: messages.sort(), owed: owed.length > 0 };
}
