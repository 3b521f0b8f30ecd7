import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cloudwatch } from '#wire/services/cloudwatch/service';
import { events } from '#wire/services/events/service';
import { ssmContacts } from '#wire/services/ssm-contacts/service';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { openWorld, type World } from '../kit/world.ts';
import { metricAlarm } from './kit/alarms.ts';
import { fullPlan } from './kit/full.ts';
import { type Seed, seed } from './kit/seed.ts';
import { call } from './kit/wire.ts';

/** What Terraform sends for "unset", and how it must read back (aws-behaviour.md 6). */

let world: World;
let seeded: Seed;
before(async () => {
  world = await openWorld();
  seeded = await seed(world);
});
after(() => world[Symbol.asyncDispose]());

test('a response plan of empties reads back without them', async () => {
  const sent = {
    name: 'terraform',
    displayName: '',
    chatChannel: { empty: {} },
    engagements: [],
    integrations: [],
    tags: {},
    incidentTemplate: {
      title: 'T',
      impact: 3,
      dedupeString: '',
      summary: '',
      incidentTags: {},
      notificationTargets: [],
    },
    actions: [
      {
        ssmAutomation: {
          documentName: 'Restart',
          documentVersion: '',
          roleArn: 'arn:aws:iam::123456789012:role/runbook',
          targetAccount: 'RESPONSE_PLAN_OWNER_ACCOUNT',
          parameters: {},
          dynamicParameters: {},
        },
      },
    ],
  };
  const made = await call(world, ssmIncidents, 'CreateResponsePlan', sent);
  assert.equal(made.status, 201, made.text);
  const { body } = await call(world, ssmIncidents, 'GetResponsePlan', { arn: made.body['arn'] });
  const { actions, ...rest } = body as { actions: { ssmAutomation: Record<string, unknown> }[] } & Record<
    string,
    unknown
  >;
  for (const name of ['displayName', 'chatChannel']) assert.equal(name in rest, false, `${name} is absent`);
  const template = rest['incidentTemplate'] as Record<string, unknown>;
  assert.deepEqual([template['title'], template['impact']], ['T', 3]);
  for (const name of ['dedupeString', 'summary'])
    assert.ok(template[name] === undefined || template[name] === '', name);
  assert.equal(template['incidentTags'], undefined);
  assert.deepEqual(
    [rest['engagements'] ?? [], rest['integrations'] ?? [], template['notificationTargets'] ?? []],
    [[], [], []],
  );
  const [action] = actions;
  assert.deepEqual(
    [action!.ssmAutomation['parameters'] ?? {}, action!.ssmAutomation['dynamicParameters'] ?? {}],
    [{}, {}],
  );
  assert.ok(['', undefined].includes(action!.ssmAutomation['documentVersion'] as undefined));
});

test('a plan with an empty dedupe string does not draw its incidents together', async () => {
  const plan = { name: 'undeduped', incidentTemplate: { title: 'T', impact: 3, dedupeString: '' } };
  const { body } = await call(world, ssmIncidents, 'CreateResponsePlan', plan);
  const start = () => call(world, ssmIncidents, 'StartIncident', { responsePlanArn: body['arn'], title: '' });
  const [first, second] = [await start(), await start()];
  assert.notEqual(first.text, second.text);
  const { body: read } = await call(world, ssmIncidents, 'GetIncidentRecord', { arn: first.body['incidentRecordArn'] });
  const record = read['incidentRecord'] as Record<string, unknown>;
  assert.equal(record['title'], 'T', 'an empty title is none');
  for (const name of ['chatChannel', 'resolvedTime', 'summary'])
    assert.equal(name in record, false, `${name} is absent`);
});

test('a PagerDuty integration reads back with its service, or Terraform breaks', async () => {
  const { status } = await call(world, ssmIncidents, 'CreateResponsePlan', {
    ...fullPlan('pager', []),
    clientToken: '',
  });
  assert.equal(status, 201);
  const { body } = await call(world, ssmIncidents, 'GetResponsePlan', {
    arn: seeded.planArn.replace('payments', 'pager'),
  });
  assert.deepEqual(body['integrations'], fullPlan('pager', []).integrations);
});

test('an update with empties clears, one without them keeps', async () => {
  const arn = seeded.incidentArn;
  const read = async () =>
    (await call(world, ssmIncidents, 'GetIncidentRecord', { arn })).body['incidentRecord'] as Record<string, unknown>;
  const before = await read();
  assert.equal((await call(world, ssmIncidents, 'UpdateIncidentRecord', { arn })).status, 204);
  assert.deepEqual(await read(), before, 'nothing given, nothing changed');
  await call(world, ssmIncidents, 'UpdateIncidentRecord', {
    arn,
    chatChannel: { empty: {} },
    notificationTargets: [],
    clientToken: '',
  });
  assert.equal('chatChannel' in (await read()), false);
});

