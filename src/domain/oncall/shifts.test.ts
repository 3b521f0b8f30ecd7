import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recurrence, Replacement, Schedule } from './recurrence.ts';
import { shiftsBetween, whoIsOnCall } from './shifts.ts';

const BERLIN = 'Europe/Berlin';
const at = (hour: number, minute = 0) => ({ hour, minute });
const daily = (...times: { hour: number; minute: number }[]): Recurrence => ({
  handOffs: { every: 'day', at: times },
  multiplier: 1,
  onCalls: 1,
});

function rotation(recurrence: Recurrence, start: string, given: Partial<Schedule> = {}): Schedule {
  return { members: ['ana', 'bo', 'cy'], timeZone: BERLIN, recurrence, start: new Date(start), ...given };
}

/** `Mon 09:00–Tue 09:00 ana`, in the rotation's zone. */
function told(schedule: Schedule, from: string, to: string, overrides: Replacement[] = []): string[] {
  const local = (instant: Date) =>
    instant
      .toLocaleString('en-GB', {
        timeZone: schedule.timeZone,
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        timeZoneName: 'shortOffset',
      })
      .replace(', ', ' ');
  return [...shiftsBetween(schedule, overrides, new Date(from), new Date(to))].map(
    ({ start, end, members, overridden }) =>
      `${local(start)} – ${local(end)}: ${members.join('+') || 'nobody'}${overridden ? ` for ${overridden.join('+')}` : ''}`,
  );
}

test('a daily rotation hands over at the local time of day, and after the last person comes the first', () => {
  const schedule = rotation(daily(at(9)), '2026-01-05T09:00:00+01:00');
  assert.deepEqual(told(schedule, '2026-01-05T08:00:00+01:00', '2026-01-08T10:00:00+01:00'), [
    '05/01 09:00 GMT+1 – 06/01 09:00 GMT+1: ana',
    '06/01 09:00 GMT+1 – 07/01 09:00 GMT+1: bo',
    '07/01 09:00 GMT+1 – 08/01 09:00 GMT+1: cy',
    '08/01 09:00 GMT+1 – 09/01 09:00 GMT+1: ana',
  ]);
});

test('several hand-offs a day are several shifts', () => {
  const schedule = rotation(daily(at(20), at(8)), '2026-01-05T08:00:00+01:00', { members: ['day', 'night'] });
  assert.deepEqual(told(schedule, '2026-01-06T09:00:00+01:00', '2026-01-07T08:00:00+01:00'), [
    '06/01 08:00 GMT+1 – 06/01 20:00 GMT+1: day',
    '06/01 20:00 GMT+1 – 07/01 08:00 GMT+1: night',
  ]);
});

test('a weekly rotation hands over on its days, in every second week where the multiplier says so', () => {
  const recurrence: Recurrence = {
    handOffs: { every: 'week', at: [{ weekday: 'MON', ...at(9) }] },
    multiplier: 2,
    onCalls: 1,
  };
  const schedule = rotation(recurrence, '2026-01-07T12:00:00+01:00');
  assert.deepEqual(told(schedule, '2026-01-07T00:00:00+01:00', '2026-02-03T00:00:00+01:00'), [
    '07/01 12:00 GMT+1 – 19/01 09:00 GMT+1: ana',
    '19/01 09:00 GMT+1 – 02/02 09:00 GMT+1: bo',
    '02/02 09:00 GMT+1 – 16/02 09:00 GMT+1: cy',
  ]);
});

test('a monthly rotation hands over on its day, or on the last one of a shorter month', () => {
  const recurrence: Recurrence = {
    handOffs: { every: 'month', at: [{ dayOfMonth: 31, ...at(9) }] },
    multiplier: 1,
    onCalls: 1,
  };
  const schedule = rotation(recurrence, '2026-01-31T09:00:00+01:00', { timeZone: 'UTC' });
  assert.deepEqual(told(schedule, '2026-02-01T00:00:00Z', '2026-04-30T10:00:00Z'), [
    '31/01 09:00 GMT+0 – 28/02 09:00 GMT+0: bo',
    '28/02 09:00 GMT+0 – 31/03 09:00 GMT+0: cy',
    '31/03 09:00 GMT+0 – 30/04 09:00 GMT+0: ana',
    '30/04 09:00 GMT+0 – 31/05 09:00 GMT+0: bo',
  ]);
});

