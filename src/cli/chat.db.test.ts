import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chatPlan, openChatTown, ROOM, TOPIC } from '#test/kit/chat-town';
import { startIncident } from '#test/kit/deeds';
import { muster, mustered } from '#test/kit/muster';
import { person, rotation, schedule } from '#test/kit/scenario';

test('a room is bound, tried, told who is on call, and unbound', async () => {
  await using town = await openChatTown();
  const { world, slack } = town;
  const [id] = await mustered(world, `chat bind war-room --type slack --address ${ROOM}`);
  assert.match(id!, /^[0-9a-f-]{36}$/);
  const [, row = ''] = await mustered(world, 'chat list');
  assert.match(row, new RegExp(`^${id} +slack +slack +${ROOM} +${TOPIC}$`));
  await mustered(world, 'chat test slack');
  await world.runDue();
  assert.match(slack.take(ROOM)[0]!.text, /A test from Muster/);
  await schedule(world, 'desk', [await rotation(world, 'primary', [await person(world, 'ana')])]);
  const [notice] = await mustered(world, 'chat notify slack desk --daily 09:00 --zone Europe/Berlin');
  const [, told = ''] = await mustered(world, 'chat notices slack');
  assert.match(told, new RegExp(`^${notice} +yes +09:00 Europe/Berlin +desk$`));
  await mustered(world, `chat unnotify slack ${notice}`);
  await mustered(world, 'chat unbind slack');
  assert.equal((await muster(world, ['chat', 'list'])).out, '');
});

test('what a room cannot be is said before anything is sent', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const wrong = [
    ['chat', 'bind', 'x', '--type', 'irc', '--address', 'y'],
    ['chat', 'bind', 'x', '--type', 'slack'],
    ['chat', 'test', 'nowhere'],
    ['chat', 'notify', 'nowhere', 'desk', '--only-daily'],
    ['incidents', 'follow', 'x'],
  ];
  for (const words of wrong) assert.equal((await muster(world, words)).code, 2, words.join(' '));
});

test('somebody follows an incident for a time, is listed, and follows no more; a person gets a code for Slack', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const boss = await person(world, 'boss');
  await startIncident(world, await chatPlan(town, [], []));
  const [id] = await mustered(world, 'incidents follow payments --contact boss --minutes 60');
  await world.runDue();
  assert.equal(world.mail.take(boss.address).length, 1);
  const [, row = ''] = await mustered(world, 'incidents followers payments');
  assert.match(row, new RegExp(`^${id} +person +2026-01-02T04:10:0\\d.\\d+Z +boss \\(EMAIL, mail\\)$`));
  await mustered(world, `incidents unfollow payments ${id}`);
  assert.equal((await muster(world, ['incidents', 'followers', 'payments'])).out, '');
  assert.match((await mustered(world, 'contacts link-slack boss'))[0]!, /^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  await mustered(world, 'contacts unlink-slack boss');
});
