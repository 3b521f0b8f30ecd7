import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateRotationCommand,
  CreateRotationOverrideCommand,
  DeleteRotationCommand,
  DeleteRotationOverrideCommand,
  GetRotationCommand,
  GetRotationOverrideCommand,
  ListPreviewRotationShiftsCommand,
  ListRotationOverridesCommand,
  ListRotationShiftsCommand,
  ListRotationsCommand,
  paginateListPreviewRotationShifts,
  paginateListRotationShifts,
  type RecurrenceSettings,
  ResourceNotFoundException,
  type RotationShift,
  UpdateRotationCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-contacts';
import { ssmContacts } from '#wire/services/ssm-contacts/service';
import { escalation, type Person, person, replicationSet } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';
import { daily } from './kit/rotations.ts';
import { call } from './kit/wire.ts';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const GHOST = `arn:aws:ssm-contacts:${REGION}:${ACCOUNT}:rotation/${UNKNOWN}`;
const AT_NINE = { HourOfDay: 9, MinuteOfHour: 0 };
const AT_FIVE = { HourOfDay: 17, MinuteOfHour: 0 };
const day = (date: number, hour = 9) => new Date(Date.UTC(2026, 0, date, hour));

let world: World;
let ana: Person;
let bo: Person;
before(async () => {
  world = await openWorld({ now: new Date('2026-01-02T03:10:00.000Z') });
});
after(() => world[Symbol.asyncDispose]());

const send = (input: object) => call(world, ssmContacts, 'CreateRotation', input as Record<string, unknown>);
const spec = (given: object = {}) => ({
  Name: 'Primary',
  ContactIds: [ana.arn, bo.arn],
  TimeZoneId: 'UTC',
  Recurrence: daily,
  ...given,
});

async function make(given: object = {}): Promise<string> {
  const { RotationArn } = await world.aws.contacts.send(new CreateRotationCommand(spec(given)));
  return RotationArn!;
}
const get = (RotationId: string) => world.aws.contacts.send(new GetRotationCommand({ RotationId }));
const shifts = async (RotationId: string, StartTime: Date, EndTime: Date) =>
  (await world.aws.contacts.send(new ListRotationShiftsCommand({ RotationId, StartTime, EndTime }))).RotationShifts!;
const told = (list: RotationShift[]) =>
  list.map(({ StartTime, EndTime, ContactIds, Type, ShiftDetails }) => {
    const names = (arns: string[] | undefined) => arns?.map((arn) => arn.split('/')[1] ?? arn).join('+');
    const instead = ShiftDetails ? ` for ${names(ShiftDetails.OverriddenContactIds)}` : '';
    return `${StartTime?.toISOString().slice(5, 16)} ${EndTime?.toISOString().slice(5, 16)} ${names(ContactIds)} ${Type}${instead}`;
  });

test('without a replication set there is no rotation', async () => {
  const answer = await send({
    Name: 'x',
    ContactIds: [`arn:aws:ssm-contacts:${REGION}:${ACCOUNT}:contact/ana`],
    TimeZoneId: 'UTC',
    Recurrence: daily,
  });
  assert.deepEqual([answer.status, answer.code], [400, 'ValidationException']);
  assert.match(answer.text, /replication set/);
  await replicationSet(world);
  ana = await person(world, 'ana');
  bo = await person(world, 'bo');
});

