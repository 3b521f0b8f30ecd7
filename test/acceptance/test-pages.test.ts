import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeactivateContactChannelCommand, ListPagesByContactCommand } from '@aws-sdk/client-ssm-contacts';
import { call, done, refused, tokenFor } from '../kit/api.ts';
import { startIncident } from '../kit/deeds.ts';
import { muster, mustered } from '../kit/muster.ts';
import { codeIn, openTown, phonePerson, press, reply, taken, tells } from '../kit/phone-people.ts';
import { answersIn, incidentsOf, person, replicationSet, responsePlan } from '../kit/scenario.ts';
import { openWorld, T0, type World } from '../kit/world.ts';

/** Behaviour 72, and the rest of "trust before the night": a test page is real, and pages nobody. */

interface TestPage {
  id: string;
  status: string;
  info: string | null;
  attempts: { outcome: string; provider: string; reason: string | null }[];
  answeredAt: string | null;
  answeredBy: string | null;
}

const idOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);
const ask = (world: World, alias: string, channelArn: string) =>
  call(world, 'POST', `/contacts/${alias}/channels/${idOf(channelArn)}/test`);
const look = (world: World, alias: string, { id }: { id: string }) =>
  done<TestPage>(call(world, 'GET', `/contacts/${alias}/test-pages/${id}`));
const codeOf = (text: string) => /code:? (\d{6})/i.exec(text)![1]!;

async function withAna() {
  const world = await openWorld();
  await replicationSet(world);
  return { world, ana: await person(world, 'ana') };
}

test('a test page goes over the real channel, says that nothing is wrong, and is answered by its code', async () => {
  const { world, ana } = await withAna();
  await using _ = world;
  const sent = await done<TestPage>(ask(world, 'ana', ana.channelArn), 201);
  assert.equal(sent.status, 'waiting');
  const mail = await world.firstMail(ana.address);
  assert.match(mail.subject, /this is a test for ana; nothing is wrong/);
  assert.match(mail.text, /^Nothing is wrong\. This is a test of the channel "mail" of ana/);
  const left = await look(world, 'ana', sent);
  assert.deepEqual([left.status, left.attempts.map(({ outcome }) => outcome)], ['sent', ['sent']]);

  const path = `/contacts/ana/test-pages/${sent.id}/answer`;
  const right = codeOf(mail.text);
  const wrong = right === '000000' ? '111111' : '000000';
  await refused(call(world, 'POST', path, { body: { code: wrong } }), 400, 'validation');
  const answered = await done<TestPage>(call(world, 'POST', path, { body: { code: right } }));
  assert.deepEqual([answered.status, answered.answeredAt], ['answered', world.now().toISOString()]);
  const { Pages } = await world.aws.contacts.send(new ListPagesByContactCommand({ ContactId: ana.arn }));
  assert.deepEqual([await incidentsOf(world), Pages], [[], []], 'it opens no incident, and is no page');
});

test('its link shows it, and answers it by the button alone; it is no acknowledgement', async () => {
  const { world, ana } = await withAna();
  await using _ = world;
  const sent = await done<TestPage>(ask(world, 'ana', ana.channelArn), 201);
  const mail = await world.firstMail(ana.address);
  const token = /\/test\/([\w-]+)/.exec(mail.text)![1]!;
  const visit = (method: string, path = `/test/${token}`) => fetch(`${world.url}${path}`, { method });
  assert.match(await (await visit('GET')).text(), /A test: nothing is wrong.*It reached me/s);
  assert.equal((await look(world, 'ana', sent)).status, 'sent', 'whoever follows a link has not answered');
  assert.match(await (await visit('POST')).text(), /it reached you/);
  const { status, answeredBy } = await look(world, 'ana', sent);
  assert.deepEqual([status, answeredBy], ['answered', ana.arn]);
  assert.equal((await visit('POST', `/ack/${token}`)).status, 404);
  assert.equal((await visit('GET', `/test/${token.slice(0, -2)}AA`)).status, 404);
  await world.house.trail.flush();
  const trail = await world.db.rows<{ event: { eventName: string } }>({
    name: 'test.trailOfTests',
    text: 'select event from audit_events',
  });
  const names = trail.map(({ event }) => event.eventName);
  assert.ok(names.includes('TestChannel') && names.includes('AnswerTestPage'), names.join());
});

