import { isDeepStrictEqual } from 'node:util';
import type { Schedule } from './recurrence.ts';
import { turnsOf } from './turns.ts';

/**
 * Where the turns of an edited rotation begin: so that whoever's turn it is keeps it. If that person is taken out, it is the
 * next one of the former order who is still in. The turn keeps its beginning, unless a new hand-off lies between: then
 * it begins at the last such. Before the rotation has begun, nothing is kept; where nothing changes,
 * nothing does.
 */
export function anchorAfter(was: Schedule, edited: Omit<Schedule, 'start' | 'position'>, now: Date): Schedule {
  const { start, position: first = 0, ...same } = was;
  if (isDeepStrictEqual(same, edited)) return was;
  if (now < start) return { ...edited, start, position: first };
  const { value: turn } = turnsOf(was)(now.getTime()).next();
  const former = (first + turn.index * was.recurrence.onCalls) % was.members.length;
  const position = placeOf(was.members, former, edited.members);
  const kept: Schedule = { ...edited, start: new Date(turn.start), position };
  const { value: then } = turnsOf(kept)(now.getTime()).next();
  if (then.index === 0) return kept;
  const later: Schedule = { ...kept, start: new Date(then.start) };
  return turnsOf(later)(now.getTime()).next().value.index === 0 ? later : { ...kept, start: now };
}

/** The place among `members` of the person at `place` among `former`, or of the next one who is still there. */
function placeOf(former: readonly string[], place: number, members: readonly string[]): number {
  if (members.length === former.length && members.every((one, index) => one === former[index])) return place;
  for (let step = 0; step < former.length; step += 1) {
    const found = members.indexOf(former[(place + step) % former.length]!);
    if (found >= 0) return found;
  }
  return 0;
}
