import type { Contacts } from '#domain/contacts';
import type { Queries } from '#storage/db';
import { type Calendar, calendarOf } from './calendar.ts';
import { checkInstant, checkRange } from './check.ts';
import { type Gap, gapsOf } from './gaps.ts';
import type { NamedRota } from './reading.ts';
import type { Shift } from './recurrence.ts';
import { type Change, changesBetween, onCallAt } from './rota.ts';
import { shiftsBetween } from './shifts.ts';
import { noSchedule, rotasOfSubject } from './subject.ts';
import type { Warning } from './warnings.ts';
import { listWarnings, type WarningQuery } from './watch.ts';

/** What is asked: of a rotation or an on-call schedule, by its ARN. */
interface Asked {
  account: string;
  region: string;
  subject: string;
}

interface Range {
  from: Date;
  to: Date;
}

export interface NamedShift extends Shift {
  rotation: { id: string; name: string };
}

/** Where a page of shifts ended: they come by start, and at one start by their rotation's id. */
export interface ShiftPlace {
  start: Date;
  rotation: string;
}

/** Questions about on-call time; nothing is changed. A schedule is its rotations together. */
export interface OnCall {
  /** Who is on call at an instant: ARNs, nobody twice. */
  at(on: Queries, subject: string, at: Date): Promise<string[]>;
  /** At most `limit` of the shifts that lie at least partly in the range, by their start, each in its whole length. */
  shifts(on: Queries, subject: string, range: Range & { limit: number; after?: ShiftPlace }): Promise<NamedShift[]>;
  /** Times of the range in which nobody is on call. */
  gaps(on: Queries, subject: string, range: Range): Promise<Gap[]>;
  /** At most `limit` of the instants of the range at which the people on call become others. */
  changes(on: Queries, subject: string, range: Range & { limit: number }): Promise<Change[]>;
  /** What will not be covered, as the last look found it. */
  warnings(on: Queries, query: WarningQuery): Promise<Warning[]>;
  /** The next 90 days of a person, a rotation or a schedule. */
  calendar(on: Queries, asked: Asked, now: Date): Promise<Calendar>;
}

export function createOnCall(contacts: Contacts): OnCall {
  const rotas = async (on: Queries, subject: string): Promise<NamedRota[]> => {
    const found = await rotasOfSubject(on, contacts, subject);
    if (!found) throw noSchedule(subject);
    return found;
  };
  return {
    async at(on, subject, at) {
      checkInstant('at', at);
      return onCallAt(await rotas(on, subject), at);
    },
    async shifts(on, subject, { from, to, limit, after: last }) {
      checkRange(from, to);
      const begin = last && last.start > from ? last.start : from;
      const found = (await rotas(on, subject)).flatMap(({ rotation: { id, name }, schedule, overrides }) =>
        shiftsBetween(schedule, overrides, begin, to)
          .filter(({ start }) => !last || isAfter({ start, rotation: id }, last))
          .take(limit)
          .map((shift) => ({ ...shift, rotation: { id, name } }))
          .toArray(),
      );
      return found.sort(byPlace).slice(0, limit);
    },
    async gaps(on, subject, { from, to }) {
      checkRange(from, to);
      return gapsOf(await rotas(on, subject), from, to);
    },
    async changes(on, subject, { from, to, limit }) {
      checkRange(from, to);
      return changesBetween(await rotas(on, subject), from, to)
        .take(limit)
        .toArray();
    },
    warnings: listWarnings,
    calendar: (on, { account, region, subject }, now) => calendarOf(on, contacts, { account, region, subject }, now),
  };
}

const isAfter = (one: ShiftPlace, other: ShiftPlace) =>
  one.start > other.start || (one.start.getTime() === other.start.getTime() && one.rotation > other.rotation);

const byPlace = (a: NamedShift, b: NamedShift) =>
  a.start.getTime() - b.start.getTime() || (a.rotation.id < b.rotation.id ? -1 : 1);
