import type { Replacement, Schedule } from './recurrence.ts';
import { shiftsBetween, whoIsOnCall } from './shifts.ts';

/**
 * A rotation with its overrides: all that is needed to say who is on call by it. A schedule is a list of them, which are
 * engaged together.
 */
export interface Rota {
  schedule: Schedule;
  overrides: readonly Replacement[];
}

/** Who is on call by any of them at an instant, in their order, nobody twice. */
export function onCallAt(rotas: readonly Rota[], at: Date): string[] {
  return [...new Set(rotas.flatMap(({ schedule, overrides }) => whoIsOnCall(schedule, overrides, at)))];
}

/** An instant at which the people on call become others. */
export interface Change {
  at: Date;
  /** All who are on call from now on. */
  members: string[];
  /** Who of them was not before. */
  came: string[];
  left: string[];
}

/** When the people on call by any of them become others, in [from, to); in order, made as they are asked for. */
export function* changesBetween(rotas: readonly Rota[], from: Date, to: Date): Generator<Change> {
  const just = new Date(from.getTime() - 1);
  const walks = rotas.map((rota) => walk(rota, just, to));
  let at = just.getTime();
  let before = membersAt(walks, at);
  for (;;) {
    at = Math.min(...walks.map((each) => each.next(at)));
    if (at >= to.getTime()) return;
    const members = membersAt(walks, at);
    const came = members.filter((one) => !before.includes(one));
    const left = before.filter((one) => !members.includes(one));
    if (came.length > 0 || left.length > 0) yield { at: new Date(at), members, came, left };
    before = members;
  }
}

interface Walk {
  /** Who is on call at an instant, which is not before the last one asked about. */
  at(instant: number): string[];
  /** The first instant after it at which a shift begins or ends. */
  next(instant: number): number;
}

function walk({ schedule, overrides }: Rota, from: Date, to: Date): Walk {
  const shifts = shiftsBetween(schedule, overrides, from, to);
  let { value: shift } = shifts.next();
  const reach = (instant: number) => {
    while (shift && shift.end.getTime() <= instant) shift = shifts.next().value;
    return shift;
  };
  return {
    at(instant) {
      const now = reach(instant);
      return now && now.start.getTime() <= instant ? now.members : [];
    },
    next(instant) {
      const now = reach(instant);
      if (!now) return Number.POSITIVE_INFINITY;
      return now.start.getTime() > instant ? now.start.getTime() : now.end.getTime();
    },
  };
}

const membersAt = (walks: readonly Walk[], at: number) => [...new Set(walks.flatMap((each) => each.at(at)))];
