import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statement } from '#storage/statement';
import { call, done, refused } from '../kit/api.ts';
import {
  bind,
  chatPlan,
  linked,
  openChatTown,
  presses,
  ROOM,
  sends,
  shownIncident,
  TOPIC,
  types,
} from '../kit/chat-town.ts';
import { startIncident } from '../kit/deeds.ts';
import { incidentsOf, person, timelineOf } from '../kit/scenario.ts';
import { command, type Delivery, deliver, press, signed } from '../kit/slack.ts';

/** The door through which Slack comes, and what goes out of it to Slack and other rooms. */

const ANA = { id: 'U0000000001' };
const waiting = statement<{ payload: string }>(
  'test.chatWaiting',
  `select d.payload::text as payload from due d where d.queue = 'chat.received'
   union all select m.payload::text from messages m where m.kind like 'chat.%'`,
);

test('what is not signed by Slack, or is old, is refused, and changes nothing', async () => {
  await using town = await openChatTown();
  const { world, slack } = town;
  await person(world, 'ana');
  await linked(town, 'ana', ANA);
  await chatPlan(town, [], []);
  const good = () => command(slack, world.now(), ANA, 'start payments');
  const at = (seconds: number) => new Date(world.now().getTime() + seconds * 1_000);
  const without = (name: string): Delivery => {
    const { body, headers } = good();
    return { body, headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)) };
  };
  const forged: [string, Delivery][] = [
    ['another secret', signed(world.now(), good().body, 'another secret')],
    ['another body', { ...good(), body: `${good().body}&x=1` }],
    ['another time', { ...good(), headers: { ...good().headers, 'x-slack-request-timestamp': '1767322800' } }],
    ['no signature', without('x-slack-signature')],
    ['no time', without('x-slack-request-timestamp')],
    ['six minutes old', command(slack, at(-360), ANA, 'start payments')],
    ['six minutes ahead', command(slack, at(360), ANA, 'start payments')],
  ];
  for (const [name, delivery] of forged) assert.equal((await deliver(world.url, delivery)).status, 403, name);
  await world.advance({ minutes: 1 });
  assert.deepEqual(await incidentsOf(world), []);
  assert.equal(world.log.take('warn', /not signed by Slack/).length, forged.length);
  assert.match((await sends(town, good())).join(), /The incident is open/);
});

test('what Slack sends again, under the same signature or a new one, is done once', async () => {
  await using town = await openChatTown();
  const { world, slack } = town;
  const ana = await person(world, 'ana');
  await linked(town, 'ana', ANA);
  const { arn, message } = await shownIncident(town, [ana.arn]);
  world.mail.take(ana.address);
  const note = command(slack, world.now(), ANA, 'note payments once');
  const ack = press(slack, world.now(), ANA, message, 'ack');
  const again = (one: Delivery) => signed(new Date(world.now().getTime() + 30_000), one.body);
  for (const each of [note, note, again(note), ack, again(ack), ack])
    assert.equal((await deliver(world.url, each)).status, 200);
  await world.runDue();
  assert.equal((await deliver(world.url, note)).status, 200);
  await world.advance({ seconds: 10 });
  assert.equal(slack.answered().length, 2);
  const types_ = (await timelineOf(world, arn)).map(({ type }) => type);
  assert.equal(types_.filter((type) => type === 'Note').length, 1);
  assert.equal(types_.filter((type) => /Acknowledgement/.test(type)).length, 1);
});

test('an answer that Slack does not take is tried again, and the deed is done once', async () => {
  await using town = await openChatTown();
  const { world, slack } = town;
  await person(world, 'ana');
  await linked(town, 'ana', ANA);
  await chatPlan(town, [], []);
  await slack.make('unreachable');
  assert.deepEqual(await types(town, ANA, 'start payments'), []);
  await slack.make('ok');
  await world.advance({ seconds: 5 });
  assert.match(slack.answered().join(), /The incident is open/);
  assert.equal((await incidentsOf(world)).length, 1);
  world.log.take('warn', /message not sent/);
});

test('nonsense that is signed is answered and means nothing; the address proves that it is ours', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const json = 'application/json';
  const bodies: [string, string?][] = [
    [''],
    ['payload=%7B%7D'],
    ['payload=not+json'],
    [
      `payload=${encodeURIComponent(JSON.stringify({ type: 'block_actions', user: { id: 'U1' }, team: { id: 'T1' } }))}`,
    ],
    [`payload=${encodeURIComponent('[[[[')}`],
    ['command=%2Fmuster&team_id=..%2F..&user_id=U1&text=help'],
    ['{"type":"event_callback"}', json],
    ['[]', json],
  ];
  for (const [body, type] of bodies)
    assert.deepEqual(await deliver(world.url, signed(world.now(), body, undefined, type)), { status: 200, text: '' });
  const challenge = signed(world.now(), '{"type":"url_verification","challenge":"abc"}', undefined, json);
  assert.deepEqual(await deliver(world.url, challenge), { status: 200, text: '{"challenge":"abc"}' });
  const long = signed(world.now(), `text=${'x'.repeat(300_000)}`);
  assert.equal((await deliver(world.url, long)).status, 413);
  assert.deepEqual(await world.db.rows(waiting), []);
});

