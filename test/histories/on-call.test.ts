import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DeleteContactCommand, DeleteRotationCommand } from '@aws-sdk/client-ssm-contacts';
import { type RotationRef, rotationArn } from '#domain/oncall';
import { Refusal } from '#kernel/refusal';
import { call, done } from '../kit/api.ts';
import { actor, daily, person, type Rotating, rotaWorld } from '../kit/oncall/rota-world.ts';
import { replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/**
 * GoAlert's behaviours on call, 43 to 62 of the checklist that its smoke tests are, each by its number and name; where ours
 * differs on purpose, the name says so.
 */

let world: World;
const { addPeople, rotate, onCall } = rotaWorld(() => world);
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  await addPeople('ana', 'bo', 'cy');
});
after(() => world[Symbol.asyncDispose]());

const at = (instant: string) => new Date(instant);
const everyDay = (hour: number, minute = 0) => ({
  ...daily,
  handOffs: { every: 'day' as const, at: [{ hour, minute }] },
});
const rooms = () => world.house.rooms;
const overridden = (
  rotation: RotationRef,
  start: string,
  end: string,
  aliases: string[],
  kind: 'replace' | 'add' = 'replace',
) =>
  world.db.tx((tx) =>
    rooms().overrides.create(tx, world.now(), actor, rotation, {
      start: at(start),
      end: at(end),
      contacts: aliases.map(person),
      kind,
    }),
  );
/** Who is on call just before an instant, and at it. */
const around = async (rotation: RotationRef, instant: string) => [
  (await onCall(rotation, new Date(at(instant).getTime() - 1))).join('+'),
  (await onCall(rotation, at(instant))).join('+'),
];
const rotating = (given: Rotating) => rotate(['ana', 'bo', 'cy'], { timeZone: 'Europe/Berlin', ...given });

test('43 rotationhourly: it hands over every so many hours of the wall clock', async () => {
  const recurrence = { ...daily, handOffs: { every: 'hour' as const, at: [{ minute: 30 }] }, multiplier: 6 };
  const rotation = await rotating({ recurrence, startTime: at('2026-01-05T00:30:00+01:00') });
  assert.deepEqual(await around(rotation, '2026-01-05T06:30:00+01:00'), ['ana', 'bo']);
  assert.deepEqual(await around(rotation, '2026-01-05T12:30:00+01:00'), ['bo', 'cy']);
});

test('44 rotationdaily: it hands over at the local time of day', async () => {
  const rotation = await rotating({ recurrence: everyDay(9), startTime: at('2026-01-05T09:00:00+01:00') });
  assert.deepEqual(await around(rotation, '2026-01-06T09:00:00+01:00'), ['ana', 'bo']);
});

test('45 rotationweekly: it hands over on the day of the week, at the local time', async () => {
  const handOffs = { every: 'week' as const, at: [{ weekday: 'MON' as const, hour: 9, minute: 0 }] };
  const rotation = await rotating({ recurrence: { ...daily, handOffs }, startTime: at('2026-01-05T09:00:00+01:00') });
  assert.deepEqual(await around(rotation, '2026-01-12T09:00:00+01:00'), ['ana', 'bo']);
  assert.deepEqual(await around(rotation, '2026-01-11T09:00:00+01:00'), ['ana', 'ana']);
});

test('46 rotationmonthly: it hands over on the day of the month, on the last one where there is no such day', async () => {
  const handOffs = { every: 'month' as const, at: [{ dayOfMonth: 31, hour: 9, minute: 0 }] };
  const rotation = await rotating({ recurrence: { ...daily, handOffs }, startTime: at('2026-01-31T09:00:00+01:00') });
  assert.deepEqual(await around(rotation, '2026-02-28T09:00:00+01:00'), ['ana', 'bo']);
  assert.deepEqual(await around(rotation, '2026-03-31T09:00:00+02:00'), ['bo', 'cy']);
});