test('a contact as Terraform makes it: no name, an empty plan, an empty tag list', async () => {
  const made = await call(world, ssmContacts, 'CreateContact', {
    Alias: 'terraform',
    DisplayName: '',
    Type: 'PERSONAL',
    Plan: { Stages: [] },
    Tags: [],
    IdempotencyToken: 'terraform',
  });
  assert.equal(made.status, 200, made.text);
  const { body } = await call(world, ssmContacts, 'GetContact', { ContactId: made.body['ContactArn'] });
  assert.deepEqual(body, {
    Alias: 'terraform',
    ContactArn: made.body['ContactArn'],
    Plan: { Stages: [] },
    Type: 'PERSONAL',
  });
  const update = await call(world, ssmContacts, 'UpdateContact', {
    ContactId: made.body['ContactArn'],
    DisplayName: 'Named',
  });
  assert.equal(update.text, '{}');
  await call(world, ssmContacts, 'UpdateContact', { ContactId: made.body['ContactArn'], DisplayName: '' });
  assert.equal(
    'DisplayName' in (await call(world, ssmContacts, 'GetContact', { ContactId: made.body['ContactArn'] })).body,
    false,
  );
});

test('a plan without members at all is an empty one, and rotations may be an empty list', async () => {
  for (const [Alias, Plan] of [
    ['bare', {}],
    ['rotations', { Stages: [], RotationIds: [] }],
    ['nulls', { Stages: null }],
  ] as const) {
    const made = await call(world, ssmContacts, 'CreateContact', {
      Alias,
      Type: 'ESCALATION',
      Plan,
      DisplayName: null,
    });
    assert.equal(made.status, 200, made.text);
    const { body } = await call(world, ssmContacts, 'GetContact', { ContactId: made.body['ContactArn'] });
    assert.deepEqual(body['Plan'], { Stages: [] });
  }
});

test('stages and targets keep their order, a retry of nothing reads 0', async () => {
  const { ana, bo } = seeded;
  const target = (ContactId: string, IsEssential: boolean) => ({ ContactTargetInfo: { ContactId, IsEssential } });
  const Stages = [
    { DurationInMinutes: 7, Targets: [target(bo.arn, false), target(ana.arn, true), target(bo.arn, true)] },
    { DurationInMinutes: 2, Targets: [] },
    { DurationInMinutes: 7, Targets: [target(ana.arn, false)] },
  ];
  const { body: made } = await call(world, ssmContacts, 'CreateContact', {
    Alias: 'ordered',
    Type: 'ESCALATION',
    Plan: { Stages },
  });
  const { body } = await call(world, ssmContacts, 'GetContact', { ContactId: made['ContactArn'] });
  assert.deepEqual(body['Plan'], { Stages });
  const channel = { ChannelTargetInfo: { ContactChannelId: ana.channelArn } };
  await call(world, ssmContacts, 'UpdateContact', {
    ContactId: ana.arn,
    Plan: { Stages: [{ DurationInMinutes: 1, Targets: [channel] }] },
  });
  const read = await call(world, ssmContacts, 'GetContact', { ContactId: ana.arn });
  assert.deepEqual(read.body['Plan'], {
    Stages: [
      {
        DurationInMinutes: 1,
        Targets: [{ ChannelTargetInfo: { ...channel.ChannelTargetInfo, RetryIntervalInMinutes: 0 } }],
      },
    ],
  });
});

test('an alarm of empties reads back with its defaults', async () => {
  const sent = {
    ...metricAlarm('Terraform'),
    AlarmDescription: '',
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    Tags: [],
  };
  for (const wire of ['awsJson1.0', 'awsQuery'] as const) {
    const made = await call(world, cloudwatch, 'PutMetricAlarm', sent, { wire });
    assert.equal(made.status, 200, made.text);
    const { body } = await call(world, cloudwatch, 'DescribeAlarms', {
      AlarmNames: ['Terraform'],
      AlarmTypes: ['MetricAlarm'],
    });
    const [alarm] = body['MetricAlarms'] as Record<string, unknown>[];
    assert.equal(alarm!['TreatMissingData'], 'missing');
    assert.equal(alarm!['ActionsEnabled'], true);
    for (const name of [
      'DatapointsToAlarm',
      'EvaluateLowSampleCountPercentile',
      'Unit',
      'ExtendedStatistic',
      'Metrics',
      'ThresholdMetricId',
    ])
      assert.equal(name in alarm!, false, name);
    assert.ok(['', undefined].includes(alarm!['AlarmDescription'] as undefined));
  }
});

test('a rule of empties is taken', async () => {
  const made = await call(world, events, 'PutRule', {
    Name: 'terraform',
    Description: '',
    EventPattern: '{"source":["app"]}',
    ScheduleExpression: '',
    State: 'ENABLED',
    Tags: [],
    EventBusName: 'default',
  });
  assert.equal(made.status, 200, made.text);
});
