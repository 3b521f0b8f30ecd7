import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal, type RefusalKind } from '#kernel/refusal';
import { ACCOUNT, openWorld, REGION, type World } from '#test/kit/world';
import type { Recurrence } from './recurrence.ts';
import { parseRotationArn, type RotationRef, rotationArn } from './rotation.ts';

const actor = { account: ACCOUNT, region: REGION, principal: 'arn:aws:iam::123456789012:user/admin', requestId: 'r' };
const ref = (alias: string) => ({ account: ACCOUNT, region: REGION, alias });
const arn = (alias: string) => `arn:aws:ssm-contacts:${REGION}:${ACCOUNT}:contact/${alias}`;
const daily: Recurrence = { handOffs: { every: 'day', at: [{ hour: 9, minute: 0 }] }, multiplier: 1, onCalls: 1 };
const hours = (count: number) => new Date(world.now().getTime() + count * 3_600_000);
const refused = (kind: RefusalKind, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error));
  assert.equal(error.kind, kind);
  assert.match(error.message, message);
  return true;
};

let world: World;
before(async () => {
  world = await openWorld();
  for (const alias of ['ana', 'bo', 'cy']) await makeContact(alias, 'PERSONAL');
  await makeContact('tiers', 'ESCALATION');
});
after(() => world[Symbol.asyncDispose]());

const makeContact = (alias: string, type: 'PERSONAL' | 'ESCALATION') =>
  world.db.tx((tx) =>
    world.house.rooms.contacts.create(tx, world.now(), actor, {
      ...ref(alias),
      type,
      stages: [],
      rotations: [],
      tags: {},
    }),
  );
async function make(
  aliases: string[],
  given: { startTime?: Date; recurrence?: Recurrence } = {},
): Promise<RotationRef> {
  const rotation = { name: 'r', contacts: aliases.map(ref), timeZone: 'UTC', recurrence: daily, tags: {}, ...given };
  const made = await world.db.tx((tx) => world.house.rooms.rotations.create(tx, world.now(), actor, rotation));
  return parseRotationArn(made, 'RotationId');
}
const override = (rotation: RotationRef, start: Date, end: Date, aliases: string[] = []) =>
  world.db.tx((tx) =>
    world.house.rooms.overrides.create(tx, world.now(), actor, rotation, { start, end, contacts: aliases.map(ref) }),
  );
const onCall = async (rotation: RotationRef, at = world.now()) =>
  (await world.house.rooms.rotations.onCall(world.db, rotation, at)).map((one) => one.split('/')[1]);

test('a rotation begins when it is made, unless a start is given, and is read back as it was given', async () => {
  const now = world.now();
  const { rotations } = world.house.rooms;
  const bare = await rotations.get(world.db, await make(['bo', 'ana']));
  assert.deepEqual([bare.contacts, bare.startTime, bare.anchor], [[arn('bo'), arn('ana')], undefined, now]);
  assert.deepEqual(bare.recurrence, daily);
  const startTime = hours(100);
  const later = await make(['ana'], { startTime });
  assert.deepEqual((await rotations.get(world.db, later)).startTime, startTime);
  assert.deepEqual([await onCall(later), await onCall(later, startTime)], [[], ['ana']]);
});

test('who cannot be on call is refused', async () => {
  await assert.rejects(make(['ana', 'nobody']), refused('notFound', /CONTACT.*nobody/));
  await assert.rejects(make(['tiers']), refused('validation', /PERSONAL.*tiers.*ESCALATION/));
  await assert.rejects(
    make(['ana'], { recurrence: { ...daily, onCalls: 2 } }),
    refused('validation', /NumberOfOnCalls/),
  );
});

test('an edit keeps who is on call; another start, which was asked for, does not', async () => {
  const rotation = await make(['ana', 'bo', 'cy'], { startTime: hours(-48) });
  const [before] = await onCall(rotation);
  const update = (change: { contacts?: ReturnType<typeof ref>[]; startTime?: Date }) =>
    world.db.tx((tx) =>
      world.house.rooms.rotations.update(tx, world.now(), rotation, { recurrence: daily, ...change }),
    );
  const others = ['ana', 'bo', 'cy'].filter((one) => one !== before);
  await update({ contacts: [...others, before!].map(ref), startTime: hours(-48) });
  assert.deepEqual(await onCall(rotation), [before], 'the same start is no other one');
  assert.deepEqual(await onCall(rotation, hours(24)), [others[0]]);
  await update({ contacts: others.map(ref) });
  assert.ok(others.includes((await onCall(rotation))[0]!), 'who is out is off call');
  await update({ contacts: ['cy', 'bo'].map(ref), startTime: hours(-1) });
  assert.deepEqual(await onCall(rotation), ['cy']);
  assert.deepEqual((await world.house.rooms.rotations.get(world.db, rotation)).startTime, hours(-1));
});

test('an override is for its time, and once it is deleted those whose turn it is are on call again', async () => {
  const rotation = await make(['ana', 'bo']);
  const id = await override(rotation, hours(0), hours(1), ['bo']);
  const none = await override(rotation, hours(1), hours(2));
  assert.deepEqual([await onCall(rotation), await onCall(rotation, hours(1))], [['bo'], []]);
  await world.db.tx((tx) => world.house.rooms.overrides.remove(tx, world.now(), rotation, id));
  assert.deepEqual(await onCall(rotation), ['ana']);
  await assert.rejects(
    world.db.tx((tx) => world.house.rooms.overrides.remove(tx, world.now(), rotation, id)),
    refused('notFound', /ROTATION_OVERRIDE/),
  );
  const other = await make(['ana']);
  await assert.rejects(
    world.house.rooms.overrides.get(world.db, other, none),
    refused('notFound', /ROTATION_OVERRIDE/),
  );
});

test('of two overrides that conflict one fails, also when both come at once', async () => {
  const rotation = await make(['ana', 'bo']);
  const both = await Promise.allSettled([
    override(rotation, hours(1), hours(3), ['ana']),
    override(rotation, hours(2), hours(4), ['bo']),
  ]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  const lost = both.find((one) => one.status === 'rejected');
  assert.match(String(lost?.reason), /override .* is already from/);
});

test('it is known which rotations a contact belongs to', async () => {
  await makeContact('di', 'PERSONAL');
  const [first, second] = [await make(['di', 'ana']), await make(['bo', 'di'])];
  await make(['ana']);
  const { rotations } = world.house.rooms;
  assert.deepEqual((await rotations.withContact(world.db, ref('di'))).sort(), [first, second].map(rotationArn).sort());
  await world.db.tx((tx) => rotations.remove(tx, world.now(), first));
  assert.deepEqual(await rotations.withContact(world.db, ref('di')), [rotationArn(second)]);
});

test('a deleted rotation takes its overrides along', async () => {
  const rotation = await make(['ana']);
  const id = await override(rotation, hours(1), hours(3));
  await world.db.tx((tx) => world.house.rooms.rotations.remove(tx, world.now(), rotation));
  await assert.rejects(world.house.rooms.overrides.get(world.db, rotation, id), refused('notFound', /ROTATION /));
  await assert.rejects(onCall(rotation), refused('notFound', /ROTATION /));
  await assert.rejects(
    world.db.tx((tx) => world.house.rooms.rotations.remove(tx, world.now(), rotation)),
    refused('notFound', /ROTATION /),
  );
});
