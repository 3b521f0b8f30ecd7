/**
 * The next instant after `now` at which the zone's wall clock shows this minute of a day: once for each date. A time that the clocks
 * skip is moved forward by what they skip; of one that they show twice it is the first. Pure.
 */
export function nextDaily(now: Date, timeZone: string, minute: number): Date {
  const time = { hour: Math.floor(minute / 60), minute: minute % 60 };
  let date = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .subtract({ days: 1 });
  for (;;) {
    const at = date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
    if (at > now.getTime()) return new Date(at);
    date = date.add({ days: 1 });
  }
}

/** Whether it is the name of a zone that is known here. */
export function isZone(timeZone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
