import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ActivateContactChannelCommand,
  CreateContactChannelCommand,
  GetContactChannelCommand,
  ListPageReceiptsCommand,
  ListPagesByContactCommand,
} from '@aws-sdk/client-ssm-contacts';
import { statement } from '#storage/statement';
import { resolve, startIncident } from '../kit/deeds.ts';
import {
  activateByCode,
  codeIn,
  openTown,
  phonePerson,
  press,
  reply,
  type Town,
  taken,
  tells,
} from '../kit/phone-people.ts';
import { escalation, responsePlan } from '../kit/scenario.ts';
import { fromTwilio } from '../kit/twilio.ts';
import { answersTo, wordsOn } from './people.ts';

/** The behaviours that the field's pagers are tested for: what people answer by text message and on the phone. */

const loseConfirmation = statement('test.loseConfirmation', `delete from due d where d.queue = 'confirm'`);

const ANA = '+15550100001';
const BO = '+15550100002';

/** Ana by text message, then by a call; an incident that pages her. */
async function paged(town: Town) {
  const ana = await phonePerson(town, 'ana', [
    { type: 'SMS', number: ANA, minutes: 10 },
    { type: 'VOICE', number: ANA, minutes: 10 },
  ]);
  const plan = await responsePlan(town.world, 'p', [ana.arn]);
  const incident = await startIncident(town.world, plan);
  const [sms] = await taken(town, 'SMS', ANA);
  return { ana, plan, incident, sms: sms! };
}

async function receiptsOf({ world }: Town, ContactId: string): Promise<string[][]> {
  const { Pages } = await world.aws.contacts.send(new ListPagesByContactCommand({ ContactId }));
  return Promise.all(
    Pages!.map(async ({ PageArn }) => {
      const { Receipts } = await world.aws.contacts.send(new ListPageReceiptsCommand({ PageId: PageArn }));
      return Receipts!.map(({ ReceiptType }) => ReceiptType!);
    }),
  );
}

const status = async ({ world }: Town, ContactChannelId: string) =>
  (await world.aws.contacts.send(new GetContactChannelCommand({ ContactChannelId }))).ActivationStatus;

test('63 twiliosmsack, twiliovoiceack: a reply and a key each acknowledge, and say so', async () => {
  // Closing is no answer of a page here, as with AWS: an incident is resolved by a person or a runbook.
  await using town = await openTown();
  const { plan, incident } = await paged(town);
  assert.match((await reply(town, ANA, 'ack'))!, /^Acknowledged: Severity 2: Trouble with p/);
  assert.equal(await answersTo(town.world, incident), 1);
  await town.world.advance({ hours: 1 });
  const second = await startIncident(town.world, plan, { title: 'Another' });
  await taken(town, 'SMS', ANA);
  await town.world.advance({ seconds: 120 });
  const [call] = await taken(town, 'VOICE', ANA);
  assert.match(call!.text, /Severity 2: Another\..*Press 1 to acknowledge, 2 to escalate/);
  assert.match((await press(town, call!, '1'))!, /^Acknowledged/);
  assert.equal(await answersTo(town.world, second), 1);
  await town.world.advance({ hours: 1 });
});

test('63 twiliovoiceack: an answering machine acknowledges nothing; it was in vain, so the next stage begins', async () => {
  await using town = await openTown();
  const ana = await phonePerson(town, 'ana', [
    { type: 'VOICE', number: ANA, minutes: 10 },
    { type: 'SMS', number: ANA, minutes: 10 },
  ]);
  const incident = await startIncident(town.world, await responsePlan(town.world, 'p', [ana.arn]));
  const [call] = await taken(town, 'VOICE', ANA);
  assert.equal(await press(town, call!, '1', { AnsweredBy: 'machine_end_beep' }), undefined);
  assert.equal(await answersTo(town.world, incident), 0);
  assert.equal(await tells(town, call!, { CallStatus: 'in-progress' }), 204);
  await town.world.advance({ minutes: 2 });
  assert.equal(await tells(town, call!, { CallStatus: 'completed', AnsweredBy: 'machine_start' }), 204);
  const [sms] = await taken(town, 'SMS', ANA);
  assert.match(await wordsOn(town.world, incident), /answering machine.*the next stage begins at once/);
  assert.equal(await reply(town, ANA, codeIn(sms!)).then((said) => said?.slice(0, 12)), 'Acknowledged');
});

