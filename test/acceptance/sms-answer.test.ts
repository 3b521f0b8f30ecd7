import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startIncident } from '../kit/deeds.ts';
import { codeIn, openTown, phonePerson, press, reply, taken } from '../kit/phone-people.ts';
import { escalation, responsePlan, timelineOf } from '../kit/scenario.ts';
import { fromTwilio, SID } from '../kit/twilio.ts';
import { TWILIO_TOKEN } from '../kit/world-node.ts';

/** A page by text message and its answer by text message, and what may never be read anywhere. */

const ANA = '+15550100001';
const BO = '+15550100002';

test('03:10: a text message to Ana; she replies "ack" and the code, nobody else is woken, and the timeline tells it', async () => {
  await using town = await openTown();
  const { world } = town;
  const ana = await phonePerson(town, 'ana', [{ type: 'SMS', number: ANA, minutes: 10 }]);
  const bo = await phonePerson(town, 'bo', [{ type: 'VOICE', number: BO, minutes: 10 }]);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 10, people: [ana] },
    { minutes: 10, people: [bo] },
  ]);
  const plan = await responsePlan(world, 'payments', [tiers], { title: 'Payment API latency', impact: 1 });
  const incident = await startIncident(world, plan);
  const [sms] = await taken(town, 'SMS', ANA);
  assert.match(sms!.text, /^Severity 1: Payment API latency\..* Code \d{6} https:\/\/muster\.example\/ack\/[\w-]{43}$/);
  assert.ok(sms!.text.length <= 160);
  await world.advance({ seconds: 90 });
  assert.equal(
    await reply(town, ANA, `ack ${codeIn(sms!)} `),
    'Acknowledged: Severity 1: Payment API latency - Muster',
  );
  await world.advance({ hours: 2 });
  const told = (await timelineOf(world, incident)).map(({ time, type }) => [
    (time.getTime() - world.now().getTime()) / 1_000 + 7_290,
    type,
  ]);
  assert.deepEqual(told, [
    [0, 'SSM Incident Trigger'],
    [0, 'SSM Incident Start'],
    [0, 'SSM Contacts Page for Incident'],
    [90, 'SSM Contacts Page Acknowledgement for Incident'],
  ]);
});

test('in a storm one text message has one code for all, and names the worst; "ack" and that code answers all', async () => {
  await using town = await openTown();
  const { world } = town;
  const ana = await phonePerson(town, 'ana', [{ type: 'SMS', number: ANA, minutes: 30 }]);
  const plan = await responsePlan(world, 'p', [ana.arn]);
  for (const title of ['One', 'Two', 'Three']) await startIncident(world, plan, { title, impact: 4 });
  await world.runDue();
  assert.equal(town.twilio.take('Messages', ANA).length, 3);
  const incidents = [];
  for (const [title, impact] of [
    ['Low', 5],
    ['Worse', 4],
    ['Worst', 4],
    ['Lower', 5],
  ] as const)
    incidents.push(await startIncident(world, plan, { title, impact }));
  await world.advance({ minutes: 1 });
  const [storm] = await taken(town, 'SMS', ANA);
  assert.match(storm!.text, /^4 incidents: Severity 4: Worse; Severity 4: Worst; Severity 5: .* Code \d{6} https:/);
  assert.ok(storm!.text.length <= 160, storm!.text);
  assert.match((await reply(town, ANA, codeIn(storm!)))!, /^Acknowledged: 4 incidents/);
  await reply(town, ANA, 'stop');
});

test('the token of the account stands in no log line, receipt, timeline or answer, whatever fails', async () => {
  await using town = await openTown();
  const { world, twilio } = town;
  const ana = await phonePerson(town, 'ana', [
    { type: 'SMS', number: ANA, minutes: 10 },
    { type: 'VOICE', number: ANA, minutes: 10 },
  ]);
  const plan = await responsePlan(world, 'p', [ana.arn]);
  const incidents: string[] = [];
  for (const mode of ['temporary', 'unreachable', 'unknown', 'permanent'] as const) {
    await twilio.make(mode);
    incidents.push(await startIncident(world, plan, { title: mode }));
    await world.runDue();
    twilio.take('Messages', ANA);
    await world.advance({ minutes: 4 });
  }
  await twilio.make('ok');
  await world.advance({ minutes: 9 });
  twilio.take('Messages', ANA);
  const calls = twilio.take('Calls', ANA);
  assert.ok(calls.length > 0);
  const said = await press(town, calls[0]!, '1');
  const forged = await fromTwilio(world.url, '/twilio/sms', { From: ANA, Body: 'ack' }, 'forged');
  const states = await (await fetch(`${world.url}/readyz`)).text();
  const told = await Promise.all(incidents.map((arn) => timelineOf(world, arn)));
  const shown = JSON.stringify([world.log.lines, told, said, forged, states]);
  assert.ok(shown.includes('Twilio'), 'there is something to look through');
  const basic = Buffer.from(`${SID}:${TWILIO_TOKEN}`).toString('base64');
  for (const secret of [TWILIO_TOKEN, basic]) assert.ok(!shown.includes(secret), 'a secret was shown');
  await reply(town, ANA, 'stop');
  await world.advance({ hours: 1 });
  for (const kind of ['Messages', 'Calls'] as const) twilio.take(kind, ANA);
});
