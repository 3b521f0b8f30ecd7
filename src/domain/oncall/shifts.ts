import { covered, type Span, weekOfWindows } from './coverage.ts';
import { type Said, sayingIn } from './layers.ts';
import type { Replacement, Schedule, Shift } from './recurrence.ts';
import { turnsOf } from './turns.ts';

/**
 * The shifts that lie at least partly in [from, to), in order, each in its whole length. They are made as they are asked
 * for: a long range costs nothing until it is walked. `overrides` split what they overlap, and those of the kinds `add` and
 * `temporary` are shifts of their own where nobody's turn is.
 */
export function* shiftsBetween(
  schedule: Schedule,
  overrides: readonly Replacement[],
  from: Date,
  to: Date,
): Generator<Shift> {
  const [begin, end] = [from.getTime(), to.getTime()];
  if (begin >= end) return;
  for (const span of spans(schedule, beginning(overrides, begin))) {
    if (span.start >= end) return;
    for (const part of split(span, overrides)) {
      if (part.end > begin && part.start < end) yield toShift(part);
    }
  }
}

/** Who is on call at an instant: nobody before the start, outside the coverage, and where an override says so. */
export function whoIsOnCall(schedule: Schedule, overrides: readonly Replacement[], at: Date): string[] {
  const [shift] = shiftsBetween(schedule, overrides, at, new Date(at.getTime() + 1));
  return shift?.members ?? [];
}

/** The people of a turn: the next so many after those of the turn before; of the first, those whom an edit kept. */
export function membersOf({ members, position = 0, held, recurrence: { onCalls } }: Schedule, turn: number): string[] {
  if (turn === 0 && held) return held;
  const places = Array.from({ length: onCalls }, (_, place) => (position + turn * onCalls + place) % members.length);
  return [...new Set(places.map((place) => members[place]!))];
}

/** A time without a change by turn or coverage; without people, it is nobody's turn. */
interface Piece extends Span {
  members?: string[];
}

/** Where to begin, so that a shift which is an override's alone is seen from its start. */
function beginning(overrides: readonly Replacement[], from: number): number {
  const open = overrides.filter(({ kind, start, end }) => {
    return (kind === 'add' || kind === 'temporary') && start.getTime() < from && end.getTime() > from;
  });
  return Math.min(from, ...open.map(({ start }) => start.getTime()));
}

/** The pieces of a rotation and what lies between them, without a gap, from an instant on. */
function* spans(schedule: Schedule, from: number): Generator<Piece> {
  let at = Number.NEGATIVE_INFINITY;
  for (const piece of pieces(schedule, from)) {
    if (piece.start > at) yield { start: at, end: piece.start };
    yield piece;
    at = piece.end;
  }
  yield { start: at, end: Number.POSITIVE_INFINITY };
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

interface Part extends Piece {
  said?: Said;
}

/** A piece, cut where what overrides say of it changes; where it is nobody's turn, only what they say is left. */
function* split(piece: Piece, overrides: readonly Replacement[]): Generator<Part> {
  let at = piece.start;
  for (const said of sayingIn(piece, piece.members, overrides)) {
    if (piece.members && said.start > at) yield { ...piece, start: at, end: said.start };
    yield { ...piece, start: said.start, end: said.end, said };
    at = said.end;
  }
  if (piece.members && at < piece.end) yield { ...piece, start: at };
}

const toShift = ({ start, end, members = [], said }: Part): Shift => ({
  start: new Date(start),
  end: new Date(end),
  ...(said ? { members: said.members, overridden: members } : { members }),
});