test('47 rotationwrap: after the last comes the first', async () => {
  const rotation = await rotating({ recurrence: everyDay(9), startTime: at('2026-01-05T09:00:00+01:00') });
  assert.deepEqual(await around(rotation, '2026-01-08T09:00:00+01:00'), ['cy', 'ana']);
});

test('48 rotationgap: turns that do not begin with the first of the order go on in the order (ours has no position numbers)', async () => {
  const rotation = await rotating({ recurrence: everyDay(9), startTime: at('2026-01-01T09:00:00+01:00') });
  const order = ['cy', 'ana', 'bo'].map(person);
  await world.db.tx((tx) =>
    rooms().rotations.update(tx, world.now(), rotation, { recurrence: everyDay(9), contacts: order }),
  );
  assert.deepEqual(await around(rotation, '2026-01-02T09:00:00+01:00'), ['ana', 'bo']);
  assert.deepEqual(await around(rotation, '2026-01-03T09:00:00+01:00'), ['bo', 'cy']);
});

test('49 rotationdst: the hand-over stays at its wall-clock time across both changes, by the hour too', async () => {
  const hourly = { ...daily, handOffs: { every: 'hour' as const, at: [{ minute: 0 }] }, multiplier: 24 };
  for (const recurrence of [everyDay(9), hourly]) {
    const rotation = await rotating({ recurrence, startTime: at('2026-01-05T09:00:00+01:00') });
    const changes = async (from: string, to: string) => {
      const range = { from: at(from), to: at(to), limit: 9 };
      return (await rooms().onCall.changes(world.db, rotationArn(rotation), range)).map((one) => one.at.toISOString());
    };
    assert.deepEqual(await changes('2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z'), [
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
    ]);
    assert.deepEqual(await changes('2026-10-24T00:00:00Z', '2026-10-26T00:00:00Z'), [
      '2026-10-24T07:00:00.000Z',
      '2026-10-25T08:00:00.000Z',
    ]);
  }
});

test('50 rotationdeluser: when somebody is removed, who is on call stays on call; when it is them, the next one is', async () => {
  const rotation = await rotating({ recurrence: everyDay(3), startTime: at('2026-01-01T03:00:00+01:00') });
  const left = async (...aliases: string[]) => {
    const change = { recurrence: everyDay(3), contacts: aliases.map(person) };
    await world.db.tx((tx) => rooms().rotations.update(tx, world.now(), rotation, change));
    return onCall(rotation);
  };
  assert.deepEqual(await onCall(rotation), ['bo']);
  assert.deepEqual(await left('bo', 'cy'), ['bo']);
  assert.deepEqual(await left('ana', 'cy'), ['cy']);
});

test('51 deleterotation: a deleted rotation takes overrides, swaps and warnings along, and its people may go', async () => {
  await addPeople('di', 'ed');
  const rotation = await rotate(['di', 'ed'], { recurrence: everyDay(9), startTime: at('2026-01-01T09:00:00Z') });
  const remove = (alias: string) =>
    world.aws.contacts.send(
      new DeleteContactCommand({ ContactId: `arn:aws:ssm-contacts:us-east-1:123456789012:contact/${alias}` }),
    );
  await assert.rejects(remove('di'), { name: 'ConflictException' });
  await overridden(rotation, '2026-01-10T00:00:00Z', '2026-01-11T00:00:00Z', []);
  const side = (alias: string, day: number) => ({
    contact: person(alias),
    rotation,
    start: at(`2026-01-0${day}T09:00:00Z`),
    end: at(`2026-01-0${day + 1}T09:00:00Z`),
  });
  const swap = { give: side('di', 3), take: side('ed', 4) };
  const id = await world.db.tx((tx) => rooms().swaps.offer(tx, world.now(), actor, swap));
  await world.runDue();
  await world.aws.contacts.send(new DeleteRotationCommand({ RotationId: rotationArn(rotation) }));
  await world.runDue();
  await assert.rejects(rooms().swaps.get(world.db, world.now(), { ...actor, id }), Refusal);
  const warnings = await rooms().onCall.warnings(world.db, { ...actor, now: world.now(), limit: 99 });
  assert.deepEqual(
    warnings.filter(({ subject }) => subject === rotationArn(rotation)),
    [],
  );
  await remove('di');
});

