import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  InvalidEventPatternException,
  LimitExceededException,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { GetTimelineEventCommand, ListTimelineEventsCommand } from '@aws-sdk/client-ssm-incidents';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { events } from '#wire/services/events/service';
import { alarmRule, incidentsOf, replicationSet, responsePlan } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';
import { call } from './kit/wire.ts';

const BUS = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`;
const PLAN = `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/quiet`;
const PATTERN = '{ "source": ["app"] }';

const putRule = (world: World, input: object) => world.aws.events.send(new PutRuleCommand(input as never));
const putTargets = (world: World, Rule: string, Targets: object[]) =>
  world.aws.events.send(new PutTargetsCommand({ Rule, Targets: Targets as never }));
const putEvents = (world: World, ...Entries: PutEventsRequestEntry[]) =>
  world.aws.events.send(new PutEventsCommand({ Entries }));
const good: PutEventsRequestEntry = { Source: 'app', DetailType: 'x', Detail: '{}' };

test('a rule with every member set is kept, under its ARN, by name or ARN of the default bus', async () => {
  await using world = await openWorld();
  const rule = {
    Name: 'full.rule-1_A',
    Description: 'All',
    EventPattern: PATTERN,
    RoleArn: `arn:aws:iam::${ACCOUNT}:role/x`,
    State: 'DISABLED',
    Tags: [{ Key: 'team', Value: 'a' }],
  };
  for (const EventBusName of [undefined, 'default', BUS]) {
    const { RuleArn } = await putRule(world, { ...rule, EventBusName });
    assert.equal(RuleArn, `arn:aws:events:${REGION}:${ACCOUNT}:rule/full.rule-1_A`);
  }
  const kept = await world.db.rows<{
    pattern: string;
    state: string;
    description: string;
    role_arn: string;
    tags: object;
  }>({
    name: 'test.rules',
    text: 'select pattern, state, description, role_arn, tags from event_rules',
  });
  assert.equal(kept.length, 1);
  const [{ pattern, state, description, role_arn, tags }] = kept as [(typeof kept)[0]];
  assert.deepEqual([state, description, role_arn, tags], ['DISABLED', 'All', rule.RoleArn, { team: 'a' }]);
  assert.deepEqual(typeof pattern === 'string' ? pattern : JSON.stringify(pattern), PATTERN, 'unchanged');
});

test('a disabled rule starts nothing, enabled it does', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const plan = await responsePlan(world, 'quiet', []);
  await putRule(world, { Name: 'r', EventPattern: PATTERN, State: 'DISABLED' });
  await putTargets(world, 'r', [{ Id: 'plan', Arn: plan }]);
  await putEvents(world, good);
  assert.equal((await incidentsOf(world)).length, 0);
  await putRule(world, { Name: 'r', EventPattern: PATTERN });
  await putEvents(world, good);
  assert.equal((await incidentsOf(world)).length, 1);
});

test('bad patterns, unknown buses and rules without a pattern are refused by their own names', async () => {
  await using world = await openWorld();
  for (const EventPattern of [
    'no json',
    '[]',
    '{"source":"app"}',
    '{"source":[{"wat":1}]}',
    '{}',
    '{"source":[]}',
    '"x"',
    'null',
  ]) {
    await assert.rejects(putRule(world, { Name: 'bad', EventPattern }), (error) => {
      assert.ok(error instanceof InvalidEventPatternException, `${EventPattern}: ${error}`);
      assert.equal(error.$metadata.httpStatusCode, 400);
      return true;
    });
  }
  for (const EventBusName of ['other', BUS.replace('default', 'other'), BUS.replace(REGION, 'eu-central-1')]) {
    await assert.rejects(
      putRule(world, { Name: 'bad', EventPattern: PATTERN, EventBusName }),
      ResourceNotFoundException,
    );
  }
  await assert.rejects(putRule(world, { Name: 'bad' }), { name: 'ValidationException' });
  for (const ScheduleExpression of ['rate(1 minutes)', 'cron(0 10 * * * *)', 'at noon'])
    await assert.rejects(putRule(world, { Name: 'bad', ScheduleExpression }), { name: 'ValidationException' });
});

test('targets that cannot be are told each, the others stand', async () => {
  await using world = await openWorld();
  await putRule(world, { Name: 'r', EventPattern: PATTERN });
  const { FailedEntryCount, FailedEntries, $metadata } = await putTargets(world, 'r', [
    { Id: 'plan', Arn: PLAN, RoleArn: `arn:aws:iam::${ACCOUNT}:role/x` },
    { Id: 'queue', Arn: `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/s` },
    { Id: 'input', Arn: `${PLAN}-2`, Input: '{}' },
  ]);
  assert.deepEqual([$metadata.httpStatusCode, FailedEntryCount], [200, 2]);
  assert.deepEqual(FailedEntries!.map(({ TargetId }) => TargetId).sort(), ['input', 'queue']);
  for (const { ErrorCode, ErrorMessage } of FailedEntries!)
    assert.ok(ErrorCode === 'ValidationException' && ErrorMessage);
  const kept = await world.db.rows<{ id: string }>({ name: 'test.targets', text: 'select id from event_targets' });
  assert.deepEqual(kept, [{ id: 'plan' }]);
  await assert.rejects(putTargets(world, 'none', [{ Id: 'plan', Arn: PLAN }]), ResourceNotFoundException);
  await assert.rejects(
    putTargets(
      world,
      'r',
      Array.from({ length: 6 }, (_, index) => ({ Id: `t${index}`, Arn: PLAN })),
    ),
    LimitExceededException,
  );
});

test('a bus has as many rules as its quota says, and a rule as many targets', async () => {
  await using world = await openWorld({
    quotas: { MUSTER_QUOTA_RULES_PER_BUS: 2, MUSTER_QUOTA_TARGETS_PER_RULE: 1 },
  });
  for (const Name of ['a', 'b', 'b']) await putRule(world, { Name, EventPattern: PATTERN });
  await assert.rejects(putRule(world, { Name: 'c', EventPattern: PATTERN }), (error) => {
    assert.ok(error instanceof LimitExceededException);
    assert.match(error.message, /at most 2 rules of an event bus, got 3.*MUSTER_QUOTA_RULES_PER_BUS/);
    return true;
  });
  const two = ['t', 'u'].map((Id) => ({ Id, Arn: PLAN }));
  await putTargets(world, 'a', two.slice(1));
  await assert.rejects(putTargets(world, 'a', two), /at most 1 targets of a rule, got 2/);
});

test('numbers of an event have the digits of their sender, at its targets and on the timeline', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const plan = await responsePlan(world, 'quiet', []);
  await putRule(world, { Name: 'r', EventPattern: PATTERN });
  const log = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/all`;
  const one = { Id: 'one', Arn: log, InputPath: '$.detail.id' };
  const made = { InputPathsMap: { id: '$.detail.id', at: '$.detail.at' }, InputTemplate: '{"id":<id>,"at":[<at>]}' };
  const targets = [
    { Id: 'all', Arn: log },
    one,
    { Id: 'plan', Arn: plan },
    { Id: 'text', Arn: log, InputTransformer: made },
  ];
  assert.equal((await putTargets(world, 'r', targets)).FailedEntryCount, 0);
  const Detail = '{ "id": 12345678901234567890, "at": 1.50, "rate": 1e2, "plain": [1, 0.5] }';
  const { Entries } = await putEvents(world, { ...good, Detail });
  const kept = Detail.replaceAll(' ', '');
  const lines = await world.db.rows<{ line: string }>({
    name: 'test.lines',
    text: 'select line from event_log_lines order by length(line)',
  });
  const [first, second, whole] = lines.map(({ line }) => line);
  assert.deepEqual([first, second], ['12345678901234567890', '{"id":12345678901234567890,"at":[1.50]}']);
  assert.ok(whole!.endsWith(`"detail":${kept}}`), whole!);
  const [incident] = await incidentsOf(world);
  const { eventSummaries } = await world.aws.incidents.send(
    new ListTimelineEventsCommand({ incidentRecordArn: incident!.arn! }),
  );
  const trigger = eventSummaries!.find(({ eventType }) => eventType === 'SSM Incident Trigger')!;
  const told = await world.aws.incidents.send(
    new GetTimelineEventCommand({ incidentRecordArn: incident!.arn!, eventId: trigger.eventId! }),
  );
  const { rawData } = JSON.parse(told.event!.eventData!) as { rawData: string };
  assert.ok(rawData.includes(`"detail":${kept}`), rawData);
  assert.ok(rawData.includes(Entries![0]!.EventId!));
});

