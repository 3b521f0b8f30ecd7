import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateResponsePlanCommand,
  DeleteIncidentRecordCommand,
  StartIncidentCommand,
  UpdateIncidentRecordCommand,
} from '@aws-sdk/client-ssm-incidents';
import { parseIncidentArn } from '#domain/incidents';
import { statement } from '#storage/statement';
import { replicationSet, timelineOf } from '#test/kit/scenario';
import { ACCOUNT, openWorld, type World, type WorldOptions } from '#test/kit/world';
import type { MessagedKind } from './follower.ts';

const ROOM = `arn:aws:sns:us-east-1:${ACCOUNT}:war-room`;
const OTHER = `arn:aws:sns:us-east-1:${ACCOUNT}:other-room`;
const NOBODY = `arn:aws:sns:us-east-1:${ACCOUNT}:nobody`;
const TO = 'room@example.com';

const lose = statement('test.loseMessages', `delete from messages where kind = 'follower.room'`);
const forget = statement('test.forgetTold', 'update incident_followers set told_seq = 0');

/** A room for each topic that ends with `-room`; it is told the incident's title and status, and how often it was told. */
const rooms: MessagedKind = {
  kind: 'room',
  everyMs: 1_000,
  async follows(_on, begun) {
    return begun.map(({ incident: { chatChannel, notificationTargets } }) => {
      const topics = [...(chatChannel?.chatbotSns ?? []), ...notificationTargets.map((one) => one.snsTopicArn)];
      const mine = topics.filter((topic) => topic.endsWith('-room'));
      return { followers: mine.map((target) => ({ target, channelType: 'EMAIL' as const })), seenTo: mine };
    });
  },
  async tell(_on, _now, { state, target }, { incident, news }) {
    const text = `${incident?.title ?? 'gone'} ${incident?.status ?? ''}`.trim();
    if (state.text === text) return { nothing: 'it says the same' };
    const subject = `${state.id ?? 'first'} ${news.length > 0}`;
    return { send: { to: target === ROOM ? TO : 'other@example.com', subject, text }, state: { ...state, text } };
  },
  told: (state, id) => ({ ...state, id }),
};

async function begun(options: WorldOptions = {}, topics = [ROOM]) {
  const world = await openWorld({ followerKinds: [rooms], ...options });
  await replicationSet(world);
  const { arn: responsePlanArn } = await world.aws.incidents.send(
    new CreateResponsePlanCommand({
      name: 'payments',
      incidentTemplate: { title: 'Payments fail', impact: 1 },
      ...(topics.length > 0 ? { chatChannel: { chatbotSns: topics } } : {}),
    }),
  );
  const { incidentRecordArn } = await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }));
  const arn = incidentRecordArn!;
  const change = (to: object) => world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, ...to }));
  return { world, arn, change };
}

const texts = (world: World, to = TO) => world.mail.take(to).map(({ text }) => text);
const followed = (world: World, arn: string) => {
  const { account, id } = parseIncidentArn(arn, 'arn');
  return world.house.followers.of(world.db, world.now(), { account, incidentId: id });
};
const custom = async (world: World, arn: string) =>
  (await timelineOf(world, arn)).filter(({ type }) => type === 'Custom Event').map(({ data }) => JSON.parse(data));

test('whom a plan names is told that the incident began, and of each change, once', async () => {
  const { world, change } = await begun();
  await using _ = world;
  await world.runDue();
  assert.deepEqual(texts(world), ['Payments fail OPEN']);
  await change({ title: 'Cards fail' });
  await change({ status: 'RESOLVED' });
  await world.advance({ seconds: 1 });
  assert.deepEqual(texts(world), ['Cards fail RESOLVED'], 'what happens within a second goes as one');
  await world.advance({ minutes: 10 });
});

test('a message knows the one before by the id that its provider gave', async () => {
  const { world, change } = await begun();
  await using _ = world;
  await world.runDue();
  assert.equal(world.mail.take(TO)[0]?.subject, 'first true');
  await change({ title: 'Cards fail' });
  await world.advance({ seconds: 1 });
  assert.equal(world.mail.take(TO)[0]?.subject, 'fake-1 true');
});

test('a change that means nothing to a follower sends nothing, and the next one that does is sent', async () => {
  const { world, change } = await begun();
  await using _ = world;
  await world.runDue();
  texts(world);
  await change({ summary: 'It is the cards.' });
  await world.advance({ seconds: 10 });
  await change({ title: 'Cards fail' });
  await world.advance({ seconds: 1 });
  assert.deepEqual(texts(world), ['Cards fail OPEN']);
});

