/** Between the wall clock of a zone and instants (milliseconds since 1970-01-01T00:00Z). */

const MINUTE_MS = 60_000;
export const HOUR_MINUTES = 60;
export const DAY_MINUTES = 1_440;

/** Minutes on a wall clock since it showed 1970-01-01T00:00. */
export type WallMinutes = number;

/**
 * The instant at which the zone's wall clock shows `wall`. A time that is skipped moves forward by what is skipped. A time
 * that occurs twice is its first occurrence where something begins, and its second where something ends.
 */
export function instantOf(timeZone: string, wall: WallMinutes, side: 'begins' | 'ends'): number {
  return Temporal.Instant.fromEpochMilliseconds(wall * MINUTE_MS)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
    .toZonedDateTime(timeZone, { disambiguation: side === 'begins' ? 'compatible' : 'later' }).epochMilliseconds;
}

/** What the zone's wall clock shows at an instant, to the minute. */
export function wallOf(timeZone: string, instant: number): WallMinutes {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
  return Math.floor((instant + zoned.offsetNanoseconds / 1e6) / MINUTE_MS);
}

/** The date of a time on a wall clock, as days since 1970-01-01. */
export const dayOf = (wall: WallMinutes) => Math.floor(wall / DAY_MINUTES);

/** A day as a calendar has it. */
export function dateOf(day: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(day * DAY_MINUTES * MINUTE_MS)
    .toZonedDateTimeISO('UTC')
    .toPlainDate();
}

/** The day of a year and month; a day beyond the month's end is its last. `month` counts from 0. */
export function dayOfMonth(year: number, month: number, day: number): number {
  const date = Temporal.PlainDate.from({ year, month: month + 1, day }, { overflow: 'constrain' });
  return date.toZonedDateTime('UTC').epochMilliseconds / (DAY_MINUTES * MINUTE_MS);
}

/** 1970-01-01 was a Thursday: the week that holds a day, counted from that of 1970-01-01, Monday first. */
export const weekOf = (day: number) => Math.floor((day + 3) / 7);
/** The Monday of such a week. */
export const mondayOf = (week: number) => week * 7 - 3;
