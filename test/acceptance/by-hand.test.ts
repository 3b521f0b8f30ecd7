import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AcceptPageCommand,
  DeactivateContactChannelCommand,
  DeleteContactChannelCommand,
  DeleteContactCommand,
  DescribeEngagementCommand,
  ListEngagementsCommand,
  ListPageReceiptsCommand,
  ListPagesByContactCommand,
  StartEngagementCommand,
  StopEngagementCommand,
  UpdateContactChannelCommand,
  UpdateContactCommand,
} from '@aws-sdk/client-ssm-contacts';
import { StartIncidentCommand, UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import type { OutgoingMessage } from '#domain/channels';
import {
  answersIn,
  escalation,
  type Person,
  person,
  replicationSet,
  responsePlan,
  timelineOf,
} from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** People engaged and stopped by hand, and what running plans do when their people and channels change or go. */

const TEXTS = { Sender: 'the desk', Subject: 'Database down', Content: 'orders-db does not answer' };

async function people(world: World): Promise<[Person, Person, Person]> {
  await replicationSet(world);
  return [await person(world, 'ana', { retry: 2 }), await person(world, 'bo'), await person(world, 'cy')];
}

const engage = async (world: World, ContactId: string, more: object = {}) =>
  (await world.aws.contacts.send(new StartEngagementCommand({ ContactId, ...TEXTS, ...more }))).EngagementArn!;
const stop = (world: World, EngagementId: string, Reason = 'not needed') =>
  world.aws.contacts.send(new StopEngagementCommand({ EngagementId, Reason }));
const tiersOf = (world: World, ...all: Person[]) =>
  escalation(
    world,
    'tiers',
    all.map((one) => ({ minutes: 5, people: [one] })),
  );
const startIncident = async (world: World, plan: string) =>
  (await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: plan }))).incidentRecordArn!;

/** How many messages each person got since the last look. */
const got = (world: World, ...all: Person[]) => all.map(({ address }) => world.mail.take(address).length);

async function receipts(world: World, PageId: string): Promise<[string, string][]> {
  const { Receipts } = await world.aws.contacts.send(new ListPageReceiptsCommand({ PageId }));
  return Receipts!.map(({ ReceiptType, ReceiptInfo }) => [ReceiptType!, ReceiptInfo ?? '']);
}

async function stopTimes(world: World): Promise<Record<string, Date | undefined>> {
  const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({}));
  return Object.fromEntries(Engagements!.map((one) => [/contact\/(.+)$/.exec(one.ContactArn!)![1], one.StopTime]));
}

const told = async (world: World, incidentArn: string) =>
  (await timelineOf(world, incidentArn)).filter(({ type }) => type === 'Custom Event').map(({ data }) => data);

async function accept(world: World, mail: OutgoingMessage): Promise<void> {
  const { pageArn: PageId, code: AcceptCode } = answersIn(mail);
  await world.aws.contacts.send(new AcceptPageCommand({ PageId, AcceptType: 'READ', AcceptCode }));
}

test('a person engaged by hand, with no incident, is paged by the secure texts, again and again until they answer', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  const arn = await engage(world, ana.arn, { PublicSubject: 'Come', PublicContent: 'You are needed' });
  await world.runDue();
  const [mail] = world.mail.take(ana.address);
  assert.match(mail!.subject, /Database down/);
  assert.match(mail!.text, /orders-db does not answer/);
  await world.advance({ minutes: 4 });
  assert.deepEqual(got(world, ana), [2]);
  await accept(world, mail!);
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana), [0]);
  const { StopTime } = await world.aws.contacts.send(new DescribeEngagementCommand({ EngagementId: arn }));
  assert.ok(StopTime);
});

test('an escalation plan engaged by hand goes from stage to stage, with no incident', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  await engage(world, await tiersOf(world, bo, cy));
  await world.runDue();
  assert.deepEqual(got(world, ana, bo, cy), [0, 1, 0]);
  await world.advance({ minutes: 5 });
  const [mail] = world.mail.take(cy.address);
  await accept(world, mail!);
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 0, 0]);
});

test('the same request with the same token pages once; two requests at once, too', async () => {
  await using world = await openWorld();
  const [, bo] = await people(world);
  const IdempotencyToken = 'once';
  const arns = await Promise.all([1, 2, 3].map(() => engage(world, bo.arn, { IdempotencyToken })));
  await world.advance({ minutes: 1 });
  arns.push(await engage(world, bo.arn, { IdempotencyToken }));
  assert.equal(new Set(arns).size, 1);
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, bo), [1]);
});

