import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  ResourceNotFoundException,
  SetAlarmStateCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { statement } from '#storage/statement';
import { cloudwatch } from '#wire/services/cloudwatch/service';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';
import { metricAlarm } from './kit/alarms.ts';
import { call } from './kit/wire.ts';

const arnOf = (name: string) => `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`;
const configurations = statement<{
  operation: string;
  detail: { configuration: object; previousConfiguration?: object };
}>(
  'test.configurationEvents',
  `select e.body::jsonb #>> '{detail,operation}' as operation, e.body::jsonb -> 'detail' as detail from events e
   where e.detail_type = 'CloudWatch Alarm Configuration Change' and e.body::jsonb #>> '{detail,alarmName}' = $1 order by e.id`,
);

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

const put = (name: string, more: object = {}) =>
  world.aws.cloudwatch.send(new PutMetricAlarmCommand({ ...metricAlarm(name), ...more }));
const set = (AlarmName: string, StateValue: 'OK' | 'ALARM', StateReasonData?: string) =>
  world.aws.cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'test', StateReasonData }));
const history = async (input: object) =>
  (await world.aws.cloudwatch.send(new DescribeAlarmHistoryCommand(input))).AlarmHistoryItems!;

test('the history has every change, newest first, and stays when the alarm goes', async () => {
  await put('told');
  await world.advance({ seconds: 1 });
  await set('told', 'ALARM', '{"a":1}');
  await world.advance({ seconds: 1 });
  await world.aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['told'] }));
  const items = await history({ AlarmName: 'told' });
  assert.deepEqual(
    items.map(({ HistorySummary }) => HistorySummary),
    ['Alarm "told" deleted', 'Alarm updated from INSUFFICIENT_DATA to ALARM', 'Alarm "told" created'],
  );
  assert.deepEqual([items[1]!.AlarmType, items[1]!.HistoryItemType], ['MetricAlarm', 'StateUpdate']);
  const { newState, oldState } = JSON.parse(items[1]!.HistoryData!);
  assert.deepEqual(newState, { stateValue: 'ALARM', stateReason: 'test', stateReasonData: { a: 1 } });
  assert.deepEqual(oldState.stateReason, 'Unchecked: Initial alarm creation');
  assert.deepEqual(
    (await history({ AlarmName: 'told', ScanBy: 'TimestampAscending', HistoryItemType: 'ConfigurationUpdate' })).map(
      ({ HistorySummary }) => HistorySummary,
    ),
    ['Alarm "told" created', 'Alarm "told" deleted'],
  );
  const between = { AlarmName: 'told', StartDate: items[1]!.Timestamp, EndDate: items[1]!.Timestamp };
  assert.equal((await history(between)).length, 1);
  assert.deepEqual(await history({ AlarmName: 'told', HistoryItemType: 'AlarmContributorAction' }), []);
});

test('pages of the history hold together, and old ones are forgotten after thirty days', async () => {
  await put('paged');
  for (const state of ['OK', 'ALARM', 'OK', 'ALARM'] as const) await set('paged', state);
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await world.aws.cloudwatch.send(
      new DescribeAlarmHistoryCommand({ AlarmName: 'paged', MaxRecords: 2, NextToken }),
    );
    found.push(...page.AlarmHistoryItems!.map(({ HistorySummary }) => HistorySummary!));
    NextToken = page.NextToken;
  } while (NextToken);
  assert.deepEqual(found.length, 5);
  assert.equal(found.at(-1), 'Alarm "paged" created');
  await world.aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['paged'] }));
  await world.house.planHousekeeping();
  world.standStill({ hours: 24 * 31 });
  await world.runDue();
  assert.deepEqual(await history({ AlarmName: 'paged' }), []);
});

test('composite alarms are in the history where their type, or their name, is asked for', async () => {
  await world.aws.cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName: 'joined', AlarmRule: 'FALSE' }));
  await world.runDue();
  const names = async (input: object) => new Set((await history(input)).map(({ AlarmName }) => AlarmName));
  assert.ok(!(await names({})).has('joined'));
  assert.deepEqual([...(await names({ AlarmTypes: ['CompositeAlarm'] }))], ['joined']);
  assert.equal((await history({ AlarmName: 'joined' })).length, 2);
});

