import { createHash } from 'node:crypto';
import type { ContactRef } from '#domain/contacts';
import { DAY_MINUTES, dayOf, instantOf, WEEKDAYS, type Weekday, wallOf } from '#domain/oncall';
import { MINUTE, SECOND } from '#kernel/clock';

/** When somebody may be drilled, and how. */
export interface DrillTerms {
  /** Days from one drill to the next, at least: 1–365. */
  everyDays: number;
  /** On which days of the week. */
  weekdays: readonly Weekday[];
  /** The window of such a day, in minutes of the zone's wall clock; `to` is later, and not in it. */
  from: number;
  to: number;
  timeZone: string;
  /** How long each channel is waited for: 1–120. */
  waitMinutes: number;
}

/** One drill under way: a channel after the other. */
export interface Run {
  /** ISO 8601, as it is kept as JSON. */
  began: string;
  channels: string[];
  /** The place in `channels` of what was sent last, and its test page. */
  at: number;
  page: string;
  /** When its answer is due. */
  until: string;
}

export interface Drill extends DrillTerms {
  contact: ContactRef;
  seed: string;
  next: Planned;
  run?: Run;
  /** Drills that were begun: each begins with another channel. */
  rounds: number;
  last?: { at: Date; outcome: string };
}

/** An instant, and the day that it was drawn for (days since 1970-01-01). */
export interface Planned {
  at: Date;
  day: number;
}

/** What is known of a person at the moment of a step. */
export interface Facts {
  /** A page of theirs is live. */
  isPaged: boolean;
  /** Ids of their activated channels, in order. */
  channels: readonly string[];
}

export type Step =
  /** It is not time yet. */
  | { kind: 'wait'; until: Date }
  /** Not this time, and why. */
  | { kind: 'skip'; outcome: string; next: Planned }
  /** A test page goes to a channel, and is waited for. */
  | { kind: 'send'; channel: string; channels: readonly string[]; at: number; until: Date }
  /** The drill is over, whole or cut short. */
  | { kind: 'end'; outcome: string; next: Planned };

/** Later than this it was held up by a stop: missed drills are skipped, never caught up (law 5). */
const LATE_MS = 5 * MINUTE;
/** Instants that are drawn for a day before it is passed over: one can lie beside the window where the clock leaps. */
const DRAWS = 16;
/** Every schedule that can be set has a day within so many. */
const MOST_DAYS = 1_100;

/** What is to be done now. Pure; a late or repeated call does no harm. */
export function step(now: Date, drill: Drill, facts: Facts): Step {
  return drill.run ? goOn(now, drill, drill.run, facts) : begin(now, drill, facts);
}

function begin(now: Date, drill: Drill, { isPaged, channels }: Facts): Step {
  if (now < drill.next.at) return { kind: 'wait', until: drill.next.at };
  const usual = drill.next.day + drill.everyDays;
  if (now.getTime() - drill.next.at.getTime() > LATE_MS || !fits(drill, now))
    return { kind: 'skip', outcome: 'missed: Muster stood still', next: nextDrill(drill, now, usual, channels.length) };
  if (isPaged)
    return {
      kind: 'skip',
      outcome: 'left out: a page was live',
      next: nextDrill(drill, now, drill.next.day + 1, channels.length),
    };
  if (channels.length === 0)
    return { kind: 'skip', outcome: 'left out: no activated channel', next: nextDrill(drill, now, usual) };
  // Where a window ends early it is not always the same channel that is left out.
  const first = drill.rounds % channels.length;
  const order = [...channels.slice(first), ...channels.slice(0, first)];
  return { kind: 'send', channel: order[0]!, channels: order, at: 0, until: waitsUntil(now, drill) };
}

function goOn(now: Date, drill: Drill, run: Run, { isPaged, channels }: Facts): Step {
  const until = new Date(run.until);
  if (now < until) return { kind: 'wait', until };
  const at = run.channels.findIndex((id, index) => index > run.at && channels.includes(id));
  const end = (outcome: string): Step => {
    return { kind: 'end', outcome, next: nextDrill(drill, now, drill.next.day + drill.everyDays, channels.length) };
  };
  if (at < 0) return end('done');
  if (now.getTime() - until.getTime() > LATE_MS) return end('cut short: Muster stood still');
  if (isPaged) return end('cut short: a page was live');
  if (!fits(drill, now)) return end('cut short: the window ended');
  return { kind: 'send', channel: run.channels[at]!, channels: run.channels, at, until: waitsUntil(now, drill) };
}

const waitsUntil = (now: Date, { waitMinutes }: DrillTerms) => new Date(now.getTime() + waitMinutes * MINUTE);

/** Whether a test page that left now would have its whole wait within the window. */
function fits(terms: DrillTerms, now: Date): boolean {
  const day = dayOf(wallOf(terms.timeZone, now.getTime()));
  const minutes = (at: Date) => wallOf(terms.timeZone, at.getTime()) - day * DAY_MINUTES;
  const last = minutes(waitsUntil(now, terms));
  return (
    terms.weekdays.includes(weekdayOf(day)) && minutes(now) >= terms.from && last >= terms.from && last <= terms.to
  );
}

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): Weekday => WEEKDAYS[(((day + 3) % 7) + 7) % 7]!;

/**
 * The first drill after an instant, on a day that is not before `notBefore`: an instant of that day's window, drawn by the seed, so
 * that nobody knows it and everybody can make it again. So early that as many `channels` can be waited for one after the other
 * before the window ends, where it is long enough for that. Throws RangeError where the terms have no such day.
 */
export function nextDrill(
  drill: DrillTerms & { seed: string },
  after: Date,
  notBefore = Number.NEGATIVE_INFINITY,
  channels = 1,
): Planned {
  const today = dayOf(wallOf(drill.timeZone, after.getTime()));
  const first = Math.max(today, notBefore);
  for (let day = first; day < first + MOST_DAYS; day += 1) {
    if (!drill.weekdays.includes(weekdayOf(day))) continue;
    const at = draw(drill, day, channels);
    if (at && at > after) return { at, day };
  }
  throw new RangeError(`no day fits from ${drill.from} to ${drill.to} in ${drill.timeZone}`);
}

/** An instant of a day's window, to the second; undefined where the clock leaves none. */
function draw(drill: DrillTerms & { seed: string }, day: number, channels: number): Date | undefined {
  const instant = (minute: number) => instantOf(drill.timeZone, day * DAY_MINUTES + minute, 'begins');
  const start = instant(drill.from);
  const left = (waits: number) => instant(drill.to) - start - waits * drill.waitMinutes * MINUTE;
  // A window too short for all of them is spread over as for one: else a drill would always begin with the window.
  const room = left(channels) > 0 ? left(channels) : Math.max(0, left(1));
  for (let number = 0; number < DRAWS; number += 1) {
    const share = fraction(`${drill.seed}/${day}/${number}`);
    const at = new Date(start + Math.floor((share * room) / SECOND) * SECOND);
    if (dayOf(wallOf(drill.timeZone, at.getTime())) === day && fits(drill, at)) return at;
  }
  return undefined;
}

/** A number from 0 to 1 that the text makes. */
const fraction = (text: string) => createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
