import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DescribeAlarmHistoryCommand, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  PublishCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { type FakeAwsOutside, openAwsOutside } from '../kit/aws-outside.ts';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';
import { metricAlarm } from '../parity/kit/alarms.ts';

/** Lambda functions as the actions of alarms and as subscribers of topics. */

let world: World;
let aws: FakeAwsOutside;
before(async () => {
  aws = await openAwsOutside();
  world = await openWorld({ awsUrl: aws.url });
});
after(async () => {
  await world[Symbol.asyncDispose]();
  await aws[Symbol.asyncDispose]();
});

const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:restart`;
const PATH = '/2015-03-31/functions/restart/invocations';
const GONE = { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body: '{"Message":"gone"}' };

async function alarming(name: string): Promise<void> {
  const alarm = { ...metricAlarm(name), AlarmActions: [FUNCTION], OKActions: [FUNCTION] };
  await world.aws.cloudwatch.send(new PutMetricAlarmCommand(alarm));
  await set(name, 'ALARM');
}
const set = (AlarmName: string, StateValue: 'ALARM' | 'OK') =>
  world.aws.cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'test' }));
async function actions(AlarmName: string): Promise<string[]> {
  const asked = new DescribeAlarmHistoryCommand({ AlarmName, HistoryItemType: 'Action' });
  return (await world.aws.cloudwatch.send(asked)).AlarmHistoryItems!.map(({ HistorySummary }) => HistorySummary!);
}
/** What the functions were called with by now. */
function called(): Record<string, unknown>[] {
  return aws.came.splice(0).map(({ service, region, path, body }) => {
    assert.deepEqual([service, region, path], ['lambda', 'eu-west-1', PATH]);
    return JSON.parse(body);
  });
}

test('an alarm calls its function in each state that names it, with what CloudWatch tells functions', async () => {
  await alarming('told');
  assert.deepEqual(await actions('told'), [], 'nothing is said to have succeeded before it has');
  await world.runDue();
  await set('told', 'OK');
  await world.runDue();
  const [first, second, ...others] = called();
  assert.deepEqual(others, []);
  const alarmArn = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:told`;
  const { alarmData, time, ...about } = first as { alarmData: Record<string, unknown>; time: string };
  assert.deepEqual(about, { source: 'aws.cloudwatch', alarmArn, accountId: ACCOUNT, region: REGION });
  assert.deepEqual(Object.keys(alarmData), ['alarmName', 'configuration', 'previousState', 'state']);
  assert.deepEqual(alarmData['state'], { value: 'ALARM', reason: 'test', timestamp: time });
  assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
  const then = second!['alarmData'] as { state: { value: string }; previousState: { value: string } };
  assert.deepEqual([then.previousState.value, then.state.value], ['ALARM', 'OK']);
  assert.deepEqual(await actions('told'), Array(2).fill(`Successfully executed action ${FUNCTION}`));
});

test('a function that is not there stands in the alarm’s history as failed, and is not tried again', async () => {
  aws.next(GONE);
  await alarming('gone');
  await world.runDue();
  const refused = 'AWS lambda refused it (404, ResourceNotFoundException gone)';
  const failed = `Failed to execute action ${FUNCTION}. Received error: "${refused}"`;
  assert.deepEqual(await actions('gone'), [failed]);
  await world.advance({ hours: 1 });
  assert.deepEqual([called(), await actions('gone')], [[], [failed]]);
});

test('a function that is away for an hour is given up, and the history says so once', async () => {
  aws.next(...Array<typeof GONE>(30).fill({ status: 503, headers: {}, body: '' } as never));
  await alarming('away');
  await world.advance({ minutes: 50 });
  assert.deepEqual(await actions('away'), []);
  await world.advance({ minutes: 20 });
  assert.match((await actions('away')).join(), /^Failed to execute action .*refused it \(503\)"$/);
  aws.clear();
});

test('a function subscribes to a topic at once, and gets what is published as SNS tells functions', async () => {
  const { sns } = world.aws;
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'told' }));
  const asked = { TopicArn, Protocol: 'lambda', Endpoint: FUNCTION, Attributes: { FilterPolicy: '{"team":["a"]}' } };
  const { SubscriptionArn } = await sns.send(new SubscribeCommand(asked));
  const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  assert.deepEqual([Attributes!['PendingConfirmation'], Attributes!['Endpoint']], ['false', FUNCTION]);
  const publish = (StringValue: string, more: object = {}) => {
    const MessageAttributes = { team: { DataType: 'String', StringValue } };
    return sns.send(new PublishCommand({ TopicArn, Message: 'go', MessageAttributes, ...more }));
  };
  await publish('b');
  const { MessageId } = await publish('a');
  aws.next({ status: 500, headers: {}, body: '' });
  // It is away for a moment; the other message is not for it.
  await world.runDue();
  const [event, ...others] = called() as { Records: { Sns: Record<string, string> }[] }[];
  assert.deepEqual(others, []);
  const { Sns, ...record } = event!.Records[0]!;
  assert.deepEqual(record, { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: SubscriptionArn });
  const { Signature, SigningCertUrl, UnsubscribeUrl, Timestamp, ...said } = Sns;
  assert.ok(Signature && SigningCertUrl && UnsubscribeUrl && Timestamp);
  assert.deepEqual(said, {
    ...{ Type: 'Notification', MessageId, TopicArn, Subject: null, Message: 'go', SignatureVersion: '1' },
    MessageAttributes: { team: { Type: 'String', Value: 'a' } },
  });
});
