import { DAY, HOUR } from '#kernel/clock';

/** How fine data are kept, and for how long: a tier is one table. */
export interface Tier {
  /** Seconds from one instant to the next. */
  resolution: 1 | 60 | 300 | 3600;
  /** Data that are older go into the next tier; those of the last one go. Milliseconds. */
  keepMs: number;
  /** How much time a part of the table has. */
  partMs: number;
}

/** How long data are kept, in milliseconds, by resolution. */
export interface Keeping {
  secondsMs: number;
  minutesMs: number;
  fiveMinutesMs: number;
  hoursMs: number;
}

/** As CloudWatch keeps them. */
export const USUAL: Keeping = {
  secondsMs: 3 * HOUR,
  minutesMs: 15 * DAY,
  fiveMinutesMs: 63 * DAY,
  hoursMs: 455 * DAY,
};

export type Tiers = readonly [Tier, Tier, Tier, Tier];

export function tiersOf({ secondsMs, minutesMs, fiveMinutesMs, hoursMs }: Keeping): Tiers {
  return [
    { resolution: 1, keepMs: secondsMs, partMs: HOUR },
    { resolution: 60, keepMs: minutesMs, partMs: DAY },
    { resolution: 300, keepMs: fiveMinutesMs, partMs: 7 * DAY },
    { resolution: 3600, keepMs: hoursMs, partMs: 28 * DAY },
  ];
}

/** The first tier that keeps what happened at `at` and is not finer than wanted. */
export function tierFor(tiers: Tiers, now: Date, at: Date, fine: boolean): Tier {
  const age = now.getTime() - at.getTime();
  return tiers.find(({ resolution, keepMs }) => (fine || resolution > 1) && age < keepMs) ?? tiers[3];
}

/** The instant of a tier that `at` belongs to. */
export function floorTo(at: Date, milliseconds: number): Date {
  return new Date(Math.floor(at.getTime() / milliseconds) * milliseconds);
}
