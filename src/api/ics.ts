import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import type { Calendar, CalendarShift } from '#domain/oncall';

/** How often a program that has the calendar should ask again, in seconds. */
const REFRESH_SECONDS = 900;

/**
 * A calendar as iCalendar (RFC 5545). An event's id is that of the shift's rotation and start: so a program that reads it
 * again knows it, and a shift that was moved goes. All times are UTC. `now` is when it was made.
 */
export function icsOf({ name, shifts }: Calendar, id: string, now: Date): string {
  const calendar = ical({
    name: `On call: ${plain(name)}`,
    prodId: { company: 'muster', product: 'on-call', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  for (const shift of shifts) calendar.createEvent(eventOf(shift, id, now));
  return calendar.toString();
}

function eventOf({ start, end, people, rotation, overridden }: CalendarShift, id: string, now: Date) {
  const who = people.map((person) => plain(person.name)).join(', ');
  const why = overridden ? 'By an override.' : 'By turn.';
  return {
    id: `${id}-${rotation.id}-${start.getTime()}@muster`,
    stamp: now,
    start,
    end,
    summary: `${who} on call`,
    description: `Rotation: ${plain(rotation.name)}. ${why}`,
    // Whoever is on call may well have a meeting at the same time.
    transparency: ICalEventTransparency.TRANSPARENT,
  };
}

/** Names are what people typed: a control character has no place in a line of text. */
const plain = (text: string) => text.replace(/\p{Cc}+/gu, ' ');
