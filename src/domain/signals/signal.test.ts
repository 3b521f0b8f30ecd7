import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { BusEvent } from '#domain/events';
import { type Noise, noiseOf } from '#domain/response-plans';
import { after, MINUTE } from '#kernel/clock';
import { calmAt, decideLook, type Facts, flaps, opensNothing, pagesAgain, signalIn, signalKey } from './signal.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const ALARM = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:latency';
const at = (minutes: number) => after(T0, minutes * MINUTE);

const event = (source: string, detailType: string, detail: BusEvent['detail'], resources: string[] = []): BusEvent => ({
  ...{ account: '123456789012', region: 'us-east-1', bus: 'default', id: '01b00000-0000-7000-8000-000000000000' },
  ...{ source, detailType, time: T0, resources, detail },
});
const alarm = (value: unknown, resources = [ALARM]) =>
  event('aws.cloudwatch', 'CloudWatch Alarm State Change', { state: { value } }, resources);

const news: [name: string, event: BusEvent, want: object | undefined][] = [
  ['an alarm in ALARM fires', alarm('ALARM'), { key: ALARM, says: 'firing' }],
  ['an alarm in OK has recovered', alarm('OK'), { key: ALARM, says: 'recovered' }],
  ['an alarm that lacks data says neither', alarm('INSUFFICIENT_DATA'), { key: ALARM, says: 'other' }],
  [
    'an alarm without a state says neither',
    event('aws.cloudwatch', 'CloudWatch Alarm State Change', {}, [ALARM]),
    { key: ALARM, says: 'other' },
  ],
  ['an alarm that is not named is none', alarm('OK', []), undefined],
  [
    'an alert fires',
    event('muster.grafana', 'Alert Firing', { fingerprint: 'f1' }),
    { key: 'muster.grafana/us-east-1/f1', says: 'firing' },
  ],
  [
    'an alert is over',
    event('muster.grafana', 'Alert Resolved', { fingerprint: 'f1' }),
    { key: 'muster.grafana/us-east-1/f1', says: 'recovered' },
  ],
  ['an alert without a fingerprint is none', event('muster.grafana', 'Alert Firing', { fingerprint: 7 }), undefined],
  ['somebody else’s alert is none', event('grafana', 'Alert Firing', { fingerprint: 'f1' }), undefined],
  ['another event of a door is none', event('muster.grafana', 'Alert Seen', { fingerprint: 'f1' }), undefined],
];
for (const [name, given, want] of news) test(name, () => assert.deepEqual(signalIn(given), want));

test('an alert opens nothing unless it fires, with or without a fingerprint', () => {
  assert.equal(opensNothing(event('muster.grafana', 'Alert Resolved', {})), true);
  for (const word of ['Acknowledged', 'Note'])
    assert.equal(opensNothing(event('muster.opsgenie', `Alert ${word}`, {})), true);
  assert.equal(opensNothing(event('muster.grafana', 'Alert Firing', {})), false);
  assert.equal(opensNothing(event('shop', 'Alert Resolved', {})), false);
  assert.equal(opensNothing(alarm('OK')), false);
});

test('a long name stands as its hash, and different ones stay different', () => {
  const [one, other] = ['a'.repeat(5_000), 'b'.repeat(5_000)].map(signalKey);
  assert.ok(one!.length < 100 && one !== other);
});

const flapping = { recoveries: 2, withinMinutes: 60 };

test('more recoveries than are allowed within the window flap, until one of them is too old', () => {
  const recoveries = [at(0), at(10), at(20)];
  assert.equal(flaps(at(20), recoveries.slice(0, 2), flapping, MINUTE), false);
  assert.equal(flaps(at(20), recoveries, flapping, MINUTE), true);
  assert.deepEqual(calmAt(recoveries, flapping, MINUTE), at(60));
  assert.equal(flaps(at(60), recoveries, flapping, MINUTE), false);
  assert.equal(flaps(at(20), recoveries, null, MINUTE), false);
});

