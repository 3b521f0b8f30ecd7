import { type Recurrence, type TimeOfDay, WEEKDAYS, type Weekday } from '#domain/oncall';
import type { Static } from '../schema.ts';
import type { CoverageWindow, HandOffs } from './recurrence-schemas.ts';

type HandOffsView = Static<typeof HandOffs>;
type WindowView = Static<typeof CoverageWindow>;
type Day = WindowView['day'];

const DAYS: Readonly<Record<Day, Weekday>> = {
  monday: 'MON',
  tuesday: 'TUE',
  wednesday: 'WED',
  thursday: 'THU',
  friday: 'FRI',
  saturday: 'SAT',
  sunday: 'SUN',
};
const NAMES = Object.fromEntries(Object.entries(DAYS).map(([name, day]) => [day, name])) as Record<Weekday, Day>;

export interface RecurrenceView {
  handOffs: HandOffsView;
  every?: number | undefined;
  atOnce?: number | undefined;
  coverage?: readonly WindowView[] | null | undefined;
}

export function toRecurrence({ handOffs, every = 1, atOnce = 1, coverage }: RecurrenceView): Recurrence {
  return {
    handOffs: toHandOffs(handOffs),
    multiplier: every,
    onCalls: atOnce,
    ...(coverage ? { coverage: toCoverage(coverage) } : {}),
  };
}

function toHandOffs(given: HandOffsView): Recurrence['handOffs'] {
  switch (given.kind) {
    case 'hourly':
      return { every: 'hour', at: given.at.map((minute) => ({ minute })) };
    case 'daily':
      return { every: 'day', at: given.at.map(toTime) };
    case 'weekly':
      return { every: 'week', at: given.at.map(({ day, time }) => ({ weekday: DAYS[day], ...toTime(time) })) };
    case 'monthly':
      return { every: 'month', at: given.at.map(({ day, time }) => ({ dayOfMonth: day, ...toTime(time) })) };
  }
}

function toCoverage(windows: readonly WindowView[]): NonNullable<Recurrence['coverage']> {
  const byDay = Map.groupBy(windows, ({ day }) => DAYS[day]);
  return Object.fromEntries(
    [...byDay].map(([day, all]) => [day, all.map(({ from, to }) => ({ start: toTime(from), end: toTime(to) }))]),
  );
}

export function recurrenceView({ handOffs, multiplier, onCalls, coverage }: Recurrence) {
  const windows = WEEKDAYS.flatMap((weekday) =>
    (coverage?.[weekday] ?? []).map(({ start, end }) => ({
      day: NAMES[weekday],
      from: timeView(start),
      to: timeView(end),
    })),
  );
  return {
    handOffs: handOffsView(handOffs),
    every: multiplier,
    atOnce: onCalls,
    coverage: coverage ? windows : null,
  };
}

function handOffsView(handOffs: Recurrence['handOffs']): HandOffsView {
  switch (handOffs.every) {
    case 'hour':
      return { kind: 'hourly', at: handOffs.at.map(({ minute }) => minute) };
    case 'day':
      return { kind: 'daily', at: handOffs.at.map(timeView) };
    case 'week':
      return { kind: 'weekly', at: handOffs.at.map((at) => ({ day: NAMES[at.weekday], time: timeView(at) })) };
    case 'month':
      return { kind: 'monthly', at: handOffs.at.map((at) => ({ day: at.dayOfMonth, time: timeView(at) })) };
  }
}

function toTime(text: string): TimeOfDay {
  const [hour, minute] = text.split(':').map(Number) as [number, number];
  return { hour, minute };
}

const timeView = ({ hour, minute }: TimeOfDay) => [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