test('52 deleteescalationpolicy: one that a response plan names can be deleted (AWS’s rule); each incident tells that it is gone', async () => {
  const ref = person('tiers');
  const tiers = { ...ref, type: 'ESCALATION' as const, stages: [], rotations: [], tags: {} };
  await world.db.tx((tx) => rooms().contacts.create(tx, world.now(), actor, tiers));
  const arn = 'arn:aws:ssm-contacts:us-east-1:123456789012:contact/tiers';
  await responsePlan(world, 'with-tiers', [arn]);
  await world.aws.contacts.send(new DeleteContactCommand({ ContactId: arn }));
  const { incident } = await done<{ incident: { arn: string } }>(
    call(world, 'POST', '/incidents', { body: { plan: 'with-tiers' } }),
    201,
  );
  await world.runDue();
  const told = (await timelineOf(world, incident.arn)).map(({ data }) => data).join('\n');
  assert.match(told, /Nobody is paged for .*tiers: there is no such contact/);
});

test('53 schedulerule: a coverage window is in the rotation’s zone, and the shift ends when it does', async () => {
  const nine = { hour: 9, minute: 0 };
  const coverage = { MON: [{ start: nine, end: { hour: 17, minute: 30 } }] };
  const rotation = await rotate(['ana'], {
    timeZone: 'Asia/Tokyo',
    recurrence: { ...daily, coverage },
    startTime: at('2026-01-04T00:00:00Z'),
  });
  assert.deepEqual(await around(rotation, '2026-01-05T09:00:00+09:00'), ['', 'ana']);
  assert.deepEqual(await around(rotation, '2026-01-05T17:30:00+09:00'), ['ana', '']);
});

test('54 scheduleoverrideadd: an added person is on call beside the others, for just that window', async () => {
  const rotation = await rotating({ recurrence: everyDay(9), startTime: at('2026-01-05T09:00:00+01:00') });
  await overridden(rotation, '2026-01-05T12:00:00Z', '2026-01-05T14:00:00Z', ['cy'], 'add');
  assert.deepEqual(await around(rotation, '2026-01-05T12:00:00Z'), ['ana', 'ana+cy']);
  assert.deepEqual(await around(rotation, '2026-01-05T14:00:00Z'), ['ana+cy', 'ana']);
});

test('55 scheduleoverrideremove: who is taken out is not on call, for just that window (AWS’s form: the others, by name, or nobody)', async () => {
  const recurrence = { ...everyDay(9), onCalls: 2 };
  const rotation = await rotating({ recurrence, startTime: at('2026-01-05T09:00:00+01:00') });
  await overridden(rotation, '2026-01-05T12:00:00Z', '2026-01-05T14:00:00Z', ['bo']);
  assert.deepEqual(await around(rotation, '2026-01-05T12:00:00Z'), ['ana+bo', 'bo']);
  assert.deepEqual(await around(rotation, '2026-01-05T14:00:00Z'), ['bo', 'ana+bo']);
  await overridden(rotation, '2026-01-05T15:00:00Z', '2026-01-05T16:00:00Z', []);
  assert.deepEqual(await around(rotation, '2026-01-05T15:00:00Z'), ['ana+bo', '']);
});

test('56 scheduleoverridereplace: the substitute is on call instead, for just that window', async () => {
  const rotation = await rotating({ recurrence: everyDay(9), startTime: at('2026-01-05T09:00:00+01:00') });
  await overridden(rotation, '2026-01-05T12:00:00Z', '2026-01-05T14:00:00Z', ['cy']);
  assert.deepEqual(await around(rotation, '2026-01-05T12:00:00Z'), ['ana', 'cy']);
  assert.deepEqual(await around(rotation, '2026-01-05T14:00:00Z'), ['cy', 'ana']);
});

