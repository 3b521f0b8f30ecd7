import type { Option } from './command.ts';
import { usage } from './fault.ts';

export const zoneOption: Option = {
  type: 'string',
  value: 'ZONE',
  about: 'times are of this zone, e.g. Europe/Berlin; UTC unless given',
};

/** An IANA zone. */
export function readZone(text = 'UTC'): string {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return text;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw usage(`--zone: wanted a zone such as Europe/Berlin or UTC, got ${JSON.stringify(text)}`);
  }
}

/** `03:10:00`, or whole: `Sat 2026-01-02 03:10:00 UTC`. */
export function clockIn(at: string, zone: string, whole = false): string {
  const zoned = Temporal.Instant.from(at).toZonedDateTimeISO(zone);
  const time = zoned.toPlainTime().toString({ smallestUnit: 'second' });
  if (!whole) return time;
  return `${zoned.toLocaleString('en', { weekday: 'short' })} ${zoned.toPlainDate()} ${time} ${zone}`;
}