test('63 a key 2 begins the next stage of the plan that reached them, once, and acknowledges nothing', async () => {
  await using town = await openTown();
  const ana = await phonePerson(town, 'ana', [{ type: 'VOICE', number: ANA, minutes: 10 }]);
  const bo = await phonePerson(town, 'bo', [{ type: 'SMS', number: BO, minutes: 10 }]);
  const tiers = await escalation(town.world, 'tiers', [
    { minutes: 30, people: [ana] },
    { minutes: 30, people: [bo] },
  ]);
  const incident = await startIncident(town.world, await responsePlan(town.world, 'p', [tiers]));
  const [call] = await taken(town, 'VOICE', ANA);
  assert.match((await press(town, call!, '7'))!, /Press .*1.* to acknowledge/);
  assert.match((await press(town, call!, '2'))!, /^Escalated/);
  const [sms] = await taken(town, 'SMS', BO);
  assert.equal(await press(town, call!, '2'), undefined, 'played again it changes nothing');
  assert.equal(await answersTo(town.world, incident), 0);
  assert.match(await wordsOn(town.world, incident), /ana has escalated by phone/);
  await reply(town, BO, `ack ${codeIn(sms!)}`);
  assert.equal(await answersTo(town.world, incident), 1);
  await town.world.advance({ hours: 1 });
});

test('64 twiliosmsreplycode: a reply by code acts on that page, whatever came after it', async () => {
  await using town = await openTown();
  const { plan, incident, sms } = await paged(town);
  const later = await startIncident(town.world, plan, { title: 'Later' });
  await taken(town, 'SMS', ANA);
  assert.match((await reply(town, ANA, `Ack ${codeIn(sms)}`))!, /^Acknowledged: .*Trouble with p/);
  assert.deepEqual([await answersTo(town.world, incident), await answersTo(town.world, later)], [1, 0]);
  assert.match((await reply(town, ANA, codeIn(sms)))!, /already/);
  await reply(town, ANA, 'ack');
  assert.deepEqual([await answersTo(town.world, incident), await answersTo(town.world, later)], [1, 1]);
});

test('65 twiliosmsreplylast: without a code the last page is meant; without any page it says so', async () => {
  await using town = await openTown();
  const { incident } = await paged(town);
  await reply(town, ANA, 'ACK');
  assert.equal(await answersTo(town.world, incident), 1);
  await town.world.advance({ hours: 25 });
  assert.match((await reply(town, ANA, 'ack'))!, /No page of the last 24 hours/);
});

test('66 twiliosmstrailingspace: spaces, case and punctuation do not matter', async () => {
  await using town = await openTown();
  const { incident, sms } = await paged(town);
  const code = codeIn(sms);
  assert.match((await reply(town, ANA, `\n  aCk:  ${code.slice(0, 3)} ${code.slice(3)}. \n`))!, /^Acknowledged/);
  assert.equal(await answersTo(town.world, incident), 1);
});

test('67 twiliosmsreplyignore: unknown numbers and such as are not activated get nothing and change nothing', async () => {
  await using town = await openTown();
  const { ana, incident, sms } = await paged(town);
  assert.equal(await reply(town, '+15559999999', `ack ${codeIn(sms)}`), undefined);
  const channel = { ContactId: ana.arn, Name: 'other', Type: 'SMS', DeliveryAddress: { SimpleAddress: BO } } as const;
  await town.world.aws.contacts.send(new CreateContactChannelCommand({ ...channel, DeferActivation: true }));
  assert.equal(await reply(town, BO, `ack ${codeIn(sms)}`), undefined);
  assert.equal(await answersTo(town.world, incident), 0);
  await reply(town, ANA, 'ack');
});

test('68 twiliosmsreplylimit: after five automatic answers within an hour there is silence; a page is answered still', async () => {
  await using town = await openTown();
  const { incident, sms } = await paged(town);
  const said = [];
  for (let round = 0; round < 8; round++) said.push(await reply(town, ANA, 'I am a machine, too'));
  assert.deepEqual(
    said.map((text) => text !== undefined),
    [true, true, true, true, true, false, false, false],
  );
  assert.ok(said[0]!.length >= 10 && said[0]!.length <= 160);
  assert.match((await reply(town, ANA, `ack ${codeIn(sms)}`))!, /^Acknowledged/);
  assert.equal(await answersTo(town.world, incident), 1);
  await town.world.advance({ minutes: 61 });
  assert.notEqual(await reply(town, ANA, 'and again'), undefined);
});

test('five wrong codes void all replies for 15 minutes, the right one too; the page is answered after that', async () => {
  await using town = await openTown();
  const { incident, sms } = await paged(town);
  const wrong = codeIn(sms) === '000000' ? '111111' : '000000';
  for (let round = 0; round < 5; round++) await reply(town, ANA, `ack ${wrong}`);
  await reply(town, ANA, `ack ${codeIn(sms)}`);
  await reply(town, ANA, 'ack');
  assert.equal(await answersTo(town.world, incident), 0);
  await town.world.advance({ minutes: 15 });
  await taken(town, 'VOICE', ANA);
  await reply(town, ANA, `ack ${codeIn(sms)}`);
  assert.equal(await answersTo(town.world, incident), 1);
});

