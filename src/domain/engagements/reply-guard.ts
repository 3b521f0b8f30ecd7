import { HOUR, MINUTE } from '#kernel/clock';

/** How often a channel's owner may be wrong, and how often a machine answers them: pure. Instants in milliseconds, as it is kept as JSON. */
export interface Guard {
  /** When wrong codes came, within the last 15 minutes. */
  wrong: number[];
  /** Until when no code is taken any more. */
  barredUntil: number;
  /** When automatic answers were given, within the last hour. */
  answers: number[];
}

export const noGuard: Guard = { wrong: [], barredUntil: 0, answers: [] };

/** Wrong codes after which none is taken: of a million codes so few can be tried that guessing is hopeless. */
const TRIES = 5;
const BARRED_MS = 15 * MINUTE;
/** Answers that need no open page, within an hour: two machines stop talking to each other. */
const ANSWERS = 5;

export const isBarred = (now: Date, guard: Guard) => guard.barredUntil > now.getTime();

/** Another wrong code: the fifth within 15 minutes bars all for 15 minutes. */
export function wronged(now: Date, guard: Guard): Guard {
  const at = now.getTime();
  const wrong = [...guard.wrong.filter((one) => one > at - BARRED_MS), at];
  return wrong.length < TRIES ? { ...guard, wrong } : { ...guard, wrong: [], barredUntil: at + BARRED_MS };
}

/** The guard with one more answer; undefined: enough were given. */
export function answering(now: Date, guard: Guard): Guard | undefined {
  const at = now.getTime();
  const answers = guard.answers.filter((one) => one > at - HOUR);
  return answers.length < ANSWERS ? { ...guard, answers: [...answers, at] } : undefined;
}

/** Of several channels at one number the strictest: one number has one owner, and one number of tries. */
export function strictest(guards: Guard[]): Guard {
  const most = (of: (guard: Guard) => number[]) =>
    guards.map(of).reduce((a, b) => (b.length > a.length ? b : a), [] as number[]);
  return {
    wrong: most(({ wrong }) => wrong),
    barredUntil: Math.max(0, ...guards.map(({ barredUntil }) => barredUntil)),
    answers: most(({ answers }) => answers),
  };
}
