import { minuteOfDay, type Recurrence, WEEKDAYS } from './recurrence.ts';
import { DAY_MINUTES, dayOf, instantOf, mondayOf, wallOf, weekOf } from './zone.ts';

const WEEK_MINUTES = 7 * DAY_MINUTES;

/** Instants in milliseconds; the end is no longer in it. */
export interface Span {
  start: number;
  end: number;
}

/**
 * A week's windows in minutes from Monday 00:00, those that touch or overlap made one, in order; the last may end in the
 * following week. Undefined: every minute of the week is covered.
 */
export function weekOfWindows(coverage: Recurrence['coverage']): Span[] | undefined {
  if (!coverage) return undefined;
  const given = WEEKDAYS.flatMap((weekday, day) =>
    (coverage[weekday] ?? []).map(({ start, end }) => {
      const begins = minuteOfDay(start);
      const ends = minuteOfDay(end);
      const length = ends > begins ? ends - begins : ends - begins + DAY_MINUTES;
      return { start: day * DAY_MINUTES + begins, end: day * DAY_MINUTES + begins + length };
    }),
  );
  const joined = [...join(given.sort((a, b) => a.start - b.start))];
  const last = joined.at(-1);
  while (last && joined.length > 1 && last.end - WEEK_MINUTES >= joined[0]!.start) {
    last.end = Math.max(last.end, joined.shift()!.end + WEEK_MINUTES);
  }
  return last && last.end - last.start >= WEEK_MINUTES ? undefined : joined;
}

/**
 * The covered times of a zone from an instant on: those that end after it, each whole and apart from the next. Endless, where
 * there is a window at all.
 */
export function* covered(week: readonly Span[], timeZone: string, from: number): Generator<Span> {
  if (week.length === 0) return;
  for (const span of join(spans(week, timeZone, from))) if (span.end > from) yield span;
}

/**
 * In order of their starts, beginning so early that what is joined over a change of the clock is whole: two windows, each of
 * less than a week. Where a clock skips hours, what is moved out of them may come after what follows on the wall, so the
 * last days of what is known are held back until the next week is.
 */
function* spans(week: readonly Span[], timeZone: string, from: number): Generator<Span> {
  let held: Span[] = [];
  for (let number = weekOf(dayOf(wallOf(timeZone, from))) - 3; ; number += 1) {
    const monday = mondayOf(number) * DAY_MINUTES;
    for (const window of week) {
      const start = instantOf(timeZone, monday + window.start, 'begins');
      const end = instantOf(timeZone, monday + window.end, 'ends');
      if (end > start) held.push({ start, end });
    }
    const sure = instantOf(timeZone, monday + WEEK_MINUTES - 2 * DAY_MINUTES, 'begins');
    const sorted = held.sort((a, b) => a.start - b.start);
    yield* sorted.filter(({ start }) => start < sure);
    held = sorted.filter(({ start }) => start >= sure);
  }
}

/** Spans in order of their starts; those that touch or overlap made one. */
function* join(spans: Iterable<Span>): Generator<Span> {
  let open: Span | undefined;
  for (const span of spans) {
    if (open && span.start <= open.end) open.end = Math.max(open.end, span.end);
    else {
      if (open) yield open;
      open = { ...span };
    }
  }
  if (open) yield open;
}
