import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AcceptPageCommand,
  CreateRotationOverrideCommand,
  DeleteRotationCommand,
  DescribeEngagementCommand,
  GetRotationCommand,
  ListEngagementsCommand,
  ListPageResolutionsCommand,
  ListPagesByContactCommand,
  StartEngagementCommand,
} from '@aws-sdk/client-ssm-contacts';
import { StartIncidentCommand } from '@aws-sdk/client-ssm-incidents';
import type { OutgoingMessage } from '#domain/channels';
import { slowOnCall } from '../kit/oncall/slow.ts';
import {
  answersIn,
  escalation,
  incidentsOf,
  type Person,
  person,
  replicationSet,
  responsePlan,
  rotation,
  schedule,
  timelineOf,
} from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** On-call schedules in what wakes people: who is on shift is paged, and nobody else. The world begins at 03:10; hand-off at 04:00. */

async function people(world: World): Promise<[Person, Person, Person]> {
  await replicationSet(world);
  return [await person(world, 'ana'), await person(world, 'bo'), await person(world, 'cy')];
}

const got = (world: World, ...all: Person[]) => all.map(({ address }) => world.mail.take(address).length);
const start = async (world: World, responsePlanArn: string) =>
  (await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }))).incidentRecordArn!;
const told = async (world: World, incidentArn: string) =>
  (await timelineOf(world, incidentArn)).filter(({ type }) => type === 'Custom Event').map(({ data }) => data);

async function accept(world: World, mail: OutgoingMessage): Promise<void> {
  const { pageArn: PageId, code: AcceptCode } = answersIn(mail);
  await world.aws.contacts.send(new AcceptPageCommand({ PageId, AcceptType: 'READ', AcceptCode }));
}

async function stopTimes(world: World): Promise<Record<string, Date | undefined>> {
  const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({}));
  return Object.fromEntries(Engagements!.map((one) => [/contact\/(.+)$/.exec(one.ContactArn!)![1], one.StopTime]));
}

test('response plan, escalation plan, schedule, the person on shift: a hand-off between two stages changes who is paged', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  const rota = await schedule(world, 'rota', [await rotation(world, 'Primary', [ana, bo])]);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 15, people: [rota] },
    { minutes: 15, people: [rota] },
    { minutes: 5, people: [cy] },
  ]);
  await world.advance({ minutes: 40 });
  const arn = await start(world, await responsePlan(world, 'p', [tiers]));
  await world.runDue();
  assert.deepEqual(got(world, ana, bo, cy), [1, 0, 0], 'at 03:50 Ana is on shift');
  await world.advance({ minutes: 14 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 0, 0], 'the hand-off at 04:00 pages nobody');
  await world.advance({ minutes: 1 });
  const [mail] = world.mail.take(bo.address);
  assert.deepEqual(got(world, ana, cy), [0, 0], 'at 04:05 it is Bo alone');
  const { pageArn: PageId } = answersIn(mail!);
  const { PageResolutions } = await world.aws.contacts.send(new ListPageResolutionsCommand({ PageId }));
  assert.deepEqual(PageResolutions, [
    { ContactArn: tiers, Type: 'ESCALATION' },
    { ContactArn: rota.arn, Type: 'ONCALL_SCHEDULE', StageIndex: 1 },
    { ContactArn: bo.arn, Type: 'PERSONAL' },
  ]);
  await accept(world, mail!);
  await world.advance({ hours: 2 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 0, 0], 'an essential schedule’s answer ends the plan');
  assert.deepEqual(
    Object.values(await stopTimes(world)).filter((at) => at === undefined),
    [],
  );
  assert.equal((await incidentsOf(world))[0]!.arn, arn);
});

