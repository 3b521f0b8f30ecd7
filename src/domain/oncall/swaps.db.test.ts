import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal, type RefusalKind } from '#kernel/refusal';
import { actor, daily, person, rotaWorld } from '#test/kit/oncall/rota-world';
import { openWorld, type World } from '#test/kit/world';
import type { RotationRef } from './rotation.ts';
import type { NewSide, NewSwap } from './swaps.ts';

let world: World;
const { addPeople, rotate, onCall, after: hours } = rotaWorld(() => world);
before(async () => {
  world = await openWorld();
  await addPeople('ana', 'bo', 'cy', 'di');
});
after(() => world[Symbol.asyncDispose]());

/** It is 03:10. A rotation that began hands over every 24 hours from now on, to ana, bo, cy. */
const everyDay = { ...daily, handOffs: { every: 'day' as const, at: [{ hour: 3, minute: 10 }] } };
const threeDays = () => rotate(['ana', 'bo', 'cy'], { recurrence: everyDay, startTime: hours(0) });
const day = (rotation: RotationRef, alias: string, number: number): NewSide => ({
  contact: person(alias),
  rotation,
  start: hours(24 * number),
  end: hours(24 * number + 24),
});
const swaps = () => world.house.rooms.swaps;
const offer = (swap: NewSwap) => world.db.tx((tx) => swaps().offer(tx, world.now(), actor, swap));
const accept = (id: string) => world.db.tx((tx) => swaps().accept(tx, world.now(), actor, { ...actor, id }));
const status = async (id: string) => (await swaps().get(world.db, world.now(), { ...actor, id })).status;
const refused = (kind: RefusalKind, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error));
  assert.equal(error.kind, kind);
  assert.match(error.message, message);
  return true;
};

test('an accepted swap gives each the other’s shift, and an offer alone changes nothing', async () => {
  const rotation = await threeDays();
  const id = await offer({ give: day(rotation, 'bo', 1), take: day(rotation, 'cy', 2), note: 'a wedding' });
  const on = async () => [await onCall(rotation, hours(30)), await onCall(rotation, hours(50))];
  assert.deepEqual([await on(), await status(id)], [[['bo'], ['cy']], 'offered']);
  await accept(id);
  assert.deepEqual([await on(), await status(id)], [[['cy'], ['bo']], 'accepted']);
  assert.deepEqual(await onCall(rotation, hours(80)), ['ana'], 'the turns after it stay as they were');
  await assert.rejects(accept(id), refused('conflict', /accepted already/));
});

test('a swap over two rotations changes both, and who deletes one half gives both back', async () => {
  const [one, other] = [await threeDays(), await rotate(['di'], { recurrence: everyDay, startTime: hours(0) })];
  const id = await offer({ give: day(one, 'bo', 1), take: day(other, 'di', 2) });
  await accept(id);
  const on = async () => [await onCall(one, hours(30)), await onCall(other, hours(50))];
  assert.deepEqual(await on(), [['di'], ['bo']]);
  const { overrides } = world.house.rooms;
  const [half] = await overrides.list(world.db, one, { from: hours(0), to: hours(99), limit: 9 });
  await world.db.tx((tx) => overrides.remove(tx, world.now(), one, half!.id));
  assert.deepEqual(await on(), [['bo'], ['di']]);
});

test('in a pair the other one stays on call', async () => {
  const rotation = await rotate(['ana', 'bo', 'cy', 'di'], {
    recurrence: { ...everyDay, onCalls: 2 },
    startTime: hours(0),
  });
  await accept(await offer({ give: day(rotation, 'cy', 1), take: day(rotation, 'bo', 2) }));
  assert.deepEqual(await onCall(rotation, hours(30)), ['bo', 'di']);
  assert.deepEqual(await onCall(rotation, hours(50)), ['ana', 'cy']);
});

test('of two swaps that conflict one is accepted, also when both come at once', async () => {
  const rotation = await threeDays();
  const both = [
    await offer({ give: day(rotation, 'bo', 1), take: day(rotation, 'cy', 2) }),
    await offer({ give: day(rotation, 'ana', 3), take: day(rotation, 'cy', 2) }),
  ];
  const answers = await Promise.allSettled(both.map(accept));
  assert.deepEqual(answers.map((one) => one.status).toSorted(), ['fulfilled', 'rejected']);
  const lost = answers.findIndex((one) => one.status === 'rejected');
  assert.equal(await status(both[lost]!), 'offered', 'the other one changed nothing');
  assert.deepEqual(await onCall(rotation, hours(lost === 0 ? 30 : 80)), [lost === 0 ? 'bo' : 'ana']);
  assert.notDeepEqual(await onCall(rotation, hours(50)), ['cy']);
});

test('one that is declined or withdrawn cannot be accepted', async () => {
  const rotation = await threeDays();
  for (const as of ['declined', 'withdrawn'] as const) {
    const id = await offer({ give: day(rotation, 'bo', 1), take: day(rotation, 'cy', 2) });
    await world.db.tx((tx) => swaps().refuse(tx, world.now(), actor, { ...actor, id }, as));
    assert.equal(await status(id), as);
    await assert.rejects(accept(id), refused('conflict', new RegExp(`${as} already`)));
  }
  const listed = await swaps().list(world.db, { ...actor, now: world.now(), status: 'declined', limit: 9 });
  assert.deepEqual(
    listed.map((one) => one.status),
    ['declined'],
  );
});

test('a swap is of shifts that are still theirs and still to come', async () => {
  const rotation = await threeDays();
  const good = { give: day(rotation, 'bo', 1), take: day(rotation, 'cy', 2) };
  const rows: [name: string, swap: NewSwap, message: RegExp][] = [
    ['of somebody else', { ...good, give: day(rotation, 'bo', 2) }, /give: wanted a time within one shift of .*\/bo/],
    ['that has begun', { ...good, give: day(rotation, 'ana', 0) }, /give: wanted a time that is still to come/],
    ['of two shifts', { ...good, take: { ...good.take, end: hours(96) } }, /take: wanted a time within one shift/],
    ['with oneself', { ...good, take: day(rotation, 'bo', 4) }, /cannot swap with themselves/],
  ];
  for (const [name, swap, message] of rows) await assert.rejects(offer(swap), refused('validation', message), name);
  const id = await offer(good);
  const { rotations } = world.house.rooms;
  const change = { recurrence: everyDay, contacts: [person('ana'), person('cy'), person('bo')] };
  await world.db.tx((tx) => rotations.update(tx, world.now(), rotation, change));
  await assert.rejects(
    accept(id),
    refused('validation', /give: wanted a time within one shift/),
    'the order was changed',
  );
  await world.advance({ hours: 25 });
  assert.equal(await status(id), 'lapsed');
});
