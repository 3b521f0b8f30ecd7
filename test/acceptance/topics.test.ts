import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import {
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { ConfirmSubscriptionCommand, CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateResponsePlanCommand,
  CreateTimelineEventCommand,
  StartIncidentCommand,
  UpdateIncidentRecordCommand,
} from '@aws-sdk/client-ssm-incidents';
import { statement } from '#storage/statement';
import { type FakeEndpoint, fakeEndpoint } from '../kit/endpoint.ts';
import { replicationSet } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';

/** Topics where alarms, rules and response plans name them. */

const ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:operations`;
const history = statement<{ summary: string }>(
  'test.actionHistory',
  `select h.summary from alarm_history h where h.name = $1 and h.type = 'Action' order by h.id`,
);
const deliveries = statement<{ error: string | null }>(
  'test.topicTargets',
  'select d.error from event_deliveries d where d.rule = $1 order by d.target_id',
);

let world: World;
let hook: FakeEndpoint;
before(async () => {
  world = await openWorld();
  hook = await fakeEndpoint();
  const { sns } = world.aws;
  await sns.send(new CreateTopicCommand({ Name: 'operations' }));
  await sns.send(new SubscribeCommand({ TopicArn: ARN, Protocol: 'http', Endpoint: hook.url }));
  await world.runDue();
  const { Token } = JSON.parse(hook.take()[0]!.body);
  await sns.send(new ConfirmSubscriptionCommand({ TopicArn: ARN, Token }));
});
after(async () => {
  await hook[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
afterEach(() => assert.equal(hook.left(), 0, 'messages that the test did not expect'));

async function came() {
  await world.runDue();
  return hook.take().map(({ body }) => JSON.parse(body) as { Subject?: string; Message: string });
}

const alarm = {
  AlarmName: 'Latency',
  AlarmDescription: 'p99 of payments',
  Namespace: 'App',
  MetricName: 'Latency',
  Dimensions: [{ Name: 'Service', Value: 'payments' }],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 2,
  ComparisonOperator: 'GreaterThanThreshold',
} satisfies PutMetricAlarmCommandInput;

const setState = (AlarmName: string, StateValue: 'ALARM' | 'OK') =>
  world.aws.cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'Threshold Crossed' }));

test('an alarm publishes what CloudWatch publishes, in each state that names the topic', async () => {
  const actions = { AlarmActions: [ARN], OKActions: [ARN], InsufficientDataActions: [] };
  await world.aws.cloudwatch.send(new PutMetricAlarmCommand({ ...alarm, ...actions }));
  await setState('Latency', 'ALARM');
  const [first] = await came();
  assert.equal(first!.Subject, 'ALARM: "Latency" in US East (N. Virginia)');
  const at = world.now().toISOString().replace('Z', '+0000');
  assert.deepEqual(JSON.parse(first!.Message), {
    AlarmName: 'Latency',
    AlarmDescription: 'p99 of payments',
    AWSAccountId: ACCOUNT,
    AlarmConfigurationUpdatedTimestamp: at,
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: at,
    Region: 'US East (N. Virginia)',
    AlarmArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:Latency`,
    OldStateValue: 'INSUFFICIENT_DATA',
    OKActions: [ARN],
    AlarmActions: [ARN],
    InsufficientDataActions: [],
    Trigger: {
      MetricName: 'Latency',
      Namespace: 'App',
      StatisticType: 'Statistic',
      Statistic: 'AVERAGE',
      Unit: null,
      Dimensions: [{ value: 'payments', name: 'Service' }],
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 2,
      TreatMissingData: 'missing',
      EvaluateLowSampleCountPercentile: '',
    },
  });
  await setState('Latency', 'ALARM');
  assert.deepEqual(await came(), [], 'a state that lasts publishes nothing');
  await setState('Latency', 'OK');
  assert.deepEqual(
    (await came()).map(({ Subject }) => Subject),
    ['OK: "Latency" in US East (N. Virginia)'],
  );
});