test('one target id twice in a call is one target, the last', async () => {
  await using world = await openWorld();
  await putRule(world, { Name: 'r', EventPattern: PATTERN });
  const answer = await call(world, events, 'PutTargets', {
    Rule: 'r',
    Targets: [
      { Id: 'a', Arn: PLAN },
      { Id: 'a', Arn: `${PLAN}2` },
    ],
  });
  assert.ok(answer.status < 500, answer.text);
});

test('entries are judged each, in order, and the good ones are taken', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const plan = await responsePlan(world, 'quiet', []);
  await putRule(world, { Name: 'r', EventPattern: PATTERN });
  await putTargets(world, 'r', [{ Id: 'plan', Arn: plan }]);
  const { FailedEntryCount, Entries, $metadata } = await putEvents(
    world,
    { ...good, Source: undefined },
    { ...good, DetailType: '' },
    { Source: 'app', DetailType: 'x' },
    { ...good, Detail: 'no json' },
    { ...good, Detail: '[]' },
    { ...good, Detail: '"x"' },
    { ...good, Detail: 'null' },
    { ...good, EventBusName: 'other' },
    good,
  );
  assert.deepEqual([$metadata.httpStatusCode, FailedEntryCount], [200, 8]);
  const codes = Entries!.map(({ ErrorCode, EventId }) => ErrorCode ?? (EventId ? 'taken' : 'nothing'));
  assert.deepEqual(codes, [
    ...Array(3).fill('InvalidArgument'),
    ...Array(4).fill('MalformedDetail'),
    'InvalidArgument',
    'taken',
  ]);
  for (const { ErrorCode, ErrorMessage, EventId } of Entries!) assert.ok(EventId ? !ErrorCode : ErrorMessage);
  assert.match(Entries!.at(-1)!.EventId!, /^[0-9a-f-]{36}$/);
  assert.equal((await incidentsOf(world)).length, 1);
});

