import { minuteOfDay, type Recurrence, type Schedule, WEEKDAYS } from './recurrence.ts';
import {
  DAY_MINUTES,
  dateOf,
  dayOf,
  dayOfMonth,
  HOUR_MINUTES,
  instantOf,
  mondayOf,
  type WallMinutes,
  wallOf,
  weekOf,
} from './zone.ts';

/**
 * Turns: the time cut at the hand-offs, one turn after another without end. Turn 0 begins at the rotation's start. A hand-off
 * that the clock's change brings together with another one leaves a turn of no length, which is counted and not shown: so
 * whose turn it is does not depend on the zone's changes.
 */
export interface Turn {
  /** From 0. */
  index: number;
  /** Instants in milliseconds; the end is no longer in it. */
  start: number;
  end: number;
}

/** Hours, days, weeks or months, counted; and where in each of them people change, in order of the wall clock. */
interface Units {
  unitOf(wall: WallMinutes): number;
  /** In the order in which they come in a unit. */
  wallsOf(unit: number): WallMinutes[];
  /** So many days after it has passed on the wall, a hand-off has surely come: the clock skips a day at most. */
  lookBackDays: number;
}

function unitsOf({ handOffs }: Recurrence): Units {
  switch (handOffs.every) {
    case 'hour': {
      const minutes = handOffs.at.map(({ minute }) => minute).sort(ascending);
      return {
        unitOf: (wall) => Math.floor(wall / HOUR_MINUTES),
        wallsOf: (hour) => minutes.map((minute) => hour * HOUR_MINUTES + minute),
        lookBackDays: 2,
      };
    }
    case 'day': {
      const minutes = handOffs.at.map(minuteOfDay).sort(ascending);
      return {
        unitOf: dayOf,
        wallsOf: (day) => minutes.map((minute) => day * DAY_MINUTES + minute),
        lookBackDays: 2,
      };
    }
    case 'week': {
      const minutes = handOffs.at
        .map((at) => WEEKDAYS.indexOf(at.weekday) * DAY_MINUTES + minuteOfDay(at))
        .sort(ascending);
      return {
        unitOf: (wall) => weekOf(dayOf(wall)),
        wallsOf: (week) => minutes.map((minute) => mondayOf(week) * DAY_MINUTES + minute),
        lookBackDays: 2,
      };
    }
    case 'month': {
      const sorted = handOffs.at.toSorted((a, b) => a.dayOfMonth - b.dayOfMonth || minuteOfDay(a) - minuteOfDay(b));
      return {
        unitOf: (wall) => {
          const { year, month } = dateOf(dayOf(wall));
          return year * 12 + month - 1;
        },
        wallsOf: (unit) =>
          sorted.map(
            (at) => dayOfMonth(Math.floor(unit / 12), unit % 12, at.dayOfMonth) * DAY_MINUTES + minuteOfDay(at),
          ),
        // A hand-off on the 31st comes on the 28th in February, and may come before one of the 30th then.
        lookBackDays: 5,
      };
    }
  }
}

/** The turns of a rotation from any instant on, found by arithmetic and not by walking there. */
export function turnsOf(schedule: Schedule): (from: number) => Generator<Turn, never> {
  const { timeZone, recurrence } = schedule;
  const start = schedule.start.getTime();
  const units = unitsOf(recurrence);
  const inUnit = recurrence.handOffs.at.length;
  const firstUnit = units.unitOf(wallOf(timeZone, start));
  let known = { period: Number.NaN, walls: [] as WallMinutes[] };
  /** When the hand-off of this number comes, by itself. Numbers count from the beginning of the first unit. */
  const comes = (handOff: number) => {
    const period = Math.floor(handOff / inUnit);
    if (known.period !== period) known = { period, walls: units.wallsOf(firstUnit + period * recurrence.multiplier) };
    return instantOf(timeZone, known.walls[handOff % inUnit]!, 'begins');
  };
  /** The first hand-off after the start: it ends turn 0. */
  let first = 0;
  while (comes(first) <= start) first += 1;

  return function* turns(from) {
    const unit = units.unitOf(wallOf(timeZone, Math.max(from, start)) - units.lookBackDays * DAY_MINUTES);
    const period = Math.floor((unit - firstUnit) / recurrence.multiplier) - 1;
    let handOff = Math.max(first, period * inUnit);
    // Where the walk begins later than turn 0, its first turn is over by `from`, and only its end is of use.
    let begun = handOff === first ? start : Number.NEGATIVE_INFINITY;
    for (; ; handOff += 1) {
      const end = Math.max(begun, comes(handOff));
      if (end > from && end > begun) yield { index: handOff - first, start: begun, end };
      begun = end;
    }
  };
}

const ascending = (a: number, b: number) => a - b;
