import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import { parseIncidentArn } from '#domain/incidents';
import { statement } from '#storage/statement';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { call, done, refused } from '../kit/api.ts';
import {
  bind,
  buttonsIn,
  chatPlan,
  fieldsIn,
  linked,
  openChatTown,
  presses,
  ROOM,
  sends,
  shownIncident,
  TOPIC,
  types,
} from '../kit/chat-town.ts';
import { accept, resolve, startIncident } from '../kit/deeds.ts';
import { escalation, incidentsOf, person, timelineOf } from '../kit/scenario.ts';
import { submit } from '../kit/slack.ts';
import type { World } from '../kit/world.ts';
import { call as wire } from '../parity/kit/wire.ts';

/** Behaviours 73 to 79 of the list of known ones: chat rooms, and who follows an incident. */

const trail = statement<{ name: string; principal: string; error: string | null }>(
  'test.chatTrail',
  `select t.event ->> 'eventName' as name, t.event -> 'userIdentity' ->> 'arn' as principal, t.event ->> 'errorCode' as error
   from audit_events t where t.event ->> 'eventName' like 'Chat%' order by t.id`,
);
const ANA = { id: 'U0000000001' };
const EVE = { id: 'U0000000666' };
const idIn = (arn: string) => parseIncidentArn(arn, 'arn').id;
const statusOf = async (world: World) => (await incidentsOf(world)).map(({ status }) => status);
const change = (world: World, arn: string, to: object) =>
  world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, ...to }));
const notes = async (world: World, arn: string) =>
  (await timelineOf(world, arn)).filter(({ type }) => type === 'Note').map(({ data }) => JSON.parse(data));

test('73: buttons act in the name of the person whom the user is linked to, in trail and timeline', async () => {
  await using town = await openChatTown();
  const { world, slack } = town;
  const ana = await person(world, 'ana');
  await linked(town, 'ana', ANA);
  const { arn, message } = await shownIncident(town, [ana.arn]);
  assert.equal(world.mail.take(ana.address).length, 1);
  assert.deepEqual(buttonsIn(message), ['ack', 'progress', 'escalate', 'note', 'resolve']);
  assert.deepEqual(await presses(town, ANA, message, 'ack'), ['Acknowledged: Severity 2: Payments fail.']);
  assert.deepEqual(await presses(town, ANA, message, 'progress'), ['Payments fail is In Progress now.']);
  await world.advance({ seconds: 2 });
  assert.deepEqual(buttonsIn(message), ['ack', 'escalate', 'note', 'resolve']);
  assert.equal(fieldsIn(message)['Answered'], 'ana');
  assert.deepEqual(await presses(town, ANA, message, 'note'), []);
  assert.equal(slack.views.length, 1);
  await sends(town, submit(world.now(), ANA, slack.views[0]!, 'Rolled back <b>'));
  assert.match(slack.take(ANA.id)[0]!.text, /The note is on the timeline/);
  assert.deepEqual(await presses(town, ANA, message, 'resolve'), ['Payments fail is Resolved now.']);
  assert.deepEqual(await statusOf(world), ['RESOLVED']);
  await world.advance({ minutes: 30 });
  assert.deepEqual(await notes(world, arn), ['Rolled back <b>']);
  const told = await timelineOf(world, arn);
  assert.equal(told.filter(({ type }) => type === 'SSM Contacts Page Acknowledgement for Incident').length, 1);
  const deeds = (await world.db.rows(trail)).map(({ name, principal }) => [name, principal]);
  assert.deepEqual(
    deeds,
    ['ChatLink', 'ChatAcknowledge', 'ChatSetStatus', 'ChatNote', 'ChatSetStatus'].map((name) => [name, ana.arn]),
  );
});

