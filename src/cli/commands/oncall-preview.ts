import type { ContactsInput } from '../client.ts';
import { type Command, type Given, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { handOffOptions, readClock, readWeekday } from '../hand-offs.ts';
import { lastOf, rotationArn } from '../names.ts';
import { collect } from '../paging.ts';
import { json, listed } from '../table.ts';
import { readCount, readTime } from '../words.ts';
import { limitOption, rangeOptions, readLimit, readRange, SHIFT_HEAD, shiftRow } from './oncall.ts';

type Preview = ContactsInput<'ListPreviewRotationShifts'>;
type Recurrence = Preview['Recurrence'];

const PAGE = 100;
const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
/** The largest numbers that the service takes. */
const MOST_MULTIPLIED = 100;
const MOST_ON_CALL = 30;

/** By the hour is not AWS's, and this is its operation. */
const { hourly: _, ...BY_AWS } = handOffOptions;

export const preview: Command = {
  name: 'oncall preview',
  positionals: [],
  options: {
    like: { type: 'string', value: 'ROTATION', about: 'as this rotation is, but for what else is given' },
    member: { type: 'string', value: 'NAME', about: 'who takes turns, in this order', several: true },
    ...BY_AWS,
    every: { type: 'string', value: 'N', about: 'each N days, weeks or months; 1 unless given' },
    'on-calls': { type: 'string', value: 'N', about: 'how many are on call at once; 1 unless given' },
    zone: { type: 'string', value: 'ZONE', about: 'time zone, e.g. Europe/Berlin; UTC unless given' },
    start: { type: 'string', value: 'TIME', about: 'when the first turn begins; now unless given' },
    ...rangeOptions,
    limit: limitOption,
    json: jsonOption,
  },
  summary: 'who would be on call, if a rotation were so',
  help: `
Tells the shifts of a rotation that is not made, or not changed, yet. Nothing is stored. Times of hand-offs are of the zone;
answers are in UTC. Overrides of a rotation that is named by \`--like\` are left out.

  muster oncall preview --member ana --member bob --weekly MON@09:00 --zone Europe/Berlin
  muster oncall preview --like primary --member dora --member ana --to 60d`,
  async run({ io, client }, given) {
    const like = given.text('like');
    const was =
      like === undefined
        ? undefined
        : await client().contacts('GetRotation', { RotationId: await rotationArn(client(), like) });
    const now = io.now();
    const Members = given.texts('member').length > 0 ? given.texts('member') : (was?.ContactIds.map(lastOf) ?? []);
    if (Members.length === 0) throw usage('--member is needed: who takes turns', HINT);
    const start = given.text('start');
    const RotationStartTime = start === undefined ? (was?.StartTime ?? now) : readTime('start', start, now);
    const limit = readLimit(given);
    const asked: Preview = {
      Members: [...Members],
      Recurrence: readRecurrence(given, was?.Recurrence as Recurrence | undefined),
      TimeZoneId: given.text('zone') ?? was?.TimeZoneId ?? 'UTC',
      RotationStartTime,
      ...readRange(given, now),
      MaxResults: Math.min(PAGE, limit),
    };
    const shifts = await collect(limit, async (NextToken) => {
      const page = await client().contacts('ListPreviewRotationShifts', {
        ...asked,
        ...(NextToken ? { NextToken } : {}),
      });
      return { items: page.RotationShifts ?? [], next: page.NextToken };
    });
    if (given.flag('json')) io.out(json(shifts));
    else listed(io, SHIFT_HEAD, shifts.map(shiftRow), 'Nobody would be on call in that time.');
    return undefined;
  },
};

const HINT = '`muster oncall preview --help` explains it.';

/** What the options say of hand-offs; the rest as it was. */
function readRecurrence(given: Given, was: Recurrence | undefined): Recurrence {
  const count = (name: string, max: number, before: number) => {
    const text = given.text(name);
    return text === undefined ? before : readCount(name, text, max);
  };
  const multiplier = count('every', MOST_MULTIPLIED, was?.RecurrenceMultiplier ?? 1);
  const onCalls = count('on-calls', MOST_ON_CALL, was?.NumberOfOnCalls ?? 1);
  const counts = { RecurrenceMultiplier: multiplier, NumberOfOnCalls: onCalls };
  const [daily, weekly, monthly] = ['daily', 'weekly', 'monthly'].map((name) => given.texts(name)) as [
    string[],
    string[],
    string[],
  ];
  const kinds = [daily, weekly, monthly].filter((texts) => texts.length > 0).length;
  if (kinds > 1) throw usage('give one of --daily, --weekly and --monthly', HINT);
  if (kinds === 0 && !was) throw usage('when it hands off is needed: --daily, --weekly or --monthly', HINT);
  if (kinds === 0) return { ...was, ...counts };
  const coverages = was?.ShiftCoverages ? { ShiftCoverages: was.ShiftCoverages } : {};
  return {
    ...counts,
    ...coverages,
    ...(daily.length > 0 ? { DailySettings: daily.map((text) => clockOf('daily', text)) } : {}),
    ...(weekly.length > 0 ? { WeeklySettings: weekly.map(readWeekly) } : {}),
    ...(monthly.length > 0 ? { MonthlySettings: monthly.map(readMonthly) } : {}),
  };
}

function clockOf(option: string, text: string) {
  const [hours, minutes] = readClock(option, text).split(':');
  return { HourOfDay: Number(hours), MinuteOfHour: Number(minutes) };
}

function readWeekly(text: string) {
  const [day = '', clock = ''] = text.split('@');
  const named = readWeekday('weekly', day).slice(0, 3).toUpperCase();
  return { DayOfWeek: WEEKDAYS.find((one) => one === named)!, HandOffTime: clockOf('weekly', clock) };
}

function readMonthly(text: string) {
  const [day = '', clock = ''] = text.split('@');
  return { DayOfMonth: readCount('monthly', day, 31), HandOffTime: clockOf('monthly', clock) };
}
