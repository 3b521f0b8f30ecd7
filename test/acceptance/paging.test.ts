import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AcceptPageCommand,
  ActivateContactChannelCommand,
  CreateContactChannelCommand,
  type Stage,
  UpdateContactCommand,
} from '@aws-sdk/client-ssm-contacts';
import { StartIncidentCommand, UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import type { OutgoingMessage } from '#domain/channels';
import {
  alarmEvent,
  alarmRule,
  answersIn,
  escalation,
  incidentsOf,
  type Person,
  person,
  replicationSet,
  responsePlan,
  timelineOf,
} from '../kit/scenario.ts';
import { openWorld, UNHELD, type World } from '../kit/world.ts';

/** The behaviours that the field's pagers are tested for (field.md, section 4), by their numbers and names. */

const page = (channelArn: string, RetryIntervalInMinutes = 0) => ({
  ChannelTargetInfo: { ContactChannelId: channelArn, RetryIntervalInMinutes },
});
const plan = (world: World, of: Person, ...Stages: Stage[]) =>
  world.aws.contacts.send(new UpdateContactCommand({ ContactId: of.arn, Plan: { Stages } }));
const stage = (DurationInMinutes: number, ...Targets: Stage['Targets'] & object): Stage => ({
  DurationInMinutes,
  Targets,
});
const start = (world: World, responsePlanArn: string, title?: string) =>
  world.aws.incidents
    .send(new StartIncidentCommand({ responsePlanArn, ...(title ? { title } : {}) }))
    .then((answer) => answer.incidentRecordArn!);
const resolve = (world: World, arn: string) =>
  world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'RESOLVED' }));

async function accept(world: World, mail: OutgoingMessage): Promise<void> {
  const { pageArn: PageId, code: AcceptCode } = answersIn(mail);
  await world.aws.contacts.send(new AcceptPageCommand({ PageId, AcceptType: 'READ', AcceptCode }));
}

/** A second channel of a person, activated. */
async function secondChannel(world: World, of: Person, address: string): Promise<string> {
  const create = {
    ContactId: of.arn,
    Name: 'second',
    Type: 'EMAIL',
    DeliveryAddress: { SimpleAddress: address },
  } as const;
  const { ContactChannelArn } = await world.aws.contacts.send(new CreateContactChannelCommand(create));
  await world.runDue();
  const ActivationCode = /code:? (\d{6})/.exec(world.mail.take(address)[0]!.text)![1]!;
  await world.aws.contacts.send(
    new ActivateContactChannelCommand({ ContactChannelId: ContactChannelArn, ActivationCode }),
  );
  return ContactChannelArn!;
}

/** What each person got since the last look. */
const got = (world: World, ...people: Person[]) => people.map(({ address }) => world.mail.take(address).length);

async function people(world: World): Promise<[Person, Person, Person]> {
  await replicationSet(world);
  return [await person(world, 'ana'), await person(world, 'bo'), await person(world, 'cy')];
}

test('1 simplenotification: a new incident pages every channel of the first stage at once', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  const second = await secondChannel(world, ana, 'ana.second@example.com');
  await plan(world, ana, stage(5, page(ana.channelArn), page(second)));
  await start(world, await responsePlan(world, 'p', [ana.arn]));
  await world.runDue();
  assert.deepEqual([got(world, ana), world.mail.take('ana.second@example.com').length], [[1], 1]);
});

test('2 multistepnotification: a stage after a minute pages a minute later, not before', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  await plan(world, ana, { DurationInMinutes: 1, Targets: [] }, stage(5, page(ana.channelArn)));
  await start(world, await responsePlan(world, 'p', [ana.arn]));
  await world.advance({ seconds: 59 });
  assert.deepEqual(got(world, ana), [0]);
  await world.advance({ seconds: 1 });
  assert.deepEqual(got(world, ana), [1]);
});

