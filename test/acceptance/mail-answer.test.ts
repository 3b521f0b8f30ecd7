import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GetIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import type { OutgoingMessage } from '#domain/channels';
import { statement } from '#storage/statement';
import { startIncident } from '../kit/deeds.ts';
import { answerAddress, bounceMail, handOn, REPLY_TO, rawMail } from '../kit/mail-answers.ts';
import {
  answersIn,
  escalation,
  type Person,
  person,
  replicationSet,
  responsePlan,
  timelineOf,
} from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World, type WorldOptions } from '../kit/world.ts';

/** Answers by mail: what counts is the token in the address that a mail was answered to, and nothing else. */

interface Paged {
  world: World;
  ana: Person;
  bo: Person;
  plan: string;
  incident: string;
  mail: OutgoingMessage;
}

/** Ana is paged for an incident, and after ten minutes Bo. */
async function paged(world: World): Promise<Paged> {
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 10 });
  const bo = await person(world, 'bo', { minutes: 10 });
  const tiers = await escalation(world, 'tiers', [
    { minutes: 10, people: [ana] },
    { minutes: 10, people: [bo] },
  ]);
  const plan = await responsePlan(world, 'payments', [tiers]);
  const incident = await startIncident(world, plan);
  return { world, ana, bo, plan, incident, mail: await world.firstMail(ana.address) };
}

const answers = statement<{ by: string; name: string }>(
  'test.answersByMail',
  `select a.event->'requestParameters'->>'by' as by, a.event->>'eventName' as name from audit_events a
   where a.account = $1 and a.event->>'eventName' = 'AcceptPage' order by a.id`,
);

const open = (options: WorldOptions = {}) => openWorld({ mailReplyTo: REPLY_TO, ...options });

const linesOf = async (world: World, incident: string) =>
  (await timelineOf(world, incident)).map(({ type, data }) => `${type}: ${data}`);

/** Nobody has answered: after ten minutes Bo is paged. */
async function goesOn({ world, bo }: Paged): Promise<void> {
  await world.advance({ minutes: 10 });
  assert.equal(world.mail.take(bo.address).length, 1, 'the plan has gone on');
}

/** Somebody has answered: nobody else is paged. */
const isOver = ({ world }: Paged) => world.advance({ hours: 2 });

test('03:10: Ana answers "ack" to the mail; nobody else is woken, and timeline and trail tell it', async () => {
  await using world = await open();
  const here = await paged(world);
  assert.match(here.mail.text, /^Or reply: ack$/m);
  const raw = rawMail(
    answerAddress(here.mail),
    'Ack\r\n\r\nOn Fri, 2 Jan 2026 at 03:10, Muster <m@muster.example> wrote:\r\n> resolve\r\n',
    // By whom it says to be is nothing that counts.
    { From: 'Somebody <else@example.net>' },
  );
  assert.deepEqual(await handOn(world, raw), { status: 200, did: 'acknowledged' });
  assert.deepEqual((await handOn(world, raw)).did, 'nothing', 'a second time it changes nothing');
  await isOver(here);
  const lines = await linesOf(world, here.incident);
  assert.equal(lines.filter((line) => /Acknowledgement/.test(line)).length, 1);
  assert.doesNotMatch(lines.join(), /RESOLVED/);
  const trail = await world.db.rows(answers, [ACCOUNT]);
  assert.deepEqual(trail, [{ by: 'reply by mail', name: 'AcceptPage' }]);
});

test('the code of the message counts, and any other does not: after five of these, none for a quarter of an hour', async () => {
  await using world = await open();
  const here = await paged(world);
  const { code } = answersIn(here.mail);
  const wrong = code === '111111' ? '222222' : '111111';
  const reply = (text: string) => handOn(world, rawMail(answerAddress(here.mail), text));
  for (let tries = 0; tries < 5; tries++) assert.equal((await reply(`ack ${wrong}`)).did, 'refused');
  assert.match((await reply(`ack ${code}`)).why ?? '', /too many wrong codes/);
  assert.equal((await linesOf(world, here.incident)).filter((line) => /none of its message/.test(line)).length, 5);
  await goesOn(here);
  await world.advance({ minutes: 6 });
  assert.equal((await reply(`ack ${code}`)).did, 'acknowledged');
});