test('a rotation is read back as it was given, and without a StartTime where none was', async () => {
  const Recurrence: RecurrenceSettings = {
    WeeklySettings: [
      { DayOfWeek: 'THU', HandOffTime: AT_FIVE },
      { DayOfWeek: 'MON', HandOffTime: AT_NINE },
    ],
    NumberOfOnCalls: 2,
    RecurrenceMultiplier: 3,
    ShiftCoverages: { MON: [{ Start: AT_NINE, End: AT_FIVE }], SAT: [{ Start: AT_FIVE, End: AT_NINE }] },
  };
  const arn = await make({ Name: 'Whole', TimeZoneId: 'Europe/Berlin', Recurrence });
  assert.match(arn, new RegExp(`^arn:aws:ssm-contacts:${REGION}:${ACCOUNT}:rotation/[0-9a-f-]{36}$`));
  const { $metadata: _, ...read } = await get(arn);
  assert.deepEqual(read, {
    RotationArn: arn,
    Name: 'Whole',
    ContactIds: [ana.arn, bo.arn],
    TimeZoneId: 'Europe/Berlin',
    Recurrence,
  });
  const MonthlySettings = [{ DayOfMonth: 31, HandOffTime: AT_NINE }];
  const monthly = { MonthlySettings, NumberOfOnCalls: 1, RecurrenceMultiplier: 1 };
  const given = await get(await make({ StartTime: day(5), Recurrence: monthly }));
  assert.deepEqual([given.StartTime, given.Recurrence], [day(5), monthly]);
});

test('exactly one kind of settings is wanted; empty ones count as absent', async () => {
  const rest = { NumberOfOnCalls: 1, RecurrenceMultiplier: 1 };
  const weekly = [{ DayOfWeek: 'MON', HandOffTime: AT_NINE }];
  for (const settings of [{}, { DailySettings: [] }, { DailySettings: [AT_NINE], WeeklySettings: weekly }]) {
    const answer = await send(spec({ Recurrence: { ...rest, ...settings } }));
    assert.deepEqual([answer.status, answer.code], [400, 'ValidationException']);
    assert.match(answer.text, /exactly one of DailySettings, WeeklySettings and MonthlySettings/);
  }
  const empty = { ...rest, DailySettings: [], WeeklySettings: weekly, MonthlySettings: [], ShiftCoverages: {} };
  const answer = await send(spec({ Recurrence: empty }));
  assert.equal(answer.status, 200, answer.text);
  const { Recurrence } = await get(answer.body['RotationArn'] as string);
  assert.deepEqual(Recurrence, { ...rest, WeeklySettings: weekly });
});

test('what could not be is refused, naming the member', async () => {
  const tiers = await escalation(world, 'tiers', [{ minutes: 1, people: [ana] }]);
  const window = (End: object) => ({ ...daily, ShiftCoverages: { MON: [{ Start: AT_NINE, End }] } });
  const rows: [object, string, RegExp][] = [
    [{ TimeZoneId: 'PST' }, 'ValidationException', /TimeZoneId/],
    [{ TimeZoneId: 'Mars/Olympus' }, 'ValidationException', /TimeZoneId/],
    [{ Recurrence: window({ HourOfDay: 9, MinuteOfHour: 29 }) }, 'ValidationException', /at least 30 minutes/],
    [
      { Recurrence: { ...daily, ShiftCoverages: { MON: [{ Start: AT_NINE }] } } },
      'ValidationException',
      /MON\[0\] needs/,
    ],
    [{ Recurrence: { ...daily, NumberOfOnCalls: 3 } }, 'ValidationException', /NumberOfOnCalls/],
    [{ ContactIds: [tiers] }, 'ValidationException', /PERSONAL/],
    [{ ContactIds: [] }, 'ValidationException', /contactIds/],
    [{ ContactIds: Array.from({ length: 31 }, () => ana.arn) }, 'ValidationException', /contactIds.*30/],
    [{ ContactIds: [ana.arn.replace('/ana', '/nobody')] }, 'ResourceNotFoundException', /CONTACT/],
    [{ ContactIds: [ana.arn.replace(ACCOUNT, '210987654321')] }, 'AccessDeniedException', /another account/],
    [{ StartTime: 8_640_000_000_000 }, 'ValidationException', /StartTime/],
  ];
  for (const [given, code, message] of rows) {
    const answer = await send(spec(given));
    assert.deepEqual([answer.status, answer.code], [400, code], answer.text);
    assert.match(answer.text, message);
  }
});

