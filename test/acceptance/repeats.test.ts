import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AcceptPageCommand,
  GetContactCommand,
  ListEngagementsCommand,
  StartEngagementCommand,
  StopEngagementCommand,
  UpdateContactCommand,
} from '@aws-sdk/client-ssm-contacts';
import {
  DeleteIncidentRecordCommand,
  StartIncidentCommand,
  UpdateIncidentRecordCommand,
} from '@aws-sdk/client-ssm-incidents';
import { type PlanOptions, parseContactArn, type Stage } from '#domain/contacts';
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

/** What only our own face sets of a plan: long stages, repeats, acknowledgements that time out. */

/** The same plan with other options. */
async function set(world: World, arn: string, options: Partial<PlanOptions> & { stages?: Stage[] }): Promise<void> {
  const ref = parseContactArn(arn, 'ContactId');
  const { contacts } = world.house.rooms;
  await world.db.tx(async (tx) => {
    const { stages, rotations } = await contacts.get(tx, ref);
    await contacts.update(tx, world.now(), ref, { plan: { stages, rotations, ...options } });
  });
}

const start = async (world: World, responsePlanArn: string) =>
  (await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }))).incidentRecordArn!;

const got = (world: World, ...all: Person[]) => all.map(({ address }) => world.mail.take(address).length);

async function acknowledge(world: World, who: Person): Promise<void> {
  const mail = world.mail.take(who.address).at(-1);
  assert.ok(mail, `${who.alias} has a page`);
  const { code, pageArn } = answersIn(mail);
  await world.aws.contacts.send(new AcceptPageCommand({ PageId: pageArn, AcceptType: 'READ', AcceptCode: code }));
}

const told = async (world: World, incident: string) =>
  (await timelineOf(world, incident)).flatMap(({ type, data }) =>
    type === 'Custom Event' ? [JSON.parse(data) as string] : [],
  );

test('a plan that repeats pages again as often as it says, tells so, and leaves alone who has answered', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const [ana, bo] = [await person(world, 'ana'), await person(world, 'bo')];
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana], essential: false },
    { minutes: 5, people: [bo] },
  ]);
  await set(world, tiers, { repeats: 2 });
  const incident = await start(world, await responsePlan(world, 'web', [tiers]));
  await world.advance({ minutes: 1 });
  await acknowledge(world, ana);
  await world.advance({ minutes: 4 });
  assert.deepEqual(got(world, ana, bo), [0, 1]);
  await world.advance({ minutes: 10 });
  assert.deepEqual(got(world, ana, bo), [0, 1]);
  await world.advance({ minutes: 10 });
  assert.deepEqual(got(world, ana, bo), [0, 1]);
  await world.advance({ hours: 2 });
  assert.deepEqual(got(world, ana, bo), [0, 0]);
  assert.deepEqual(await told(world, incident), [
    'The plan of tiers begins again, as nobody has ended it: repeat 1 of 2',
    'The plan of tiers begins again, as nobody has ended it: repeat 2 of 2',
    'The plan of tiers has run to its end; only ana has acknowledged',
  ]);
});

test('an acknowledgement after which nothing happens times out, and the first stage pages again', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const [ana, bo] = [await person(world, 'ana'), await person(world, 'bo')];
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [bo] },
  ]);
  await set(world, tiers, { acknowledgementTimeoutMinutes: 30 });
  const incident = await start(world, await responsePlan(world, 'web', [tiers]));
  await world.advance({ minutes: 6 });
  assert.deepEqual(got(world, ana), [1]);
  await acknowledge(world, bo);
  await world.advance({ minutes: 29 });
  assert.deepEqual(got(world, ana, bo), [0, 0]);
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, bo), [0]);
  await acknowledge(world, ana);
  assert.deepEqual((await told(world, incident)).slice(-1), [
    'bo has acknowledged, and 30 minutes later this is neither resolved nor In Progress: tiers is paged anew, from the first stage on',
  ]);
  // The second one waits as long, and In Progress puts it off.
  await world.aws.incidents.send(
    new UpdateIncidentRecordCommand({ arn: incident, status: 'IN_PROGRESS' as 'OPEN', title: 'Worked on' }),
  );
  await world.advance({ minutes: 59 });
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: incident, status: 'OPEN' }));
  assert.deepEqual(got(world, ana, bo), [0, 0]);
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana, bo), [1, 0]);
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: incident, status: 'RESOLVED' }));
  await world.advance({ hours: 4 });
});

for (const by of ['its code', 'its link']) {
  test(`another page of an acknowledged engagement, answered by ${by}, lets the wait begin anew; the same one does not`, async () => {
    await using world = await openWorld();
    await replicationSet(world);
    const ana = await person(world, 'ana', { minutes: 30, retry: 5 });
    await set(world, ana.arn, { acknowledgementTimeoutMinutes: 30 });
    await start(world, await responsePlan(world, 'web', [ana.arn]));
    await world.advance({ minutes: 6 });
    const [first, second] = world.mail.take(ana.address).map(answersIn);
    const answer = async ({ code, pageArn, token }: ReturnType<typeof answersIn>) => {
      if (by === 'its code') {
        const accept = { PageId: pageArn, AcceptType: 'READ' as const, AcceptCode: code };
        await world.aws.contacts.send(new AcceptPageCommand(accept));
      } else await fetch(`${world.url}/ack/${token}`, { method: 'POST' });
    };
    await answer(first!);
    await world.advance({ minutes: 20 });
    await answer(first!);
    await world.advance({ minutes: 5 });
    await answer(second!);
    await world.advance({ minutes: 29 });
    assert.deepEqual(got(world, ana), [0]);
    await world.advance({ minutes: 1 });
    assert.deepEqual(got(world, ana), [1]);
  });
}