test('whom a schedule engages is who the slow calculator says is on call, through a week and an override', async () => {
  await using world = await openWorld();
  const all = await people(world);
  const arn = await rotation(world, 'Primary', all, { NumberOfOnCalls: 2 });
  const rota = await schedule(world, 'rota', [arn]);
  const [start, end] = [new Date('2026-01-04T02:00:00Z'), new Date('2026-01-04T06:00:00Z')];
  const override = { RotationId: arn, StartTime: start, EndTime: end };
  await world.aws.contacts.send(new CreateRotationOverrideCommand({ ...override, NewContactIds: [all[2].arn] }));
  const { StartTime } = await world.aws.contacts.send(new GetRotationCommand({ RotationId: arn }));
  const handOffs = { every: 'day' as const, at: [{ hour: 4, minute: 0 }] };
  const recurrence = { handOffs, multiplier: 1, onCalls: 2 };
  const members = all.map((one) => one.arn);
  const texts = { Sender: 'desk', Subject: 'Come', Content: 'Now' };
  for (let look = 0; look < 20; look += 1) {
    await world.aws.contacts.send(new StartEngagementCommand({ ContactId: rota.arn, ...texts }));
    await world.runDue();
    const want = slowOnCall(
      { members, start: StartTime!, timeZone: 'UTC', recurrence },
      [{ start, end, members: [all[2].arn] }],
      world.now(),
    );
    assert.deepEqual(
      got(world, ...all),
      all.map((one) => (want.includes(one.arn) ? 1 : 0)),
      world.now().toISOString(),
    );
    await world.advance({ hours: 7 });
  }
});

test('a schedule engages everybody on call in its rotations, nobody twice; one answer ends it for all', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  const first = await rotation(world, 'Primary', [ana, bo], { NumberOfOnCalls: 2 });
  const rota = await schedule(world, 'rota', [first, await rotation(world, 'Secondary', [bo, cy])]);
  const arn = await start(world, await responsePlan(world, 'p', [rota.arn]));
  await world.runDue();
  const [mail] = world.mail.take(bo.address);
  assert.deepEqual(got(world, ana, bo, cy), [1, 0, 0]);
  const { Pages } = await world.aws.contacts.send(new ListPagesByContactCommand({ ContactId: bo.arn }));
  assert.equal(Pages!.length, 1);
  const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({ IncidentId: arn }));
  const own = Engagements!.find(({ ContactArn }) => ContactArn === rota.arn)!.EngagementArn!;
  assert.match(own, /:engagement\/rota\//);
  const running = await world.aws.contacts.send(new DescribeEngagementCommand({ EngagementId: own }));
  assert.deepEqual([running.ContactArn, running.IncidentId, running.StopTime], [rota.arn, arn, undefined]);
  await accept(world, mail!);
  const at = world.now();
  assert.deepEqual(await stopTimes(world), { rota: at, ana: at, bo: at });
});

test('an answer for a schedule that is not essential leaves the plan to its next stage', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  const rota = await schedule(world, 'rota', [await rotation(world, 'Primary', [ana, bo])]);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [rota], essential: false },
    { minutes: 5, people: [cy] },
  ]);
  await start(world, await responsePlan(world, 'p', [tiers]));
  await world.runDue();
  await accept(world, world.mail.take(ana.address)[0]!);
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 0, 1]);
});

test('nobody on call, no rotations, a rotation that was deleted: told in words, and the others are paged', async () => {
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  const nine = { HourOfDay: 9, MinuteOfHour: 0 };
  const office = { ShiftCoverages: { FRI: [{ Start: nine, End: { ...nine, HourOfDay: 17 } }] } };
  const gone = await rotation(world, 'Gone', [ana]);
  const closed = await schedule(world, 'closed', [await rotation(world, 'Office hours', [ana], office)]);
  const empty = await schedule(world, 'empty', [gone]);
  await world.aws.contacts.send(new DeleteRotationCommand({ RotationId: gone }));
  const tiers = await escalation(world, 'tiers', [
    { minutes: 2, people: [closed, empty] },
    { minutes: 2, people: [bo] },
  ]);
  const arn = await start(world, await responsePlan(world, 'p', [closed.arn, tiers]));
  await world.advance({ minutes: 2 });
  assert.deepEqual(got(world, ana, bo), [0, 1]);
  const lines = (await told(world, arn)).join('\n');
  assert.match(lines, /Nobody is on call in closed at 2026-01-02 03:10:01 UTC/);
  assert.match(lines, /empty has no rotations; nobody is paged through it/);
  await world.advance({ hours: 1 });
});

test('after standing still over a hand-off, whoever is on call now is paged, and who went home is not', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  const rota = await schedule(world, 'rota', [await rotation(world, 'Primary', [ana, bo])]);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 30, people: [cy] },
    { minutes: 30, people: [rota] },
  ]);
  await start(world, await responsePlan(world, 'p', [tiers]));
  await world.runDue();
  assert.deepEqual(got(world, ana, bo, cy), [0, 0, 1]);
  await world.sleepThrough({ minutes: 51 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 1, 0], 'the stage was due at 03:40, when Ana was on call');
});