test('73: a user who is not linked is asked to link, and changes nothing', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const ana = await person(world, 'ana');
  const { message } = await shownIncident(town, [ana.arn]);
  world.mail.take(ana.address);
  for (const act of ['ack', 'progress', 'note', 'resolve', 'escalate']) {
    const [said] = await presses(town, EVE, message, act);
    assert.match(said!, /does not know who you are, so nothing was changed.*contacts link-slack.*\/muster link CODE/);
  }
  for (const typed of [
    'start payments',
    'ack',
    'resolve payments',
    'note payments hi',
    'oncall',
    'page ana hi',
    'list',
  ])
    assert.match((await types(town, EVE, typed)).join(), /does not know who you are/);
  assert.match((await types(town, EVE, 'link AAAA-AAAA-AAAA')).join(), /That is no code, or not any more/);
  assert.deepEqual(await statusOf(world), ['OPEN']);
  assert.deepEqual(await world.db.rows(trail), []);
});

test('73: a code links once, within 15 minutes, and unlinking takes it back', async () => {
  await using town = await openChatTown();
  const { world } = town;
  await person(world, 'ana');
  const newCode = async () => (await done<{ code: string }>(call(world, 'POST', '/contacts/ana/slack'), 201)).code;
  const [first, second] = [await newCode(), await newCode()];
  assert.match((await types(town, ANA, `link ${first}`)).join(), /no code, or not any more/, 'a new code voids it');
  assert.match((await types(town, ANA, `link ${second.toLowerCase()}`)).join(), /You are ana/);
  assert.match((await types(town, EVE, `link ${second}`)).join(), /no code, or not any more/);
  const third = await newCode();
  await world.advance({ minutes: 16 });
  assert.match((await types(town, EVE, `link ${third}`)).join(), /no code, or not any more/);
  const { users } = await done<{ users: { user: string }[] }>(call(world, 'GET', '/contacts/ana/slack'));
  assert.deepEqual(
    users.map(({ user }) => user),
    [ANA.id],
  );
  assert.match((await types(town, ANA, 'unlink')).join(), /You are not ana/);
  assert.match((await types(town, ANA, 'list')).join(), /does not know who you are/);
});

test('73: what can be typed: start, list, note, on call, page, engage, resolve; errors say what to do', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const [ana, bob] = [await person(world, 'ana'), await person(world, 'bob')];
  await linked(town, 'ana', ANA);
  await chatPlan(town, [], []);
  const typed = (text: string) => types(town, ANA, text).then((said) => said.join());
  assert.match(await typed('start payments Cards fail'), /The incident is open: arn:aws:ssm-incidents/);
  assert.match(await typed('list'), /^2 Open: Cards fail \(/);
  assert.match(await typed('note "Cards fail" gateway is down'), /on the timeline of Cards fail/);
  assert.match(await typed('engage bob payments'), /bob is engaged for Cards fail/);
  assert.match(world.mail.take(bob.address)[0]!.subject, /Cards fail/);
  assert.match(await typed('ack cardsfail'), /Acknowledged: Cards fail/);
  assert.match(await typed('page bob please look at the cards'), /bob is being paged/);
  assert.match(world.mail.take(bob.address)[0]!.subject, /ana: please look at the cards/);
  assert.match(await typed('ack'), /No page to you waits for an answer/);
  assert.match(await typed('oncall'), /no on-call schedule/);
  assert.match(await typed('resolve nothing'), /That was refused: .*wanted an incident's id, or the title/);
  assert.match(await typed('page nobody hi'), /That was refused: .*nobody/);
  assert.match(await typed('start nothing'), /That was refused: RESPONSE_PLAN not found/);
  assert.match(await typed('escalate payments'), /no further stage/);
  assert.match(await typed('dance'), /There is no command "dance"/);
  assert.match(await typed('help'), /resolve INCIDENT: it is over/);
  assert.match(await typed('resolve payments'), /Cards fail is Resolved now/);
  assert.equal(world.mail.take(ana.address).length, 0);
  const failed = (await world.db.rows(trail)).filter(({ error }) => error !== null);
  assert.deepEqual(
    failed.map(({ name }) => name),
    ['ChatResolve', 'ChatPage', 'ChatStart'],
  );
});

test('73: who is paged acknowledges their own page; who is not, all that is paged, in their own name', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const [ana, bob] = [await person(world, 'ana'), await person(world, 'bob')];
  const plan = await escalation(world, 'team', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [bob] },
  ]);
  await linked(town, 'bob', ANA);
  const { arn, message } = await shownIncident(town, [plan]);
  assert.equal(world.mail.take(ana.address).length, 1);
  assert.match((await presses(town, ANA, message, 'escalate')).join(), /the next stage begins now/);
  assert.equal(world.mail.take(bob.address).length, 1);
  assert.deepEqual(await presses(town, ANA, message, 'ack'), ['Acknowledged: Severity 2: Payments fail.']);
  await world.advance({ hours: 1 });
  assert.ok((await timelineOf(world, arn)).some(({ data }) => /bob has escalated by chat/.test(data)));
});

