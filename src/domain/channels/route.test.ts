import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SECOND } from '#kernel/clock';
import { fakeChannel } from '#test/kit/fake-channel';
import type { Sent } from './channel.ts';
import { createRoute } from './route.ts';

const at = (seconds: number) => new Date(Date.parse('2026-01-02T03:10:00Z') + seconds * SECOND);
const fails = (more: object = {}): Sent => ({
  ok: false,
  permanent: false,
  certain: true,
  reason: 'it fails',
  ...more,
});
const names = ['a', 'b', 'c'] as const;
const three = () => createRoute(names.map((provider) => fakeChannel('SMS', { provider })));
const broken = (route: ReturnType<typeof createRoute>, ...some: string[]) => {
  for (const name of some) route.heard(at(0), name, fails({ fault: 'account' }));
};

test('the first that works and has not failed for this message is asked', () => {
  const route = three();
  assert.equal(route.following(at(0), [])?.provider, 'a');
  assert.equal(route.following(at(0), ['a'])?.provider, 'b');
  broken(route, 'b');
  assert.equal(route.following(at(0), ['a'])?.provider, 'c');
  assert.equal(route.following(at(0), ['a', 'c']), undefined);
  assert.equal(route.isHeldUp(at(0)), false, 'others work');
});

test('where none can be asked it says until when, and why; one message then shows whether the first works again', () => {
  const route = three();
  broken(route, ...names);
  const choice = route.take(at(0), []);
  assert.ok('until' in choice);
  assert.deepEqual(choice.until, at(30));
  assert.match(choice.reason, /a fails: it fails; b fails: it fails; c fails/);
  assert.ok(route.isHeldUp(at(0)));
  const probe = route.take(at(30), []);
  assert.ok('channel' in probe && probe.channel.provider === 'a');
  assert.equal(route.working(at(30), []), undefined, 'b is due to be shown, too, and does not work');
  route.waits('m-1');
  const { changed, waited } = route.heard(at(31), 'a', { ok: true, providerId: 'p' });
  assert.deepEqual([changed, waited], [true, ['m-1']]);
  assert.equal(route.working(at(31), [])?.provider, 'a');
});

test('one that wants to be left alone for a moment holds nothing up; for a while it does', () => {
  const route = createRoute([fakeChannel('SMS')]);
  route.heard(at(0), 'fake', fails({ retryAfterMs: 7_000 }));
  assert.deepEqual([route.isHeldUp(at(0)), route.freeAt(at(0))], [false, at(7)]);
  route.heard(at(7), 'fake', fails({ retryAfterMs: 60_000 }));
  assert.deepEqual([route.isHeldUp(at(7)), route.freeAt(at(7))], [true, at(67)]);
});

test('one that is not set up is passed over; where none is, the first says what is missing', () => {
  const unset = { ...fakeChannel('SMS', { provider: 'x' }), notReady: () => 'set MUSTER_X' };
  const mixed = createRoute([unset, fakeChannel('SMS', { provider: 'y' })]);
  assert.deepEqual([mixed.notReady(), mixed.following(at(0), [])?.provider], [undefined, 'y']);
  const none = createRoute([unset]);
  assert.deepEqual([none.notReady(), none.following(at(0), [])?.provider], ['set MUSTER_X', 'x']);
  assert.ok(none.isHeldUp(at(0)));
});