test('3 multiuser: all people of a stage are told', async () => {
  await using world = await openWorld();
  const all = await people(world);
  await start(world, await responsePlan(world, 'p', [await escalation(world, 'tiers', [{ minutes: 5, people: all }])]));
  await world.runDue();
  assert.deepEqual(got(world, ...all), [1, 1, 1]);
});

test('4 escalation: unanswered, the next stage begins by itself after the stage’s minutes', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  const tiers = await escalation(
    world,
    'tiers',
    [ana, bo, cy].map((one, index) => ({ minutes: 3 + index, people: [one] })),
  );
  await start(world, await responsePlan(world, 'p', [tiers]));
  await world.runDue();
  assert.deepEqual(got(world, ana, bo, cy), [1, 0, 0]);
  await world.advance({ minutes: 3 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 1, 0]);
  await world.advance({ minutes: 4 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 0, 1]);
  await world.advance({ hours: 3 });
});

test('5 escalationgap: a stage that engages nobody does not stop the escalation', async () => {
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 2, people: [ana] },
    { minutes: 3, people: [] },
    { minutes: 2, people: [bo] },
  ]);
  await start(world, await responsePlan(world, 'p', [tiers]));
  await world.advance({ minutes: 5 });
  assert.deepEqual(got(world, ana, bo), [1, 1]);
});

test('6 escalationnotification: a person who is reached again on a later stage is paged afresh', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  await plan(world, ana, stage(1, page(ana.channelArn)));
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [ana] },
  ]);
  await start(world, await responsePlan(world, 'p', [tiers]));
  await world.advance({ minutes: 4 });
  assert.deepEqual(got(world, ana), [1]);
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana), [1]);
});

test('8 multiack: the answer of one who is not essential silences only that person; an essential one’s ends it', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  for (const one of [ana, bo]) await plan(world, one, stage(30, page(one.channelArn, 2)));
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana], essential: false },
    { minutes: 5, people: [bo] },
    { minutes: 5, people: [cy] },
  ]);
  const arn = await start(world, await responsePlan(world, 'p', [tiers]));
  await world.runDue();
  const [anas] = world.mail.take(ana.address);
  await accept(world, anas!);
  await accept(world, anas!);
  await world.advance({ minutes: 5 });
  const [bos] = world.mail.take(bo.address);
  assert.deepEqual(got(world, ana), [0]);
  await accept(world, bos!);
  await world.advance({ hours: 1 });
  const acks = (await timelineOf(world, arn)).filter(
    (event) => event.type === 'SSM Contacts Page Acknowledgement for Incident',
  );
  assert.equal(acks.length, 2);
});

test('9 addrules: a stage added while the plan runs does not page for the past, and pages in its turn', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  const second = await secondChannel(world, ana, 'ana.second@example.com');
  await plan(world, ana, stage(5, page(ana.channelArn)));
  await start(world, await responsePlan(world, 'p', [ana.arn]));
  await world.advance({ minutes: 2 });
  assert.deepEqual(got(world, ana), [1]);
  await plan(world, ana, stage(5, page(ana.channelArn), page(second)), stage(5, page(second)));
  await world.advance({ minutes: 2 });
  assert.deepEqual(world.mail.take('ana.second@example.com').length, 0);
  await world.advance({ minutes: 1 });
  assert.deepEqual(world.mail.take('ana.second@example.com').length, 1);
});

test('10 postcyclerules: stages added after the plan has run to its end do not page', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  await plan(world, ana, stage(1, page(ana.channelArn)));
  await start(world, await responsePlan(world, 'p', [ana.arn]));
  await world.advance({ minutes: 2 });
  assert.deepEqual(got(world, ana), [1]);
  await plan(world, ana, stage(1, page(ana.channelArn)), stage(30, page(ana.channelArn, 1)));
  await world.advance({ hours: 1 });
});

