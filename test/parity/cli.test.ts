import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answersIn } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';
import { ran, refusedBy, withoutAws } from './kit/aws-command.ts';

/** The stock `aws` command, once through the story. */

const skip = withoutAws();

let world: World;
before(async () => {
  world = await openWorld({ now: new Date() });
});
after(() => world[Symbol.asyncDispose]());

const run = <Printed = Record<string, string>>(...args: string[]) => ran<Printed>(world, ...args);
const refused = (code: string, ...args: string[]) => refusedBy(world, code, ...args);

test('the stock command goes through the story: set, people, plan, alarm, page, answer, note, resolve', {
  skip,
  timeout: 300_000,
}, async () => {
  assert.equal((await run('sts', 'get-caller-identity'))['Account'], '123456789012');
  const set = await run('ssm-incidents', 'create-replication-set', '--regions', '{"us-east-1":{}}');
  await world.advance({ seconds: 1 });
  await run('ssm-incidents', 'wait', 'wait-for-replication-set-active', '--arn', set['arn']!);

  const contact = await run(
    'ssm-contacts',
    'create-contact',
    '--alias',
    'ana',
    '--type',
    'PERSONAL',
    '--plan',
    '{"Stages":[]}',
  );
  const contactArn = contact['ContactArn']!;
  const address = ['--type', 'EMAIL', '--name', 'mail', '--delivery-address', 'SimpleAddress=ana@example.com'];
  const channel = await run('ssm-contacts', 'create-contact-channel', '--contact-id', contactArn, ...address);
  const channelArn = channel['ContactChannelArn']!;
  await world.runDue();
  const code = /code:? (\d{6})/.exec(world.mail.take('ana@example.com')[0]!.text)![1]!;
  await run('ssm-contacts', 'activate-contact-channel', '--contact-channel-id', channelArn, '--activation-code', code);
  assert.equal(
    (await run('ssm-contacts', 'get-contact-channel', '--contact-channel-id', channelArn))['ActivationStatus'],
    'ACTIVATED',
  );
  const stages = {
    Stages: [
      {
        DurationInMinutes: 5,
        Targets: [{ ChannelTargetInfo: { ContactChannelId: channelArn, RetryIntervalInMinutes: 1 } }],
      },
    ],
  };
  await run('ssm-contacts', 'update-contact', '--contact-id', contactArn, '--plan', JSON.stringify(stages));

  const plan = await run(
    'ssm-incidents',
    'create-response-plan',
    '--name',
    'payments',
    '--incident-template',
    'title=Trouble,impact=2',
    '--engagements',
    contactArn,
  );
  const planArn = plan['arn']!;
  const alarm = [
    '--alarm-name',
    'Latency',
    '--namespace',
    'App',
    '--metric-name',
    'Latency',
    '--statistic',
    'Average',
    '--period',
    '60',
  ];
  const condition = [
    '--evaluation-periods',
    '3',
    '--threshold',
    '2',
    '--comparison-operator',
    'GreaterThanThreshold',
    '--alarm-actions',
    planArn,
  ];
  await run('cloudwatch', 'put-metric-alarm', ...alarm, ...condition);
  await run(
    'cloudwatch',
    'set-alarm-state',
    '--alarm-name',
    'Latency',
    '--state-value',
    'ALARM',
    '--state-reason',
    'test',
  );
  const described = await run<{ MetricAlarms: { StateValue: string }[] }>('cloudwatch', 'describe-alarms');
  assert.equal(described.MetricAlarms[0]?.StateValue, 'ALARM');
  await world.runDue();

  const page = answersIn(world.mail.take('ana@example.com')[0]!);
  await refused(
    'ValidationException',
    'ssm-contacts',
    'accept-page',
    '--page-id',
    page.pageArn,
    '--accept-type',
    'READ',
    '--accept-code',
    page.code === '000000' ? '111111' : '000000',
  );
  await run(
    'ssm-contacts',
    'accept-page',
    '--page-id',
    page.pageArn,
    '--accept-type',
    'READ',
    '--accept-code',
    page.code,
  );

  const listed = await run<{ incidentRecordSummaries: { arn: string }[] }>('ssm-incidents', 'list-incident-records');
  const arn = listed.incidentRecordSummaries[0]!.arn;
  const note = ['--event-type', 'Note', '--event-time', '2026-01-02T03:10:00Z', '--event-data', '"restarted the pool"'];
  await run('ssm-incidents', 'create-timeline-event', '--incident-record-arn', arn, ...note);
  await run('ssm-incidents', 'update-incident-record', '--arn', arn, '--status', 'Resolved');
  const got = await run<{ incidentRecord: Record<string, string> }>(
    'ssm-incidents',
    'get-incident-record',
    '--arn',
    arn,
  );
  const read = got.incidentRecord;
  assert.deepEqual([read['status'], read['title']], ['RESOLVED', 'Trouble']);
  assert.ok(read['resolvedTime']);
  const events = await run<{ eventSummaries: object[] }>(
    'ssm-incidents',
    'list-timeline-events',
    '--incident-record-arn',
    arn,
    '--page-size',
    '2',
  );
  assert.ok(events.eventSummaries.length >= 6, 'the command follows the tokens by itself');
});

test('the stock command puts rules, targets and events', { skip, timeout: 300_000 }, async () => {
  const pattern = '{"source":["app"]}';
  assert.match((await run('events', 'put-rule', '--name', 'r', '--event-pattern', pattern))['RuleArn']!, /rule\/r$/);
  const target = 'Id=plan,Arn=arn:aws:ssm-incidents::123456789012:response-plan/none';
  assert.equal((await run('events', 'put-targets', '--rule', 'r', '--targets', target))['FailedEntryCount'], 0);
  const put = await run('events', 'put-events', '--entries', '[{"Source":"other","DetailType":"x","Detail":"{}"}]');
  assert.equal(put['FailedEntryCount'], 0);
});

test('the stock command prints the code of an error and fails', { skip, timeout: 300_000 }, async () => {
  const arn = 'arn:aws:ssm-incidents::123456789012:response-plan/none';
  await refused('ResourceNotFoundException', 'ssm-incidents', 'get-response-plan', '--arn', arn);
  await refused(
    'AccessDeniedException',
    'ssm-incidents',
    'get-response-plan',
    '--arn',
    arn.replace('123456789012', '210987654321'),
  );
  await refused(
    'ValidationException',
    'ssm-incidents',
    'create-response-plan',
    '--name',
    'x',
    '--incident-template',
    'title=x,impact=9',
  );
  await refused(
    'ResourceNotFoundException',
    'ssm-contacts',
    'get-contact',
    '--contact-id',
    'arn:aws:ssm-contacts:us-east-1:123456789012:contact/none',
  );
  await refused(
    'ValidationError',
    'cloudwatch',
    'put-metric-alarm',
    '--alarm-name',
    'x',
    '--evaluation-periods',
    '1',
    '--comparison-operator',
    'LessThanThreshold',
  );
  await refused('InvalidEventPatternException', 'events', 'put-rule', '--name', 'x', '--event-pattern', '[]');
});