test('a token makes one rotation', async () => {
  const IdempotencyToken = 'once';
  const first = await make({ Name: 'Token', IdempotencyToken });
  assert.equal(await make({ Name: 'Token', IdempotencyToken }), first);
  const answer = await send(spec({ Name: 'Other', IdempotencyToken }));
  assert.deepEqual([answer.status, answer.code], [400, 'ConflictException']);
});

test('shifts are listed from now on, whole, with those of overrides told apart', async () => {
  const RotationId = await make({ StartTime: day(1) });
  const override = { RotationId, NewContactIds: [ana.arn], StartTime: day(2, 20), EndTime: day(3, 10) };
  const { RotationOverrideId } = await world.aws.contacts.send(new CreateRotationOverrideCommand(override));
  await world.aws.contacts.send(
    new CreateRotationOverrideCommand({ ...override, NewContactIds: [], StartTime: day(4, 8), EndTime: day(4, 9) }),
  );
  const { RotationShifts } = await world.aws.contacts.send(
    new ListRotationShiftsCommand({ RotationId, EndTime: day(4, 10) }),
  );
  assert.deepEqual(told(RotationShifts!), [
    '01-01T09:00 01-02T09:00 ana REGULAR',
    '01-02T09:00 01-02T20:00 bo REGULAR',
    '01-02T20:00 01-03T09:00 ana OVERRIDDEN for bo',
    '01-03T09:00 01-03T10:00 ana OVERRIDDEN for ana',
    '01-03T10:00 01-04T08:00 ana REGULAR',
    '01-04T08:00 01-04T09:00  OVERRIDDEN for ana',
    '01-04T09:00 01-05T09:00 bo REGULAR',
  ]);
  await world.aws.contacts.send(new DeleteRotationOverrideCommand({ RotationId, RotationOverrideId }));
  assert.deepEqual(told(await shifts(RotationId, day(2, 12), day(3, 8))), ['01-02T09:00 01-03T09:00 bo REGULAR']);
});

test('shifts come one at a time as they come all at once', async () => {
  const RotationId = await make({ StartTime: day(1), Recurrence: { ...daily, NumberOfOnCalls: 2 } });
  const range = { RotationId, StartTime: day(2), EndTime: day(9, 10) };
  const found: RotationShift[] = [];
  for await (const page of paginateListRotationShifts({ client: world.aws.contacts, pageSize: 1 }, range)) {
    assert.equal(page.RotationShifts!.length, 1);
    found.push(...page.RotationShifts!);
  }
  assert.deepEqual(found, await shifts(RotationId, range.StartTime, range.EndTime));
  assert.equal(found.length, 8);
});

test('a preview is calculated as the rotation would be, and stores nothing', async () => {
  const before = await world.aws.contacts.send(new ListRotationsCommand({}));
  const preview = { Members: ['Ana A.', 'Bo'], TimeZoneId: 'UTC', Recurrence: daily };
  const range = { RotationStartTime: day(1), StartTime: day(2), EndTime: day(4, 10) };
  const Overrides = [{ StartTime: day(2, 20), EndTime: day(3, 10), NewMembers: ['Ana A.'] }];
  const { RotationShifts } = await world.aws.contacts.send(
    new ListPreviewRotationShiftsCommand({ ...preview, ...range, Overrides }),
  );
  assert.deepEqual(told(RotationShifts!), [
    '01-02T09:00 01-02T20:00 Bo REGULAR',
    '01-02T20:00 01-03T09:00 Ana A. OVERRIDDEN for Bo',
    '01-03T09:00 01-03T10:00 Ana A. OVERRIDDEN for Ana A.',
    '01-03T10:00 01-04T09:00 Ana A. REGULAR',
    '01-04T09:00 01-05T09:00 Bo REGULAR',
  ]);
  assert.deepEqual((await world.aws.contacts.send(new ListRotationsCommand({}))).Rotations, before.Rotations);
  const bad = new ListPreviewRotationShiftsCommand({ ...preview, ...range, Overrides: [{ NewMembers: ['Bo'] }] });
  await assert.rejects(world.aws.contacts.send(bad), ValidationException);
});

