import {
  type CoverageWindow,
  type Replacement,
  type Schedule,
  type Shift,
  type TimeOfDay,
  WEEKDAYS,
} from '../../../src/domain/oncall/recurrence.ts';

/**
 * On-call time, slow and obvious: the written rule walked through day by day and minute by minute. It shares no code with
 * the calculator of the room, and asks of a zone only what its clock shows at an instant.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * 1_440;

export interface SlowTurn {
  start: number;
  end: number;
  members: string[];
}

const utc = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('UTC');
const offsetAt = (zone: string, instant: number) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;

/** The instants at which the zone's clock shows `wall` (a local time as if it were UTC), in order. */
function occurrences(zone: string, wall: number): number[] {
  const offsets = new Set<number>();
  const [early, late] = [offsetAt(zone, wall - 40 * HOUR), offsetAt(zone, wall + 40 * HOUR)];
  if (early === late && offsetAt(zone, wall) === early) return [wall - early];
  for (let at = wall - 40 * HOUR; at <= wall + 40 * HOUR; at += 15 * MINUTE) offsets.add(offsetAt(zone, at));
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((instant) => instant + offsetAt(zone, instant) === wall)
    .sort((a, b) => a - b);
}

/** A skipped time moves forward by what is skipped: it is read with the clock as it went before. */
function moved(zone: string, wall: number): number {
  for (let at = wall - 40 * HOUR; ; at += 15 * MINUTE) {
    const before = offsetAt(zone, at);
    const after = offsetAt(zone, at + 15 * MINUTE);
    if (after > before && at + before <= wall && wall < at + 15 * MINUTE + after && wall >= at + 15 * MINUTE + before)
      return wall - before;
  }
}

const beginsAt = (zone: string, wall: number) => occurrences(zone, wall)[0] ?? moved(zone, wall);
const endsAt = (zone: string, wall: number) => occurrences(zone, wall).at(-1) ?? moved(zone, wall);

const clock = ({ hour, minute }: TimeOfDay) => hour * HOUR + minute * MINUTE;
const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime('UTC').epochMilliseconds;

/** The wall times of all hand-offs on the dates from `first` to `last`, in the order of the rule. */
function* walls(schedule: Schedule, first: Temporal.PlainDate, last: Temporal.PlainDate): Generator<number> {
  const { handOffs, multiplier } = schedule.recurrence;
  if (handOffs.every === 'hour') return yield* hourlyWalls(schedule, last);
  if (handOffs.every === 'month') {
    for (let months = 0; ; months += multiplier) {
      const month = first.with({ day: 1 }).add({ months });
      if (Temporal.PlainDate.compare(month, last) > 0) return;
      const order = handOffs.at.toSorted((a, b) => a.dayOfMonth - b.dayOfMonth || clock(a) - clock(b));
      for (const at of order) {
        const day = Math.min(at.dayOfMonth, month.daysInMonth);
        yield midnight(month.with({ day })) + clock(at);
      }
    }
  }
  const monday = first.subtract({ days: first.dayOfWeek - 1 });
  const begin = handOffs.every === 'week' ? monday : first;
  for (let days = 0; ; days += 1) {
    const date = begin.add({ days });
    if (Temporal.PlainDate.compare(date, last) > 0) return;
    const units = handOffs.every === 'week' ? Math.floor(days / 7) : days;
    if (units % multiplier !== 0) continue;
    const today =
      handOffs.every === 'week' ? handOffs.at.filter((at) => at.weekday === WEEKDAYS[date.dayOfWeek - 1]) : handOffs.at;
    for (const at of today.toSorted((a, b) => clock(a) - clock(b))) yield midnight(date) + clock(at);
  }
}

/** Hour after hour of the wall clock, from that of the start on. */
function* hourlyWalls({ recurrence, start, timeZone }: Schedule, last: Temporal.PlainDate): Generator<number> {
  const { handOffs, multiplier } = recurrence;
  if (handOffs.every !== 'hour') return;
  const begin = start.getTime() + offsetAt(timeZone, start.getTime());
  const end = midnight(last.add({ days: 1 }));
  for (let hour = begin - (((begin % HOUR) + HOUR) % HOUR); hour < end; hour += multiplier * HOUR) {
    for (const { minute } of handOffs.at.toSorted((a, b) => a.minute - b.minute)) yield hour + minute * MINUTE;
  }
}

/** All turns from the start until after `to`, those of no length left out. */
function slowTurns(schedule: Schedule, to: Date): SlowTurn[] {
  const { timeZone: zone, members, position = 0, recurrence } = schedule;
  const start = schedule.start.getTime();
  const first = utc(start + offsetAt(zone, start)).toPlainDate();
  const end = utc(to.getTime()).toPlainDate();
  const beyond =
    recurrence.handOffs.every === 'hour'
      ? { days: 5 + recurrence.multiplier }
      : { months: 13 * (recurrence.multiplier + 1) };
  const last = end.add(beyond);
  const turns: SlowTurn[] = [];
  let begun = start;
  let turn = 0;
  for (const wall of walls(schedule, first, last)) {
    const come = beginsAt(zone, wall);
    if (turn === 0 && come <= start) continue;
    const end = Math.max(begun, come);
    const people = Array.from({ length: recurrence.onCalls }, (_, place) => {
      return members[(position + turn * recurrence.onCalls + place) % members.length]!;
    });
    const kept = turn === 0 ? schedule.held : undefined;
    if (end > begun) turns.push({ start: begun, end, members: kept ?? [...new Set(people)] });
    if (begun > to.getTime()) return turns;
    begun = end;
    turn += 1;
  }
  return turns;
}

