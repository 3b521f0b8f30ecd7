import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { ConfirmSubscriptionCommand, CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { resolve, startIncident } from '../kit/deeds.ts';
import { type FakeEndpoint, fakeEndpoint } from '../kit/endpoint.ts';
import { at, hookedPerson, type OwnTown, openOwnTown } from '../kit/own-town.ts';
import { answersIn, incidentsOf, person, responsePlan } from '../kit/scenario.ts';
import { ACCOUNT } from '../kit/world.ts';

/**
 * Behaviour 80, the forms in which something leaves: `webhook`, `emailnotification`, `signal`. `webhookoncall` is among the histories
 * (on-call-mirrors). All in one world: no case expects what another one sends.
 */

let town: OwnTown;
let endpoint: FakeEndpoint;
before(async () => {
  town = await openOwnTown();
  endpoint = await fakeEndpoint();
});
after(async () => {
  await endpoint[Symbol.asyncDispose]();
  await town[Symbol.asyncDispose]();
});
afterEach(() => assert.equal(endpoint.left(), 0, 'messages that the test did not expect'));

test('80 webhook: a page is posted as JSON, signed over time and body, once, and answered at the address in it', async () => {
  const { world, hooks } = town;
  const cy = await hookedPerson(town, 'cy');
  const incident = await startIncident(world, await responsePlan(world, 'hooked', [cy.arn]), { title: 'Bank down' });
  await world.runDue();
  const [posted, ...more] = hooks.take(cy.address);
  assert.ok(posted && more.length === 0);
  const { type, subject, text, severity, incidents, answerUrl, ...rest } = posted.json;
  assert.deepEqual(Object.keys(rest), ['id']);
  assert.deepEqual([type, subject, severity], ['page', 'Severity 2: Bank down', 2]);
  assert.match(String(text), /^p99 over 2 s/);
  assert.deepEqual(incidents, [{ arn: incident, title: 'Severity 2: Bank down', severity: 2 }]);
  const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(posted.signature)!;
  assert.equal(given, createHmac('sha256', cy.secret).update(`${seconds}.${posted.body}`).digest('hex'));
  assert.equal((await at(world, String(answerUrl))).body['state'], 'acknowledged');
  await world.advance({ minutes: 20 });
  assert.deepEqual(hooks.take(cy.address), [], 'nothing more after the answer');
  await resolve(world, incident);
});

test('80 emailnotification: a page is a mail with heading, content, code and link, in text and HTML, one thread for an incident', async () => {
  const { world } = town;
  const ana = await person(world, 'ana', { retry: 2 });
  const incident = await startIncident(world, await responsePlan(world, 'mailed', [ana.arn]), { title: 'Bank <down>' });
  const mail = await world.firstMail(ana.address);
  assert.equal(mail.subject, 'Severity 2: Bank <down>');
  const { code } = answersIn(mail);
  for (const part of [mail.text, mail.html!]) {
    assert.ok(part.includes(code) && /https:\/\/muster\.example\/ack\/[\w-]+/.test(part), part);
    assert.match(part, /p99 over 2 s/);
  }
  assert.match(mail.html!, /Bank &lt;down&gt;/);
  await world.advance({ minutes: 2 });
  const [again] = world.mail.take(ana.address);
  assert.deepEqual([again!.thread, again!.subject], [mail.thread, mail.subject], 'the next attempt belongs to it');
  assert.notEqual(again!.key, mail.key);
  await resolve(world, incident);
});

/**
 * A signal is what a rule sends to somebody's address without opening anything: no alert, no page. Here that is a rule whose target is
 * a topic: whoever subscribes to it (over HTTP, by mail, by text message) is told the event.
 */
test('80 signal: a rule sends an event to subscribers of a topic, and neither opens an incident nor pages anybody', async () => {
  const { world } = town;
  const { sns, events } = world.aws;
  const open = async () => (await incidentsOf(world)).length;
  const incidents = await open();
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'signals' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: endpoint.url }));
  await world.runDue();
  const { Token } = JSON.parse(endpoint.take()[0]!.body) as { Token: string };
  await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
  await events.send(new PutRuleCommand({ Name: 'deploys', EventPattern: '{"source":["our.ci"]}' }));
  const Targets = [{ Id: 'all', Arn: TopicArn! }];
  await events.send(new PutTargetsCommand({ Rule: 'deploys', Targets }));
  const Detail = JSON.stringify({ service: 'payments', version: 7 });
  for (const Source of ['our.ci', 'another.ci'])
    await events.send(new PutEventsCommand({ Entries: [{ Source, DetailType: 'Deployed', Detail }] }));
  await world.runDue();
  const [told, ...more] = endpoint.take().map(({ body }) => JSON.parse(body) as { Type: string; Message: string });
  assert.ok(told && more.length === 0, 'what the pattern picks, once');
  assert.equal(told.Type, 'Notification');
  const event = JSON.parse(told.Message) as { source: string; account: string; detail: object };
  assert.deepEqual(
    [event.source, event.account, event.detail],
    ['our.ci', ACCOUNT, { service: 'payments', version: 7 }],
  );
  assert.equal(await open(), incidents, 'no incident');
});