test('cmtestdisable: a channel that is not activated, or was switched off, cannot be tested', async () => {
  const { world, ana } = await withAna();
  await using _ = world;
  // What is on its way when it is switched off does not leave.
  const sent = await done<TestPage>(ask(world, 'ana', ana.channelArn), 201);
  await world.aws.contacts.send(new DeactivateContactChannelCommand({ ContactChannelId: ana.channelArn }));
  await world.runDue();
  const { status, info } = await look(world, 'ana', sent);
  assert.deepEqual([status, /not activated any more: send a code/.test(info ?? '')], ['cancelled', true]);
  const problem = await refused(ask(world, 'ana', ana.channelArn), 400, 'validation');
  assert.match(String(problem['detail']), /channel mail is not activated: send a code and give it back/);
  assert.match((await muster(world, ['contacts', 'test', 'ana'])).err, /ana has no activated channel/);
});

test('testsmsnotcmowner: no token tests a channel, nor another account, nor a channel under another name', async () => {
  const { world, ana } = await withAna();
  await using _ = world;
  await person(world, 'bob');
  const path = (alias: string) => `/contacts/${alias}/channels/${idOf(ana.channelArn)}/test`;
  const { secret } = await tokenFor(world, 'script');
  await refused(call(world, 'POST', path('ana'), { token: secret }), 403, 'accessDenied');
  await refused(call(world, 'POST', path('bob')), 404, 'notFound');
  const other = await (await world.addKey('222222222222')).incidents.config.credentials();
  const key = { id: other.accessKeyId, secret: other.secretAccessKey };
  await refused(call(world, 'POST', path('ana'), { key }), 404, 'notFound');
});

test('five an hour are enough for a channel', async () => {
  const { world, ana } = await withAna();
  await using _ = world;
  for (let at = 0; at < 5; at += 1) await done(ask(world, 'ana', ana.channelArn), 201);
  const problem = await refused(ask(world, 'ana', ana.channelArn), 402, 'quotaExceeded');
  assert.match(
    String(problem['detail']),
    /at most 5 test pages to a channel within an hour.*MUSTER_QUOTA_TEST_PAGES_PER_HOUR/,
  );
  await world.advance({ minutes: 61 });
  await done(ask(world, 'ana', ana.channelArn), 201);
  await world.runDue();
  assert.equal(world.mail.take(ana.address).length, 6);
});

test('tests fill no storm: the pages that come with them go at once, as if there were none', async () => {
  const { world, ana } = await withAna();
  await using _ = world;
  for (let at = 0; at < 4; at += 1) await done(ask(world, 'ana', ana.channelArn), 201);
  for (const name of ['one', 'two', 'three']) await startIncident(world, await responsePlan(world, name, [ana.arn]));
  await world.runDue();
  const mails = world.mail.take(ana.address);
  const tests = mails.filter(({ subject }) => subject.includes('nothing is wrong'));
  assert.deepEqual([tests.length, mails.length - tests.length], [4, 3]);
  for (const mail of mails.filter((one) => !tests.includes(one))) assert.ok(answersIn(mail).code);
});

test('a provider that fails is told with what to do, and what could not leave in time is given up', async () => {
  const { world, ana } = await withAna();
  await using _ = world;
  world.mail.behave('permanent');
  const failed = await done<TestPage>(ask(world, 'ana', ana.channelArn), 201);
  await world.runDue();
  const { status, info, attempts } = await look(world, 'ana', failed);
  assert.deepEqual([status, info, attempts.length], ['failed', 'the fake outside knows no such receiver', 1]);
  world.mail.behave('temporary');
  const tried = await done<TestPage>(ask(world, 'ana', ana.channelArn), 201);
  await world.advance({ minutes: 17 });
  const over = await look(world, 'ana', tried);
  assert.equal(over.status, 'cancelled');
  assert.match(over.info!, /could not leave in time: the fake outside asked to try again later/);
  assert.equal(over.attempts.length, 20, 'the last twenty tries are kept');
});