test('a stop of the whole: no stage begins, nothing is repeated, and sent pages end with STOP and the reason', async () => {
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  const arn = await engage(world, await tiersOf(world, ana, bo));
  await world.runDue();
  const { pageArn } = answersIn(world.mail.take(ana.address)[0]!);
  await world.advance({ minutes: 1 });
  const at = world.now();
  await stop(world, arn, 'false alarm');
  assert.deepEqual(await stopTimes(world), { tiers: at, ana: at });
  assert.deepEqual((await receipts(world, pageArn)).at(-1), ['STOP', 'false alarm']);
  await world.advance({ hours: 2 });
  assert.deepEqual(got(world, ana, bo), [0, 0]);
});

test('a page that waits for its mail server is not sent after a stop', async () => {
  await using world = await openWorld();
  const [, bo] = await people(world);
  world.mail.behave('temporary');
  const arn = await engage(world, bo.arn);
  await world.runDue();
  await stop(world, arn);
  world.mail.behave('ok');
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, bo), [0]);
  const { Pages } = await world.aws.contacts.send(new ListPagesByContactCommand({ ContactId: bo.arn }));
  assert.deepEqual(
    (await receipts(world, Pages![0]!.PageArn!)).map(([type]) => type),
    ['ERROR', 'STOP'],
  );
});

test('a stop before anything left sends nothing at all', async () => {
  await using world = await openWorld();
  const [, bo] = await people(world);
  await stop(world, await engage(world, bo.arn));
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, bo), [0]);
});

test('a stop of one person’s part leaves the plan above to go on', async () => {
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  await engage(world, await tiersOf(world, ana, bo));
  await world.runDue();
  const { pageArn } = answersIn(world.mail.take(ana.address)[0]!);
  const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({}));
  const own = Engagements!.find(({ ContactArn }) => ContactArn === ana.arn)!.EngagementArn!;
  await stop(world, own, 'on holiday');
  const at = world.now();
  assert.deepEqual(await stopTimes(world), { tiers: undefined, ana: at });
  assert.deepEqual((await receipts(world, pageArn)).at(-1), ['STOP', 'on holiday']);
  await world.advance({ minutes: 5 });
  assert.deepEqual(got(world, ana, bo), [0, 1]);
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana, bo), [0, 0]);
});

test('a page that was stopped can still be answered', async () => {
  await using world = await openWorld();
  const [, bo] = await people(world);
  const arn = await engage(world, bo.arn);
  await world.runDue();
  const [mail] = world.mail.take(bo.address);
  await stop(world, arn);
  await accept(world, mail!);
  assert.deepEqual(
    (await receipts(world, answersIn(mail!).pageArn)).map(([type]) => type),
    ['SENT', 'STOP', 'READ'],
  );
});

test('engaged by hand for an incident: on its timeline, as severe as it is, and stopped with it', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  const incident = await startIncident(world, await responsePlan(world, 'p', [cy.arn]));
  await world.runDue();
  assert.deepEqual(got(world, cy), [1]);
  await engage(world, await tiersOf(world, ana, bo), { IncidentId: incident });
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
  const pages = (await timelineOf(world, incident)).filter(({ type }) => type === 'SSM Contacts Page for Incident');
  assert.deepEqual(pages.map(({ data }) => (JSON.parse(data) as { contactArn: string }).contactArn).sort(), [
    ana.arn,
    cy.arn,
  ]);
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: incident, status: 'RESOLVED' }));
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 0, 0]);
  const at = await stopTimes(world);
  assert.ok(at['tiers'] && at['ana'] && at['cy']);
});

test('engaged by hand at the moment its incident is resolved: refused, or stopped with it', async () => {
  await using world = await openWorld();
  const [, bo, cy] = await people(world);
  const planArn = await responsePlan(world, 'p', [cy.arn]);
  for (let round = 0; round < 6; round += 1) {
    const incident = await startIncident(world, planArn);
    const [engaged, resolved] = await Promise.allSettled([
      engage(world, bo.arn, { IncidentId: incident }),
      world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: incident, status: 'RESOLVED' })),
    ]);
    assert.equal(resolved.status, 'fulfilled');
    if (engaged.status === 'rejected') assert.match(String(engaged.reason), /is resolved/);
    const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({ IncidentId: incident }));
    for (const { ContactArn, StopTime } of Engagements!) assert.ok(StopTime, `${ContactArn} is stopped`);
  }
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, bo, cy), [0, 0]);
});