test('74: a plan is told in every room of its topic, and a topic without a room is a warning', async () => {
  await using town = await openChatTown();
  const { world, slack, rooms } = town;
  const kinds = ['teams', 'chime', 'mattermost', 'discord', 'google-chat'] as const;
  const typeOf = (kind: string) => kind.toUpperCase().replace('-', '_') as 'TEAMS';
  const responsePlanArn = await chatPlan(town);
  const warnings = async () =>
    (await wire(world, ssmIncidents, 'GetResponsePlan', { arn: responsePlanArn })).body['warnings'] ?? [];
  assert.match(JSON.stringify(await warnings()), /No chat room is bound to the topic .*war-room.*muster chat bind/);
  const ids = await Promise.all(kinds.map((kind) => bind(town, kind, rooms.address(typeOf(kind)))));
  ids.push(await bind(town, 'slack', ROOM));
  assert.doesNotMatch(JSON.stringify(await warnings()), /No chat room/);
  const arn = await startIncident(world, responsePlanArn);
  await world.runDue();
  assert.equal(slack.take(ROOM).length, 1);
  for (const kind of kinds) {
    const [posted, ...more] = rooms.take(rooms.address(typeOf(kind)));
    assert.equal(posted!.subject, 'Payments fail');
    assert.match(posted!.text, /p99 over 2 s[\s\S]*Severity: 2 high[\s\S]*Next: nobody is paged/);
    assert.deepEqual(more, []);
  }
  for (const id of ids) await done(call(world, 'DELETE', `/chat-channels/${id}`), 204);
  await change(world, arn, { title: 'Cards fail' });
  await world.advance({ minutes: 5 });
  assert.match(
    JSON.stringify(await timelineOf(world, arn)),
    /Could not tell SLACK .*cannot be read: CHAT_CHANNEL not found/,
  );
});

test('77: one message in Slack is updated in place, and important changes stand under it', async () => {
  await using town = await openChatTown();
  const { world, slack } = town;
  const ana = await person(world, 'ana', { minutes: 5 });
  const { arn, message } = await shownIncident(town, [ana.arn]);
  const [mail] = world.mail.take(ana.address);
  assert.deepEqual(fieldsIn(message), {
    Severity: '2 high',
    Status: 'Open',
    Engaged: 'ana (is paged)',
    Answered: 'nobody yet',
    Next: 'no further stage: an answer is awaited',
  });
  await accept(world, mail!);
  await change(world, arn, { impact: 1, title: 'Cards fail' });
  await world.advance({ seconds: 2 });
  assert.equal(fieldsIn(message)['Severity'], '1 critical');
  assert.equal(fieldsIn(message)['Engaged'], 'ana (has answered)');
  assert.match(JSON.stringify(message.blocks), /Cards fail/);
  await resolve(world, arn);
  await world.advance({ minutes: 10 });
  assert.equal(fieldsIn(message)['Status'], 'Resolved');
  assert.deepEqual(buttonsIn(message), ['note']);
  assert.deepEqual(slack.thread(message.ts).join('\n').split('\n'), [
    'Acknowledged for ana, by admin',
    'Title: Cards fail, by admin',
    'Severity: 1 critical, by admin',
    'Status: Resolved, by admin',
  ]);
  assert.equal(slack.messages.filter(({ thread }) => !thread).length, 1, 'one message');
});

