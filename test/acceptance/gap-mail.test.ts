import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateRotationOverrideCommand,
  DeleteRotationOverrideCommand,
  UpdateRotationCommand,
} from '@aws-sdk/client-ssm-contacts';
import { person, replicationSet, rotation, schedule } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';

/** It is Friday, 2026-01-02T03:10Z; Ana and Bob change daily at 04:00. */
async function house(world: World) {
  await replicationSet(world);
  const people = [await person(world, 'ana'), await person(world, 'bob')];
  const arn = await rotation(world, 'primary', people);
  await schedule(world, 'line', [arn]);
  await world.runDue();
  return arn;
}
const nobody = async (world: World, RotationId: string, from: string, to: string) =>
  (
    await world.aws.contacts.send(
      new CreateRotationOverrideCommand({
        RotationId,
        NewContactIds: [],
        StartTime: new Date(from),
        EndTime: new Date(to),
      }),
    )
  ).RotationOverrideId!;

test('a gap is mailed to each of the rotation’s people when it is found, and again a day before it begins', async () => {
  await using world = await openWorld({ gapMail: true });
  const arn = await house(world);
  await nobody(world, arn, '2026-01-08T10:00:00Z', '2026-01-08T12:00:00Z');
  await world.runDue();
  const mails = ['ana', 'bob'].flatMap((alias) => world.mail.take(`${alias}@example.com`));
  assert.deepEqual(
    mails.map(({ subject }) => subject),
    Array(2).fill('Nobody is on call for rotation primary from 2026-01-08 10:00 UTC'),
    'once each, although a schedule has the rotation and the gap, too',
  );
  assert.match(mails[0]!.text, /2026-01-08 10:00 UTC to 2026-01-08 12:00 UTC \(an override says nobody\)/);
  await world.advance({ hours: 4 * 24 });
  assert.equal(world.mail.take('ana@example.com').length, 0);
  await world.advance({ hours: 2 * 24 });
  assert.deepEqual([world.mail.take('ana@example.com').length, world.mail.take('bob@example.com').length], [1, 1]);
});

test('a gap that is closed before its mail leaves is not told', async () => {
  await using world = await openWorld({ gapMail: true });
  const arn = await house(world);
  world.mail.behave('unreachable');
  const id = await nobody(world, arn, '2026-01-08T10:00:00Z', '2026-01-08T12:00:00Z');
  await world.runDue();
  await world.aws.contacts.send(new DeleteRotationOverrideCommand({ RotationId: arn, RotationOverrideId: id }));
  world.mail.behave('ok');
  await world.advance({ minutes: 5 });
});

test('the hours that coverage leaves out are mailed to nobody, though a schedule’s warnings have them', async () => {
  await using world = await openWorld({ gapMail: true });
  const arn = await house(world);
  const Recurrence = {
    DailySettings: [{ HourOfDay: 4, MinuteOfHour: 0 }],
    NumberOfOnCalls: 1,
    RecurrenceMultiplier: 1,
    ShiftCoverages: { MON: [{ Start: { HourOfDay: 8, MinuteOfHour: 0 }, End: { HourOfDay: 18, MinuteOfHour: 0 } }] },
  };
  await world.aws.contacts.send(new UpdateRotationCommand({ RotationId: arn, Recurrence }));
  await world.runDue();
  const listed = await world.house.rooms.onCall.warnings(world.db, {
    account: ACCOUNT,
    region: REGION,
    now: world.now(),
    limit: 10,
  });
  assert.ok(listed.some(({ subject }) => subject.endsWith('contact/line')));
  await world.advance({ hours: 50 });
  assert.deepEqual([world.mail.take('ana@example.com').length, world.mail.take('bob@example.com').length], [0, 0]);
});