test('a change while a message is under way goes with the next one', async () => {
  const { world, change } = await begun();
  await using _ = world;
  world.mail.behave('temporary', TO);
  await world.runDue();
  await change({ title: 'Cards fail' });
  world.mail.behave('ok', TO);
  await world.advance({ seconds: 5 });
  assert.deepEqual(texts(world), ['Cards fail OPEN']);
  await world.advance({ minutes: 1 });
});

test('a name that means nothing here is told on the timeline, and stops nothing', async () => {
  const { world, arn } = await begun({}, [ROOM, NOBODY]);
  await using _ = world;
  await world.runDue();
  assert.deepEqual(texts(world), ['Payments fail OPEN']);
  assert.match((await custom(world, arn)).join('\n'), new RegExp(`Not notified, .*${NOBODY}\\. Bind or create it`));
});

test('a follower who cannot be told is told of on the timeline, once, and is tried again at the next change', async () => {
  const { world, arn, change } = await begun();
  await using _ = world;
  world.mail.behave('permanent', TO);
  await world.advance({ minutes: 5 });
  const failures = async () =>
    (await custom(world, arn)).filter((text) => /Could not tell EMAIL .*war-room/.test(text));
  assert.equal((await failures()).length, 1);
  await change({ title: 'Cards fail' });
  world.mail.behave('ok', TO);
  await world.advance({ seconds: 1 });
  assert.deepEqual(texts(world), ['Cards fail OPEN']);
  assert.equal((await failures()).length, 1);
});

test('who cannot be reached for some tries is told of on the timeline once, and told when the way is open', async () => {
  const { world, arn } = await begun();
  await using _ = world;
  world.mail.behave('unreachable', TO);
  await world.advance({ minutes: 3 });
  assert.equal((await custom(world, arn)).filter((text) => /yet, and goes on trying/.test(text)).length, 1);
  world.mail.behave('ok', TO);
  await world.advance({ minutes: 1 });
  assert.deepEqual(texts(world), ['Payments fail OPEN']);
});

test('other topics for an incident: who is new is told how it stands, who is gone is told nothing more', async () => {
  const { world, arn, change } = await begun();
  await using _ = world;
  await world.runDue();
  texts(world);
  await change({ chatChannel: { chatbotSns: [OTHER] } });
  await change({ title: 'Cards fail' });
  await world.advance({ seconds: 2 });
  assert.deepEqual(texts(world), []);
  assert.deepEqual(texts(world, 'other@example.com'), ['Cards fail OPEN']);
  assert.deepEqual(
    (await followed(world, arn)).map(({ target }) => target),
    [OTHER],
  );
});

test('a deleted incident is told as gone', async () => {
  const { world, arn } = await begun();
  await using _ = world;
  await world.runDue();
  texts(world);
  await world.aws.incidents.send(new DeleteIncidentRecordCommand({ arn }));
  await world.advance({ seconds: 1 });
  assert.deepEqual(texts(world), ['gone']);
});

test('who follows until a moment is told nothing after it', async () => {
  const { world, arn, change } = await begun({}, []);
  await using _ = world;
  const { account, id: incidentId } = parseIncidentArn(arn, 'arn');
  const until = new Date(world.now().getTime() + 60_000);
  const follower = { account, incidentId, kind: 'room', target: OTHER, channelType: 'EMAIL' as const, until };
  await world.db.tx((tx) => world.house.followers.follow(tx, world.now(), [follower]));
  await world.runDue();
  assert.deepEqual(texts(world, 'other@example.com'), ['Payments fail OPEN']);
  await world.advance({ minutes: 2 });
  await change({ title: 'Cards fail' });
  await world.advance({ minutes: 1 });
});

test('the auditor finds a follower whose message was lost, and has it told', async () => {
  const { world } = await begun({ audited: true, expectErrors: [/the auditor found a fault and repaired it/] });
  await using _ = world;
  await world.db.rows(lose);
  await world.db.rows(forget);
  await world.advance({ minutes: 2 });
  assert.deepEqual(texts(world), ['Payments fail OPEN']);
  const found = world.log.lines.filter(
    ({ level, fields }) => level === 'error' && fields.invariant === 'followers.untold',
  );
  assert.equal(found.length, 1);
});

test('with the replication set all followers go', async () => {
  const { world, arn } = await begun();
  await using _ = world;
  await world.runDue();
  texts(world);
  await world.db.tx((tx) => world.house.followers.erase(tx, ACCOUNT));
  assert.deepEqual(await followed(world, arn), []);
});