test('a press that is for another account’s incident changes nothing there', async () => {
  await using town = await openChatTown();
  const { world, slack } = town;
  await person(world, 'ana');
  await linked(town, 'ana', ANA);
  const { message } = await shownIncident(town);
  const other = message.blocks.map((block) =>
    JSON.parse(JSON.stringify(block).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '019b7cae-0000-7000-8000-000000000000')),
  );
  const forgedPress = press(slack, world.now(), ANA, { ...message, blocks: other }, 'resolve');
  assert.match((await sends(town, forgedPress)).join(), /That was refused: INCIDENT_RECORD not found/);
  assert.deepEqual(await presses(town, ANA, message, 'escalate'), [
    'There is no further stage for Payments fail: nobody is being paged, or all have been.',
  ]);
});

test('codes, addresses of webhooks and where to answer stand nowhere in the clear', async () => {
  await using town = await openChatTown();
  const { world, slack, rooms } = town;
  await person(world, 'ana');
  const { code } = await done<{ code: string }>(call(world, 'POST', '/contacts/ana/slack'), 201);
  const address = rooms.address('DISCORD');
  const id = await bind(town, 'discord', address);
  const link = command(slack, world.now(), ANA, `link ${code}`);
  assert.equal((await deliver(world.url, link)).status, 200);
  const kept = JSON.stringify(await world.db.rows(waiting));
  await world.runDue();
  const shown = JSON.stringify([
    await done(call(world, 'GET', '/chat-channels')),
    await done(call(world, 'GET', `/chat-channels/${id}`)),
    await world.db.rows(waiting),
    await world.db.rows(trailOf),
    await world.db.rows(channelRows),
    world.log.lines,
  ]);
  for (const secret of [code, '4f2a91c0de77', `${slack.url}/commands`]) {
    assert.ok(!kept.includes(secret) && !shown.includes(secret), secret);
  }
  slack.answered();
});
const trailOf = statement<{ event: unknown }>('test.chatAudit', 'select t.event from audit_events t');
const channelRows = statement<{ shown: string }>('test.chatRows', 'select c.* from chat_channels c');

test('a room is bound once a label, only to a topic of the account, by an address or the secret that holds it', async () => {
  await using town = await openChatTown();
  const { world, rooms } = town;
  const address = rooms.address('TEAMS');
  const bound = { topic: TOPIC, label: 'war', type: 'teams', address };
  const make = (more: object) => call(world, 'POST', '/chat-channels', { body: { ...bound, ...more } });
  const { id } = await done<{ id: string }>(make({}), 201);
  await refused(make({}), 409, 'conflict');
  await refused(make({ label: 'x', topic: TOPIC.replace(/\d{12}/, '210987654321') }), 400, 'validation');
  await refused(make({ label: 'x', address: 'C0000000001' }), 400, 'validation');
  await refused(make({ label: 'x', type: 'slack' }), 400, 'validation');
  await refused(make({ label: 'x', secret: 'there-is-none' }), 400, 'validation');
  await refused(make({ label: 'x', address: undefined, secret: 'there-is-none' }), 404, 'notFound');
  await done(call(world, 'POST', `/chat-channels/${id}/test`), 204);
  await world.runDue();
  assert.match(rooms.take(address)[0]!.text, /This room is bound to arn:aws:sns/);
  await done(call(world, 'DELETE', `/chat-channels/${id}`), 204);
  await refused(call(world, 'POST', `/chat-channels/${id}/test`), 404, 'notFound');
});

test('while Slack asks for a rest no call is made, pages by mail go on, and Slack resumes in order', async () => {
  await using town = await openChatTown();
  const { world, slack } = town;
  const ana = await person(world, 'ana');
  await bind(town, 'slack', ROOM);
  const plan = await chatPlan(town, [ana.arn]);
  await slack.make('temporary');
  const began = world.now().getTime();
  for (let minute = 0; minute < 10; minute += 1) {
    await startIncident(world, plan, { title: `Trouble ${minute}` });
    await world.advance({ minutes: 1 });
  }
  const calls = slack.calls.filter(({ method }) => method === 'chat.postMessage');
  assert.ok(calls.length >= 2, 'it was tried');
  for (const [index, { at }] of calls.slice(1).entries())
    assert.ok(at - calls[index]!.at >= 60_000, `${at - calls[index]!.at} ms after the one before`);
  assert.ok(world.mail.take(ana.address).length > 0, 'mail did not wait for it');
  assert.ok(world.now().getTime() - began >= 600_000);
  await slack.make('ok');
  await world.advance({ minutes: 6 });
  const titles = slack.take(ROOM).map(({ text }) => text.split('\n')[0]);
  assert.deepEqual(titles, titles.toSorted());
  assert.ok(titles.length >= 1);
  world.log.take('warn', /message not sent/);
});