test('77: rooms without updates get a short message for each important change, three a minute at most', async () => {
  await using town = await openChatTown();
  const { world, rooms } = town;
  const address = rooms.address('TEAMS');
  await bind(town, 'teams', address);
  const arn = await startIncident(world, await chatPlan(town));
  await world.runDue();
  assert.equal(rooms.take(address).length, 1);
  for (let severity = 0; severity < 60; severity += 1) {
    await change(world, arn, { impact: (severity % 5) + 1 });
    await world.advance({ seconds: 1 });
  }
  await world.advance({ seconds: 19 });
  const said = rooms.take(address);
  assert.equal(said.length, 3);
  assert.match(said[0]!.text, /^Severity: 1 critical, by admin/);
  await world.advance({ minutes: 10 });
  assert.deepEqual(rooms.take(address), []);
});

const follow = (world: World, arn: string, body: object) =>
  call(world, 'POST', `/incidents/${idIn(arn)}/followers`, { body });

test('75: people and rooms who follow an incident are told how it stands, and of each change, once', async () => {
  await using town = await openChatTown();
  const { world, rooms } = town;
  const boss = await person(world, 'boss');
  const address = rooms.address('CHIME');
  const room = await bind(town, 'chime', address, { topic: `${TOPIC}-2` });
  const arn = await startIncident(world, await chatPlan(town, [], []));
  for (const body of [{ contact: 'boss' }, { contact: 'boss' }, { room }]) await done(follow(world, arn, body), 201);
  await world.runDue();
  assert.match(
    world.mail
      .take(boss.address)
      .map(({ text }) => text)
      .join(),
    /^Severity: 2 high\nStatus: Open[\s\S]*you follow/,
  );
  assert.match(rooms.take(address)[0]!.text, /Status: Open/);
  await change(world, arn, { impact: 1 });
  await world.advance({ minutes: 5 });
  assert.match(
    world.mail
      .take(boss.address)
      .map(({ text }) => text)
      .join(),
    /^Severity: 1 critical, by admin\n/,
  );
  assert.deepEqual(rooms.take(address).length, 1);
  await resolve(world, arn);
  await world.advance({ minutes: 5 });
  assert.match(
    world.mail
      .take(boss.address)
      .map(({ text }) => text)
      .join(),
    /It is over: this was the last message/,
  );
  assert.equal(rooms.take(address).length, 1);
  await change(world, arn, { status: 'OPEN' });
  await world.advance({ minutes: 5 });
  await refused(follow(world, arn, {}), 400, 'validation');
});

test('76: who does not follow any more is told nothing more', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const boss = await person(world, 'boss');
  const arn = await startIncident(world, await chatPlan(town, [], []));
  const { id } = await done<{ id: string }>(follow(world, arn, { contact: 'boss' }), 201);
  await world.runDue();
  assert.equal(world.mail.take(boss.address).length, 1);
  await change(world, arn, { impact: 1 });
  await done(call(world, 'DELETE', `/incidents/${idIn(arn)}/followers/${id}`), 204);
  await world.advance({ minutes: 10 });
  const { followers } = await done<{ followers: unknown[] }>(call(world, 'GET', `/incidents/${idIn(arn)}/followers`));
  assert.deepEqual(followers, []);
  await refused(call(world, 'DELETE', `/incidents/${idIn(arn)}/followers/${id}`), 404, 'notFound');
});

test('78: following ends by itself after its time', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const boss = await person(world, 'boss');
  const arn = await startIncident(world, await chatPlan(town, [], []));
  await done(follow(world, arn, { contact: 'boss', minutes: 10 }), 201);
  await world.advance({ minutes: 11 });
  assert.equal(world.mail.take(boss.address).length, 1);
  await change(world, arn, { impact: 1 });
  await world.advance({ minutes: 10 });
});

test('79: that somebody follows, and what they are told, is not on the timeline', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const boss = await person(world, 'boss');
  const arn = await startIncident(world, await chatPlan(town, [], []));
  const before = (await timelineOf(world, arn)).length;
  await done(follow(world, arn, { contact: 'boss' }), 201);
  await world.advance({ minutes: 2 });
  world.mail.take(boss.address);
  assert.equal((await timelineOf(world, arn)).length, before);
  await resolve(world, arn);
  await refused(follow(world, arn, { contact: 'boss' }), 409, 'conflict');
  await world.advance({ minutes: 2 });
  world.mail.take(boss.address);
});
