import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateRotationOverrideCommand } from '@aws-sdk/client-ssm-contacts';
import { call, done, refused } from '../kit/api.ts';
import { bind, type ChatTown, openChatTown, ROOM } from '../kit/chat-town.ts';
import { person, rotation, schedule } from '../kit/scenario.ts';

/** Behaviours 59 and 60: a room is told who is on call. */

async function rota(town: ChatTown) {
  const { world } = town;
  const [ana, bob] = [await person(world, 'ana'), await person(world, 'bob')];
  const arn = await rotation(world, 'primary', [ana, bob]);
  const { arn: of } = await schedule(world, 'desk', [arn]);
  return { arn, of, ana, bob, room: await bind(town, 'slack', ROOM) };
}
const notify = ({ world }: ChatTown, room: string, body: object) =>
  call(world, 'POST', `/chat-channels/${room}/notices`, { body });
const said = ({ slack }: ChatTown) => slack.take(ROOM).map(({ text }) => text.replace(/\*/g, '').replace('\n', ': '));

test('59: a room is told when others are on call, at the hand-off, and of an override within five minutes', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const { arn, of, ana, room } = await rota(town);
  await done(notify(town, room, { of }), 201);
  await world.advance({ minutes: 40 });
  assert.deepEqual(said(town), [], 'nothing has changed');
  await world.advance({ minutes: 10 });
  assert.deepEqual(said(town), ['On call for desk now: bob'], 'at four');
  const override = {
    RotationId: arn,
    NewContactIds: [ana.arn],
    StartTime: world.now(),
    EndTime: new Date(world.now().getTime() + 3_600_000),
  };
  await world.aws.contacts.send(new CreateRotationOverrideCommand(override));
  await world.advance({ minutes: 5 });
  assert.deepEqual(said(town), ['On call for desk now: ana']);
  await world.advance({ hours: 2 });
  assert.deepEqual(said(town), ['On call for desk now: bob'], 'when it ends');
  await world.sleepThrough({ hours: 72 });
  assert.deepEqual(said(town), ['On call for desk now: ana'], 'after a stop once, as it is then');
});

test('60: and at a set time of day, once; until it is taken back', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const { of, room } = await rota(town);
  const { id } = await done<{ id: string }>(
    notify(town, room, { of, atChanges: false, daily: '09:00', timeZone: 'Europe/Berlin' }),
    201,
  );
  await world.advance({ hours: 4 });
  assert.deepEqual(said(town), []);
  await world.advance({ hours: 1 });
  assert.deepEqual(said(town), ['On call for desk: bob'], 'at nine in Berlin');
  await world.advance({ hours: 24 });
  assert.deepEqual(said(town), ['On call for desk: ana']);
  await world.sleepThrough({ hours: 72 });
  assert.deepEqual(said(town).length, 1, 'three days are told once');
  await done(call(world, 'DELETE', `/chat-channels/${room}/notices/${id}`), 204);
  await world.advance({ hours: 25 });
});

test('a notice names a rotation or schedule, a zone, and at least one of the two; another one for it replaces it', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const { of, room, ana } = await rota(town);
  await refused(notify(town, room, { of, atChanges: false }), 400, 'validation');
  await refused(notify(town, room, { of, daily: '25:00' }), 400, 'validation');
  await refused(notify(town, room, { of, daily: '09:00', timeZone: 'Mars/Olympus' }), 400, 'validation');
  await refused(notify(town, room, { of: ana.arn }), 400, 'validation');
  await refused(notify(town, '019b7cae-0000-7000-8000-000000000000', { of }), 404, 'notFound');
  await done(notify(town, room, { of }), 201);
  await done(notify(town, room, { of, daily: '09:00' }), 201);
  const { notices } = await done<{ notices: object[] }>(call(world, 'GET', `/chat-channels/${room}/notices`));
  assert.equal(notices.length, 1);
  await done(call(world, 'DELETE', `/chat-channels/${room}`), 204);
  await world.advance({ hours: 1 });
});
