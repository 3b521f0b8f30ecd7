import { type EscalationCase, type Happening, type PersonStage, type Plans, ROTA, TIERS } from './cases.ts';

/**
 * One engagement as a person would play it with a stop-watch and a sheet of paper: every minute, look at everyone who is
 * being tried. Slow, obvious, and written apart from the code that it checks.
 */

interface Run {
  /** A person, the schedule, or the escalation plan. */
  alias: string;
  essential: boolean;
  /** `over`: all stages have run, and an answer still counts. */
  state: 'running' | 'over' | 'answered' | 'called off';
  /** When its turn came. */
  begun: number;
  /** -1: nothing of it has been done yet. */
  stage: number;
  stageBegun: number;
  repeatsDone: number;
  /** Channel → the minute at which it was tried last in this stage. */
  tried: Map<string, number>;
}

export interface SeenPage {
  minute: number;
  channel: string;
  run: Run;
  /** Which beginning of the whole it belongs to. */
  round: number;
}

export interface StopWatch {
  /** All that is due by a minute: of each channel the latest page only. */
  look(minute: number): SeenPage[];
  happen(minute: number, what: Happening): void;
  /** An answer to one page. */
  answerPage(minute: number, page: SeenPage): void;
  /** Whether a page would still leave, or an answer to it count. */
  wants(page: SeenPage): boolean;
  /** Whether all of it is acknowledged, as it stands. */
  readonly acknowledged: boolean;
}

const isLive = ({ state }: Run) => state === 'running' || state === 'over';

function newRun(alias: string, essential: boolean, begun: number): Run {
  const fresh = { state: 'running' as const, stage: -1, repeatsDone: 0, tried: new Map<string, number>() };
  return { alias, essential, begun, stageBegun: begun, ...fresh };
}

/** An engagement of the case's root that began at minute `begun`. Edits change the plans that it is given. */
export function stopWatch(
  given: Pick<EscalationCase, 'root' | 'rota' | 'inactive'>,
  plans: Plans,
  begun = 0,
): StopWatch {
  let runs = [newRun(given.root, true, begun)];
  let round = 0;
  /** When the answer times out; undefined: nobody waits for that. */
  let timesOut: number | undefined;
  let inProgress = false;
  let acknowledged = false;

  const stagesOf = (alias: string) =>
    alias === TIERS ? plans.tiers.stages : plans.people.find((one) => one.alias === alias)!.stages;
  const repeatsOf = (alias: string) =>
    alias === TIERS ? plans.tiers.repeats : plans.people.find((one) => one.alias === alias)!.repeats;
  const timeout = () => {
    if (given.root === ROTA) return 0;
    return given.root === TIERS ? plans.tiers.timeout : plans.people.find((one) => one.alias === given.root)!.timeout;
  };
  const waitFrom = (minute: number) => {
    timesOut = timeout() > 0 ? minute + timeout() : undefined;
  };
  /** By a repeat of the plan whoever has answered is left alone. */
  const spared = (alias: string) =>
    runs[0]!.repeatsDone > 0 && runs.some((run) => run.alias === alias && run.state === 'answered');

  function askRota(run: Run, minute: number): void {
    // Whoever comes late asks who is on call now.
    const people = onCall(given.rota, minute);
    for (const alias of people) if (!spared(alias)) runs.push(newRun(alias, run.essential, run.begun));
    run.stage = 0;
  }

  function enter(run: Run, stage: number, minute: number, pages: SeenPage[]): void {
    run.stage = stage;
    run.stageBegun = minute;
    run.tried = new Map();
    if (run.alias === TIERS) {
      for (const { alias, essential } of plans.tiers.stages[stage]!.people)
        if (alias === ROTA || !spared(alias)) runs.push(newRun(alias, essential, minute));
    } else {
      for (const { channel } of (stagesOf(run.alias)[stage] as PersonStage).channels) {
        run.tried.set(channel, minute);
        pages.push({ minute, channel, run, round });
      }
    }
  }

  function tryAgain(run: Run, minute: number, ends: number, pages: SeenPage[]): void {
    const stage = stagesOf(run.alias)[run.stage];
    if (!stage || !('channels' in stage)) return;
    for (const { channel, retry } of stage.channels) {
      if (retry === 0) continue;
      const last = run.tried.get(channel) ?? run.stageBegun;
      for (let at = last + 1; at <= minute && at < ends; at++) {
        if ((at - last) % retry !== 0) continue;
        run.tried.set(channel, at);
        pages.push({ minute: at, channel, run, round });
      }
    }
  }

  function lookAt(run: Run, minute: number, pages: SeenPage[]): void {
    if (run.state !== 'running') return;
    if (run.alias === ROTA) {
      if (run.stage < 0) askRota(run, minute);
      return;
    }
    for (;;) {
      const stages = stagesOf(run.alias);
      const ends = run.stageBegun + (stages[run.stage]?.minutes ?? 0);
      tryAgain(run, minute, ends, pages);
      if (ends > minute) return;
      const next = stages[run.stage + 1];
      const whole = stages.reduce((sum, stage) => sum + stage.minutes, 0);
      if (next) {
        enter(run, run.stage + 1, ends, pages);
      } else if (run.repeatsDone < repeatsOf(run.alias) && whole > 0) {
        run.repeatsDone++;
        enter(run, 0, ends, pages);
      } else {
        run.state = 'over';
        return;
      }
    }
  }

  function settle(minute: number, alias: string): void {
    const own = runs.filter((run) => run.alias === alias);
    const ends = own.some((run) => run.essential);
    for (const run of runs) {
      if (!isLive(run)) continue;
      if (run.alias === alias) run.state = 'answered';
      else if (ends) run.state = 'called off';
    }
    if (!ends) return;
    acknowledged = true;
    waitFrom(minute);
  }

  function answer(minute: number, alias: string): void {
    const own = runs.filter((run) => run.alias === alias);
    if (own.some(isLive)) settle(minute, alias);
    else if (own.length > 0 && timesOut !== undefined) waitFrom(minute);
  }

  return {
    get acknowledged() {
      return acknowledged;
    },
    wants: (page) => page.round === round && isLive(page.run),
    look(minute) {
      if (timesOut !== undefined && timesOut <= minute) {
        if (inProgress || timeout() === 0) {
          waitFrom(minute);
        } else {
          runs = [newRun(given.root, true, timesOut)];
          round++;
          timesOut = undefined;
          acknowledged = false;
        }
      }
      const pages: SeenPage[] = [];
      // Whoever is engaged by now is appended, and looked at too.
      for (const run of runs) lookAt(run, minute, pages);
      return latestOfEach(pages.filter(({ channel }) => !given.inactive.includes(channel)));
    },
    happen(minute, what) {
      if (what.kind === 'answer') answer(minute, what.alias);
      if (what.kind === 'stopPart') {
        const part = runs.slice(1).find((run) => run.alias === what.alias && isLive(run));
        if (part) part.state = 'called off';
      }
      if (what.kind === 'resolve') {
        for (const run of runs) if (isLive(run)) run.state = 'called off';
        timesOut = undefined;
      }
      if (what.kind === 'progress') inProgress = what.inProgress;
    },
    answerPage(minute, page) {
      if (page.round !== round) return;
      if (isLive(page.run)) settle(minute, page.run.alias);
      else if (timesOut !== undefined) waitFrom(minute);
    },
  };
}