/** The covered times around [from, to): a week's minutes are marked one by one, and each run of them is a window. */
function slowCoverage(schedule: Schedule, from: Date, to: Date): { start: number; end: number }[] {
  const { timeZone: zone, recurrence } = schedule;
  const always = [{ start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }];
  if (!recurrence.coverage) return always;
  const marked = new Array<boolean>(WEEK).fill(false);
  for (const [day, weekday] of WEEKDAYS.entries()) {
    for (const window of recurrence.coverage[weekday] ?? []) mark(marked, day * 1_440, window);
  }
  if (marked.every(Boolean)) return always;
  const found: { start: number; end: number }[] = [];
  for (let at = from.getTime() - 20 * DAY; at <= to.getTime() + 20 * DAY; at += DAY) {
    const date = utc(at).toPlainDate();
    const monday = midnight(date.subtract({ days: date.dayOfWeek - 1 }));
    const day = (date.dayOfWeek - 1) * 1_440;
    for (let minute = day; minute < day + 1_440; minute += 1) {
      if (!marked[minute] || marked[(minute + WEEK - 1) % WEEK]) continue;
      let end = minute;
      while (marked[end % WEEK]) end += 1;
      found.push({ start: beginsAt(zone, monday + minute * MINUTE), end: endsAt(zone, monday + end * MINUTE) });
    }
  }
  return found;
}

function mark(marked: boolean[], day: number, { start, end }: CoverageWindow): void {
  const from = day + start.hour * 60 + start.minute;
  let until = day + end.hour * 60 + end.minute;
  if (until <= from) until += 1_440;
  for (let minute = from; minute < until; minute += 1) marked[minute % WEEK] = true;
}

/** Whose turn it is at an instant, by rotation and coverage alone; undefined where it is nobody's. */
function slowTurnAt(
  turns: SlowTurn[],
  coverage: { start: number; end: number }[],
  instant: number,
): SlowTurn | undefined {
  const turn = turns.find(({ start, end }) => start <= instant && instant < end);
  return coverage.some(({ start, end }) => start <= instant && instant < end) ? turn : undefined;
}

/** What overrides make of a turn, read aloud in the order of the rule; and who spoke. */
function slowSaid(overrides: Replacement[], turn: SlowTurn | undefined, instant: number) {
  const now = overrides.filter(({ start, end }) => start.getTime() <= instant && instant < end.getTime());
  for (const by of now) if (by.kind === 'temporary') return { by: [by], members: by.members };
  let members = turn?.members ?? [];
  const by: Replacement[] = [];
  for (const one of now) {
    if ((one.kind ?? 'replace') !== 'replace' || !turn) continue;
    members = one.members;
    by.push(one);
  }
  for (const one of now) {
    if (one.kind !== 'add') continue;
    members = [...members, ...one.members.filter((person) => !members.includes(person))];
    by.push(one);
  }
  return { by, members };
}

/** Who is on call at an instant. */
export function slowOnCall(schedule: Schedule, overrides: Replacement[], at: Date): string[] {
  const instant = at.getTime();
  const turn = slowTurnAt(slowTurns(schedule, at), slowCoverage(schedule, at, at), instant);
  return slowSaid(overrides, turn, instant).members;
}

/** The shifts of [from, to): time is cut wherever anything changes, and what is alike on both sides of a cut is joined. */
export function slowShifts(schedule: Schedule, overrides: Replacement[], from: Date, to: Date): Shift[] {
  const edgesOf = overrides.flatMap(({ start, end }) => [start.getTime(), end.getTime()]);
  // Wide enough that whatever reaches into the range is seen whole.
  const reach = [...overrides].filter(({ start, end }) => end > from && start < to);
  const early = Math.min(from.getTime(), ...reach.map(({ start }) => start.getTime()));
  const late = Math.max(to.getTime(), ...reach.map(({ end }) => end.getTime()));
  const near = slowTurns(schedule, new Date(late)).filter(({ start, end }) => end > early && start < late);
  const [first, last] = [near[0]?.start ?? early, near.at(-1)?.end ?? late];
  const coverage = slowCoverage(schedule, new Date(first), new Date(last));
  const cuts = [
    ...near.flatMap(({ start, end }) => [start, end]),
    ...coverage.flatMap(({ start, end }) => [start, end]).filter(Number.isFinite),
    ...edgesOf,
  ].filter((instant) => instant >= Math.min(first, early) && instant <= Math.max(last, late));
  const edges = [...new Set(cuts)].sort((a, b) => a - b);
  const shifts: Shift[] = [];
  let open: { turn: SlowTurn | undefined; by: Replacement[]; shift: Shift } | undefined;
  for (const [index, start] of edges.slice(0, -1).entries()) {
    const end = new Date(edges[index + 1]!);
    const turn = slowTurnAt(near, coverage, start);
    const { by, members } = slowSaid(overrides, turn, start);
    if (!turn && by.length === 0) {
      open = undefined;
      continue;
    }
    const alike =
      open && open.turn === turn && open.by.length === by.length && open.by.every((one, at) => one === by[at]);
    if (open && alike) open.shift.end = end;
    else {
      const overridden = by.length > 0 ? { overridden: turn?.members ?? [] } : {};
      open = { turn, by, shift: { start: new Date(start), end, members, ...overridden } };
      shifts.push(open.shift);
    }
  }
  return shifts.filter(({ start, end }) => end > from && start < to);
}
