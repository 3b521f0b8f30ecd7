import type { Shift } from '#domain/oncall';

export interface Gap {
  from: Date;
  to: Date;
  /** An override says that nobody is on call; otherwise there is no shift. */
  byOverride: boolean;
}

/** The times in [from, to) in which nobody is on call. `shifts` are in order and do not overlap. */
export function gapsIn(shifts: readonly Shift[], from: Date, to: Date): Gap[] {
  const gaps: Gap[] = [];
  const add = (gap: Gap) => {
    const last = gaps.at(-1);
    // A hand-off within an override to nobody is no end of the gap.
    if (last?.to.getTime() === gap.from.getTime() && last.byOverride === gap.byOverride) last.to = gap.to;
    else gaps.push(gap);
  };
  let at = from.getTime();
  for (const { start, end, members } of shifts) {
    if (start.getTime() > at) add({ from: new Date(at), to: earlier(start, to), byOverride: false });
    if (members.length === 0) add({ from: later(start, from), to: earlier(end, to), byOverride: true });
    at = Math.max(at, end.getTime());
  }
  if (at < to.getTime()) add({ from: new Date(at), to, byOverride: false });
  return gaps;
}

const earlier = (one: Date, other: Date) => (one < other ? one : other);
const later = (one: Date, other: Date) => (one > other ? one : other);