function onCall(rota: EscalationCase['rota'], minute: number): string[] {
  let ends = 0;
  for (const shift of rota) {
    ends += shift.minutes;
    if (minute < ends) return shift.people;
  }
  return [];
}

function latestOfEach(pages: SeenPage[]): SeenPage[] {
  const latest = new Map<string, SeenPage>();
  for (const page of pages) if (page.minute >= (latest.get(page.channel)?.minute ?? 0)) latest.set(page.channel, page);
  return [...latest.values()];
}

/** The plans after an edit. */
export function edited(plans: Plans, what: Happening): Plans {
  if (what.kind === 'editTiers') return { ...plans, tiers: what.tiers };
  if (what.kind !== 'edit') return plans;
  return { ...plans, people: plans.people.map((one) => (one.alias === what.person.alias ? what.person : one)) };
}

/** Whether the engine stands still at a minute. */
export const stands = ({ pause }: Pick<EscalationCase, 'pause'>, minute: number): boolean =>
  pause !== undefined && minute > pause.from && minute < pause.to;

/** `minute channel` of every page that a person sees, in order. */
export function pagesByStopWatch(given: EscalationCase, until: number): string[] {
  const plans = { ...edited(given, { kind: 'resolve' }) };
  const watch = stopWatch(given, plans);
  const pages: string[] = [];
  const look = (minute: number) => {
    if (stands(given, minute)) return;
    pages.push(...watch.look(minute).map((page) => `${page.minute} ${page.channel}`));
  };
  for (let minute = 0; minute <= until; minute++) {
    look(minute);
    for (const one of given.happenings) {
      if (one.minute !== minute) continue;
      watch.happen(minute, one.what);
      const next = edited(plans, one.what);
      if (next === plans) continue;
      Object.assign(plans, next);
      look(minute);
    }
  }
  return pages.sort();
}