test('a preview without a start begins at its first page, on every page', async () => {
  const input = { Members: ['a', 'b', 'c'], TimeZoneId: 'UTC', Recurrence: daily, EndTime: day(8) };
  const { RotationShifts } = await world.aws.contacts.send(new ListPreviewRotationShiftsCommand(input));
  const found: RotationShift[] = [];
  for await (const page of paginateListPreviewRotationShifts({ client: world.aws.contacts, pageSize: 2 }, input)) {
    found.push(...page.RotationShifts!);
    await world.advance({ minutes: 7 });
  }
  assert.deepEqual(told(found).slice(0, 3), [
    '01-02T03:10 01-02T09:00 a REGULAR',
    '01-02T09:00 01-03T09:00 b REGULAR',
    '01-03T09:00 01-04T09:00 c REGULAR',
  ]);
  assert.deepEqual(found, RotationShifts);
});

test('ranges need a length', async () => {
  const RotationId = await make();
  const backwards = { RotationId, StartTime: day(5), EndTime: day(4) };
  await assert.rejects(world.aws.contacts.send(new ListRotationShiftsCommand(backwards)), ValidationException);
  await assert.rejects(world.aws.contacts.send(new ListRotationOverridesCommand(backwards)), ValidationException);
});

test('an override is read back, listed by its time, and refused where it could not be', async () => {
  const RotationId = await make();
  const override = { RotationId, NewContactIds: [bo.arn], StartTime: day(5), EndTime: day(6) };
  const create = (given: object = {}) =>
    world.aws.contacts.send(new CreateRotationOverrideCommand({ ...override, ...given }));
  const now = world.now();
  const { RotationOverrideId } = await create();
  const { $metadata: _, ...read } = await world.aws.contacts.send(
    new GetRotationOverrideCommand({ RotationId, RotationOverrideId }),
  );
  const { RotationId: RotationArn, ...times } = override;
  assert.deepEqual(read, { RotationOverrideId, RotationArn, ...times, CreateTime: now });
  const listed = async (StartTime: Date, EndTime: Date) =>
    (await world.aws.contacts.send(new ListRotationOverridesCommand({ RotationId, StartTime, EndTime })))
      .RotationOverrides;
  assert.deepEqual(await listed(day(5, 12), day(9)), [{ RotationOverrideId, ...times, CreateTime: now }]);
  assert.deepEqual([await listed(day(6), day(9)), await listed(day(3), day(5))], [[], []]);

  const soon = { StartTime: day(8), EndTime: day(9) };
  const rows: [object, RegExp][] = [
    [{ StartTime: day(5, 12), EndTime: day(7) }, /is already from/],
    [{ StartTime: day(8), EndTime: new Date(day(8).getTime() + 29 * 60_000) }, /at least 30 minutes/],
    [{ StartTime: day(200), EndTime: day(201) }, /6 months ahead/],
    [{ StartTime: day(-9), EndTime: day(-8) }, /still to come/],
    [{ ...soon, NewContactIds: [(await person(world, 'cy')).arn] }, /not of this rotation/],
    [{ ...soon, NewContactIds: [bo.arn, bo.arn] }, /named twice/],
  ];
  for (const [given, message] of rows) {
    await assert.rejects(create(given), (error: unknown) => {
      assert.ok(error instanceof ValidationException, String(error));
      assert.match(error.message, message);
      return true;
    });
  }
});

