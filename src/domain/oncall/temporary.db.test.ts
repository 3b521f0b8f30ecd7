import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal } from '#kernel/refusal';
import { actor, daily, person, rotaWorld } from '#test/kit/oncall/rota-world';
import { openWorld, type World } from '#test/kit/world';
import { rotationArn } from './rotation.ts';
import { spread } from './spread.ts';

let world: World;
const { addPeople, rotate, onCall, after: hours } = rotaWorld(() => world);
before(async () => {
  world = await openWorld();
  await addPeople('ana', 'bo', 'cy', 'di');
});
after(() => world[Symbol.asyncDispose]());

const make = (given: Parameters<typeof world.house.rooms.temporarySchedules.create>[3]) =>
  world.db.tx((tx) => world.house.rooms.temporarySchedules.create(tx, world.now(), actor, given));
const refused = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error));
  assert.match(error.message, message);
  return true;
};

test('a temporary schedule replaces everything in its window: turns, coverage and other overrides', async () => {
  const office = { MON: [{ start: { hour: 9, minute: 0 }, end: { hour: 17, minute: 0 } }] };
  const [one, other] = [await rotate(['ana']), await rotate(['bo'], { recurrence: { ...daily, coverage: office } })];
  const { temporarySchedules, overrides } = world.house.rooms;
  const over = { start: hours(1), end: hours(9), contacts: [person('ana')] };
  await world.db.tx((tx) => overrides.create(tx, world.now(), actor, one, over));
  const id = await make({
    start: hours(2),
    end: hours(8),
    rotations: [one, other],
    shifts: [
      { start: hours(2), end: hours(5), contacts: [person('cy')] },
      { start: hours(4), end: hours(6), contacts: [person('di')] },
    ],
  });
  const on = async (hour: number) => [await onCall(one, hours(hour)), await onCall(other, hours(hour))];
  assert.deepEqual(await on(1), [['ana'], []]);
  assert.deepEqual(await on(2), [['cy'], []]);
  assert.deepEqual(await on(4.5), [['cy', 'di'], []]);
  assert.deepEqual(await on(5), [['di'], []]);
  assert.deepEqual(await on(7), [[], []], 'where it names nobody, nobody is on call');
  assert.deepEqual(await on(8), [['ana'], []]);

  const kept = await temporarySchedules.get(world.db, { ...actor, id });
  assert.deepEqual([kept.start, kept.end], [hours(2), hours(8)]);
  assert.deepEqual(kept.rotations, [one, other].map(rotationArn));
  assert.deepEqual(
    kept.shifts.map(({ start, members }) => [start, members.map((arn) => arn.split('/')[1])]),
    [
      [hours(2), ['cy']],
      [hours(4), ['cy', 'di']],
      [hours(5), ['di']],
    ],
  );
  const listed = await temporarySchedules.list(world.db, { ...actor, from: hours(0), to: hours(3) });
  assert.deepEqual(listed, [kept]);

  await world.db.tx((tx) => temporarySchedules.remove(tx, world.now(), { ...actor, id }));
  assert.deepEqual(await on(4.5), [['ana'], []]);
  await assert.rejects(temporarySchedules.get(world.db, { ...actor, id }), refused(/TEMPORARY_SCHEDULE not found/));
});

test('a temporary schedule is made whole or not at all', async () => {
  const [free, taken] = [await rotate(['ana']), await rotate(['bo'])];
  const shift = (from: number, to: number) => ({ start: hours(from), end: hours(to), contacts: [person('cy')] });
  await make({ start: hours(5), end: hours(7), rotations: [taken], shifts: [] });
  const given = { start: hours(1), end: hours(6), rotations: [free, taken], shifts: [shift(1, 2)] };
  await assert.rejects(make(given), refused(/override .* is already from/));
  assert.deepEqual(await onCall(free, hours(1)), ['ana'], 'nothing of it is left');
  await assert.rejects(
    make({ ...given, rotations: [free], shifts: [shift(0.5, 2)] }),
    refused(/shifts\[0\]: wanted a time within/),
  );
  await assert.rejects(make({ ...given, rotations: [] }), refused(/rotations: wanted at least 1 rotation, got 0/));
  const nobody = { ...shift(1, 2), contacts: [person('nobody')] };
  await assert.rejects(make({ ...given, rotations: [free], shifts: [nobody] }), refused(/CONTACT not found/));
  const gone = { ...free, id: free.id.replace(/.$/, (last) => (last === '0' ? '1' : '0')) };
  await assert.rejects(make({ ...given, rotations: [gone] }), refused(/ROTATION not found/));
});

test('whoever deletes one part of a temporary schedule deletes it whole', async () => {
  const [one, other] = [await rotate(['ana']), await rotate(['bo'])];
  await make({ start: hours(1), end: hours(6), rotations: [one, other], shifts: [] });
  const { overrides } = world.house.rooms;
  const [part] = await overrides.list(world.db, other, { from: hours(0), to: hours(9), limit: 9 });
  await world.db.tx((tx) => overrides.remove(tx, world.now(), other, part!.id));
  assert.deepEqual([await onCall(one, hours(2)), await onCall(other, hours(2))], [['ana'], ['bo']]);
});

test('the parts of a window follow one another without a gap, and those alike are one', () => {
  const window = { start: new Date(0), end: new Date(100) };
  const shift = (start: number, end: number, ...members: string[]) => ({
    start: new Date(start),
    end: new Date(end),
    members,
  });
  assert.deepEqual(spread(window, [shift(10, 30, 'a'), shift(20, 40, 'b'), shift(30, 40, 'b')]), [
    shift(0, 10),
    shift(10, 20, 'a'),
    shift(20, 30, 'a', 'b'),
    shift(30, 40, 'b'),
    shift(40, 100),
  ]);
  assert.deepEqual(spread(window, []), [shift(0, 100)]);
});
