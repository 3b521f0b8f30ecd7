import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Labelled, labelOf, offsetOf } from './labels.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const at = (minute: number) => new Date(T0.getTime() + minute * 60_000);
const about: Labelled = {
  ...{ label: 'Latency', account: '123456789012', region: 'us-east-1', now: T0, offsetMs: 0, statistic: 'p99' },
  points: [
    { at: at(-90), value: 2 },
    { at: at(-60), value: 7.12345 },
    { at: at(-30), value: 1 },
  ],
  asked: {
    metric: { Namespace: 'App', MetricName: 'Latency', Dimensions: [{ Name: 'Host', Value: 'web-1' }] },
    ...{ period: 60, ofValues: true },
  },
};

/** Written without the `$` before each brace. */
const label = (template: string, more: Partial<Labelled> = {}) =>
  labelOf(template.replaceAll('{', '$' + '{'), { ...about, ...more });

const rows: [template: string, want: string][] = [
  ['plain', 'plain'],
  ['{LABEL}!', 'Latency!'],
  ['{MIN} {MAX} {AVG} {SUM}', '1 7.123 3.374 10.123'],
  ['{FIRST}, {LAST}, {DATAPOINT_COUNT}', '2, 1, 3'],
  ['{MAX_TIME} {FIRST_TIME}', '2026-01-02 02:10:00 2026-01-02 01:40:00'],
  ['{FIRST_TIME_RELATIVE}', '1h 30m 0s'],
  ['{MIN_MAX_RANGE} {FIRST_LAST_RANGE}', '1-7.123 2-1'],
  ['{MIN_MAX_TIME_RANGE}', '2026-01-02 02:40:00-2026-01-02 02:10:00'],
  [`{PROP('Dim.Host')} {PROP("Namespace")} {PROP('Stat')} {PROP('Period')}`, 'web-1 App p99 60'],
  [`{PROP('AccountId')} {PROP('Region')} {PROP('Dim.Zone')}`, '123456789012 us-east-1 --'],
];
for (const [template, want] of rows) test(`${template} reads ${want}`, () => assert.equal(label(template), want));

test('without data there is nothing to tell, and times are of the wanted zone', () => {
  assert.equal(label('{MAX} {LAST_TIME} {AVG}', { points: [] }), '-- -- --');
  assert.equal(label('{LAST_TIME}', { offsetMs: offsetOf('-0230') }), '2026-01-02 00:10:00');
});

for (const bad of ['{MEDIAN}', "{PROP('Color')}", '{MIN_LAST_RANGE}', '{MAX} '.repeat(7), 'x'.repeat(2_049)])
  test(`refused: ${bad.slice(0, 40)}`, () => assert.throws(() => label(bad), /label/));
for (const zone of ['UTC', '+1', '+1960', '+0160'])
  test(`no zone: ${zone}`, () => assert.throws(() => offsetOf(zone), /Timezone such as/));
