import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { PutRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateContactChannelCommand,
  CreateContactCommand,
  CreateRotationCommand,
  CreateRotationOverrideCommand,
  DeactivateContactChannelCommand,
} from '@aws-sdk/client-ssm-contacts';
import { CreateReplicationSetCommand, DeleteResponsePlanCommand } from '@aws-sdk/client-ssm-incidents';
import { call, done, refused } from '#test/kit/api';
import { alarmRule, escalation, person, replicationSet, responsePlan, schedule } from '#test/kit/scenario';
import { inMinutes, silence } from '#test/kit/silences';
import { ACCOUNT, openWorld, REGION, type World } from '#test/kit/world';

interface Report {
  findings: { severity: string; check: string; subject: string; text: string; whatToDo: string }[];
  omitted: number;
  checks: { id: string }[];
}

/** Notes of how a house is set, which the houses of these tests are not set by: `mends.db.test.ts` has them. */
const SET = new Set(['heartbeat', 'asleep', 'endings', 'unstarted']);
const examine = (world: World, region = REGION) => examineAs(world, { region });
async function examineAs(world: World, request: Parameters<typeof call>[3]): Promise<Report> {
  const report = await done<Report>(call(world, 'GET', '/doctor', request));
  return { ...report, findings: report.findings.filter(({ check }) => !SET.has(check)) };
}
const lines = (report: Report) => report.findings.map((one) => `${one.severity} ${one.check}: ${one.subject}`);

/** A house in which all is well: Ana is on call and reached by plan, rule and alarm. */
async function soundHouse(world: World) {
  await replicationSet(world);
  const ana = await person(world, 'ana');
  const tiers = await escalation(world, 'tiers', [{ minutes: 5, people: [ana] }]);
  const plan = await responsePlan(world, 'payments', [tiers]);
  await alarmRule(world, plan);
  await putAlarm(world, 'Latency', plan);
  const { RotationArn } = await world.aws.contacts.send(
    new CreateRotationCommand({
      Name: 'primary',
      ContactIds: [ana.arn],
      StartTime: new Date('2026-01-01T09:00:00Z'),
      TimeZoneId: 'UTC',
      Recurrence: {
        DailySettings: [{ HourOfDay: 9, MinuteOfHour: 0 }],
        NumberOfOnCalls: 1,
        RecurrenceMultiplier: 1,
      },
    }),
  );
  return { ana, tiers, plan, rotation: RotationArn! };
}

const putAlarm = (world: World, AlarmName: string, action: string) =>
  world.aws.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      MetricName: 'Latency',
      Namespace: 'App',
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [action],
    }),
  );

test('without a replication set that is the first thing to do', async () => {
  await using world = await openWorld();
  const report = await examine(world);
  assert.deepEqual(lines(report), ['fault replication-set: replication set']);
  assert.match(report.findings[0]!.whatToDo, /create-replication-set --regions '\{"us-east-1":\{\}\}'/);
});

test('where all is well nothing is found, and it is told what was asked', async () => {
  await using world = await openWorld();
  await soundHouse(world);
  const report = await examine(world);
  assert.deepEqual([report.findings, report.omitted], [[], 0]);
  assert.deepEqual(
    report.checks.map(({ id }) => id),
    [
      ...[
        'replication-set',
        'providers',
        'probes',
        'services',
        'rooms',
        'clocks',
        'public-url',
        'heartbeat',
        'stages',
        'codes',
        'asleep',
      ],
      ...[
        'drills',
        'escalations',
        'endings',
        'flagged-channels',
        'rotations',
        'schedules',
        'plans',
        'names',
        'roles',
        'unstarted',
        'rules',
      ],
      ...['sweeping-rules', 'quiet-rules', 'alarms', 'silences', 'never-over', 'mirrors'],
    ],
  );
});

test('a channel that was switched off is followed to the plan that counts on it', async () => {
  await using world = await openWorld();
  const { ana } = await soundHouse(world);
  await world.aws.contacts.send(new DeactivateContactChannelCommand({ ContactChannelId: ana.channelArn }));
  assert.deepEqual(lines(await examine(world)), [
    'fault stages: escalation plan tiers',
    'fault stages: person ana',
    'fault plans: response plan payments',
  ]);
});

test('a code that nobody gave back, and a person whom nothing names, are warnings', async () => {
  await using world = await openWorld();
  const { ana } = await soundHouse(world);
  const second = { Name: 'second', Type: 'EMAIL', DeliveryAddress: { SimpleAddress: 'ana@example.org' } } as const;
  await world.aws.contacts.send(
    new CreateContactChannelCommand({ ContactId: ana.arn, ...second, DeferActivation: true }),
  );
  await world.aws.contacts.send(new CreateContactCommand({ Alias: 'bob', Type: 'PERSONAL', Plan: { Stages: [] } }));
  const { findings } = await examine(world);
  assert.deepEqual(
    findings.map(({ severity, check, subject }) => [severity, check, subject]),
    [
      ['warning', 'codes', 'person ana'],
      ['warning', 'stages', 'person bob'],
    ],
  );
});

