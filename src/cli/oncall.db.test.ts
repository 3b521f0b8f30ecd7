import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateRotationCommand } from '@aws-sdk/client-ssm-contacts';
import { muster, mustered } from '#test/kit/muster';
import { person, replicationSet } from '#test/kit/scenario';
import { openWorld, type World } from '#test/kit/world';

/** Ana and Bob, each for a day from 09:00; it is Friday, 2 January 2026, 03:10. */
async function rotation(world: World, name = 'primary'): Promise<void> {
  const people = [await person(world, 'ana'), await person(world, 'bob')];
  await world.aws.contacts.send(
    new CreateRotationCommand({
      Name: name,
      ContactIds: people.map(({ arn }) => arn),
      StartTime: new Date('2026-01-01T09:00:00Z'),
      TimeZoneId: 'UTC',
      Recurrence: {
        DailySettings: [{ HourOfDay: 9, MinuteOfHour: 0 }],
        NumberOfOnCalls: 1,
        RecurrenceMultiplier: 1,
      },
    }),
  );
}

test('oncall tells who is on call now, until when, and who is next', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const none = await muster(world, ['oncall']);
  assert.deepEqual([none.code, none.out], [0, '']);
  await rotation(world);
  assert.deepEqual(await mustered(world, 'oncall'), [
    'ROTATION  ON CALL  UNTIL                 NEXT',
    'primary   ana      2026-01-02 09:00:00Z  bob',
  ]);
  await world.advance({ hours: 6 });
  assert.match((await mustered(world, 'oncall'))[1]!, /^primary {3}bob {6}2026-01-03 09:00:00Z {2}ana$/);
});

test('an override is added, seen in the shifts, and taken back', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await rotation(world);
  const [id] = await mustered(world, 'oncall overrides add primary --contact bob --to 2h');
  assert.match(id!, /^[0-9a-f-]{36}$/);
  assert.deepEqual(await mustered(world, 'oncall shifts primary --to 2026-01-02T10:00Z'), [
    'FROM                  TO                    ON CALL  INSTEAD OF',
    '2026-01-02 03:10:01Z  2026-01-02 05:10:01Z  bob      ana',
    '2026-01-02 05:10:01Z  2026-01-02 09:00:00Z  ana',
    '2026-01-02 09:00:00Z  2026-01-03 09:00:00Z  bob',
  ]);
  const [, row = ''] = await mustered(world, 'oncall overrides list primary');
  assert.ok(row.endsWith(`bob      ${id}`), row);
  await mustered(world, `oncall overrides add primary --nobody --from 2026-01-05 --to 2026-01-06`);
  await mustered(world, `oncall overrides remove primary ${id}`);
  const left = await mustered(world, 'oncall overrides list primary --json');
  assert.deepEqual(
    JSON.parse(left.join('')).map((one: { NewContactIds: string[] }) => one.NewContactIds),
    [[]],
  );
  assert.match((await mustered(world, 'oncall'))[1]!, /^primary {3}ana /);
});

test('a preview takes its members from options, and the rest from a rotation', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await rotation(world);
  const like = await mustered(world, 'oncall preview --like primary --member dora --to 12h');
  assert.deepEqual(like.slice(1), [
    '2026-01-01 09:00:00Z  2026-01-02 09:00:00Z  dora',
    '2026-01-02 09:00:00Z  2026-01-03 09:00:00Z  dora',
  ]);
  const weekly = await mustered(
    world,
    'oncall preview --member ana --member bob --weekly MON@09:00 --zone Europe/Berlin --start 2026-01-05T08:00Z --to 21d',
  );
  assert.deepEqual(weekly.slice(1, 3), [
    '2026-01-05 08:00:00Z  2026-01-12 08:00:00Z  ana',
    '2026-01-12 08:00:00Z  2026-01-19 08:00:00Z  bob',
  ]);
});

test('what the options of on-call lack is told', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await rotation(world);
  const faults: [line: string, told: RegExp][] = [
    ['oncall shfts', /no command "oncall shfts"; did you mean oncall shifts\?/],
    ['oncall shifts nights', /no rotation is called "nights"/],
    ['oncall shifts primary --from tomorrow', /--from: wanted a time such as/],
    ['oncall shifts primary --from 3d --to 1d', /--to: wanted a time after/],
    ['oncall overrides', /oncall overrides needs one of: oncall overrides list/],
    ['oncall overrides add primary --to 2h', /either --contact or --nobody/],
    ['oncall overrides add primary --nobody', /--to is needed/],
    ['oncall preview --member ana', /when it hands off is needed/],
    ['oncall preview --member ana --weekly MON', /wanted a time such as 09:00/],
    ['oncall preview --member ana --daily 9:00', /--daily: wanted a time such as 09:00, got "9:00"/],
  ];
  for (const [line, told] of faults) {
    const { code, out, err } = await muster(world, line.split(' '));
    assert.deepEqual([line, code, out], [line, 2, '']);
    assert.match(err, told);
  }
});