test('the page behind a link says that an acknowledgement may time out', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana');
  await set(world, ana.arn, { acknowledgementTimeoutMinutes: 30 });
  await start(world, await responsePlan(world, 'web', [ana.arn]));
  const { token } = answersIn(await world.firstMail(ana.address));
  const shown = await fetch(`${world.url}/ack/${token}`, { method: 'POST' });
  assert.match(await shown.text(), /Acknowledged at .*You are paged anew when the acknowledgement times out/);
});

for (const [what, end] of [
  [
    'resolving',
    (world: World, arn: string) =>
      world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'RESOLVED' })),
  ],
  ['deleting', (world: World, arn: string) => world.aws.incidents.send(new DeleteIncidentRecordCommand({ arn }))],
] as const) {
  test(`${what} an acknowledged incident ends the wait for good, opened again or not`, async () => {
    await using world = await openWorld();
    await replicationSet(world);
    const ana = await person(world, 'ana');
    await set(world, ana.arn, { acknowledgementTimeoutMinutes: 5 });
    const incident = await start(world, await responsePlan(world, 'web', [ana.arn]));
    await world.advance({ minutes: 1 });
    await acknowledge(world, ana);
    await end(world, incident);
    if (what === 'resolving')
      await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: incident, status: 'OPEN' }));
    await world.advance({ hours: 1 });
    assert.deepEqual(world.mail.left(), []);
  });
}

test('an engagement about no incident times out too, until it is stopped', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana');
  await set(world, ana.arn, { acknowledgementTimeoutMinutes: 5 });
  const about = { Sender: 'us', Subject: 'Look', Content: 'at this' };
  const { EngagementArn } = await world.aws.contacts.send(new StartEngagementCommand({ ContactId: ana.arn, ...about }));
  await world.advance({ minutes: 1 });
  const stale = answersIn(world.mail.sent.at(-1)!);
  await acknowledge(world, ana);
  await world.advance({ minutes: 5 });
  assert.deepEqual(got(world, ana), [1]);
  // A page of the first round answers nothing any more.
  const late = { PageId: stale.pageArn, AcceptType: 'READ' as const, AcceptCode: stale.code };
  await world.aws.contacts.send(new AcceptPageCommand(late));
  const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({}));
  assert.equal(Engagements!.length, 1);
  assert.equal(Engagements![0]!.StopTime, undefined);
  await world.aws.contacts.send(new StopEngagementCommand({ EngagementId: EngagementArn }));
  await world.advance({ hours: 1 });
});

test('what only our face sets stays when the AWS face changes the plan, and is not shown there', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 10 });
  const stages = (minutes: number): Stage[] => [
    { minutes, targets: [{ kind: 'channel', channelId: ana.channelArn.split('/').at(-1)!, retryMinutes: 0 }] },
  ];
  await set(world, ana.arn, { repeats: 3, acknowledgementTimeoutMinutes: 60, stages: stages(45) });
  const { Plan } = await world.aws.contacts.send(new GetContactCommand({ ContactId: ana.arn }));
  assert.deepEqual(Object.keys(Plan!), ['Stages']);
  assert.equal(Plan!.Stages![0]!.DurationInMinutes, 45);
  await assert.rejects(
    world.aws.contacts.send(new UpdateContactCommand({ ContactId: ana.arn, Plan })),
    /DurationInMinutes/i,
  );
  Plan!.Stages![0]!.DurationInMinutes = 20;
  await world.aws.contacts.send(new UpdateContactCommand({ ContactId: ana.arn, Plan, DisplayName: 'Ana' }));
  const kept = await world.house.rooms.contacts.get(world.db, parseContactArn(ana.arn, 'ContactId'));
  assert.deepEqual([kept.repeats, kept.acknowledgementTimeoutMinutes], [3, 60]);
});

test('a stage of our own face may last a week, a plan repeat twenty times, a timeout take a day; no more', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const tiers = await escalation(world, 'tiers', [{ minutes: 5, people: [await person(world, 'ana')] }]);
  const wait = (minutes: number) => ({ stages: [{ minutes, targets: [] }] });
  await set(world, tiers, { ...wait(10_080), repeats: 20, acknowledgementTimeoutMinutes: 1_440 });
  await assert.rejects(set(world, tiers, wait(10_081)), /Stages\[0\].*10080 whole minutes, got 10081/);
  await assert.rejects(set(world, tiers, { repeats: 21 }), /repeats: wanted 0 to 20, got 21/);
  await assert.rejects(set(world, tiers, { acknowledgementTimeoutMinutes: 1_441 }), /1440 whole minutes, got 1441/);
});

test('a plan that is changed while it runs holds at once, and not from the next stage on', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const [ana, bo] = [await person(world, 'ana'), await person(world, 'bo')];
  const tiers = await escalation(world, 'tiers', [
    { minutes: 30, people: [ana] },
    { minutes: 5, people: [bo] },
  ]);
  await start(world, await responsePlan(world, 'web', [tiers]));
  await world.advance({ minutes: 3 });
  assert.deepEqual(got(world, ana, bo), [1, 0]);
  const ref = parseContactArn(tiers, 'ContactId');
  const { stages } = await world.house.rooms.contacts.get(world.db, ref);
  await set(world, tiers, { stages: stages.map((stage) => ({ ...stage, minutes: 5 })) });
  await world.advance({ minutes: 2 });
  assert.deepEqual(got(world, ana, bo), [0, 1]);
});
