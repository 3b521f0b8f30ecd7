import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AcceptPageCommand,
  ActivateContactChannelCommand,
  type ChannelType,
  CreateContactChannelCommand,
  ListPageReceiptsCommand,
  ListPagesByContactCommand,
  SendActivationCodeCommand,
  type Stage,
  UpdateContactCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-contacts';
import { StartIncidentCommand } from '@aws-sdk/client-ssm-incidents';
import { statement } from '#storage/statement';
import { type Person, person, replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** Text messages and calls in what wakes people, with a provider and without one. */

const NUMBER = '+15550100001';
/** As a channel that was activated by a version, or a node, that had a provider. */
const activated = statement('test.activated', 'update contact_channels set activated_at = $2 where id = $1');

const create = async (world: World, of: Person, Type: ChannelType, more: object = {}) => {
  const channel = { ContactId: of.arn, Name: 'phone', Type, DeliveryAddress: { SimpleAddress: NUMBER }, ...more };
  return (await world.aws.contacts.send(new CreateContactChannelCommand(channel))).ContactChannelArn!;
};
const page = (ContactChannelId: string, RetryIntervalInMinutes = 0) => ({
  ChannelTargetInfo: { ContactChannelId, RetryIntervalInMinutes },
});
const plan = (world: World, of: Person, ...Stages: Stage[]) =>
  world.aws.contacts.send(new UpdateContactCommand({ ContactId: of.arn, Plan: { Stages } }));

test('a person is paged by text message, then by a call, then by mail; the answer to the call ends it', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana');
  const channels: string[] = [];
  for (const [type, outside] of [
    ['SMS', world.sms],
    ['VOICE', world.voice],
  ] as const) {
    const ContactChannelId = await create(world, ana, type);
    await world.runDue();
    const ActivationCode = /code:? (\d{6})/.exec(outside.take(NUMBER)[0]!.text)![1]!;
    await world.aws.contacts.send(new ActivateContactChannelCommand({ ContactChannelId, ActivationCode }));
    channels.push(ContactChannelId);
  }
  await plan(
    world,
    ana,
    ...[...channels, ana.channelArn].map((one) => ({ DurationInMinutes: 3, Targets: [page(one)] })),
  );
  const responsePlanArn = await responsePlan(world, 'p', [ana.arn]);
  await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }));
  await world.runDue();
  assert.deepEqual([world.sms.take(NUMBER).length, world.voice.left().length], [1, 0]);
  await world.advance({ minutes: 3 });
  const [call] = world.voice.take(NUMBER);
  const AcceptCode = /code is (\d{6})/.exec(call!.text)![1]!;
  const { Pages } = await world.aws.contacts.send(new ListPagesByContactCommand({ ContactId: ana.arn }));
  const PageId = Pages![0]!.PageArn;
  await world.aws.contacts.send(new AcceptPageCommand({ PageId, AcceptType: 'READ', AcceptCode }));
  await world.advance({ hours: 1 });
});

test('without a provider a page by text message fails once, in words, and the plan goes on to the next channel', async () => {
  await using world = await openWorld({ without: ['SMS', 'VOICE'] });
  await replicationSet(world);
  const ana = await person(world, 'ana');
  const channel = await create(world, ana, 'SMS', { DeferActivation: true });
  await world.db.rows(activated, [channel.split('/').at(-1), world.now()]);
  await plan(
    world,
    ana,
    { DurationInMinutes: 5, Targets: [page(channel, 2)] },
    { DurationInMinutes: 5, Targets: [page(ana.channelArn)] },
  );
  const responsePlanArn = await responsePlan(world, 'p', [ana.arn]);
  const { incidentRecordArn } = await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }));
  await world.advance({ minutes: 1 });
  const { Pages } = await world.aws.contacts.send(new ListPagesByContactCommand({ ContactId: ana.arn }));
  assert.equal(Pages!.length, 1);
  const { Receipts } = await world.aws.contacts.send(new ListPageReceiptsCommand({ PageId: Pages![0]!.PageArn }));
  assert.deepEqual(
    Receipts!.map(({ ReceiptType, ContactChannelArn }) => [ReceiptType, ContactChannelArn]),
    [['ERROR', channel]],
    'and it is not tried again',
  );
  assert.match(Receipts![0]!.ReceiptInfo!, /no SMS provider is set up.*MUSTER_TWILIO_ACCOUNT_SID/);
  await world.advance({ minutes: 4 });
  assert.equal(world.mail.take(ana.address).length, 1, 'the next stage');
  await world.advance({ hours: 2 });
  const told = (await timelineOf(world, incidentRecordArn!)).map(({ data }) => data);
  const failures = told.filter((data) => /Page not sent: no SMS provider is set up.*\[ana, SMS\]/.test(data));
  assert.equal(failures.length, 3, 'the page and its two repeats, each once');
  assert.equal(world.log.take('warn', /message not sent/).length, 3);
});

test('without a provider a number can be kept; asking for its code is refused, and nothing tries for ever', async () => {
  await using world = await openWorld({ without: ['SMS', 'VOICE'] });
  await replicationSet(world);
  const ana = await person(world, 'ana');
  for (const [type, name] of [
    ['SMS', 'SMS'],
    ['VOICE', 'voice'],
  ] as const) {
    const ContactChannelId = await create(world, ana, type);
    await world.runDue();
    const [line] = world.log.take('warn', /message not sent/);
    assert.match(String(line?.fields['reason']), new RegExp(`no ${name} provider is set up`));
    assert.equal(line?.fields['permanent'], true);
    await assert.rejects(world.aws.contacts.send(new SendActivationCodeCommand({ ContactChannelId })), (error) => {
      assert.ok(error instanceof ValidationException, String(error));
      assert.match(error.message, new RegExp(`no ${name} provider is set up.*MUSTER_TWILIO_FROM`));
      return true;
    });
  }
  await world.advance({ hours: 2 });
  assert.deepEqual(world.log.take('warn', /message not sent/), []);
});

test('/readyz names the kinds of channel that nothing can be sent to, and is ready all the same', async () => {
  await using world = await openWorld({ without: ['VOICE'] });
  const answer = await fetch(`${world.url}/readyz`);
  assert.equal(answer.status, 200);
  const { channels, ready } = (await answer.json()) as { channels: Record<string, string>; ready: boolean };
  assert.equal(ready, true);
  assert.deepEqual([channels['EMAIL'], channels['SMS']], ['ready', 'ready']);
  assert.match(channels['VOICE']!, /no voice provider is set up/);
});