test('a plan that is deleted is missed by the rule and the alarm that name it; a plan that names nobody, too', async () => {
  await using world = await openWorld();
  const { plan } = await soundHouse(world);
  await world.aws.incidents.send(new DeleteResponsePlanCommand({ arn: plan }));
  await responsePlan(world, 'quiet', []);
  await responsePlan(world, 'lost', [`arn:aws:ssm-contacts:${REGION}:${ACCOUNT}:contact/nobody`]);
  for (const [Name, State] of [
    ['idle', 'ENABLED'],
    ['off', 'DISABLED'],
  ] as const) {
    await world.aws.events.send(new PutRuleCommand({ Name, State, EventPattern: '{"source":["app"]}' }));
  }
  assert.deepEqual(lines(await examine(world)), [
    'fault alarms: alarm Latency',
    'fault plans: response plan lost',
    'fault rules: rule alarms',
    'warning plans: response plan quiet',
    'warning rules: rule idle',
    'note rules: rule off',
  ]);
});

test('an override to nobody is told, now as a fault and later as a warning', async () => {
  await using world = await openWorld();
  const { rotation } = await soundHouse(world);
  const nobody = (StartTime: string, EndTime: string) =>
    world.aws.contacts.send(
      new CreateRotationOverrideCommand({
        RotationId: rotation,
        NewContactIds: [],
        StartTime: new Date(StartTime),
        EndTime: new Date(EndTime),
      }),
    );
  await nobody('2026-01-02T03:00:00Z', '2026-01-02T05:00:00Z');
  await nobody('2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z');
  await nobody('2026-01-20T00:00:00Z', '2026-01-21T00:00:00Z');
  const { findings } = await examine(world);
  assert.deepEqual(
    findings.map(({ severity, text }) => [severity, text]),
    [
      ['fault', 'Nobody is on call now, until 2026-01-02 05:00 UTC, as an override says.'],
      ['warning', 'Nobody is on call from 2026-01-05 00:00 UTC to 2026-01-06 00:00 UTC, as an override says.'],
    ],
    'what is more than 7 days ahead is not told yet',
  );
});

test('the regions of the replication set are looked at wherever the call comes from; accounts never see each other', async () => {
  await using world = await openWorld();
  await soundHouse(world);
  await world.aws.contacts.send(new CreateContactCommand({ Alias: 'bob', Type: 'PERSONAL', Plan: { Stages: [] } }));
  assert.deepEqual(lines(await examine(world, 'eu-central-1')), ['warning stages: person bob']);
  const other = await world.addKey('222222222222');
  await other.incidents.send(new CreateReplicationSetCommand({ regions: { 'us-east-1': {} } }));
  const key = await other.incidents.config.credentials();
  const signed = { key: { id: key.accessKeyId, secret: key.secretAccessKey } };
  assert.deepEqual(lines(await examineAs(world, signed)), []);
  await refused(call(world, 'GET', '/doctor', { token: null }), 401, 'unauthenticated');
});

test('a schedule is followed to its rotations, and to the plan that counts on it', async () => {
  await using world = await openWorld();
  const { ana, rotation } = await soundHouse(world);
  const line = await schedule(world, 'line', [rotation]);
  await schedule(world, 'empty', []);
  await responsePlan(world, 'checkout', [line.arn]);
  assert.deepEqual(lines(await examine(world)), ['warning schedules: on-call schedule empty']);
  await world.aws.contacts.send(new DeactivateContactChannelCommand({ ContactChannelId: ana.channelArn }));
  const found = lines(await examine(world));
  assert.ok(found.includes('fault plans: response plan checkout'), found.join('\n'));
  assert.ok(found.includes('fault stages: on-call schedule line'), found.join('\n'));
});

test('silences that are long, cover too much, or nothing at all, are told', async () => {
  await using world = await openWorld();
  await soundHouse(world);
  await silence(world, 60, { of: 'plan', target: 'payments' });
  assert.deepEqual(lines(await examine(world)), [], 'a short one of what is there is no finding');
  await silence(world, 48 * 60, { of: 'alarm', target: 'Latency', includeCritical: true });
  await silence(world, 60, { of: 'rule', target: 'gone' });
  await silence(world, 60, { from: inMinutes(world, 60), until: inMinutes(world, 120) });
  await silence(world, 60, { from: inMinutes(world, 25 * 60), until: inMinutes(world, 26 * 60) });
  const { findings } = await examine(world);
  assert.deepEqual(
    findings.map(({ subject, text }) => [subject, text.replace(/ from .*/, '')]),
    [
      ['silence of alarm Latency', 'It covers severity 1, too,'],
      ['silence of alarm Latency', 'It lasts for 48 hours,'],
      ['silence of everything', 'Nobody is engaged for anything'],
      ['silence of rule gone', 'There is no rule gone: it silences nothing.'],
    ],
  );
  assert.ok(findings.every(({ whatToDo }) => /muster silences end [0-9a-f-]{36}/.test(whatToDo)));
  world.standStill({ hours: 24, minutes: 30 });
  const idle = (await examine(world)).findings.filter(({ severity }) => severity === 'note');
  assert.deepEqual(
    idle.map(({ text }) => text),
    ['It has silenced nothing for 25 hours.'],
  );
});
