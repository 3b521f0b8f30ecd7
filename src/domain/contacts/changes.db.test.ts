import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/refusal';
import { ACCOUNT, openWorld, REGION, type World } from '#test/kit/world';
import type { ContactType, Stage } from './contact.ts';

/** Changes that meet: whatever comes first, what stands at the end is whole. */

const actor = { account: ACCOUNT, region: REGION, principal: 'arn:aws:iam::123456789012:user/admin', requestId: 'r' };
const ref = (alias: string) => ({ account: ACCOUNT, region: REGION, alias });
const engages = (...aliases: string[]): Stage[] => [
  { minutes: 5, targets: aliases.map((alias) => ({ kind: 'contact', contact: ref(alias), essential: true })) },
];

const make = (world: World, alias: string, type: ContactType = 'PERSONAL', stages: Stage[] = []) =>
  world.db.tx((tx) =>
    world.house.rooms.contacts.create(tx, world.now(), actor, { ...ref(alias), type, stages, rotations: [], tags: {} }),
  );
const remove = (world: World, alias: string) => world.db.tx((tx) => world.house.rooms.contacts.remove(tx, ref(alias)));
const exists = async (world: World, alias: string) =>
  (await world.house.rooms.contacts.find(world.db, [ref(alias)])).size === 1;
const channel = (world: World, alias: string, address: string) =>
  world.db.tx((tx) =>
    world.house.rooms.contactChannels.create(tx, world.now(), actor, {
      contact: ref(alias),
      name: 'mail',
      type: 'EMAIL',
      address,
      deferActivation: true,
    }),
  );
const move = (world: World, alias: string, id: string, address: string) =>
  world.db.tx((tx) =>
    world.house.rooms.contactChannels.update(tx, world.now(), actor, { ...ref(alias), id }, { address }),
  );

test('a plan that engages a person and that person’s end at once: one of the two is refused', async () => {
  await using world = await openWorld();
  for (let round = 0; round < 8; round += 1) {
    const [person, plan] = [`person-${round}`, `plan-${round}`];
    await make(world, person);
    const outcomes = await Promise.allSettled([
      make(world, plan, 'ESCALATION', engages(person)),
      remove(world, person),
    ]);
    assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    assert.equal(await exists(world, person), await exists(world, plan), 'no plan names who is not there');
    for (const outcome of outcomes) if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof Refusal);
  }
});

test('a plan updated to engage a person, and that person’s end, at once', async () => {
  await using world = await openWorld();
  for (let round = 0; round < 8; round += 1) {
    const [person, plan] = [`person-${round}`, `plan-${round}`];
    await make(world, person);
    await make(world, plan, 'ESCALATION');
    const outcomes = await Promise.allSettled([
      world.db.tx((tx) =>
        world.house.rooms.contacts.update(tx, world.now(), ref(plan), {
          plan: { stages: engages(person), rotations: [] },
        }),
      ),
      remove(world, person),
    ]);
    assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  }
});

test('a plan in another region keeps its person, too', async () => {
  await using world = await openWorld();
  await make(world, 'ana');
  const plan = { account: ACCOUNT, region: 'eu-central-1', alias: 'far', type: 'ESCALATION' as const };
  await world.db.tx((tx) =>
    world.house.rooms.contacts.create(tx, world.now(), actor, {
      ...plan,
      stages: engages('ana'),
      rotations: [],
      tags: {},
    }),
  );
  await assert.rejects(remove(world, 'ana'), (error) => {
    assert.ok(error instanceof Refusal);
    assert.deepEqual(error.details.dependents, [
      { relation: 'ESCALATION_PLAN', ids: [`arn:aws:ssm-contacts:eu-central-1:${ACCOUNT}:contact/far`] },
    ]);
    return true;
  });
  await make(world, 'bo');
  await remove(world, 'bo');
});

test('two channels moved to one address at once: one of them is refused', async () => {
  await using world = await openWorld();
  await make(world, 'ana');
  const first = await channel(world, 'ana', 'a@example.com');
  const second = await channel(world, 'ana', 'b@example.com');
  const outcomes = await Promise.allSettled([
    move(world, 'ana', first, 'c@example.com'),
    move(world, 'ana', second, 'c@example.com'),
    channel(world, 'ana', 'c@example.com'),
  ]);
  assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected', 'rejected']);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') assert.equal((outcome.reason as Refusal).kind, 'conflict');
  }
  await world.runDue();
  world.mail.take('c@example.com');
});

test('a contact deleted while a channel of it is moved: the channel is moved and then gone, or not found', async () => {
  await using world = await openWorld();
  for (let round = 0; round < 8; round += 1) {
    const alias = `person-${round}`;
    await make(world, alias);
    const id = await channel(world, alias, 'a@example.com');
    const [moved, removed] = await Promise.allSettled([
      move(world, alias, id, `${alias}@example.com`),
      remove(world, alias),
    ]);
    assert.equal(removed.status, 'fulfilled');
    if (moved.status === 'rejected') assert.equal((moved.reason as Refusal).kind, 'notFound');
    assert.equal((await world.house.rooms.contactChannels.byId(world.db, [id])).size, 0);
  }
  await world.advance({ hours: 1 });
});