test('the hand-over stays at its wall-clock time across both changes of the clock', () => {
  const schedule = rotation(daily(at(9)), '2026-03-27T09:00:00+01:00');
  assert.deepEqual(told(schedule, '2026-03-28T10:00:00+01:00', '2026-03-30T08:00:00+02:00'), [
    '28/03 09:00 GMT+1 – 29/03 09:00 GMT+2: bo',
    '29/03 09:00 GMT+2 – 30/03 09:00 GMT+2: cy',
  ]);
  assert.deepEqual(told(schedule, '2026-10-24T10:00:00+02:00', '2026-10-26T08:00:00+01:00'), [
    '24/10 09:00 GMT+2 – 25/10 09:00 GMT+1: bo',
    '25/10 09:00 GMT+1 – 26/10 09:00 GMT+1: cy',
  ]);
});

test('a hand-off at a time that is skipped moves forward, and one that occurs twice is its first occurrence', () => {
  const schedule = rotation(daily(at(2, 30)), '2026-03-28T02:30:00+01:00');
  assert.deepEqual(told(schedule, '2026-03-28T03:00:00+01:00', '2026-03-29T04:00:00+02:00'), [
    '28/03 02:30 GMT+1 – 29/03 03:30 GMT+2: ana',
    '29/03 03:30 GMT+2 – 30/03 02:30 GMT+2: bo',
  ]);
  const autumn = rotation(daily(at(2, 30)), '2026-10-24T02:30:00+02:00');
  assert.deepEqual(told(autumn, '2026-10-24T03:00:00+02:00', '2026-10-25T04:00:00+01:00'), [
    '24/10 02:30 GMT+2 – 25/10 02:30 GMT+2: ana',
    '25/10 02:30 GMT+2 – 26/10 02:30 GMT+1: bo',
  ]);
});

test('where two hand-offs fall together the turn between has no length, and the turns after it are the same people’s', () => {
  const schedule = rotation(daily(at(2), at(3)), '2026-03-28T03:00:00+01:00', { members: ['day', 'hour'] });
  assert.deepEqual(told(schedule, '2026-03-28T12:00:00+01:00', '2026-03-30T04:00:00+02:00'), [
    '28/03 03:00 GMT+1 – 29/03 03:00 GMT+2: day',
    '29/03 03:00 GMT+2 – 30/03 02:00 GMT+2: day',
    '30/03 02:00 GMT+2 – 30/03 03:00 GMT+2: hour',
    '30/03 03:00 GMT+2 – 31/03 02:00 GMT+2: day',
  ]);
});

test('several on call at once are the next so many, and nobody twice', () => {
  const schedule = rotation({ ...daily(at(9)), onCalls: 2 }, '2026-01-05T09:00:00+01:00');
  const on = (day: string) => whoIsOnCall(schedule, [], new Date(`2026-01-${day}T12:00:00Z`));
  assert.deepEqual(
    [on('05'), on('06'), on('07'), on('08')],
    [
      ['ana', 'bo'],
      ['cy', 'ana'],
      ['bo', 'cy'],
      ['ana', 'bo'],
    ],
  );
  const often = { ...schedule, members: ['ana', 'ana', 'bo'] };
  assert.deepEqual(whoIsOnCall(often, [], new Date('2026-01-05T12:00:00Z')), ['ana']);
});

test('coverage cuts the shifts: within its windows in the zone somebody is on call, outside nobody', () => {
  const coverage = { MON: [{ start: at(9), end: at(17) }], TUE: [{ start: at(22), end: at(6) }] };
  const schedule = rotation({ ...daily(at(12)), coverage }, '2026-01-05T12:00:00+01:00');
  assert.deepEqual(told(schedule, '2026-01-05T00:00:00+01:00', '2026-01-12T13:00:00+01:00'), [
    '05/01 12:00 GMT+1 – 05/01 17:00 GMT+1: ana',
    '06/01 22:00 GMT+1 – 07/01 06:00 GMT+1: bo',
    '12/01 09:00 GMT+1 – 12/01 12:00 GMT+1: ana',
    '12/01 12:00 GMT+1 – 12/01 17:00 GMT+1: bo',
  ]);
  assert.deepEqual(whoIsOnCall(schedule, [], new Date('2026-01-06T12:00:00Z')), []);
});