test('actions are switched off and on for many at once; a name that is not there is passed over', async () => {
  await put('switched');
  const enabled = async () => {
    const { MetricAlarms } = await world.aws.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['switched'] }));
    return MetricAlarms![0]!.ActionsEnabled;
  };
  const AlarmNames = ['switched', 'nobody'];
  await world.aws.cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
  assert.equal(await enabled(), false);
  await world.aws.cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
  await world.aws.cloudwatch.send(new EnableAlarmActionsCommand({ AlarmNames }));
  assert.equal(await enabled(), true);
  const told = await world.db.rows(configurations, ['switched']);
  assert.deepEqual(
    told.map(({ operation }) => operation),
    ['create', 'update', 'update'],
  );
  assert.deepEqual(
    told.map(({ detail }) => (detail.previousConfiguration as { actionsEnabled?: boolean })?.actionsEnabled),
    [undefined, true, false],
  );
});

test('alarms are found by the metric alone that they watch', async () => {
  const metric = { Namespace: 'Found', MetricName: 'Count' };
  const Dimensions = [
    { Name: 'b', Value: '2' },
    { Name: 'a', Value: '1' },
  ];
  await put('plain', metric);
  await put('sum', { ...metric, Statistic: 'Sum' });
  await put('of dimensions', { ...metric, Dimensions });
  const Metrics = [{ Id: 'm', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } }];
  const math = { Metrics, Namespace: undefined, MetricName: undefined, Statistic: undefined, Period: undefined };
  await put('math', math);
  const names = async (more: object) =>
    (await world.aws.cloudwatch.send(new DescribeAlarmsForMetricCommand({ ...metric, ...more }))).MetricAlarms!.map(
      ({ AlarmName }) => AlarmName,
    );
  assert.deepEqual(await names({}), ['plain', 'sum']);
  assert.deepEqual(await names({ Statistic: 'Sum' }), ['sum']);
  assert.deepEqual(await names({ Dimensions: Dimensions.toReversed() }), ['of dimensions']);
  assert.deepEqual(await names({ Period: 300 }), []);
});

test('tags are kept with the alarm, and another configuration leaves them alone', async () => {
  await put('tagged', { Tags: [{ Key: 'team', Value: 'a' }] });
  const ResourceARN = arnOf('tagged');
  const { cloudwatch: client } = world.aws;
  await client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'stage', Value: 'prod' }] }));
  await put('tagged', { Tags: [{ Key: 'ignored', Value: 'on update' }] });
  await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team', 'nobody'] }));
  assert.deepEqual((await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags, [
    { Key: 'stage', Value: 'prod' },
  ]);
  await assert.rejects(
    client.send(new ListTagsForResourceCommand({ ResourceARN: arnOf('nobody') })),
    (error) => error instanceof ResourceNotFoundException && error.ResourceId === arnOf('nobody'),
  );
});

test('the query protocol tells the history and composite alarms in XML', async () => {
  await put('in xml');
  const wire = { wire: 'awsQuery' as const };
  const made = await call(
    world,
    cloudwatch,
    'PutCompositeAlarm',
    { AlarmName: 'xml', AlarmRule: 'ALARM("in xml")' },
    wire,
  );
  assert.equal(made.status, 200);
  const told = await call(world, cloudwatch, 'DescribeAlarmHistory', { AlarmName: 'in xml' }, wire);
  assert.match(told.text, /<HistorySummary>Alarm (&quot;|")in xml(&quot;|") created<\/HistorySummary>/);
  const asked = { AlarmTypes: ['CompositeAlarm'], AlarmNames: ['xml'] };
  const found = await call(world, cloudwatch, 'DescribeAlarms', asked, wire);
  assert.match(found.text, /<AlarmRule>ALARM\((&quot;|")in xml(&quot;|")\)<\/AlarmRule>/);
});
