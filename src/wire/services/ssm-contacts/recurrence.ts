import { type CoverageWindow, type Recurrence, type TimeOfDay, WEEKDAYS } from '#domain/oncall';
import { invalid } from '#kernel/refusal';
import type { HandOffTime, RecurrenceSettings } from './shapes-rotation.ts';

/** A recurrence as the wire has it, and as the room has it. Empty lists and maps mean what absent ones do. */
export function toRecurrence(settings: RecurrenceSettings): Recurrence {
  const coverage = toCoverage(settings.ShiftCoverages);
  return {
    handOffs: toHandOffs(settings),
    multiplier: settings.RecurrenceMultiplier,
    onCalls: settings.NumberOfOnCalls,
    ...(coverage ? { coverage } : {}),
  };
}

function toHandOffs({ DailySettings, WeeklySettings, MonthlySettings }: RecurrenceSettings): Recurrence['handOffs'] {
  const found: Recurrence['handOffs'][] = [];
  if (DailySettings?.length) found.push({ every: 'day', at: DailySettings.map(toTime) });
  if (WeeklySettings?.length) {
    const at = WeeklySettings.map((one) => ({ weekday: one.DayOfWeek, ...toTime(one.HandOffTime) }));
    found.push({ every: 'week', at });
  }
  if (MonthlySettings?.length) {
    const at = MonthlySettings.map((one) => ({ dayOfMonth: one.DayOfMonth, ...toTime(one.HandOffTime) }));
    found.push({ every: 'month', at });
  }
  const [only, other] = found;
  if (only && !other) return only;
  throw fault(`wanted exactly one of DailySettings, WeeklySettings and MonthlySettings, got ${found.length}`);
}

function toCoverage(given: RecurrenceSettings['ShiftCoverages']): Recurrence['coverage'] {
  if (!given || Object.keys(given).length === 0) return undefined;
  const coverage: NonNullable<Recurrence['coverage']> = {};
  for (const weekday of WEEKDAYS) {
    const times = given[weekday];
    if (times) coverage[weekday] = times.map((time, index) => toWindow(time, `${weekday}[${index}]`));
  }
  return coverage;
}

function toWindow({ Start, End }: { Start?: HandOffTime; End?: HandOffTime }, place: string): CoverageWindow {
  if (!Start || !End) throw fault(`ShiftCoverages.${place} needs a Start and an End`);
  return { start: toTime(Start), end: toTime(End) };
}

/** A recurrence as it was given, but for what was empty. */
export function toWireRecurrence({ handOffs, multiplier, onCalls, coverage }: Recurrence): RecurrenceSettings {
  return {
    ...toWireHandOffs(handOffs),
    NumberOfOnCalls: onCalls,
    RecurrenceMultiplier: multiplier,
    ...(coverage ? { ShiftCoverages: toWireCoverage(coverage) } : {}),
  };
}

/** AWS has no rotations by the hour: of one, made on our own face, none of the three settings is told. */
function toWireHandOffs(handOffs: Recurrence['handOffs']): Partial<RecurrenceSettings> {
  switch (handOffs.every) {
    case 'hour':
      return {};
    case 'day':
      return { DailySettings: handOffs.at.map(toWireTime) };
    case 'week':
      return {
        WeeklySettings: handOffs.at.map((at) => ({ DayOfWeek: at.weekday, HandOffTime: toWireTime(at) })),
      };
    case 'month':
      return {
        MonthlySettings: handOffs.at.map((at) => ({ DayOfMonth: at.dayOfMonth, HandOffTime: toWireTime(at) })),
      };
  }
}

function toWireCoverage(coverage: NonNullable<Recurrence['coverage']>): RecurrenceSettings['ShiftCoverages'] {
  const days = WEEKDAYS.flatMap((weekday) => {
    const windows = coverage[weekday];
    return windows
      ? [[weekday, windows.map(({ start, end }) => ({ End: toWireTime(end), Start: toWireTime(start) }))] as const]
      : [];
  });
  return Object.fromEntries(days);
}

const toTime = ({ HourOfDay, MinuteOfHour }: HandOffTime): TimeOfDay => ({ hour: HourOfDay, minute: MinuteOfHour });
const toWireTime = ({ hour, minute }: TimeOfDay): HandOffTime => ({ HourOfDay: hour, MinuteOfHour: minute });

function fault(what: string) {
  const message = `Recurrence: ${what}`;
  return invalid(message, { name: 'Recurrence', message });
}
