import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal, type RefusalKind } from '#kernel/refusal';
import { ACCOUNT, openWorld, REGION, type World } from '#test/kit/world';
import type { Stage } from './contact.ts';

const actor = { account: ACCOUNT, region: REGION, principal: 'arn:aws:iam::123456789012:user/admin', requestId: 'r' };
const ref = (alias: string) => ({ account: ACCOUNT, region: REGION, alias });
const refused = (kind: RefusalKind, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error));
  assert.equal(error.kind, kind);
  assert.match(error.message, message);
  return true;
};

const make = (
  world: World,
  alias: string,
  stages: Stage[] = [],
  type: 'PERSONAL' | 'ESCALATION' | 'ONCALL_SCHEDULE' = 'PERSONAL',
) =>
  world.db.tx((tx) =>
    world.house.rooms.contacts.create(tx, world.now(), actor, { ...ref(alias), type, stages, rotations: [], tags: {} }),
  );
const channel = (world: World, alias: string, address: string, deferActivation = false) =>
  world.db.tx((tx) =>
    world.house.rooms.contactChannels.create(tx, world.now(), actor, {
      contact: ref(alias),
      name: 'mail',
      type: 'EMAIL',
      address,
      deferActivation,
    }),
  );
const activate = (world: World, id: string, code: string) =>
  world.db.tx((tx) => world.house.rooms.contactChannels.activate(tx, world.now(), actor, { ...ref('ana'), id }, code));
const sendCode = (world: World, id: string) =>
  world.db.tx((tx) => world.house.rooms.contactChannels.sendCode(tx, world.now(), actor, { ...ref('ana'), id }));
const isActive = async (world: World, id: string) =>
  (await world.house.rooms.contactChannels.byId(world.db, [id])).get(id)?.activated;

async function codeSent(world: World, address: string): Promise<string> {
  await world.runDue();
  const mails = world.mail.take(address);
  assert.equal(mails.length, 1);
  return /code:? (\d{6})/.exec(mails[0]!.text)![1]!;
}
const otherThan = (code: string) => (code === '000000' ? '000001' : '000000');

test('the code that was sent activates, once and again; a wrong one does not', async () => {
  await using world = await openWorld();
  await make(world, 'ana');
  const id = await channel(world, 'ana', 'ana@example.com');
  const code = await codeSent(world, 'ana@example.com');
  await assert.rejects(activate(world, id, otherThan(code)), refused('validation', /not the code that was sent/));
  assert.equal(await isActive(world, id), false);
  await activate(world, id, code);
  await activate(world, id, 'whatever');
  assert.equal(await isActive(world, id), true);
});

test('five wrong codes void the right one, until another is sent', async () => {
  await using world = await openWorld();
  await make(world, 'ana');
  const id = await channel(world, 'ana', 'ana@example.com');
  const code = await codeSent(world, 'ana@example.com');
  for (let tries = 0; tries < 5; tries++) await assert.rejects(activate(world, id, otherThan(code)), /not the code/);
  await assert.rejects(activate(world, id, code), refused('validation', /too many wrong codes.*SendActivationCode/));
  await sendCode(world, id);
  await activate(world, id, await codeSent(world, 'ana@example.com'));
});

test('wrong codes at once from many connections are all counted', async () => {
  await using world = await openWorld();
  await make(world, 'ana');
  const id = await channel(world, 'ana', 'ana@example.com');
  const code = await codeSent(world, 'ana@example.com');
  await Promise.allSettled(Array.from({ length: 6 }, () => activate(world, id, otherThan(code))));
  await assert.rejects(activate(world, id, code), /too many wrong codes/);
});

test('a code lives fifteen minutes, and a newer one voids it', async () => {
  await using world = await openWorld();
  await make(world, 'ana');
  const id = await channel(world, 'ana', 'ana@example.com');
  const first = await codeSent(world, 'ana@example.com');
  await world.advance({ minutes: 15, seconds: 1 });
  await assert.rejects(activate(world, id, first), refused('validation', /expired/));
  await sendCode(world, id);
  const second = await codeSent(world, 'ana@example.com');
  if (first !== second) await assert.rejects(activate(world, id, first), /not the code/);
  await activate(world, id, second);
});

test('two codes asked for in a row: only the newer is sent', async () => {
  await using world = await openWorld();
  await make(world, 'ana');
  const id = await channel(world, 'ana', 'ana@example.com');
  await sendCode(world, id);
  await activate(world, id, await codeSent(world, 'ana@example.com'));
});

