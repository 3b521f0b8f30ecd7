import { type ContactRef, contactArn } from '#domain/contacts';
import { invalid, type Refusal } from '#kernel/refusal';
import { count } from '#kernel/text';
import { weekOfWindows } from './coverage.ts';
import { minuteOfDay, type Recurrence, type Schedule, WEEKDAYS } from './recurrence.ts';
import { DAY_MINUTES } from './zone.ts';

/** What a rotation must keep beyond the constraints of its members (aws-behaviour.md 2.7). */

/** Shortest time that a coverage window or an override may last, in minutes. */
export const SHORTEST = 30;
/** Bounds of what a calculation has to read: of a day, week or month, and of an hour. */
const MOST_HAND_OFFS = 100;
const MOST_HAND_OFFS_AN_HOUR = 4;
const MOST_WINDOWS_A_DAY = 48;
/** Zones of three letters whose clock does change, or that are no place's but the world's. */
const THREE_LETTERS = new Set(['UTC', 'GMT', 'UCT', 'CET', 'EET', 'MET', 'WET', 'PRC', 'ROC', 'ROK']);

const EARLIEST = Temporal.Instant.from('1970-01-01T00:00:00Z').epochMilliseconds;
const LATEST = Temporal.Instant.from('9999-01-01T00:00:00Z').epochMilliseconds;

export function fault(field: string, what: string): Refusal {
  const message = `${field}: ${what}`;
  return invalid(message, { name: field, message });
}

/** Refuses an instant in whose neighbourhood no calendar reaches. */
export function checkInstant(field: string, at: Date): void {
  if (at.getTime() >= EARLIEST && at.getTime() < LATEST) return;
  throw fault(field, `wanted an instant from 1970-01-01 to 9999-01-01, got ${at.toISOString()}`);
}

/** Refuses a range that has no length. */
export function checkRange(from: Date, to: Date): void {
  checkInstant('StartTime', from);
  checkInstant('EndTime', to);
  if (from < to) return;
  throw fault('EndTime', `it must be after StartTime, ${from.toISOString()}; got ${to.toISOString()}`);
}

/** Refuses a rotation that could not be calculated, or by which nobody would ever be on call. */
export function checkSchedule({ members, start, timeZone, recurrence }: Schedule, startField = 'StartTime'): void {
  checkInstant(startField, start);
  checkTimeZone(timeZone);
  checkHandOffs(recurrence);
  checkCoverage(recurrence.coverage);
  if (recurrence.onCalls > members.length) {
    const have = count(members.length, 'contact');
    throw fault(
      'Recurrence',
      `NumberOfOnCalls is ${recurrence.onCalls}, and the rotation has ${have}; name more, or fewer at once`,
    );
  }
}

/** Refuses a zone whose rules nobody knows. */
export function checkTimeZone(timeZone: string): void {
  const wanted = `wanted an IANA zone such as Europe/Berlin or UTC, got ${JSON.stringify(timeZone)}`;
  if (/^[a-z]{3}$/i.test(timeZone) && !THREE_LETTERS.has(timeZone.toUpperCase()))
    throw fault('TimeZoneId', `${wanted}, an abbreviation without rules for daylight saving time`);
  if (!/^[a-z]/i.test(timeZone) || !isZone(timeZone)) throw fault('TimeZoneId', wanted);
}

function isZone(timeZone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function checkHandOffs({ handOffs }: Recurrence): void {
  const all: object[] = handOffs.at;
  const most = handOffs.every === 'hour' ? MOST_HAND_OFFS_AN_HOUR : MOST_HAND_OFFS;
  if (all.length > most)
    throw fault(
      'Recurrence',
      `${all.length} hand-offs are more than ${most}, the most a rotation has each ${handOffs.every}`,
    );
  if (all.length === 0) throw fault('Recurrence', 'it has no hand-off; name at least one');
  const different = new Set(all.map((at) => JSON.stringify(Object.entries(at).sort())));
  if (different.size < all.length) throw fault('Recurrence', 'two of its hand-offs are the same; leave one out');
}

function checkCoverage(coverage: Recurrence['coverage']): void {
  if (!coverage) return;
  for (const weekday of WEEKDAYS) {
    const windows = coverage[weekday] ?? [];
    if (windows.length > MOST_WINDOWS_A_DAY) {
      const most = `the most a day has is ${MOST_WINDOWS_A_DAY}`;
      throw fault('Recurrence', `ShiftCoverages.${weekday} has ${windows.length} windows; ${most}`);
    }
    for (const { start, end } of windows) {
      const minutes = (minuteOfDay(end) - minuteOfDay(start) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
      if (minutes < SHORTEST) {
        const most = `a window lasts at least ${SHORTEST} minutes, got ${minutes}`;
        throw fault('Recurrence', `ShiftCoverages.${weekday}: ${most}`);
      }
    }
  }
  if (weekOfWindows(coverage)?.length === 0)
    throw fault(
      'Recurrence',
      'ShiftCoverages has no window, so nobody would ever be on call; leave it out for all hours',
    );
}

/** Refuses who cannot be on call: contacts that do not exist must have been refused before. */
export function checkPerson(field: string, ref: ContactRef, type: string): void {
  if (type === 'PERSONAL') return;
  const message = `rotations are of people (PERSONAL); ${contactArn(ref)} is of the type ${type}`;
  throw fault(field, message);
}