test('11 dedupnotifications: standing still over several due times gives each channel one message', async () => {
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  await plan(world, ana, stage(30, page(ana.channelArn, 2)));
  const tiers = await escalation(world, 'tiers', [
    { minutes: 10, people: [ana] },
    { minutes: 20, people: [bo, ana] },
  ]);
  await start(world, await responsePlan(world, 'p', [tiers]));
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
  await world.sleepThrough({ minutes: 15 });
  assert.deepEqual(got(world, ana, bo), [1, 1]);
});

test('12 policyreassignment: a rule’s new response plan is opened by new events only; back again, the old one is', async () => {
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  const [first, second] = [
    await responsePlan(world, 'first', [ana.arn]),
    await responsePlan(world, 'second', [bo.arn]),
  ];
  for (const [planArn, want] of [
    [first, [1, 0]],
    [second, [0, 1]],
    [first, [1, 0]],
  ] as const) {
    await alarmRule(world, planArn);
    await world.advance({ minutes: 1 });
    assert.deepEqual(got(world, ana, bo), [0, 0]);
    await alarmEvent(world, `alarm at ${world.now().toISOString()}`);
    await world.runDue();
    assert.deepEqual(got(world, ana, bo), want);
  }
});

test('13 missinguser: people without stages, without an activated channel or who are not there never block the others', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  await plan(world, ana);
  const create = {
    ContactId: cy.arn,
    Name: 'never activated',
    Type: 'EMAIL',
    DeliveryAddress: { SimpleAddress: 'cy.2@example.com' },
  } as const;
  const { ContactChannelArn } = await world.aws.contacts.send(
    new CreateContactChannelCommand({ ...create, DeferActivation: true }),
  );
  await plan(world, cy, stage(20, page(ContactChannelArn!, 1)));
  const tiers = await escalation(world, 'tiers', [
    { minutes: 2, people: [ana, cy] },
    { minutes: 2, people: [bo] },
  ]);
  const arn = await start(world, await responsePlan(world, 'p', [`${ana.arn}-gone`, tiers]));
  await world.advance({ minutes: 2 });
  assert.deepEqual(got(world, bo), [1]);
  const told = (await timelineOf(world, arn))
    .filter((event) => event.type === 'Custom Event')
    .map((event) => event.data)
    .join('\n');
  for (const words of [/there is no such contact/, /ana has no stages/, /cy is not activated/])
    assert.match(told, words);
});

test('14 prioritization: the page of a severe incident goes before those of hundreds that are less severe', async () => {
  await using world = await openWorld({ limits: UNHELD });
  const [ana, bo] = await people(world);
  const low = await responsePlan(world, 'low', [ana.arn], { impact: 5 });
  const high = await responsePlan(world, 'high', [bo.arn], { impact: 1 });
  for (let made = 0; made < 60; made++) await start(world, low, `Low ${made}`);
  await start(world, high);
  const before = world.mail.sent.length;
  await world.runDue();
  const order = world.mail.sent.slice(before).map((mail) => mail.to);
  assert.ok(
    order.indexOf(bo.address) < 24,
    `among the first that a node sends at once, got ${order.indexOf(bo.address)}`,
  );
  assert.deepEqual(got(world, ana, bo), [60, 1]);
});

test('18 ncdedup: the same channel in several targets and stages that fall due together gets one message', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  await plan(world, ana, stage(0, page(ana.channelArn), page(ana.channelArn)), stage(5, page(ana.channelArn)));
  const tiers = await escalation(world, 'tiers', [
    { minutes: 0, people: [ana] },
    { minutes: 5, people: [ana] },
  ]);
  const arn = await start(world, await responsePlan(world, 'p', [tiers]));
  await world.runDue();
  const mails = world.mail.take(ana.address);
  assert.equal(mails.length, 1);
  await accept(world, mails[0]!);
  await world.advance({ hours: 1 });
  await resolve(world, arn);
  assert.equal((await incidentsOf(world)).length, 1);
});