test('a topic that is not there is told in the alarm’s history, and the alarm changes all the same', async () => {
  const AlarmActions = [`${ARN}-none`, ARN.replace(ACCOUNT, '210987654321')];
  await world.aws.cloudwatch.send(new PutMetricAlarmCommand({ ...alarm, AlarmName: 'Lost', AlarmActions }));
  await setState('Lost', 'ALARM');
  const { MetricAlarms } = await world.aws.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['Lost'] }));
  assert.equal(MetricAlarms![0]!.StateValue, 'ALARM');
  const told = (await world.db.rows(history, ['Lost'])).map(({ summary }) => summary);
  assert.equal(told.length, 2);
  assert.match(told[0]!, /Failed .*operations-none.*Topic does not exist\. Create the topic/);
  assert.match(told[1]!, /Failed .*belongs to another account/);
  assert.deepEqual(await came(), []);
});

test('a rule’s topic gets the whole event, and one that is not there disturbs no other', async () => {
  const { events } = world.aws;
  await events.send(new PutRuleCommand({ Name: 'orders', EventPattern: '{"source":["shop"]}' }));
  const Targets = [
    { Id: 'a', Arn: `${ARN}-none` },
    { Id: 'b', Arn: ARN },
  ];
  const put = await events.send(new PutTargetsCommand({ Rule: 'orders', Targets }));
  assert.equal(put.FailedEntryCount, 0);
  const Detail = '{"order":7}';
  const { FailedEntryCount } = await events.send(
    new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'Order', Detail }] }),
  );
  assert.equal(FailedEntryCount, 0);
  const [message, ...others] = await came();
  assert.deepEqual(others, []);
  assert.equal('Subject' in message!, false);
  const event = JSON.parse(message!.Message);
  assert.deepEqual([event.source, event['detail-type'], event.detail], ['shop', 'Order', { order: 7 }]);
  const told = await world.db.rows(deliveries, ['orders']);
  assert.match(told[0]!.error!, /Topic does not exist/);
  assert.equal(told[1]!.error, null);
});

test('a response plan warns of a topic that is not there, and of no other', async () => {
  await replicationSet(world);
  const named = { notificationTargets: [{ snsTopicArn: ARN }, { snsTopicArn: `${ARN}-none` }] };
  const incidentTemplate = { title: 'Payments', impact: 3, ...named };
  await world.aws.incidents.send(new CreateResponsePlanCommand({ name: 'payments', incidentTemplate }));
  const { rooms } = world.house;
  const plan = await rooms.responsePlans.get(world.db, { account: ACCOUNT, name: 'payments' });
  const warnings = await rooms.responsePlans.warnings(world.db, plan);
  assert.deepEqual(
    warnings.map(({ text, whatToDo }) => [text, whatToDo]),
    [
      [
        `Muster has no topic of the name ${ARN}-none`,
        'Create it, or take it out of the plan. Until then nothing is published to it.',
      ],
    ],
  );
});

test('an incident tells the topics that it names that it opened, what changed of it, and its end, once each', async () => {
  const { incidents } = world.aws;
  const template = { title: 'Payments fail', impact: 1, notificationTargets: [{ snsTopicArn: ARN }] };
  const plan = { name: 'told-topics', incidentTemplate: template, chatChannel: { chatbotSns: [ARN] } };
  const { arn: responsePlanArn } = await incidents.send(new CreateResponsePlanCommand(plan));
  const { incidentRecordArn: arn } = await incidents.send(new StartIncidentCommand({ responsePlanArn }));
  const [opened, ...more] = await came();
  assert.deepEqual(more, [], 'named twice, told once');
  assert.equal(opened!.Subject, 'Open: Payments fail');
  assert.match(opened!.Message, /^Payments fail\nSeverity 1 \(critical\), Open\n/);
  await incidents.send(new UpdateIncidentRecordCommand({ arn, summary: 'It is the cards.' }));
  assert.match((await came()).map(({ Message }) => Message).join(), /It is the cards\./);
  await incidents.send(new CreateTimelineEventCommand({ ...note(world.now()), incidentRecordArn: arn }));
  assert.deepEqual(await came(), [], 'a note changes nothing of what is told');
  await incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'RESOLVED' }));
  assert.deepEqual(
    (await came()).map(({ Subject }) => Subject),
    ['Resolved: Payments fail'],
  );
});

const note = (eventTime: Date) => ({ eventTime, eventType: 'Custom Event', eventData: '"a note"' });
