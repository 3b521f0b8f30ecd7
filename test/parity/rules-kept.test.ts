import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeleteAlarmsCommand, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { replicationSet, responsePlan } from '../kit/scenario.ts';
import { openWorld } from '../kit/world.ts';
import { metricAlarm } from './kit/alarms.ts';

const EventPattern = '{"source":["app"],"detail":{"level":[{"numeric":[">",3]}]}}';
const missing = { name: 'ResourceNotFoundException' };

test('a rule reads back as it was put, with its targets', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const { events } = world.aws;
  const arn = await responsePlan(world, 'payments', []);
  const put = { Name: 'app', EventPattern, Description: 'Errors', RoleArn: 'arn:aws:iam::123456789012:role/x' };
  const { RuleArn } = await events.send(new PutRuleCommand(put));
  const Targets = ['b', 'a'].map((Id) => ({ Id, Arn: arn }));
  await events.send(new PutTargetsCommand({ Rule: 'app', Targets }));
  const { $metadata: _, ...rule } = await events.send(new DescribeRuleCommand({ Name: 'app' }));
  const same = { ...put, Arn: RuleArn, State: 'ENABLED', EventBusName: 'default' };
  assert.deepEqual(rule, { ...same, CreatedBy: '123456789012' });
  assert.deepEqual((await events.send(new ListRulesCommand({ NamePrefix: 'a' }))).Rules, [same]);
  assert.deepEqual((await events.send(new ListRulesCommand({ NamePrefix: 'b' }))).Rules, []);
  const listed = await events.send(new ListTargetsByRuleCommand({ Rule: 'app', Limit: 1 }));
  assert.deepEqual(listed.Targets, [{ Id: 'a', Arn: arn }]);
  const { NextToken } = listed;
  const rest = await events.send(new ListTargetsByRuleCommand({ Rule: 'app', Limit: 1, NextToken }));
  assert.deepEqual([rest.Targets, rest.NextToken], [[{ Id: 'b', Arn: arn }], undefined]);
});

test('a rule is switched, emptied and deleted; with targets it stays', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const { events } = world.aws;
  const arn = await responsePlan(world, 'payments', []);
  await events.send(new PutRuleCommand({ Name: 'app', EventPattern }));
  await events.send(new PutTargetsCommand({ Rule: 'app', Targets: [{ Id: 'plan', Arn: arn }] }));
  const stateOf = async () => (await events.send(new DescribeRuleCommand({ Name: 'app' }))).State;
  for (const _twice of [1, 2]) await events.send(new DisableRuleCommand({ Name: 'app' }));
  assert.equal(await stateOf(), 'DISABLED');
  await events.send(new EnableRuleCommand({ Name: 'app' }));
  assert.equal(await stateOf(), 'ENABLED');
  await assert.rejects(events.send(new DeleteRuleCommand({ Name: 'app' })), {
    name: 'ValidationException',
    message: "Rule can't be deleted since it has targets. Remove them first: plan",
  });
  const removed = await events.send(new RemoveTargetsCommand({ Rule: 'app', Ids: ['plan', 'other'] }));
  assert.equal(removed.FailedEntryCount, 1);
  assert.deepEqual(removed.FailedEntries?.[0], {
    TargetId: 'other',
    ErrorCode: 'ResourceNotFoundException',
    ErrorMessage: 'Rule app has no target other.',
  });
  await events.send(new DeleteRuleCommand({ Name: 'app' }));
  for (const command of [DescribeRuleCommand, EnableRuleCommand, DisableRuleCommand, DeleteRuleCommand]) {
    await assert.rejects(events.send(new command({ Name: 'app' }) as never), missing, command.name);
  }
  await assert.rejects(events.send(new ListTargetsByRuleCommand({ Rule: 'app' })), missing);
  await assert.rejects(events.send(new RemoveTargetsCommand({ Rule: 'app', Ids: ['plan'] })), missing);
  await assert.rejects(events.send(new ListRulesCommand({ EventBusName: 'other' })), missing);
});

test('a pattern is tried on an event, which has its envelope', async () => {
  await using world = await openWorld();
  const { events } = world.aws;
  const event = {
    id: '1',
    account: '123456789012',
    source: 'app',
    time: '2026-01-02T03:10:00Z',
    region: 'us-east-1',
    resources: [],
    'detail-type': 'x',
    detail: { level: 4 },
  };
  const result = async (given: object) =>
    (await events.send(new TestEventPatternCommand({ EventPattern, Event: JSON.stringify(given) }))).Result;
  assert.equal(await result(event), true);
  assert.equal(await result({ ...event, detail: { level: 3 } }), false);
  await assert.rejects(result({ source: 'app' }), { name: 'ValidationException' });
  const broken = new TestEventPatternCommand({ EventPattern: '{"source":"app"}', Event: JSON.stringify(event) });
  await assert.rejects(events.send(broken), { name: 'InvalidEventPatternException' });
});

test('alarms are deleted together or not at all', async () => {
  await using world = await openWorld();
  const { cloudwatch } = world.aws;
  for (const name of ['one', 'two']) await cloudwatch.send(new PutMetricAlarmCommand(metricAlarm(name)));
  const names = async () =>
    (await cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms!.map((a) => a.AlarmName);
  await assert.rejects(cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['one', 'three'] })), {
    name: 'ResourceNotFound',
  });
  assert.deepEqual(await names(), ['one', 'two']);
  await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['two', 'one', 'two'] }));
  assert.deepEqual(await names(), []);
});
