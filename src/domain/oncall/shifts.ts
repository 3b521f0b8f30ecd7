import { covered, type Span, weekOfWindows } from './coverage.ts';
import type { Replacement, Schedule, Shift } from './recurrence.ts';
import { turnsOf } from './turns.ts';

/**
 * The shifts that lie at least partly in [from, to), in order, each in its whole length. They are made as they are asked
 * for: a long range costs nothing until it is walked. `overrides` split what they overlap and must not overlap one another.
 */
export function* shiftsBetween(
  schedule: Schedule,
  overrides: readonly Replacement[],
  from: Date,
  to: Date,
): Generator<Shift> {
  const [begin, end] = [from.getTime(), to.getTime()];
  if (begin >= end) return;
  const sorted = overrides.toSorted((a, b) => a.start.getTime() - b.start.getTime());
  for (const piece of pieces(schedule, begin)) {
    if (piece.start >= end) return;
    for (const part of split(piece, sorted)) {
      if (part.end.getTime() > begin && part.start.getTime() < end) yield part;
    }
  }
}

/** Who is on call at an instant: nobody before the start, outside the coverage, and where an override says so. */
export function whoIsOnCall(schedule: Schedule, overrides: readonly Replacement[], at: Date): string[] {
  const [shift] = shiftsBetween(schedule, overrides, at, new Date(at.getTime() + 1));
  return shift?.members ?? [];
}

interface Piece extends Span {
  members: string[];
}

/** What is left of each turn within the coverage: one piece for each time without a gap. */
function* pieces(schedule: Schedule, from: number): Generator<Piece> {
  const turns = turnsOf(schedule);
  const first = schedule.start.getTime();
  const week = weekOfWindows(schedule.recurrence.coverage);
  const always = [{ start: first, end: Number.POSITIVE_INFINITY }];
  for (const window of week ? covered(week, schedule.timeZone, Math.max(from, first)) : always) {
    for (const turn of turns(Math.max(from, window.start))) {
      if (turn.start >= window.end) break;
      const start = Math.max(turn.start, window.start);
      const end = Math.min(turn.end, window.end);
      if (end > from) yield { start, end, members: membersOf(schedule, turn.index) };
    }
  }
}

/** The people of a turn: the next so many after those of the turn before. */
function membersOf({ members, position = 0, recurrence: { onCalls } }: Schedule, turn: number): string[] {
  const places = Array.from({ length: onCalls }, (_, place) => (position + turn * onCalls + place) % members.length);
  return [...new Set(places.map((place) => members[place]!))];
}

function* split(piece: Piece, overrides: readonly Replacement[]): Generator<Shift> {
  const shift = (start: number, end: number, by?: Replacement): Shift => ({
    start: new Date(start),
    end: new Date(end),
    ...(by ? { members: by.members, overridden: piece.members } : { members: piece.members }),
  });
  let at = piece.start;
  for (const override of overrides) {
    const start = Math.max(at, override.start.getTime());
    const end = Math.min(piece.end, override.end.getTime());
    if (start >= end) continue;
    if (start > at) yield shift(at, start);
    yield shift(start, end, override);
    at = end;
  }
  if (at < piece.end) yield shift(at, piece.end);
}
