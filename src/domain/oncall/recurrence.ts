/** How the people of a rotation follow one another: what is stored, and what the calculator reads. */

export const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A time on the wall clock of the rotation's zone. */
export interface TimeOfDay {
  /** 0–23. */
  hour: number;
  /** 0–59. */
  minute: number;
}

export interface HourlyHandOff {
  /** 0–59. */
  minute: number;
}

export interface WeeklyHandOff extends TimeOfDay {
  weekday: Weekday;
}

export interface MonthlyHandOff extends TimeOfDay {
  /** 1–31; a month that is shorter hands over on its last day. */
  dayOfMonth: number;
}

/** When anybody is on call at all. An end at or before the start lies on the next day; equal times are 24 hours. */
export interface CoverageWindow {
  start: TimeOfDay;
  end: TimeOfDay;
}

export interface Recurrence {
  /** Where people change: local times of every hour, day, week or month that counts. Hours are our own; AWS has none. */
  handOffs:
    | { every: 'hour'; at: HourlyHandOff[] }
    | { every: 'day'; at: TimeOfDay[] }
    | { every: 'week'; at: WeeklyHandOff[] }
    | { every: 'month'; at: MonthlyHandOff[] };
  /**
   * 1–100: of how many hours (of the wall clock), days, weeks (from Monday on) or months one counts, beginning with that of
   * the start.
   */
  multiplier: number;
  /** How many people are on call together; the next shift has the next so many. */
  onCalls: number;
  /** Windows by the weekday on which they begin; absent: all hours. */
  coverage?: Partial<Record<Weekday, CoverageWindow[]>>;
}

/** What the calculator needs of a rotation. People are names of any kind. */
export interface Schedule {
  members: string[];
  /** When the first shift begins. */
  start: Date;
  /** The place in `members` of the first person of the first shift; 0 unless given. */
  position?: number;
  /** The people of the first shift, where an edit kept them on call though the order now has others. */
  held?: string[];
  /** An IANA zone, in which all local times are. */
  timeZone: string;
  recurrence: Recurrence;
}

/**
 * What an override does in its time.
 * - `replace`: its people are on call instead of those whose turn it is; nobody, where it names nobody.
 * - `add`: its people are on call, too, and also where otherwise nobody would be.
 * - `temporary`: its people are on call and nobody else, whatever rotation, coverage and other overrides say.
 */
export type OverrideKind = 'replace' | 'add' | 'temporary';

/** Who is on call otherwise than by turn. Two of a rotation that are both `replace`, or `temporary`, do not overlap. */
export interface Replacement {
  start: Date;
  end: Date;
  /** Nobody, where it is empty; an `add` names somebody. */
  members: string[];
  /** `replace` unless given. */
  kind?: OverrideKind;
}

/** A time in which the same people are on call. */
export interface Shift {
  start: Date;
  end: Date;
  /** Empty where an override says that nobody is. */
  members: string[];
  /** Those whose turn it was, where an override says something; empty where it was nobody's. */
  overridden?: string[];
}

export const minuteOfDay = ({ hour, minute }: TimeOfDay) => hour * 60 + minute;
