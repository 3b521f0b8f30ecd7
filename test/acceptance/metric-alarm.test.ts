import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { ListIncidentRecordsCommand } from '@aws-sdk/client-ssm-incidents';
import { statement } from '#storage/statement';
import { accept, resolve } from '#test/kit/deeds';
import { escalation, person, replicationSet, responsePlan, timelineOf } from '#test/kit/scenario';
import { openWorld, type World } from '#test/kit/world';

/** The latency of the payment API, in seconds, as its agent tells it: once a minute, of the minute that is running. */
const latency = ({ aws, now }: World, Value: number) =>
  aws.cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: 'Payments',
      MetricData: [
        {
          ...{ MetricName: 'Latency', Dimensions: [{ Name: 'Api', Value: 'payment' }] },
          ...{ Value, Unit: 'Seconds' as const, Timestamp: now() },
        },
      ],
    }),
  );

const recoveries = statement<{ rules: number }>(
  'test.recoveries',
  `select e.matched_rules as rules from events e
   where e.detail_type = 'CloudWatch Alarm State Change' and e.body::jsonb #>> '{detail,state,value}' = 'OK' order by e.id`,
);

async function minutes(world: World, ...values: number[]): Promise<void> {
  for (const value of values) {
    await latency(world, value);
    await world.advance({ minutes: 1 });
  }
}

const incidentsOf = async ({ aws }: World) =>
  (await aws.incidents.send(new ListIncidentRecordsCommand({}))).incidentRecordSummaries!;

test('payment API latency above 2 s for 3 consecutive periods: an incident opens, a person is paged, and recovery is noted', async () => {
  await using world = await openWorld();
  const { cloudwatch, events } = world.aws;
  await replicationSet(world);
  const ana = await person(world, 'ana');
  const plan = await responsePlan(world, 'payments', [
    await escalation(world, 'tiers', [{ minutes: 5, people: [ana] }]),
  ]);
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      ...{ AlarmName: 'payments-latency', Namespace: 'Payments', MetricName: 'Latency' },
      ...{ Dimensions: [{ Name: 'Api', Value: 'payment' }], Statistic: 'Average', Period: 60, EvaluationPeriods: 3 },
      ...{ Threshold: 2, ComparisonOperator: 'GreaterThanThreshold', AlarmActions: [plan] },
    }),
  );
  const pattern = { source: ['aws.cloudwatch'], detail: { state: { value: ['OK'] } } };
  await events.send(new PutRuleCommand({ Name: 'recovered', EventPattern: JSON.stringify(pattern) }));
  const stateOf = async () => {
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['payments-latency'] }));
    return MetricAlarms![0]!;
  };

  await minutes(world, 0.4, 0.5, 3, 4, 0.6, 3, 5);
  assert.equal((await stateOf()).StateValue, 'OK', 'two slow minutes, and two more, are no three in a row');
  assert.deepEqual(await incidentsOf(world), []);

  await minutes(world, 4, 4);
  const slow = await stateOf();
  assert.equal(slow.StateValue, 'ALARM');
  assert.match(
    slow.StateReason!,
    /^Threshold Crossed: 3 out of the last 3 datapoints \[.*\] were greater than the threshold \(2\.0\)/,
  );
  const [incident, ...others] = await incidentsOf(world);
  assert.deepEqual(others, []);
  assert.equal(incident!.incidentRecordSource!.source, 'aws.cloudwatch');
  assert.equal(incident!.incidentRecordSource!.resourceArn, slow.AlarmArn);
  const mail = await world.firstMail(ana.address);
  await accept(world, mail);

  await minutes(world, 4, 0.3, 0.3);
  const fine = await stateOf();
  assert.equal(fine.StateValue, 'OK');
  assert.match(fine.StateReason!, /was not greater than the threshold|were not greater than the threshold/);
  assert.equal((await incidentsOf(world)).length, 1, 'nothing more is opened, and nobody is paged again');
  assert.equal((await incidentsOf(world))[0]!.status, 'OPEN', 'people resolve it, not the alarm');
  // It was OK twice: at first, and now.
  assert.deepEqual(await world.db.rows(recoveries), [{ rules: 1 }, { rules: 1 }]);
  const told = (await timelineOf(world, incident!.arn!)).map(({ data }) => data).join('\n');
  assert.match(told, /payments-latency/);

  const { AlarmHistoryItems } = await cloudwatch.send(
    new DescribeAlarmHistoryCommand({ AlarmName: 'payments-latency', ScanBy: 'TimestampAscending' }),
  );
  assert.deepEqual(
    AlarmHistoryItems!.map(({ HistoryItemType, HistorySummary }) => `${HistoryItemType}: ${HistorySummary}`),
    [
      'ConfigurationUpdate: Alarm "payments-latency" created',
      'StateUpdate: Alarm updated from INSUFFICIENT_DATA to OK',
      'StateUpdate: Alarm updated from OK to ALARM',
      `Action: Successfully executed action ${plan}`,
      'StateUpdate: Alarm updated from ALARM to OK',
    ],
  );
  await resolve(world, incident!.arn!);
});
