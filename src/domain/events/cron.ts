/**
 * AWS's cron expressions (aws-behaviour.md 4.4): minutes, hours, day of the month, month, day of the week, year; in UTC. Of the two
 * day fields exactly one is `?`. Sundays are 1, and Saturdays 7.
 */
export interface Cron {
  /** The first time after an instant, to the minute; undefined when there is none any more. */
  next(after: Date): Date | undefined;
}

/** The days of one month that are meant. */
type Days = (year: number, month: number) => number[];

interface Field {
  name: string;
  min: number;
  max: number;
  words?: readonly string[];
}

const FIELDS = {
  minutes: { name: 'minutes', min: 0, max: 59 },
  hours: { name: 'hours', min: 0, max: 23 },
  dayOfMonth: { name: 'day of the month', min: 1, max: 31 },
  month: {
    ...{ name: 'month', min: 1, max: 12 },
    words: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  dayOfWeek: {
    ...{ name: 'day of the week', min: 1, max: 7 },
    words: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  },
  year: { name: 'year', min: 1970, max: 2199 },
} as const satisfies Record<string, Field>;

/** What is wrong with an expression, in words. */
export class CronFault extends Error {}

/** Reads the six fields. Throws `CronFault`. */
export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6)
    throw new CronFault(
      `wanted six fields (minutes hours day-of-month month day-of-week year), got ${fields[0] === '' ? 0 : fields.length}`,
    );
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields as [string, string, string, string, string, string];
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    throw new CronFault('wanted ? in exactly one of day of the month and day of the week');
  const days = dayOfWeek === '?' ? daysOfMonth(dayOfMonth) : daysOfWeek(dayOfWeek);
  const [minutes, hours, months, years] = [
    numbersIn(minute, FIELDS.minutes),
    numbersIn(hour, FIELDS.hours),
    numbersIn(month, FIELDS.month),
    numbersIn(year, FIELDS.year),
  ];
  return { next: (after) => firstAfter({ minutes, hours, days, months, years }, after) };
}

interface Fields {
  minutes: number[];
  hours: number[];
  days: Days;
  months: number[];
  years: number[];
}

/** From the largest to the smallest: what lies before the instant is passed over as a whole. */
function firstAfter({ minutes, hours, days, months, years }: Fields, after: Date): Date | undefined {
  const past = after.getTime();
  for (const year of years) {
    if (Date.UTC(year + 1, 0) <= past) continue;
    for (const month of months) {
      if (Date.UTC(year, month) <= past) continue;
      for (const day of days(year, month)) {
        const midnight = Date.UTC(year, month - 1, day);
        if (midnight + 86_400_000 <= past) continue;
        for (const hour of hours) {
          const minute = minutes.find((one) => midnight + hour * 3_600_000 + one * 60_000 > past);
          if (minute !== undefined) return new Date(midnight + hour * 3_600_000 + minute * 60_000);
        }
      }
    }
  }
  return undefined;
}

/** The numbers that a field means, rising. */
function numbersIn(text: string, field: Field): number[] {
  const found = new Set(text.split(',').flatMap((part) => partOf(part, field)));
  return [...found].sort((a, b) => a - b);
}

/** `*`, a number, a range, and each of them with a step. A range may go over the end: FRI-MON. */
function partOf(part: string, field: Field): number[] {
  const [range = '', step, ...rest] = part.split('/');
  const every = step === undefined ? 1 : /^\d{1,4}$/.test(step) ? Number(step) : 0;
  if (rest.length > 0 || every < 1) throw wrong(part, field);
  const [from, to] = boundsOf(range, step !== undefined, field);
  const all = from <= to ? count(from, to) : [...count(from, field.max), ...count(field.min, to)];
  if (from > to && field === FIELDS.year) throw wrong(part, field);
  return all.filter((_, at) => at % every === 0);
}

function boundsOf(range: string, stepped: boolean, field: Field): [number, number] {
  if (range === '*') return [field.min, field.max];
  const [from = '', to, ...rest] = range.split('-');
  if (rest.length > 0) throw wrong(range, field);
  const first = numberIn(from, field);
  if (to === undefined) return [first, stepped ? field.max : first];
  return [first, numberIn(to, field)];
}

function numberIn(text: string, field: Field): number {
  const word = field.words?.indexOf(text.toUpperCase()) ?? -1;
  const number = word >= 0 ? word + field.min : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= field.min && number <= field.max)) throw wrong(text, field);
  return number;
}

function wrong(part: string, { name, min, max, words }: Field): CronFault {
  const like = words ? ` or ${words[0]} to ${words.at(-1)}` : '';
  return new CronFault(`${name}: wanted ${min} to ${max}${like}, with , - * and /, got ${JSON.stringify(part)}`);
}

const count = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

const lengthOf = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();
/** 1 is Sunday. */
const weekdayOf = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

const merged =
  (all: Days[]): Days =>
  (year, month) =>
    [...new Set(all.flatMap((days) => days(year, month)))].sort((a, b) => a - b);

/** Days of the month; `L` the last one, `15W` the working day nearest to the 15th within the month, `LW` the last working day. */
function daysOfMonth(text: string): Days {
  return merged(
    text.split(',').map((part): Days => {
      if (part === 'L') return (year, month) => [lengthOf(year, month)];
      if (part === 'LW') return (year, month) => [workingDay(year, month, lengthOf(year, month))];
      const [, near] = /^(\d{1,2})W$/.exec(part) ?? [];
      if (near !== undefined) {
        const day = numberIn(near, FIELDS.dayOfMonth);
        return (year, month) => (day <= lengthOf(year, month) ? [workingDay(year, month, day)] : []);
      }
      const numbers = numbersIn(part, FIELDS.dayOfMonth);
      return (year, month) => numbers.filter((day) => day <= lengthOf(year, month));
    }),
  );
}

function workingDay(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === lengthOf(year, month) ? day - 2 : day + 1;
  return day;
}

/** Days of the week; `L` Saturday, `6L` the last Friday of the month, `6#3` the third one. */
function daysOfWeek(text: string): Days {
  return merged(
    text.split(',').map((part): Days => {
      if (part === 'L') return ofWeekdays([7]);
      const [, last] = /^(\w{1,3})L$/.exec(part) ?? [];
      if (last !== undefined) {
        const weekday = numberIn(last, FIELDS.dayOfWeek);
        return (year, month) => ofWeekdays([weekday])(year, month).slice(-1);
      }
      const [, of, place] = /^(\w{1,3})#([1-5])$/.exec(part) ?? [];
      if (of !== undefined) {
        const weekday = numberIn(of, FIELDS.dayOfWeek);
        return (year, month) => ofWeekdays([weekday])(year, month).slice(Number(place) - 1, Number(place));
      }
      return ofWeekdays(numbersIn(part, FIELDS.dayOfWeek));
    }),
  );
}

const ofWeekdays =
  (weekdays: readonly number[]): Days =>
  (year, month) =>
    count(1, lengthOf(year, month)).filter((day) => weekdays.includes(weekdayOf(year, month, day)));