test('69 twiliosmsstopstart: STOP deactivates the number, START sends a code with which it is activated again', async () => {
  // twiliovoicestop: a call has no STOP here; its channel is deactivated by API, as with AWS.
  await using town = await openTown();
  const { ana, plan } = await paged(town);
  assert.equal(await reply(town, ANA, ' Stop. '), undefined, 'the carrier confirms it');
  assert.equal(await status(town, ana.channels[0]!), 'NOT_ACTIVATED');
  assert.equal(await reply(town, ANA, 'ack'), undefined);
  const incident = await startIncident(town.world, plan);
  await town.world.runDue();
  assert.match(await wordsOn(town.world, incident), /not activated/);
  await reply(town, ANA, 'START');
  await activateByCode(town, ana.channels[0]!, 'SMS', ANA);
  assert.equal(await status(town, ana.channels[0]!), 'ACTIVATED');
});

test('70 twiliosmsfailure: a number that Twilio refuses for good is told and not tried again', async () => {
  await using town = await openTown();
  const ana = await phonePerson(town, 'ana', [{ type: 'SMS', number: ANA, minutes: 10 }]);
  await town.twilio.make('permanent');
  const incident = await startIncident(town.world, await responsePlan(town.world, 'p', [ana.arn]));
  await town.world.advance({ minutes: 9 });
  assert.match(await wordsOn(town.world, incident), /refused for good by twilio: .*21211.*correct the contact channel/);
  assert.deepEqual(await receiptsOf(town, ana.arn), [['ERROR']]);
});

test('70 twiliovoicefailure: a failure that is told later is a receipt, told, and the next stage begins at once', async () => {
  await using town = await openTown();
  const { ana, incident, sms } = await paged(town);
  await tells(town, sms, { MessageStatus: 'undelivered', ErrorCode: '30006' });
  await taken(town, 'VOICE', ANA);
  assert.match(
    await wordsOn(town.world, incident),
    /30006\): .*landline.*; the next stage begins at once \[ana, SMS\]/,
  );
  assert.deepEqual((await receiptsOf(town, ana.arn)).at(-1), ['SENT', 'ERROR']);
});

test('71 twiliosmsverification: what was never activated is never paged; codes expire', async () => {
  await using town = await openTown();
  const ana = await phonePerson(town, 'ana', []);
  const channel = { ContactId: ana.arn, Name: 'n', Type: 'SMS', DeliveryAddress: { SimpleAddress: ANA } } as const;
  const { ContactChannelArn } = await town.world.aws.contacts.send(new CreateContactChannelCommand(channel));
  await town.world.runDue();
  const [late] = town.twilio.take('Messages', ANA);
  assert.ok(late!.text.length <= 160, late!.text);
  await town.world.advance({ minutes: 16 });
  await assert.rejects(
    town.world.aws.contacts.send(
      new ActivateContactChannelCommand({
        ContactChannelId: ContactChannelArn,
        ActivationCode: /code: (\d{6})/.exec(late!.text)![1],
      }),
    ),
    /expired/,
  );
  assert.equal(await status(town, ContactChannelArn!), 'NOT_ACTIVATED');
});

for (const [type, seconds] of [
  ['SMS', 120],
  ['VOICE', 60],
] as const) {
  test(`accepted and never confirmed: after ${seconds} s the next stage begins at once, and is told (${type})`, async () => {
    await using town = await openTown();
    const other = type === 'SMS' ? 'VOICE' : 'SMS';
    const ana = await phonePerson(town, 'ana', [
      { type, number: ANA, minutes: 10 },
      { type: other, number: ANA, minutes: 10 },
    ]);
    const incident = await startIncident(town.world, await responsePlan(town.world, 'p', [ana.arn]));
    const [first] = await taken(town, type, ANA);
    await town.world.advance({ seconds: seconds - 1 });
    await town.world.advance({ seconds: 1 });
    const [second] = await taken(town, other, ANA);
    assert.match(await wordsOn(town.world, incident), /not confirmed within .* the next stage begins at once/);
    await tells(town, second!, other === 'SMS' ? { MessageStatus: 'delivered' } : { CallStatus: 'completed' });
    // Late news are news still.
    await tells(town, first!, type === 'SMS' ? { MessageStatus: 'delivered' } : { CallStatus: 'completed' });
    assert.deepEqual(await receiptsOf(town, ana.arn), [
      ['SENT', 'DELIVERED'],
      ['SENT', 'DELIVERED'],
    ]);
    await town.world.advance({ minutes: 5 });
  });
}