test('a call of 256 KiB is too large as a whole, one byte less is not', async () => {
  await using world = await openWorld();
  // Source, detail type and time: 3, 1 and 14 bytes.
  const of = (bytes: number) => ({ ...good, Time: world.now(), Detail: `{"a":"${'x'.repeat(bytes - 18 - 8)}"}` });
  const halves = (bytes: number) => [of(128 * 1024), of(bytes - 128 * 1024)];
  const fits = await putEvents(world, ...halves(256 * 1024 - 1));
  assert.equal(fits.FailedEntryCount, 0);
  await assert.rejects(putEvents(world, ...halves(256 * 1024)), { name: 'ValidationException' });
  const euro = { ...good, Detail: `{"a":"${'€'.repeat(90_000)}"}` };
  await assert.rejects(putEvents(world, euro), { name: 'ValidationException' }, 'bytes count, not characters');
  await assert.rejects(putEvents(world, ...Array.from({ length: 11 }, () => good)), { name: 'ValidationException' });
  await assert.rejects(putEvents(world), { name: 'ValidationException' });
});

test('a rule replaced without its targets keeps them', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const plan = await responsePlan(world, 'quiet', []);
  await alarmRule(world, plan);
  await putRule(world, { Name: 'alarms', EventPattern: PATTERN, Description: 'other' });
  await putEvents(world, good);
  const [incident] = await incidentsOf(world);
  assert.deepEqual(
    [incident?.incidentRecordSource?.source, incident?.incidentRecordSource?.resourceArn],
    ['aws.events', `arn:aws:events:${REGION}:${ACCOUNT}:rule/alarms`],
  );
});

test('the caller is told who they are', async () => {
  await using world = await openWorld();
  const { Account, Arn, UserId } = await world.aws.sts.send(new GetCallerIdentityCommand({}));
  assert.deepEqual([Account, Arn], [ACCOUNT, `arn:aws:iam::${ACCOUNT}:user/admin`]);
  assert.match(UserId!, /^AIDA[A-Z0-9]{17}$/);
});