test('an update replaces what is given, and nobody is taken off call by it', async () => {
  const RotationId = await make({ StartTime: day(1), ContactIds: [ana.arn, bo.arn] });
  const [before] = await shifts(RotationId, world.now(), day(2, 8));
  const twice = { ...daily, DailySettings: [AT_NINE, AT_FIVE] };
  await world.aws.contacts.send(
    new UpdateRotationCommand({
      RotationId,
      Recurrence: twice,
      ContactIds: [bo.arn, ana.arn],
      TimeZoneId: 'Europe/Paris',
    }),
  );
  const read = await get(RotationId);
  assert.deepEqual(
    [read.ContactIds, read.TimeZoneId, read.Recurrence, read.StartTime],
    [[bo.arn, ana.arn], 'Europe/Paris', twice, day(1)],
  );
  const [after, next] = await shifts(RotationId, world.now(), day(2, 12));
  assert.deepEqual([after?.ContactIds, next?.ContactIds], [before?.ContactIds, [bo.arn]]);
  await world.aws.contacts.send(new UpdateRotationCommand({ RotationId, Recurrence: daily, StartTime: day(2, 0) }));
  assert.deepEqual(told(await shifts(RotationId, day(1), day(2, 5)))[0], '01-02T00:00 01-02T08:00 bo REGULAR');
});

test('rotations are listed in the order in which they were made, by prefix; a deleted one is gone', async () => {
  const names = ['List A', 'List B', 'Other'];
  const arns = [];
  for (const Name of names) arns.push(await make({ Name }));
  const list = async () =>
    (await world.aws.contacts.send(new ListRotationsCommand({ RotationNamePrefix: 'List' }))).Rotations!;
  assert.deepEqual(await list(), [
    { RotationArn: arns[0], Name: 'List A', ContactIds: [ana.arn, bo.arn], TimeZoneId: 'UTC', Recurrence: daily },
    { RotationArn: arns[1], Name: 'List B', ContactIds: [ana.arn, bo.arn], TimeZoneId: 'UTC', Recurrence: daily },
  ]);
  await world.aws.contacts.send(new DeleteRotationCommand({ RotationId: arns[0] }));
  assert.deepEqual(
    (await list()).map(({ Name }) => Name),
    ['List B'],
  );
  await assert.rejects(get(arns[0]!), ResourceNotFoundException);
});

test('a rotation or an override that is not there is not found, with its type and name', async () => {
  const known = await make();
  const range = { StartTime: day(3), EndTime: day(4) };
  const rotation = { ResourceType: 'ROTATION', ResourceId: GHOST };
  const override = { ResourceType: 'ROTATION_OVERRIDE', ResourceId: UNKNOWN };
  const ghost = { RotationId: GHOST };
  const rows: [() => Promise<unknown>, object][] = [
    [() => get(GHOST), rotation],
    [() => world.aws.contacts.send(new UpdateRotationCommand({ ...ghost, Recurrence: daily })), rotation],
    [() => world.aws.contacts.send(new DeleteRotationCommand(ghost)), rotation],
    [() => world.aws.contacts.send(new ListRotationShiftsCommand({ ...ghost, ...range })), rotation],
    [() => world.aws.contacts.send(new ListRotationOverridesCommand({ ...ghost, ...range })), rotation],
    [
      () => world.aws.contacts.send(new CreateRotationOverrideCommand({ ...ghost, ...range, NewContactIds: [] })),
      rotation,
    ],
    [
      () => world.aws.contacts.send(new GetRotationOverrideCommand({ RotationId: known, RotationOverrideId: UNKNOWN })),
      override,
    ],
    [
      () =>
        world.aws.contacts.send(new DeleteRotationOverrideCommand({ RotationId: known, RotationOverrideId: UNKNOWN })),
      override,
    ],
  ];
  for (const [act, want] of rows) {
    await assert.rejects(act(), (error: unknown) => {
      assert.ok(error instanceof ResourceNotFoundException, String(error));
      assert.deepEqual({ ResourceType: error.ResourceType, ResourceId: error.ResourceId }, want);
      return true;
    });
  }
});
