import { DAY } from '#kernel/clock';
import type { Span } from './coverage.ts';
import type { Schedule } from './recurrence.ts';
import type { Rota } from './rota.ts';
import { shiftsBetween } from './shifts.ts';

/** How far ahead gaps are looked for. */
export const GAP_HORIZON_MS = 90 * DAY;

/**
 * Why nobody is on call by a rotation: its coverage leaves the time out; an override says nobody; it has not begun. Of a
 * list without rotations: there is nobody at all.
 */
export type GapCause = 'coverage' | 'override' | 'notBegun' | 'noRotation';

/** A time in which nobody is on call. */
export interface Gap {
  start: Date;
  /** Not after the end of the range: it may last longer. */
  end: Date;
  /** All that have a part in it, in the order of their names. */
  causes: GapCause[];
}

interface Unmanned extends Span {
  causes: Set<GapCause>;
}

/** The times of [from, to) in which nobody is on call by any of `rotas`; in order, those that touch made one. */
export function gapsOf(rotas: readonly Rota[], from: Date, to: Date): Gap[] {
  const whole = { start: from.getTime(), end: to.getTime() };
  if (whole.start >= whole.end) return [];
  const [first, ...others] = rotas;
  let left: Unmanned[] = first ? unmanned(first, whole) : [{ ...whole, causes: new Set(['noRotation']) }];
  for (const rota of others) left = left.length > 0 ? common(left, unmanned(rota, whole)) : left;
  return joined(left).map(({ start, end, causes }) => ({
    start: new Date(start),
    end: new Date(end),
    causes: [...causes].sort(),
  }));
}

/** What one rotation leaves: between its shifts, and in those of nobody. */
function unmanned({ schedule, overrides }: Rota, { start: from, end: to }: Span): Unmanned[] {
  const found: Unmanned[] = [];
  const begins = Math.min(Math.max(schedule.start.getTime(), from), to);
  const add = (start: number, end: number, cause: GapCause) => {
    if (end > start) found.push({ start, end, causes: new Set([cause]) });
  };
  const between = (start: number, end: number) => {
    add(start, Math.min(end, begins), 'notBegun');
    add(Math.max(start, begins), end, 'coverage');
  };
  let at = from;
  for (const shift of shiftsBetween(asFewTurns(schedule), overrides, new Date(from), new Date(to))) {
    const start = Math.max(shift.start.getTime(), from);
    const end = Math.min(shift.end.getTime(), to);
    between(at, start);
    if (shift.members.length === 0) add(start, end, 'override');
    at = end;
  }
  between(at, to);
  return found;
}

/**
 * Each turn has people, so where nobody is on call follows from start, coverage and overrides alone: with as few hand-offs as
 * can be it is found as well, and sooner.
 */
function asFewTurns(schedule: Schedule): Schedule {
  const handOffs = { every: 'month' as const, at: [{ dayOfMonth: 1, hour: 0, minute: 0 }] };
  return { ...schedule, recurrence: { ...schedule.recurrence, handOffs, multiplier: 100 } };
}

/** What two lists in order have in common. */
function common(some: readonly Unmanned[], others: readonly Unmanned[]): Unmanned[] {
  const found: Unmanned[] = [];
  let [i, j] = [0, 0];
  while (i < some.length && j < others.length) {
    const [one, other] = [some[i]!, others[j]!];
    const [start, end] = [Math.max(one.start, other.start), Math.min(one.end, other.end)];
    if (start < end) found.push({ start, end, causes: new Set([...one.causes, ...other.causes]) });
    if (one.end <= other.end) i += 1;
    else j += 1;
  }
  return found;
}

function joined(spans: readonly Unmanned[]): Unmanned[] {
  const found: Unmanned[] = [];
  for (const span of spans) {
    const last = found.at(-1);
    if (last && last.end === span.start) {
      last.end = span.end;
      for (const cause of span.causes) last.causes.add(cause);
    } else found.push({ ...span, causes: new Set(span.causes) });
  }
  return found;
}