test('a channel gets ten codes an hour at most', async () => {
  await using world = await openWorld();
  await make(world, 'ana');
  const id = await channel(world, 'ana', 'ana@example.com');
  for (let sent = 1; sent < 10; sent++) await sendCode(world, id);
  await assert.rejects(sendCode(world, id), refused('quotaExceeded', /10 activation codes/));
  await world.runDue();
  world.mail.take('ana@example.com');
  await world.advance({ hours: 1 });
  await sendCode(world, id);
  await codeSent(world, 'ana@example.com');
});

test('a code for a channel under another contact’s name activates nothing', async () => {
  await using world = await openWorld();
  await make(world, 'ana');
  await make(world, 'bo');
  const id = await channel(world, 'bo', 'bo@example.com');
  await assert.rejects(
    activate(world, id, await codeSent(world, 'bo@example.com')),
    refused('notFound', /CONTACT_CHANNEL/),
  );
  assert.equal(await isActive(world, id), false);
});

test('no code is sent where that was put off', async () => {
  await using world = await openWorld();
  await make(world, 'ana');
  const id = await channel(world, 'ana', 'ana@example.com', true);
  await world.advance({ hours: 1 });
  await assert.rejects(activate(world, id, '000000'), /expired/);
});

test('an alias, and an address of one contact, are taken once, also at the same time', async () => {
  await using world = await openWorld();
  const makes = await Promise.allSettled([make(world, 'ana'), make(world, 'ana')]);
  assert.deepEqual(makes.map((one) => one.status).toSorted(), ['fulfilled', 'rejected']);
  await assert.rejects(make(world, 'ana'), refused('conflict', /exists already/));
  const channels = await Promise.allSettled([
    channel(world, 'ana', 'a@example.com', true),
    channel(world, 'ana', 'a@example.com', true),
  ]);
  assert.deepEqual(channels.map((one) => one.status).toSorted(), ['fulfilled', 'rejected']);
  await assert.rejects(channel(world, 'ana', 'a@example.com'), refused('conflict', /already/));
  await make(world, 'bo');
  await channel(world, 'bo', 'a@example.com', true);
});

test('an address that cannot be reached, a contact that is not there and a plan that is no person have no channels', async () => {
  await using world = await openWorld();
  await make(world, 'ana');
  await make(world, 'tiers', [], 'ESCALATION');
  await assert.rejects(channel(world, 'ana', 'no address'), refused('validation', /DeliveryAddress/));
  await assert.rejects(channel(world, 'nobody', 'a@example.com'), refused('notFound', /CONTACT/));
  await assert.rejects(channel(world, 'tiers', 'a@example.com'), refused('validation', /PERSONAL/));
});

test('plans that could not work are refused, by stage and in words', async () => {
  await using world = await openWorld();
  await make(world, 'ana');
  await make(world, 'bo');
  const own = await channel(world, 'ana', 'ana@example.com', true);
  const bos = await channel(world, 'bo', 'bo@example.com', true);
  const page = (channelId: string): Stage => ({
    minutes: 5,
    targets: [{ kind: 'channel', channelId, retryMinutes: 0 }],
  });
  const engage = (alias: string, account = ACCOUNT): Stage => ({
    minutes: 5,
    targets: [{ kind: 'contact', contact: { ...ref(alias), account }, essential: true }],
  });
  const plan = (alias: string, ...stages: Stage[]) =>
    world.db.tx((tx) =>
      world.house.rooms.contacts.update(tx, world.now(), ref(alias), { plan: { stages, rotations: [] } }),
    );
  await make(world, 'tiers', [engage('ana')], 'ESCALATION');
  await plan('ana', page(own), { minutes: 5, targets: [] });
  await assert.rejects(
    plan('ana', page(own), page(bos)),
    refused('validation', /Stages\[1\].*not one of this contact's own/),
  );
  await assert.rejects(plan('ana', engage('bo')), refused('validation', /engages its channels/));
  await assert.rejects(plan('ana', { minutes: 0, targets: [] }), refused('validation', /is a wait/));
  await assert.rejects(plan('tiers', page(own)), refused('validation', /engages contacts/));
  await assert.rejects(plan('tiers', engage('nobody')), refused('validation', /does not exist; create it first/));
  await assert.rejects(plan('tiers', engage('ana', '210987654321')), refused('validation', /another account/));
  await assert.rejects(plan('tiers', engage('tiers')), refused('validation', /plans do not nest/));
  await assert.rejects(
    make(world, 'rota', [engage('ana')], 'ONCALL_SCHEDULE'),
    refused('validation', /ONCALL_SCHEDULE has no stages/),
  );
  await assert.rejects(plan('nobody'), refused('notFound', /CONTACT/));
});