test('whether something flaps is how many of its recoveries lie in the window before now', () => {
  const minutes = fc.integer({ min: 0, max: 200 });
  fc.assert(
    fc.property(fc.array(minutes), fc.integer({ min: 2, max: 6 }), minutes, (recovered, most, now) => {
      const past = recovered.filter((one) => one <= now);
      const counted = past.filter((one) => now - one < 60).length;
      const settings = { recoveries: most, withinMinutes: 60 };
      assert.equal(flaps(at(now), past.map(at), settings, MINUTE), counted > most);
    }),
  );
});

test('a trigger after the time that the plan names pages again, to the instant', () => {
  const plan = { pageAgainAfterMinutes: 30 };
  assert.equal(pagesAgain(after(at(30), -1), T0, plan, MINUTE), false);
  assert.equal(pagesAgain(at(30), T0, plan, MINUTE), true);
  assert.equal(pagesAgain(at(10_000), T0, { pageAgainAfterMinutes: null }, MINUTE), false);
});

const noises: fc.Arbitrary<Noise> = fc.record({
  onRecovery: fc.constantFrom('note', 'resolve'),
  resolveAfterMinutes: fc.integer({ min: 0, max: 60 }),
  pageAgainAfterMinutes: fc.constant(30),
  grouping: fc.constant(null),
  flapping: fc.option(
    fc.record({ recoveries: fc.integer({ min: 2, max: 5 }), withinMinutes: fc.integer({ min: 1, max: 90 }) }),
  ),
});
const instants = fc.integer({ min: -120, max: 0 }).map(at);
const facts: fc.Arbitrary<Facts> = fc
  .record({
    firing: fc.integer({ min: 0, max: 2 }),
    endless: fc.boolean(),
    recoveredAt: fc.option(instants, { nil: undefined }),
    heldAt: fc.option(instants, { nil: undefined }),
    recoveries: fc.array(fc.array(instants), { maxLength: 3 }),
  })
  .map(({ recoveredAt, heldAt, ...rest }) => ({
    ...rest,
    ...(recoveredAt ? { recoveredAt } : {}),
    ...(heldAt ? { heldAt } : {}),
  }));

test('what fires, what cannot say that it is over and what the plan does not let resolve is never resolved', () => {
  fc.assert(
    fc.property(facts, noises, (known, noise) => {
      const look = decideLook(T0, known, noise, MINUTE);
      if (look.do !== 'resolve') return;
      assert.ok(noise.onRecovery === 'resolve' && known.firing === 0 && !known.endless && known.recoveredAt);
      assert.ok(after(known.recoveredAt, noise.resolveAfterMinutes * MINUTE) <= T0);
      assert.ok(known.recoveries.every((own) => !flaps(T0, own, noise.flapping, MINUTE)));
    }),
  );
});

test('whoever looks when it was said comes to an end: it is resolved or engaged for, never left waiting for ever', () => {
  fc.assert(
    fc.property(facts, noises, (known, noise) => {
      let [now, left] = [T0, known];
      for (let looks = 0; ; looks++) {
        assert.ok(looks <= 2, 'two looks are enough');
        const look = decideLook(now, left, noise, MINUTE);
        if (look.do === 'resolve') return;
        if (look.do === 'engage') {
          const { heldAt: _engaged, ...rest } = left;
          left = rest;
        }
        if (!look.nextAt) return assert.equal(left.heldAt, undefined, 'nobody is held back without a time for it');
        assert.ok(look.nextAt > now);
        now = look.nextAt;
      }
    }),
  );
});

test('a plan that says nothing notes recovery, pages again after half an hour, and groups and flaps nothing', () => {
  const standard = {
    onRecovery: 'note',
    resolveAfterMinutes: 0,
    pageAgainAfterMinutes: 30,
    grouping: null,
    flapping: null,
  };
  assert.deepEqual(noiseOf(undefined), standard);
  assert.deepEqual(noiseOf({ noise: { pageAgainAfterMinutes: null } }), { ...standard, pageAgainAfterMinutes: null });
});