test('a message whose timer for its confirmation was lost is found by the auditor, and its plan moves on all the same', async () => {
  await using town = await openTown({ audited: true });
  await paged(town);
  await town.world.db.rows(loseConfirmation);
  await town.world.advance({ seconds: 30 });
  const [found] = town.world.log.take('error', /the auditor found a fault and repaired it/);
  assert.equal(found!.fields['invariant'], 'channels.fate-not-awaited');
  assert.deepEqual(town.twilio.take('Calls', ANA), []);
  await town.world.advance({ seconds: 90 });
  const [call] = await taken(town, 'VOICE', ANA);
  assert.match((await press(town, call!, '1'))!, /^Acknowledged/);
});

test('a confirmed message takes its time; with nobody further to try an unconfirmed one changes nothing but the timeline', async () => {
  await using town = await openTown();
  const { sms } = await paged(town);
  await tells(town, sms, { MessageStatus: 'delivered' });
  await town.world.advance({ minutes: 9 });
  await town.world.advance({ minutes: 1 });
  await taken(town, 'VOICE', ANA);
  await town.world.advance({ minutes: 9 });
});

test('11 callbacks that are forged, unknown, duplicated and reordered: receipts never go back, and nothing fails', async (t) => {
  await using town = await openTown();
  const { ana, sms } = await paged(town);
  const path = new URL(sms.form.get('StatusCallback')!).pathname;
  const unknown = '/twilio/status/0199f0a0-0000-7000-8000-000000000000';
  const rounds = process.env['MUSTER_LONG'] === '1' ? 10_000 : 400;
  const statuses = ['delivered', 'sent', 'undelivered', 'queued', 'failed', 'delivered', 'nonsense'];
  assert.equal((await fromTwilio(town.world.url, path, { MessageStatus: 'failed' }, 'forged')).status, 403);
  const send = async (round: number) => {
    const MessageStatus = statuses[round % statuses.length]!;
    const fields = { MessageSid: round % 5 === 4 ? 'SMother' : sms.sid, MessageStatus };
    const forged = round % 3 === 2;
    const to = round % 4 === 3 ? unknown : path;
    const { status: end } = await fromTwilio(town.world.url, to, fields, ...(forged ? ['forged'] : []));
    assert.equal(end, forged ? 403 : 204);
  };
  // The first of them arrived; what comes later comes many at a time.
  await send(0);
  for (let round = 1; round < rounds; round += 10)
    await Promise.all(Array.from({ length: 10 }, (_, index) => send(round + index)));
  assert.deepEqual(await receiptsOf(town, ana.arn), [['SENT', 'DELIVERED']]);
  const tampered = await fetch(`${town.world.url}/twilio/sms`, {
    method: 'POST',
    body: new URLSearchParams({ From: ANA, Body: 'ack' }),
  });
  assert.equal(tampered.status, 403);
  assert.deepEqual(await receiptsOf(town, ana.arn), [['SENT', 'DELIVERED']]);
  // The same signed message played again acknowledges nothing that came later.
  await reply(town, ANA, 'ack', 'SMreplayed');
  await town.world.advance({ minutes: 5 });
  const later = await startIncident(town.world, await responsePlan(town.world, 'q', [ana.arn]));
  await taken(town, 'SMS', ANA);
  assert.equal(await reply(town, ANA, 'ack', 'SMreplayed'), undefined);
  assert.equal(await answersTo(town.world, later), 0);
  // Sent several times at once, it counts once.
  const said = await Promise.all(Array.from({ length: 5 }, () => reply(town, ANA, 'ack', 'SMtogether')));
  assert.equal(said.filter((text) => text?.startsWith('Acknowledged')).length, 1);
  assert.equal(said.filter((text) => text === undefined).length, 4);
  assert.equal(await answersTo(town.world, later), 1);
  const forgeries = Array.from({ length: rounds }, (_, round) => round).filter((round) => round % 3 === 2).length;
  t.diagnostic(
    `row 11: ${rounds} callbacks, ${forgeries} of them forged: 0 forged taken, 0 errors, no receipt went back`,
  );
});

test('what was answered or is over meanwhile is not told as unconfirmed, and wakes nobody', async () => {
  await using town = await openTown();
  const { plan, incident } = await paged(town);
  const second = await startIncident(town.world, plan);
  await taken(town, 'SMS', ANA);
  await reply(town, ANA, 'ack');
  await resolve(town.world, incident);
  await town.world.advance({ minutes: 30 });
  for (const arn of [incident, second]) assert.doesNotMatch(await wordsOn(town.world, arn), /not confirmed/);
});
