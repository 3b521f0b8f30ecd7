import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statement } from '#storage/statement';
import { call, done, refused } from '../kit/api.ts';
import { buttonsIn, type ChatTown, fieldsIn, openChatTown, presses } from '../kit/chat-town.ts';
import { fates, resolve, startIncident } from '../kit/deeds.ts';
import { muster, mustered } from '../kit/muster.ts';
import { newPerson } from '../kit/own-town.ts';
import { escalation, incidentsOf, person, responsePlan } from '../kit/scenario.ts';
import { directOf, type SlackMessage } from '../kit/slack.ts';

/** Behaviour 74, `slackdm`: people are paged by direct messages in Slack, and answer there. */

const trail = statement<{ name: string; principal: string }>(
  'test.directTrail',
  `select t.event ->> 'eventName' as name, t.event -> 'userIdentity' ->> 'arn' as principal
   from audit_events t where t.event ->> 'eventName' like 'Chat%' order by t.id`,
);
const ANA = { id: 'U0000000001' };
const BOB = { id: 'U0000000002' };
const direct = (town: ChatTown, user = ANA): SlackMessage[] => town.slack.take(directOf(user.id));

/** A person whose plan writes to them in Slack; the code came as a direct message. */
async function slackPerson(town: ChatTown, alias: string, user: typeof ANA): Promise<string> {
  const { world } = town;
  const arn = await newPerson(town, alias);
  await mustered(world, `contacts channels add ${alias} --type slack --address ${user.id}`);
  await world.runDue();
  const [activation] = direct(town, user);
  const [, code] = /the code (\d{6,10}) within 15 minutes/.exec(activation!.text)!;
  await mustered(world, `contacts activate ${alias} ${code}`);
  await mustered(world, `contacts plan set ${alias} --stage 5:slack/2`);
  return arn;
}

const channelsOf = (town: ChatTown, alias: string) =>
  done<{ items: { id: string; type: string; activated: boolean }[] }>(
    call(town.world, 'GET', `/contacts/${alias}/channels`),
  );

test('74 slackdm: a page comes as a direct message, and the button in it acknowledges: for its receiver, once, without a link', async () => {
  await using town = await openChatTown();
  const { world } = town;
  const ana = await slackPerson(town, 'ana', ANA);
  assert.deepEqual(
    (await channelsOf(town, 'ana')).items.map(({ type, activated }) => [type, activated]),
    [['slack', true]],
  );
  await startIncident(world, await responsePlan(world, 'payments', [ana]));
  await world.runDue();
  const [page, ...more] = direct(town);
  assert.ok(page && more.length === 0, 'one message');
  assert.match(page.text, /Severity \d: /);
  assert.deepEqual(buttonsIn(page), ['answer-page', 'escalate-page']);
  assert.match(fieldsIn(page)['Accept code']!, /^\d{6}$/);
  assert.match(JSON.stringify(page.blocks), /https:\/\/muster\.example\/ack\//);

  assert.match((await presses(town, BOB, page, 'answer-page')).join(), /not yours to press/, 'somebody else has it');
  await world.advance({ minutes: 2 });
  const [again] = direct(town);
  assert.ok(again, 'nobody had answered: the next attempt');
  assert.match((await presses(town, ANA, again, 'answer-page')).join(), /^Acknowledged: Severity/);
  assert.match((await presses(town, ANA, page, 'answer-page')).join(), /acknowledged already/);
  await world.advance({ minutes: 30 });
  assert.deepEqual(await fates(world, { arn: ana }), [['SENT'], ['SENT', 'READ']]);
  assert.deepEqual(
    (await world.db.rows(trail, [])).map(({ name, principal }) => [name, principal]),
    [['ChatAcknowledge', ana]],
  );
});

test('74 slackdm: a test page is answered by its button; an expired token is found by the probe, and the next stage begins', async () => {
  await using town = await openChatTown();
  const { world, slack } = town;
  const ana = await slackPerson(town, 'ana', ANA);
  const bob = await person(world, 'bob');
  await refused(
    call(world, 'POST', '/contacts/bob/channels', { body: { name: 'x', type: 'slack', address: 'C0000000001' } }),
    400,
    'validation',
  );
  const [channel] = (await channelsOf(town, 'ana')).items;
  const { id } = await done<{ id: string }>(call(world, 'POST', `/contacts/ana/channels/${channel!.id}/test`), 201);
  await world.runDue();
  const [page] = direct(town);
  assert.match(page!.text, /this is a test for ana; nothing is wrong/);
  assert.match((await presses(town, BOB, page!, 'answer-test')).join(), /not yours to press/);
  assert.match((await presses(town, ANA, page!, 'answer-test')).join(), /the test page reached you/);
  const look = await done<{ status: string }>(call(world, 'GET', `/contacts/ana/test-pages/${id}`));
  assert.equal(look.status, 'answered');

  const escalated = await escalation(world, 'first-ana', [
    { minutes: 5, people: [{ arn: ana }] },
    { minutes: 5, people: [bob] },
  ]);
  const plan = await responsePlan(world, 'payments', [escalated]);
  await startIncident(world, plan, { title: 'By hand' });
  await world.runDue();
  const [shown] = direct(town);
  assert.match((await presses(town, ANA, shown!, 'escalate-page')).join(), /^Escalated/);
  assert.equal(world.mail.take(bob.address).length, 1, 'the next stage begins at once');
  for (const arn of (await incidentsOf(world)).map(({ arn }) => arn!)) await resolve(world, arn);
  assert.match((await presses(town, ANA, shown!, 'answer-page')).join(), /nobody needs to answer any more/);

  slack.fail('token_expired');
  await startIncident(world, plan);
  await world.advance({ seconds: 20 });
  assert.equal(world.mail.take(bob.address).length, 1, 'nothing can be sent to ana: bob is next at once');
  await muster(world, ['providers', 'probe']);
  const told = (await muster(world, ['doctor'])).out;
  assert.match(told, /token_expired/);
  for (const arn of (await incidentsOf(world)).map(({ arn }) => arn!)) await resolve(world, arn);
});