test('the timeline tells who stopped an incident’s engagement, and why, once', async () => {
  await using world = await openWorld();
  const [, bo, cy] = await people(world);
  const incident = await startIncident(world, await responsePlan(world, 'p', [await tiersOf(world, bo, cy)]));
  await world.runDue();
  got(world, bo);
  const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({ IncidentId: incident }));
  const root = Engagements!.find(({ ContactArn }) => /tiers$/.test(ContactArn!))!.EngagementArn!;
  await stop(world, root, 'handled by phone');
  await stop(world, root, 'again');
  await world.advance({ hours: 1 });
  assert.deepEqual(
    (await told(world, incident)).filter((text) => /stopped/.test(text)),
    [JSON.stringify('The engagement of tiers was stopped: handled by phone')],
  );
});

test('an engagement for another system’s incident keeps its label down to the page, stage after stage', async () => {
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  await engage(world, await tiersOf(world, ana, bo), { IncidentId: 'INC-4711' });
  await world.advance({ minutes: 5 });
  world.mail.take(ana.address);
  const [mail] = world.mail.take(bo.address);
  assert.match(mail!.text, /^Incident: INC-4711$/m);
  const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({ IncidentId: 'INC-4711' }));
  assert.equal(Engagements!.length, 3);
});

test('a person who was deleted while the plan runs is told on the timeline, and the others are paged', async () => {
  await using world = await openWorld();
  const [, bo, cy] = await people(world);
  const tiers = await tiersOf(world, bo, cy);
  const incident = await startIncident(world, await responsePlan(world, 'p', [tiers, bo.arn]));
  await world.runDue();
  assert.deepEqual(got(world, bo), [1], 'by both ways, in one message');
  const later = { ContactTargetInfo: { ContactId: cy.arn, IsEssential: true } };
  const Stages = [
    { DurationInMinutes: 5, Targets: [] },
    { DurationInMinutes: 5, Targets: [later] },
  ];
  await world.aws.contacts.send(new UpdateContactCommand({ ContactId: tiers, Plan: { Stages } }));
  await world.aws.contacts.send(new DeleteContactCommand({ ContactId: bo.arn }));
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, bo, cy), [0, 1]);
  assert.match((await told(world, incident)).join('\n'), /bo does not exist any more; nobody is paged through it/);
});

test('a channel that was deleted, switched off or moved is not paged, and the timeline tells it', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  const { contacts } = world.aws;
  await contacts.send(new DeleteContactChannelCommand({ ContactChannelId: ana.channelArn }));
  await contacts.send(new DeactivateContactChannelCommand({ ContactChannelId: bo.channelArn }));
  const moved = { DeliveryAddress: { SimpleAddress: 'cy.new@example.com' } };
  await contacts.send(new UpdateContactChannelCommand({ ContactChannelId: cy.channelArn, ...moved }));
  await world.runDue();
  assert.equal(world.mail.take('cy.new@example.com').length, 1, 'the activation code');
  const incident = await startIncident(world, await responsePlan(world, 'p', [ana.arn, bo.arn, cy.arn]));
  await world.advance({ hours: 1 });
  assert.deepEqual([...got(world, ana, bo, cy), world.mail.take('cy.new@example.com').length], [0, 0, 0, 0]);
  const lines = (await told(world, incident)).join('\n');
  for (const words of [/ana is deleted/, /bo is not activated/, /cy is not activated/]) assert.match(lines, words);
});

test('a page on its way to a channel that changes meanwhile goes neither to the old address nor to the new one', async () => {
  await using world = await openWorld();
  const [, bo, cy] = await people(world);
  const incident = await startIncident(world, await responsePlan(world, 'p', [bo.arn, cy.arn]));
  const { contacts } = world.aws;
  const moved = { DeliveryAddress: { SimpleAddress: 'bo.new@example.com' } };
  await contacts.send(new UpdateContactChannelCommand({ ContactChannelId: bo.channelArn, ...moved }));
  await contacts.send(new DeleteContactChannelCommand({ ContactChannelId: cy.channelArn }));
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, bo, cy), [0, 0]);
  const mails = world.mail.take('bo.new@example.com').map(({ subject }) => subject);
  assert.equal(mails.length, 1, String(mails));
  assert.match(mails[0]!, /activation code/);
  const lines = (await told(world, incident)).join('\n');
  assert.match(lines, /Page not sent: the contact channel \\"mail\\" is not activated/);
  assert.match(lines, /Page not sent: the contact channel was deleted/);
});
