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

/** When the people on call by any of them become others, in [from, to); in order. */
export function changesBetween(rotas: readonly Rota[], from: Date, to: Date): Change[] {
  const within = (at: number) => at >= from.getTime() && at < to.getTime();
  const edges = rotas.flatMap(({ schedule, overrides }) =>
    [...shiftsBetween(schedule, overrides, new Date(from.getTime() - 1), to)].flatMap(({ start, end }) => [
      start.getTime(),
      end.getTime(),
    ]),
  );
  let before = onCallAt(rotas, new Date(from.getTime() - 1));
  const changes: Change[] = [];
  for (const edge of [...new Set(edges)].filter(within).sort((a, b) => a - b)) {
    const at = new Date(edge);
    const members = onCallAt(rotas, at);
    const came = members.filter((one) => !before.includes(one));
    const left = before.filter((one) => !members.includes(one));
    if (came.length > 0 || left.length > 0) changes.push({ at, members, came, left });
    before = members;
  }
  return changes;
}
