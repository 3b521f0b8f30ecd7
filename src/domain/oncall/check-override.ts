import { DAY, MINUTE } from '#kernel/clock';
import { checkRange, fault, SHORTEST } from './check.ts';
import type { Replacement } from './recurrence.ts';

/** What an override must keep beyond the constraints of its members (aws-behaviour.md 2.7). */

/** How far ahead an override may begin. */
const MONTHS_AHEAD = 6;
/** How long it may last: a year and a day. */
const LONGEST_DAYS = 366;
/** Bounds what a preview has to read. */
const MOST_OVERRIDES = 1_000;

type Span = Pick<Replacement, 'start' | 'end'>;

/** Refuses an override of people who are not among `members`, or that adds nobody. */
export function checkOverride(override: Replacement, members: readonly string[]): void {
  checkSubstitutes('NewContactIds', override, members);
}

/** Refuses a time that is too short, too far ahead, or over already. */
export function checkTimes({ start, end }: Span, now: Date): void {
  checkRange(start, end);
  checkLength(start, end);
  if (end <= now)
    throw fault(
      'EndTime',
      `wanted an instant that is still to come, got ${end.toISOString()}; what was stays as it was`,
    );
  const latest = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO('UTC')
    .add({ months: MONTHS_AHEAD }).epochMilliseconds;
  if (start.getTime() > latest) {
    const until = new Date(latest).toISOString();
    throw fault('StartTime', `an override begins at most ${MONTHS_AHEAD} months ahead, until ${until}`);
  }
  if (end.getTime() - start.getTime() > LONGEST_DAYS * DAY)
    throw fault('EndTime', `an override lasts at most ${LONGEST_DAYS} days; end it earlier, or edit the rotation`);
}

/** Refuses overrides of a preview that could not be, or of which two say different things of one moment. */
export function checkPreviewOverrides(overrides: readonly Replacement[], members: readonly string[]): void {
  if (overrides.length > MOST_OVERRIDES)
    throw fault('Overrides', `${overrides.length} are more than ${MOST_OVERRIDES}, the most a preview takes`);
  for (const override of overrides) {
    checkRange(override.start, override.end);
    checkLength(override.start, override.end);
    checkSubstitutes('Overrides', override, members);
  }
  const sorted = overrides.toSorted((a, b) => a.start.getTime() - b.start.getTime());
  for (const [index, { start }] of sorted.entries()) {
    if (index > 0 && start < sorted[index - 1]!.end)
      throw fault('Overrides', `two of them are at ${start.toISOString()}; let one end where the other begins`);
  }
}

function checkLength(start: Date, end: Date): void {
  if (end.getTime() - start.getTime() >= SHORTEST * MINUTE) return;
  throw fault(
    'EndTime',
    `an override lasts at least ${SHORTEST} minutes; wanted an end that is so long after StartTime`,
  );
}

function checkSubstitutes(
  field: string,
  { members: substitutes, kind }: Replacement,
  members: readonly string[],
): void {
  if (kind === 'add' && substitutes.length === 0) throw fault(field, 'wanted somebody to add, got nobody');
  if (new Set(substitutes).size < substitutes.length) throw fault(field, 'somebody is named twice; leave one out');
  const stranger = substitutes.find((one) => !members.includes(one));
  if (stranger !== undefined)
    throw fault(field, `${JSON.stringify(stranger)} is not of this rotation; add them to it first`);
}