test('windows that touch are one, equal times are 24 hours, and a whole week is no cut at all', () => {
  const whole = [{ start: at(0), end: at(0) }];
  const some = rotation({ ...daily(at(12)), coverage: { SAT: whole, SUN: whole } }, '2026-01-02T12:00:00+01:00');
  assert.deepEqual(told(some, '2026-01-03T00:00:00+01:00', '2026-01-06T00:00:00+01:00'), [
    '03/01 00:00 GMT+1 – 03/01 12:00 GMT+1: ana',
    '03/01 12:00 GMT+1 – 04/01 12:00 GMT+1: bo',
    '04/01 12:00 GMT+1 – 05/01 00:00 GMT+1: cy',
  ]);
  const coverage = { MON: whole, TUE: whole, WED: whole, THU: whole, FRI: whole, SAT: whole, SUN: whole };
  const all = rotation({ ...daily(at(12)), coverage }, '2026-01-02T12:00:00+01:00');
  const bare = rotation(daily(at(12)), '2026-01-02T12:00:00+01:00');
  const range = ['2026-03-20T00:00:00+01:00', '2026-04-10T00:00:00+01:00'] as const;
  assert.deepEqual(told(all, ...range), told(bare, ...range));
});

test('a window’s end that occurs twice is its second occurrence', () => {
  const coverage = { SUN: [{ start: at(0), end: at(2, 30) }] };
  const schedule = rotation({ ...daily(at(0)), coverage }, '2026-10-25T00:00:00+02:00');
  assert.deepEqual(told(schedule, '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'), [
    '25/10 00:00 GMT+2 – 25/10 02:30 GMT+1: ana',
  ]);
});

const over = (start: string, end: string, ...members: string[]): Replacement => ({
  start: new Date(start),
  end: new Date(end),
  members,
});

test('an override replaces, adds or removes for its own time, also over several shifts', () => {
  const schedule = rotation(daily(at(9)), '2026-01-05T09:00:00+01:00');
  const overrides = [
    over('2026-01-07T00:00:00+01:00', '2026-01-07T06:00:00+01:00'),
    over('2026-01-05T18:00:00+01:00', '2026-01-06T12:00:00+01:00', 'cy'),
    over('2026-01-06T12:00:00+01:00', '2026-01-06T13:00:00+01:00', 'bo', 'ana'),
  ];
  assert.deepEqual(told(schedule, '2026-01-05T09:00:00+01:00', '2026-01-07T09:00:00+01:00', overrides), [
    '05/01 09:00 GMT+1 – 05/01 18:00 GMT+1: ana',
    '05/01 18:00 GMT+1 – 06/01 09:00 GMT+1: cy for ana',
    '06/01 09:00 GMT+1 – 06/01 12:00 GMT+1: cy for bo',
    '06/01 12:00 GMT+1 – 06/01 13:00 GMT+1: bo+ana for bo',
    '06/01 13:00 GMT+1 – 07/01 00:00 GMT+1: bo',
    '07/01 00:00 GMT+1 – 07/01 06:00 GMT+1: nobody for bo',
    '07/01 06:00 GMT+1 – 07/01 09:00 GMT+1: bo',
  ]);
});

test('a rotation that has not begun has nobody on call, and shifts outside the range are not listed', () => {
  const schedule = rotation(daily(at(9)), '2026-01-05T12:00:00+01:00');
  assert.deepEqual(whoIsOnCall(schedule, [], new Date('2026-01-05T11:59:00+01:00')), []);
  assert.deepEqual(whoIsOnCall(schedule, [], schedule.start), ['ana']);
  assert.deepEqual(told(schedule, '2026-01-01T00:00:00Z', '2026-01-05T11:00:00Z'), []);
  assert.deepEqual(told(schedule, '2026-01-05T11:00:00Z', '2026-01-05T11:00:00Z'), []);
});