test('a text message is answered by its code, a call by a key; a page that waits comes first', async () => {
  await using town = await openTown();
  const { world } = town;
  const [number, phone] = ['+15550100001', '+15550100002'];
  const steps = [
    { type: 'SMS', number, minutes: 5 },
    { type: 'VOICE', number: phone, minutes: 5 },
  ] as const;
  const ana = await phonePerson(town, 'ana', [...steps]);
  const bySms = await done<TestPage>(ask(world, 'ana', ana.channels[0]!), 201);
  const [text] = await taken(town, 'SMS', number);
  assert.match(text!.text, /^Nothing is wrong\. Muster, a test for ana/);
  assert.ok(text!.text.length <= 160, text!.text);
  await tells(town, text!, { MessageStatus: 'delivered' });
  assert.equal((await look(world, 'ana', bySms)).status, 'delivered');
  assert.match((await reply(town, number, `ok ${codeIn(text!)}`))!, /the test page reached you/);
  assert.equal((await look(world, 'ana', bySms)).status, 'answered');

  const byCall = await done<TestPage>(ask(world, 'ana', ana.channels[1]!), 201);
  const [spoken] = await taken(town, 'VOICE', phone);
  assert.equal(await press(town, spoken!, '1', { AnsweredBy: 'machine_start' }), undefined);
  assert.match((await press(town, spoken!, '1'))!, /the test page reached you/);
  assert.equal((await look(world, 'ana', byCall)).status, 'answered');

  const waiting = await done<TestPage>(ask(world, 'ana', ana.channels[0]!), 201);
  await taken(town, 'SMS', number);
  await startIncident(world, await responsePlan(world, 'payments', [ana.arn]));
  await taken(town, 'SMS', number);
  assert.match((await reply(town, number, 'ack'))!, /^Acknowledged/);
  assert.equal((await look(world, 'ana', waiting)).status, 'sent');
  assert.match((await reply(town, number, 'ack'))!, /the test page reached you/);
  assert.equal((await look(world, 'ana', waiting)).status, 'answered');
});

test('what nobody answered in time shows so, and a late answer still shows', async () => {
  const { world, ana } = await withAna();
  await using _ = world;
  const sent = await done<TestPage>(ask(world, 'ana', ana.channelArn), 201);
  const mail = await world.firstMail(ana.address);
  await world.advance({ minutes: 16 });
  assert.equal((await look(world, 'ana', sent)).status, 'unanswered');
  await done(call(world, 'POST', `/contacts/ana/test-pages/${sent.id}/answer`, { body: { code: codeOf(mail.text) } }));
  assert.equal((await look(world, 'ana', sent)).status, 'answered');
});

test('muster contacts test sends, follows, lists and answers', async () => {
  const { world, ana } = await withAna();
  await using _ = world;
  const following = await muster(world, ['contacts', 'test', 'ana', '--channel', 'mail', '--follow', '--json']);
  assert.equal(following.code, 1, 'nobody answered');
  assert.deepEqual(
    JSON.parse(following.out).map(({ status }: TestPage) => status),
    ['unanswered'],
  );
  assert.match(following.err, /^email: sent\n/);
  world.mail.take(ana.address);
  const [head, row] = await mustered(world, 'contacts test ana');
  assert.match(
    `${head}\n${row}`,
    /^CHANNEL +TYPE +SENT AT +STATUS +WHAT HAPPENED\nmail +email +2026-01-02 03:\d\d:\d\dZ +waiting$/,
  );
  const code = codeOf((await world.firstMail(ana.address)).text);
  await mustered(world, `contacts tests answer ana ${code}`);
  const [, newest, older] = await mustered(world, 'contacts tests list ana');
  assert.match(newest!, /answered +answered at 2026/);
  assert.match(older!, /unanswered +taken by fake/);
  assert.ok(world.now() > T0);
});
