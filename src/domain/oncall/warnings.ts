import { DAY, MINUTE } from '#kernel/clock';
import { newId } from '#kernel/ids';
import type { Gap, GapCause } from './gaps.ts';

/** A warning that nobody will be on call, as it is kept. */
export interface Warning {
  id: string;
  /** The ARN of the rotation or schedule. */
  subject: string;
  start: Date;
  end: Date;
  causes: GapCause[];
  foundAt: Date;
  /** When it was told a second time, because it was near. */
  remindedAt?: Date;
}

/** Warnings of one subject at most; the nearest count. */
const MOST = 200;
/** How near a gap is when it is told a second time. */
const NEAR_MS = DAY;
/** What is shorter is not worth a word: the minute at which one rotation ends and another begins. */
const SHORTEST_MS = MINUTE;

export interface Look {
  /** What is to be kept from now on. */
  kept: Warning[];
  /** What was not known before, to be told. */
  found: Warning[];
  /** What was known and is near now, to be told again. */
  near: Warning[];
}

/**
 * What a look at the gaps of a subject makes of the warnings that are known. A gap is the one that was known when they
 * overlap: so one that has begun, or that is still growing at the horizon, is not told anew at each look. The hours that a
 * rotation's own coverage leaves out are meant, and no warning; in a schedule nobody means them (`everyGap`).
 */
export function lookAt(
  now: Date,
  subject: string,
  known: readonly Warning[],
  gaps: readonly Gap[],
  everyGap: boolean,
): Look {
  const worth = gaps.filter(({ start, end, causes }) => {
    const meant = !everyGap && causes.every((cause) => cause === 'coverage');
    return !meant && end.getTime() - start.getTime() >= SHORTEST_MS;
  });
  const look: Look = { kept: [], found: [], near: [] };
  for (const { start, end, causes } of worth.slice(0, MOST)) {
    const before = known.find(
      (one) => one.start < end && one.end > start && !look.kept.some(({ id }) => id === one.id),
    );
    const isNear = start.getTime() - now.getTime() <= NEAR_MS;
    const warning: Warning = {
      id: before?.id ?? newId(now),
      subject,
      start: before && before.start < start ? before.start : start,
      end,
      causes,
      foundAt: before?.foundAt ?? now,
      ...(isNear ? { remindedAt: before?.remindedAt ?? now } : {}),
    };
    look.kept.push(warning);
    if (!before) look.found.push(warning);
    else if (isNear && !before.remindedAt) look.near.push(warning);
  }
  return look;
}
