import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Tx } from '#storage/db';
import { actor, daily, person, rotaWorld } from '#test/kit/oncall/rota-world';
import { openWorld, type World } from '#test/kit/world';
import { type RotationRef, rotationArn } from './rotation.ts';
import { createWatch, type GapListener, watchHandler } from './watch.ts';

let world: World;
const { addPeople, rotate, schedule, after: hours } = rotaWorld(() => world);
before(async () => {
  world = await openWorld();
  await addPeople('ana', 'bo');
});
after(() => world[Symbol.asyncDispose]());

const warnings = async (subject: string) =>
  (await world.house.rooms.onCall.warnings(world.db, { ...actor, now: world.now(), limit: 500 })).filter(
    (one) => one.subject === subject,
  );
const nobody = (rotation: RotationRef, from: number, to: number) =>
  world.db.tx((tx) =>
    world.house.rooms.overrides.create(tx, world.now(), actor, rotation, {
      start: hours(from),
      end: hours(to),
      contacts: [],
    }),
  );

test('a time in which nobody will be on call is found right after the edit that made it, and gone with it', async () => {
  const rotation = await rotate(['ana']);
  await world.runDue();
  assert.deepEqual(await warnings(rotationArn(rotation)), []);
  const id = await nobody(rotation, 100, 110);
  await world.runDue();
  const [warning, ...more] = await warnings(rotationArn(rotation));
  assert.deepEqual([warning?.start, warning?.end, warning?.causes, more], [hours(100), hours(110), ['override'], []]);
  assert.ok(world.log.lines.some(({ level, message }) => level === 'warn' && /nobody will be on call/.test(message)));
  await world.db.tx((tx) => world.house.rooms.overrides.remove(tx, world.now(), rotation, id));
  await world.runDue();
  assert.deepEqual(await warnings(rotationArn(rotation)), []);
});

test('a gap that comes within 90 days by the passing of time alone is found by the daily look, and told once', async () => {
  const rotation = await rotate(['bo'], { startTime: hours(-24) });
  await nobody(rotation, 24 * 91.5, 24 * 91.5 + 5);
  const tell = () =>
    world.log.lines.filter(({ fields }) => (fields as { subject?: string }).subject === rotationArn(rotation));
  await world.advance({ hours: 24 });
  assert.deepEqual([await warnings(rotationArn(rotation)), tell().length], [[], 0]);
  await world.advance({ hours: 25 });
  assert.equal((await warnings(rotationArn(rotation))).length, 1);
  await world.advance({ hours: 49 });
  assert.equal(tell().length, 1);
});

test('the hours that a rotation’s coverage leaves out are meant; those of a schedule are not', async () => {
  const coverage = { FRI: [{ start: { hour: 9, minute: 0 }, end: { hour: 17, minute: 0 } }] };
  const rotation = await rotate(['ana'], { recurrence: { ...daily, coverage } });
  await world.runDue();
  assert.deepEqual(await warnings(rotationArn(rotation)), []);

  const arn = await schedule('fridays', [rotation]);
  await world.runDue();
  const known = await warnings(arn);
  assert.equal(known.length, 14, 'until the first Friday’s window and after each of 13');
  const tell = () =>
    world.log.lines
      .filter(({ fields }) => (fields as { subject?: string }).subject === arn)
      .map(({ fields }) => fields);
  assert.deepEqual(
    tell().map((fields) => (fields as { gaps: number }).gaps),
    [14],
  );
  await nights(rotation);
  await world.runDue();
  assert.deepEqual(await warnings(arn), [], 'an edit of a rotation is an edit of its schedules');
});

/** Somebody is added at all other times. */
const nights = (rotation: RotationRef) =>
  world.db.tx((tx) =>
    world.house.rooms.overrides.create(tx, world.now(), actor, rotation, {
      start: hours(-1),
      end: hours(24 * 91),
      contacts: [person('bo')],
      kind: 'add',
      outsiders: true,
    }),
  );

test('a schedule that loses its last rotation has nobody on call, and one that is deleted has no warnings', async () => {
  const rotation = await rotate(['ana']);
  const arn = await schedule('lonely', [rotation]);
  await world.runDue();
  assert.deepEqual(await warnings(arn), []);
  await world.db.tx((tx) => world.house.rooms.rotations.remove(tx, world.now(), rotation));
  await world.runDue();
  assert.deepEqual(
    (await warnings(arn)).map(({ causes }) => causes),
    [['noRotation']],
  );
  await world.db.tx((tx) => world.house.rooms.contacts.remove(tx, person('lonely')));
  await world.advance({ hours: 25 });
  assert.deepEqual(await warnings(arn), []);
});

test('a listener hears of gaps in the transaction that found them, once', async () => {
  const rotation = await rotate(['ana']);
  await nobody(rotation, 300, 310);
  const told: string[] = [];
  const listener: GapListener = {
    async tell(_tx: Tx, _now: Date, { subject, found, near }) {
      if (subject === rotationArn(rotation)) told.push(`${found.length} ${near.length}`);
    },
  };
  const { db, due, log } = world;
  const { contacts } = world.house.rooms;
  const handler = watchHandler({ db, due, log, contacts, now: () => world.now(), listeners: () => [listener] });
  const look = async () => {
    for (const job of await due.claim(world.now(), handler.queue, 50, 60_000)) await handler.handle(job);
  };
  await look();
  await db.tx((tx) => createWatch(due).soon(tx, world.now(), rotation));
  await look();
  assert.deepEqual(told, ['1 0']);
});

test('a rotation that is deleted is not watched any more', async () => {
  const rotation = await rotate(['ana']);
  await nobody(rotation, 1, 5);
  await world.runDue();
  assert.equal((await warnings(rotationArn(rotation))).length, 1);
  await world.db.tx((tx) => world.house.rooms.rotations.remove(tx, world.now(), rotation));
  await world.advance({ hours: 25 });
  assert.deepEqual(await warnings(rotationArn(rotation)), []);
});

test('whom an override that is not over names cannot be deleted', async () => {
  const rotation = await rotate(['ana']);
  await addPeople('guest');
  const add = { start: hours(1), end: hours(2), contacts: [person('guest')], kind: 'add' as const, outsiders: true };
  await world.db.tx((tx) => world.house.rooms.overrides.create(tx, world.now(), actor, rotation, add));
  const remove = () => world.db.tx((tx) => world.house.rooms.contacts.remove(tx, person('guest')));
  await assert.rejects(remove(), /guest is in use \(rotation\)/);
  await world.advance({ hours: 3 });
  await remove();
});
