import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/refusal';
import { checkRange, checkSchedule } from './check.ts';
import { checkOverride, checkPreviewOverrides, checkTimes } from './check-override.ts';
import type { Recurrence, Replacement, Schedule } from './recurrence.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const time = (hour: number, minute = 0) => ({ hour, minute });
const good: Schedule = {
  members: ['ana', 'bo'],
  start: NOW,
  timeZone: 'Europe/Berlin',
  recurrence: { handOffs: { every: 'day', at: [time(9)] }, multiplier: 1, onCalls: 1 },
};
const recurring = (given: Partial<Recurrence>): Schedule => ({ ...good, recurrence: { ...good.recurrence, ...given } });
const window = (start: { hour: number; minute: number }, end: { hour: number; minute: number }) =>
  recurring({ coverage: { MON: [{ start, end }] } });

/** What is told of a refusal; undefined where there is none. */
function told(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    assert.equal(error.kind, 'validation');
    assert.equal(error.details.fields?.length, 1, 'it names the member');
    return error.message;
  }
}

const schedules: [name: string, schedule: Schedule, message: RegExp | undefined][] = [
  ['a good one', good, undefined],
  ['UTC', { ...good, timeZone: 'UTC' }, undefined],
  ['an old name of a zone', { ...good, timeZone: 'Asia/Calcutta' }, undefined],
  ['an abbreviation that nobody knows', { ...good, timeZone: 'PST' }, /TimeZoneId.*"PST".*abbreviation/],
  ['an abbreviation without daylight saving time', { ...good, timeZone: 'EST' }, /TimeZoneId.*abbreviation/],
  ['an abbreviation in small letters', { ...good, timeZone: 'hst' }, /TimeZoneId.*abbreviation/],
  ['an abbreviation whose clock changes', { ...good, timeZone: 'CET' }, undefined],
  ['an offset', { ...good, timeZone: '+01:00' }, /TimeZoneId.*IANA/],
  ['a zone that does not exist', { ...good, timeZone: 'Europe/Atlantis' }, /TimeZoneId.*IANA/],
  ['a start before time', { ...good, start: new Date(-1) }, /StartTime.*1970/],
  ['a start after time', { ...good, start: new Date(8.64e15) }, /StartTime.*9999/],
  ['more at once than there are', recurring({ onCalls: 3 }), /NumberOfOnCalls is 3.*2 contacts/],
  ['the same hand-off twice', recurring({ handOffs: { every: 'day', at: [time(9), time(9)] } }), /the same/],
  ['no hand-off', recurring({ handOffs: { every: 'hour', at: [] } }), /no hand-off/],
  ['hand-offs by the hour', recurring({ handOffs: { every: 'hour', at: [{ minute: 0 }, { minute: 30 }] } }), undefined],
  [
    'too many hand-offs an hour',
    recurring({ handOffs: { every: 'hour', at: [0, 1, 2, 3, 4].map((minute) => ({ minute })) } }),
    /5 hand-offs are more than 4/,
  ],
  [
    'too many hand-offs',
    recurring({ handOffs: { every: 'day', at: Array.from({ length: 101 }, (_, at) => time(at % 24, at % 60)) } }),
    /101 hand-offs/,
  ],
  ['a window of half an hour', window(time(23, 45), time(0, 15)), undefined],
  ['a window of 29 minutes', window(time(23, 45), time(0, 14)), /ShiftCoverages.MON.*at least 30 minutes, got 29/],
  ['a window of 24 hours', window(time(9), time(9)), undefined],
  ['a coverage without windows', recurring({ coverage: { MON: [] } }), /nobody would ever be on call/],
  [
    'too many windows',
    recurring({ coverage: { MON: Array.from({ length: 49 }, () => ({ start: time(1), end: time(2) })) } }),
    /49 windows/,
  ],
];
for (const [name, schedule, message] of schedules) {
  test(`a rotation with ${name} is ${message ? 'refused' : 'taken'}`, () => {
    const was = told(() => checkSchedule(schedule));
    if (message) assert.match(was ?? 'it was taken', message);
    else assert.equal(was, undefined);
  });
}

const over = (start: string, end: string, ...members: string[]): Replacement => ({
  start: new Date(start),
  end: new Date(end),
  members,
});
const overrides: [name: string, override: Replacement, message: RegExp | undefined][] = [
  ['half an hour', over('2026-02-01T00:00:00Z', '2026-02-01T00:30:00Z', 'bo'), undefined],
  ['nobody', over('2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z'), undefined],
  ['a start in the past', over('2026-01-31T00:00:00Z', '2026-02-02T00:00:00Z', 'bo'), undefined],
  ['29 minutes', over('2026-02-01T00:00:00Z', '2026-02-01T00:29:59Z', 'bo'), /EndTime.*30 minutes/],
  ['an end before its start', over('2026-02-02T00:00:00Z', '2026-02-01T00:00:00Z'), /EndTime.*after StartTime/],
  ['what is over', over('2026-01-30T00:00:00Z', '2026-01-31T12:00:00Z', 'bo'), /EndTime.*still to come/],
  ['the last moment ahead', over('2026-07-31T12:00:00Z', '2026-08-31T00:00:00Z', 'bo'), undefined],
  ['more than six months ahead', over('2026-07-31T12:00:01Z', '2026-08-31T00:00:00Z', 'bo'), /StartTime.*6 months/],
  ['a stranger', over('2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z', 'cy'), /"cy" is not of this rotation/],
  ['more than a year and a day', over('2026-02-01T00:00:00Z', '2027-02-03T00:00:00Z'), /EndTime.*at most 366 days/],
  ['nobody to add', { ...over('2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z'), kind: 'add' }, /somebody to add/],
  ['somebody twice', over('2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z', 'bo', 'bo'), /named twice/],
];
for (const [name, override, message] of overrides) {
  test(`an override with ${name} is ${message ? 'refused' : 'taken'}`, () => {
    const was = told(() => {
      checkTimes(override, NOW);
      checkOverride(override, good.members);
    });
    if (message) assert.match(was ?? 'it was taken', message);
    else assert.equal(was, undefined);
  });
}

test('the overrides of a preview must not overlap, may touch, and may be of any time', () => {
  const first = over('2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z', 'bo');
  const second = over('2020-01-02T00:00:00Z', '2020-01-03T00:00:00Z', 'ana');
  const across = over('2020-01-01T12:00:00Z', '2020-01-02T12:00:00Z');
  assert.equal(
    told(() => checkPreviewOverrides([second, first], good.members)),
    undefined,
  );
  assert.match(told(() => checkPreviewOverrides([across, first], good.members)) ?? '', /Overrides: two of them/);
  assert.match(
    told(() => checkPreviewOverrides([over('2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z', 'x')], ['y'])) ?? '',
    /"x"/,
  );
  const many = Array.from({ length: 1_001 }, () => first);
  assert.match(told(() => checkPreviewOverrides(many, good.members)) ?? '', /1001 are more/);
});

test('a range has a length', () => {
  assert.equal(
    told(() => checkRange(NOW, new Date(NOW.getTime() + 1))),
    undefined,
  );
  assert.match(told(() => checkRange(NOW, NOW)) ?? '', /EndTime.*after StartTime/);
});
