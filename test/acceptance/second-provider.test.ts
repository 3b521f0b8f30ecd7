import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGatewaySms } from '#providers/sms-gateway';
import { call, done } from '../kit/api.ts';
import { startIncident } from '../kit/deeds.ts';
import { codeIn, phonePerson, reply, taken, tells } from '../kit/phone-people.ts';
import { escalation, replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { openSmsGateway } from '../kit/sms-gateway.ts';
import { openTwilio, phonesAt } from '../kit/twilio.ts';
import { openWorld } from '../kit/world.ts';
import { GATEWAY_TOKEN } from '../kit/world-node.ts';

/** A text message whose first provider fails comes by the second one, and its answer ends the escalation. */

const ANA = '+15550100001';
const BO = '+15550100002';

async function openTown() {
  const [twilio, gateway] = [await openTwilio(), await openSmsGateway()];
  const first = createGatewaySms({ ...gateway.options, confirmsWithinMs: 120_000 });
  const world = await openWorld({ channels: [first, ...phonesAt(twilio)] });
  await replicationSet(world);
  return {
    ...{ world, twilio, gateway },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await twilio[Symbol.asyncDispose]();
      await gateway.close();
    },
  };
}

interface Attempt {
  provider: string;
  number: number;
  outcome: string;
  providerId: string | null;
  handedAt: string;
  reason: string | null;
}

test('SMS: the first provider fails, the second delivers, "ack" and the code stops the escalation, the timeline tells it', async () => {
  await using town = await openTown();
  const { world, twilio, gateway } = town;
  await gateway.make('unreachable');
  const ana = await phonePerson(town, 'ana', [{ type: 'SMS', number: ANA, minutes: 10 }]);
  const bo = await phonePerson(town, 'bo', [{ type: 'SMS', number: BO, minutes: 10 }]);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 10, people: [ana] },
    { minutes: 10, people: [bo] },
  ]);
  // Two codes have failed at it: it is asked for this page once more.
  const arn = await startIncident(world, await responsePlan(world, 'checkout', [tiers]));
  const [sms] = await taken(town, 'SMS', ANA);
  await world.advance({ minutes: 1 });
  assert.equal(await tells(town, sms!, { MessageStatus: 'delivered' }), 204);
  assert.match((await reply(town, ANA, `ack ${codeIn(sms!)}`))!, /^Acknowledged: Severity 2: Trouble with checkout/);
  await world.advance({ hours: 1 });
  assert.deepEqual(twilio.take('Messages', BO), [], 'nobody else is woken');

  const told = (await timelineOf(world, arn)).map(({ type, data }) => `${type}: ${data}`).join('\n');
  const story = [
    'Page not sent by gateway \\(1 try\\): the SMS gateway at .* could not be used: .*It goes to twilio at once',
    'Page sent by twilio after 2 tries',
    'SSM Contacts Page Acknowledgement for Incident: .*contact/ana',
  ];
  assert.match(told, new RegExp(story.join('[\\s\\S]*')));

  const id = arn.split('/').at(-1)!;
  const { items } = await done<{ items: Attempt[] }>(call(world, 'GET', `/incidents/${id}/attempts`));
  assert.deepEqual(
    items.map(({ provider, number, outcome, providerId }) => [provider, number, outcome, providerId]),
    [
      ['gateway', 1, 'failed', null],
      ['twilio', 2, 'sent', sms!.sid],
    ],
  );
  assert.match(items[0]!.reason!, /check MUSTER_SMS_GATEWAY_URL and the network/);
  const why = JSON.stringify(await done(call(world, 'GET', `/why?contact=ana&incident=${id}`)));
  assert.match(why, /try 1 by gateway, given to it at .*: not taken: .*try 2 by twilio.*: taken as SM/);
  assert.equal(world.log.take('warn', /a provider is broken/).length, 1, 'three failures in a row');
  const { channels } = (await (await fetch(`${world.url}/readyz`)).json()) as { channels: Record<string, string> };
  assert.match(channels['SMS']!, /^ready; gateway is broken: /);
  const metrics = await (await fetch(`${world.url}/metrics`)).text();
  assert.match(metrics, /muster_provider_state\{channel="SMS",provider="gateway",state="broken"\} 1/);
  const { findings } = await done<{ findings: { subject: string; severity: string }[] }>(call(world, 'GET', '/doctor'));
  const [finding] = findings.filter(({ subject }) => subject === 'channel type SMS, provider gateway');
  assert.equal(finding?.severity, 'warning', 'another one stands in for it');
});

test('what a gateway tells counts once, under its token alone; a reply by it answers, and its words go back', async () => {
  await using town = await openTown();
  const { world, gateway } = town;
  await gateway.make('unreachable');
  const ana = await phonePerson(town, 'ana', [{ type: 'SMS', number: ANA, minutes: 10 }]);
  await gateway.make('ok');
  const arn = await startIncident(world, await responsePlan(world, 'checkout', [ana.arn]));
  await world.runDue();
  const [text] = gateway.take(ANA);
  assert.match(text!.text, /Trouble with checkout.*Code \d{6}/);
  const post = async (path: string, body: object, token = GATEWAY_TOKEN) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const answer = await fetch(`${world.url}/sms-gateway${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const status = `/status/${text!.key}`;
  assert.equal((await post(status, { status: 'failed', id: 1 }, 'another')).status, 403);
  assert.equal((await post('/replies', { from: ANA, id: 'r0', text: 'ack' }, '')).status, 403);
  assert.equal((await post(status, { status: 'queued' })).status, 400);
  for (const id of [99, 1]) assert.equal((await post(status, { status: 'delivered', id })).status, 204);
  assert.equal((await post(status, { status: 'failed', id: 1, reason: 'late' })).status, 204);
  assert.equal((await post('/status/nothing-of-ours', { status: 'failed' })).status, 204);
  const told = () => timelineOf(world, arn).then((all) => all.map(({ data }) => data).join('\n'));
  assert.doesNotMatch(await told(), /not delivered/);
  const said = await post('/replies', { from: ANA, id: 'r1', text: `ack ${codeIn(text!)}` });
  assert.match(said.text, /"reply":"Acknowledged: Severity 2/);
  assert.equal((await post('/replies', { from: ANA, id: 'r1', text: `ack ${codeIn(text!)}` })).text, '{"reply":null}');
  world.log.take('warn', /was not the SMS gateway/);
  await world.advance({ hours: 1 });
});
