import type { HandOffs, NewRotation } from '#api/client/generated';
import type { Given, Option } from './command.ts';
import { usage } from './fault.ts';
import { readCount } from './words.ts';

/** How hand-offs and coverage of a rotation are typed and told. */

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
type Weekday = (typeof WEEKDAYS)[number];
type Window = NonNullable<NewRotation['coverage']>[number];

export const handOffOptions: Record<string, Option> = {
  hourly: { type: 'string', value: 'MINUTE', about: 'hands off at that minute of the hour, e.g. 0', several: true },
  daily: { type: 'string', value: 'HH:MM', about: 'hands off each day at that time', several: true },
  weekly: { type: 'string', value: 'DAY@HH:MM', about: 'hands off each week then, e.g. MON@09:00', several: true },
  monthly: { type: 'string', value: 'DAY@HH:MM', about: 'hands off each month then, e.g. 1@09:00', several: true },
};

/** The hand-offs that options give; undefined where they give none. Refuses two kinds. */
export function readHandOffs(given: Given, hint: string): HandOffs | undefined {
  const kinds = Object.keys(handOffOptions).filter((kind) => given.texts(kind).length > 0);
  const [kind] = kinds;
  if (kinds.length > 1) throw usage('give one of --hourly, --daily, --weekly and --monthly', hint);
  const texts = kind === undefined ? [] : given.texts(kind);
  switch (kind) {
    case 'hourly':
      return { kind, at: texts.map(readMinute) };
    case 'daily':
      return { kind, at: texts.map((text) => readClock(kind, text)) };
    case 'weekly':
      return { kind, at: texts.map(readWeekly) };
    case 'monthly':
      return { kind, at: texts.map(readMonthly) };
    default:
      return undefined;
  }
}

/** `MON@08:00-18:00`; an end at or before the start lies on the next day. */
export function readWindow(text: string): Window {
  const [day = '', span = ''] = text.split('@');
  const [from = '', to = ''] = span.split('-');
  return { day: readWeekday('coverage', day), from: readClock('coverage', from), to: readClock('coverage', to) };
}

export function readClock(option: string, text: string): string {
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) return text;
  throw usage(`--${option}: wanted a time such as 09:00, got ${JSON.stringify(text)}`);
}

/** A day by its name or by three or more of its first letters. */
export function readWeekday(option: string, text: string): Weekday {
  const day = WEEKDAYS.find((one) => text.length >= 3 && one.startsWith(text.toLowerCase()));
  if (day) return day;
  throw usage(`--${option}: wanted a day such as MON or monday before the @, got ${JSON.stringify(text)}`);
}

function readMinute(text: string): number {
  if (/^[0-5]?\d$/.test(text)) return Number(text);
  throw usage(`--hourly: wanted a minute of the hour from 0 to 59, got ${JSON.stringify(text)}`);
}

function readWeekly(text: string) {
  const [day = '', clock = ''] = text.split('@');
  return { day: readWeekday('weekly', day), time: readClock('weekly', clock) };
}

function readMonthly(text: string) {
  const [day = '', clock = ''] = text.split('@');
  return { day: readCount('monthly', day, 31), time: readClock('monthly', clock) };
}

/** `every 2 weeks, monday 09:00` */
export function handOffText({ kind, at }: HandOffs, every: number): string {
  const unit = { hourly: 'hour', daily: 'day', weekly: 'week', monthly: 'month' }[kind];
  const times = at.map((one) => (typeof one === 'object' ? `${one.day} ${one.time}` : placeText(one)));
  return `every ${every === 1 ? unit : `${every} ${unit}s`}, ${times.join(', ')}`;
}

const placeText = (at: number | string) => (typeof at === 'number' ? `:${String(at).padStart(2, '0')}` : at);

export const windowText = ({ day, from, to }: Window): string => `${day} ${from}-${to}`;
