import { isDeepStrictEqual } from 'node:util';
import type { Schedule } from './recurrence.ts';
import { membersOf } from './shifts.ts';
import { turnsOf } from './turns.ts';

/** What an edit says anew; where the turns begin follows. */
export type Edited = Omit<Schedule, 'start' | 'position' | 'held'>;

/**
 * Where the turns of an edited rotation begin: so that those whose turn it is keep it. Who is taken out is followed by the
 * next of the former order who is still in. The turn keeps its beginning, unless a new hand-off lies between: then it begins
 * at the last such. The next turn begins after the last of those who are kept. Before the rotation has begun, nothing is
 * kept; where nothing changes, nothing does.
 */
export function anchorAfter(was: Schedule, edited: Edited, now: Date): Schedule {
  const { start, position: first = 0, held: _held, ...same } = was;
  if (isDeepStrictEqual(same, edited)) return was;
  if (now < start) return { ...edited, start, position: first };
  const { value: turn } = turnsOf(was)(now.getTime()).next();
  const kept: Schedule = { ...edited, start: new Date(turn.start), ...placed(was, turn.index, edited) };
  const { value: then } = turnsOf(kept)(now.getTime()).next();
  if (then.index === 0) return kept;
  const later: Schedule = { ...kept, start: new Date(then.start) };
  return turnsOf(later)(now.getTime()).next().value.index === 0 ? later : { ...kept, start: now };
}

/** With whom the turn goes on: by the new order where that keeps all who are to be kept, and else by name. */
function placed(was: Schedule, turn: number, edited: Edited): { position: number; held?: string[] } {
  const { onCalls } = edited.recurrence;
  const former = membersOf(was, turn);
  const stay = former.filter((one) => edited.members.includes(one)).slice(0, onCalls);
  const natural = placeOf(was, turn, edited.members);
  const keeps = (people: string[]) => stay.every((one) => people.includes(one));
  if (keeps(membersOf({ ...edited, start: was.start, position: natural }, 0))) return { position: natural };
  const after = edited.members.indexOf(stay.at(-1)!) + 1;
  const size = edited.members.length;
  const following = Array.from({ length: size }, (_, step) => edited.members[(after + step) % size]!);
  const held = [...new Set([...stay, ...following])].slice(0, onCalls);
  return { position: (((after - onCalls) % size) + size) % size, held };
}

/** The place among `members` of the first person of a turn, or of the next one of the former order who is still there. */
function placeOf(was: Schedule, turn: number, members: readonly string[]): number {
  const former = was.members;
  const place = ((was.position ?? 0) + turn * was.recurrence.onCalls) % former.length;
  const unchanged = members.length === former.length && members.every((one, index) => one === former[index]);
  if (unchanged) return place;
  for (let step = 0; step < former.length; step += 1) {
    const found = members.indexOf(former[(place + step) % former.length]!);
    if (found >= 0) return found;
  }
  return 0;
}