test('a reply in other words is a note of hers on the timeline, and "resolve" ends the incident', async () => {
  await using world = await open();
  const here = await paged(world);
  const reply = (text: string) => handOn(world, rawMail(answerAddress(here.mail), text));
  assert.equal((await reply('I look at the disks.\r\n\r\n> ack')).did, 'noted');
  await goesOn(here);
  assert.equal((await reply('Resolve')).did, 'resolved');
  assert.equal((await reply('resolved')).did, 'resolved', 'once more it changes nothing');
  await isOver(here);
  const { incidentRecord } = await world.aws.incidents.send(new GetIncidentRecordCommand({ arn: here.incident }));
  assert.equal(incidentRecord!.status, 'RESOLVED');
  assert.equal(incidentRecord!.lastModifiedBy, here.ana.arn);
  const lines = await linesOf(world, here.incident);
  assert.ok(lines.includes('Note: "I look at the disks."'), lines.join('\n'));
  assert.equal(lines.filter((line) => line.includes('RESOLVED')).length, 1);
});

const machines: [what: string, headers: Record<string, string>][] = [
  ['an out-of-office answer', { 'Auto-Submitted': 'auto-replied' }],
  ['what a machine made', { 'Auto-Submitted': 'auto-generated; owner=x' }],
  ['a bulk mail', { Precedence: 'bulk' }],
  ['an old automatic reply', { Precedence: 'auto_reply' }],
  ['a mail of a list', { 'List-Id': '<team.example.com>' }],
  ['a mail without a sender', { 'Return-Path': '<>' }],
  ['an autoresponder', { 'X-Autoreply': 'yes' }],
  ['a mail of ours that was sent back', { 'X-Muster-Key': 'x' }],
  ['a reading receipt', { 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=x' }],
];

test('what a machine wrote never counts', async () => {
  await using world = await open();
  const here = await paged(world);
  for (const [what, headers] of machines) {
    const { did, why } = await handOn(world, rawMail(answerAddress(here.mail), 'ack', headers));
    assert.equal(did, 'nothing', what);
    assert.match(why ?? '', /written by a machine/, what);
  }
  await goesOn(here);
});

test('without the token of a message nothing counts, whoever it says to be from', async () => {
  await using world = await open();
  const here = await paged(world);
  const token = here.mail.replyToken!;
  const other = `${token.slice(0, -2)}${token.endsWith('aa') ? 'bb' : 'aa'}`;
  const { token: link } = answersIn(here.mail);
  for (const to of [
    `replies+${other}@example.org`,
    'replies@example.org',
    `replies+${link}@example.org`,
    `x+${token}@example.net`,
  ])
    assert.deepEqual(await handOn(world, rawMail(to, 'ack', { From: here.ana.address })), {
      status: 200,
      did: 'nothing',
      why: 'no address of it has the token of a message',
    });
  await goesOn(here);
  // Servers may write an address in capitals, and put it where they like.
  const capitals = answerAddress(here.mail).toUpperCase();
  assert.equal(
    (await handOn(world, rawMail('list@example.org', 'ack', { 'Delivered-To': capitals }))).did,
    'acknowledged',
  );
});

test('what was not signed, or not of late, changes nothing and is told to nobody', async () => {
  await using world = await open();
  const here = await paged(world);
  const raw = rawMail(answerAddress(here.mail), 'ack');
  assert.equal((await handOn(world, raw, { secret: 'another-secret-of-thirty-two-chars' })).status, 403);
  assert.equal((await handOn(world, raw, { agoMs: 301_000 })).status, 403);
  assert.equal((await handOn(world, raw, { agoMs: -302_000 })).status, 403);
  const bare = await fetch(`${world.url}/inbound/mail`, { method: 'POST', body: raw });
  assert.equal(bare.status, 403);
  assert.equal((await handOn(world, '')).status, 400);
  await goesOn(here);
  const told = JSON.stringify(world.log.lines);
  assert.doesNotMatch(told, new RegExp(here.mail.replyToken!));
});

test('a mail that comes back is a page in vain: the next stage begins at once, and the timeline says why', async () => {
  await using world = await open();
  const here = await paged(world);
  assert.equal((await handOn(world, bounceMail(answerAddress(here.mail), 'delayed'))).did, 'nothing');
  await world.runDue();
  assert.equal((await handOn(world, bounceMail(answerAddress(here.mail)))).did, 'bounced');
  await world.runDue();
  assert.equal(world.mail.take(here.bo.address).length, 1, 'Bo is paged without waiting');
  const lines = await linesOf(world, here.incident);
  assert.ok(
    lines.some((line) =>
      /not delivered: the mail was returned \(5\.1\.1, smtp; 550.*next stage begins at once/.test(line),
    ),
    lines.join('\n'),
  );
  assert.equal((await handOn(world, bounceMail(answerAddress(here.mail)))).did, 'bounced');
  await world.advance({ minutes: 5 });
  assert.deepEqual(await linesOf(world, here.incident), lines, 'a second report changes nothing');
});

test('after a day an answer counts for nothing, and neither do other words, answered or not', async () => {
  await using world = await open();
  const here = await paged(world);
  await goesOn(here);
  await world.advance({ hours: 23 });
  assert.equal((await handOn(world, rawMail(answerAddress(here.mail), 'ack'))).did, 'acknowledged');
  assert.equal((await handOn(world, rawMail(answerAddress(here.mail), 'I sleep again'))).did, 'noted');
  await world.advance({ hours: 2 });
  for (const words of ['ack', 'resolve', 'a note'])
    assert.match((await handOn(world, rawMail(answerAddress(here.mail), words))).why ?? '', /older than 24 hours/);
});

test('in a storm one reply answers all, a code one of them, and "resolve" wants a code', async () => {
  await using world = await open();
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 30 });
  const plan = await responsePlan(world, 'p', [ana.arn]);
  for (const title of ['One', 'Two', 'Three']) await startIncident(world, plan, { title });
  await world.runDue();
  assert.equal(world.mail.take(ana.address).length, 3);
  for (const title of ['Four', 'Five', 'Six']) await startIncident(world, plan, { title });
  await world.advance({ minutes: 1 });
  const [mail] = world.mail.take(ana.address);
  assert.match(mail!.subject, /^3 incidents/);
  const reply = (text: string) => handOn(world, rawMail(answerAddress(mail!), text));
  assert.match((await reply('resolve')).why ?? '', /several incidents/);
  const { code } = answersIn({ text: mail!.text.slice(mail!.text.indexOf('---')) });
  assert.equal((await reply(`resolve ${code}`)).did, 'resolved');
  assert.equal((await reply('ack')).did, 'acknowledged');
  assert.match((await reply('ack')).why ?? '', /acknowledged already/);
});

test('where mails are not answered, none asks for it, and the door is shut without its secret', async () => {
  await using world = await openWorld();
  const here = await paged(world);
  assert.equal(here.mail.replyToken, undefined);
  assert.doesNotMatch(here.mail.text, /reply/i);
  assert.doesNotMatch(here.mail.html ?? '', /reply/i);
  await goesOn(here);
});

test('thirty mails an hour to one channel are enough: a loop that nothing else ends is ended', async () => {
  await using world = await open();
  const here = await paged(world);
  const dids: (string | undefined)[] = [];
  for (let count = 0; count < 32; count++)
    dids.push((await handOn(world, rawMail(answerAddress(here.mail), `note ${count}`))).did);
  assert.deepEqual([dids[29], dids[30], dids[31]], ['noted', 'nothing', 'nothing']);
  await goesOn(here);
});