test('57 overrideconflict: of two overrides that conflict and come at once, one fails', async () => {
  const rotation = await rotating({ recurrence: everyDay(9), startTime: at('2026-01-05T09:00:00+01:00') });
  const both = await Promise.allSettled([
    overridden(rotation, '2026-01-05T12:00:00Z', '2026-01-05T14:00:00Z', ['bo']),
    overridden(rotation, '2026-01-05T13:00:00Z', '2026-01-05T15:00:00Z', ['cy']),
  ]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
});

test('58 tempschedules: a temporary schedule replaces everything in its window', async () => {
  const rotation = await rotating({ recurrence: everyDay(9), startTime: at('2026-01-05T09:00:00+01:00') });
  await overridden(rotation, '2026-01-05T12:00:00Z', '2026-01-05T14:00:00Z', ['cy'], 'add');
  const shift = { start: at('2026-01-05T13:00:00Z'), end: at('2026-01-05T15:00:00Z'), contacts: [person('bo')] };
  const temporary = { start: shift.start, end: at('2026-01-05T16:00:00Z'), rotations: [rotation], shifts: [shift] };
  await world.db.tx((tx) => rooms().temporarySchedules.create(tx, world.now(), actor, temporary));
  assert.deepEqual(await around(rotation, '2026-01-05T13:00:00Z'), ['ana+cy', 'bo']);
  assert.deepEqual(await around(rotation, '2026-01-05T15:00:00Z'), ['bo', '']);
  assert.deepEqual(await around(rotation, '2026-01-05T16:00:00Z'), ['', 'ana']);
});

test('59, 60 oncallnotify, oncallnotifytod: each change of who is on call is known once, with who came and left; no channel is told of it yet', async () => {
  const rotation = await rotating({ recurrence: everyDay(9), startTime: at('2026-01-05T09:00:00+01:00') });
  const range = { from: at('2026-01-05T00:00:00Z'), to: at('2026-01-07T00:00:00Z'), limit: 9 };
  const changes = await rooms().onCall.changes(world.db, rotationArn(rotation), range);
  const names = (arns: string[]) => arns.map((arn) => arn.split('/')[1]).join('+');
  assert.deepEqual(
    changes.map((one) => `${one.at.toISOString()} +${names(one.came)} -${names(one.left)}`),
    ['2026-01-05T08:00:00.000Z +ana -', '2026-01-06T08:00:00.000Z +bo -ana'],
  );
});

test('61 graphqloncall: the query says who is on call, through rotation, coverage and overrides', async () => {
  const coverage = { MON: [{ start: { hour: 9, minute: 0 }, end: { hour: 17, minute: 0 } }] };
  const rotation = await rotate(['ana'], { recurrence: { ...daily, coverage }, startTime: at('2026-01-05T00:00:00Z') });
  await overridden(rotation, '2026-01-05T12:00:00Z', '2026-01-05T13:00:00Z', []);
  const asked = async (time: string) => {
    const path = `/on-call?of=${rotation.id}&at=2026-01-05T${time}:00Z`;
    const { people } = await done<{ people: { alias: string }[] }>(call(world, 'GET', path));
    return people.map(({ alias }) => alias);
  };
  const answers = [
    await asked('08:59'),
    await asked('09:00'),
    await asked('12:30'),
    await asked('13:00'),
    await asked('17:00'),
  ];
  assert.deepEqual(answers, [[], ['ana'], [], ['ana'], []]);
});

test('62 calendarsubscription: a private feed, 403 once it is revoked', async () => {
  const { id } = await rotating({ recurrence: everyDay(9) });
  const { feed, url } = await done<{ feed: { id: string }; url: string }>(
    call(world, 'POST', '/calendar-feeds', { body: { of: id } }),
    201,
  );
  const read = async () => (await fetch(url.replace('https://muster.example', world.url))).status;
  assert.equal(await read(), 200);
  await done(call(world, 'DELETE', `/calendar-feeds/${feed.id}`), 204);
  assert.equal(await read(), 403);
});
