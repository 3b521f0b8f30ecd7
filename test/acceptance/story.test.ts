import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { AcceptPageCommand } from '@aws-sdk/client-ssm-contacts';
import {
  CreateTimelineEventCommand,
  GetIncidentRecordCommand,
  UpdateIncidentRecordCommand,
} from '@aws-sdk/client-ssm-incidents';
import {
  alarmEvent,
  alarmRule,
  answersIn,
  escalation,
  incidentsOf,
  person,
  replicationSet,
  responsePlan,
  timelineOf,
} from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** Ana for five minutes, then Bo: the plan that most of these tests engage. */
async function twoTiers(world: World) {
  await replicationSet(world);
  const ana = await person(world, 'ana');
  const bo = await person(world, 'bo');
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [bo] },
  ]);
  const plan = await responsePlan(world, 'payments', [tiers]);
  return { ana, bo, plan };
}

test('an alarm event opens an incident, pages the first tier, then the second, until somebody answers by link', async () => {
  await using world = await openWorld();
  const { ana, bo, plan } = await twoTiers(world);
  await alarmRule(world, plan);
  await alarmEvent(world, 'Latency');
  await world.runDue();

  const [incident] = await incidentsOf(world);
  assert.equal(incident?.title, 'Trouble with payments');
  assert.equal(incident?.impact, 2);
  assert.equal(world.mail.take(ana.address).length, 1);

  await world.advance({ minutes: 4, seconds: 59 });
  assert.deepEqual(world.mail.left(), []);
  await world.advance({ seconds: 1 });
  const [mail] = world.mail.take(bo.address);
  const { token } = answersIn(mail!);

  const looked = await fetch(`${world.url}/ack/${token}`);
  assert.match(await looked.text(), /<button[^>]*>Acknowledge<\/button>/);
  const pressed = await fetch(`${world.url}/ack/${token}`, { method: 'POST' });
  assert.match(await pressed.text(), /Acknowledged at/);
  await world.advance({ hours: 2 });

  const arn = incident!.arn!;
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'In Progress' as never }));
  const note = { incidentRecordArn: arn, eventTime: world.now(), eventType: 'Note', eventData: '"restarted the pool"' };
  await world.aws.incidents.send(new CreateTimelineEventCommand(note));
  const during = await world.aws.incidents.send(new GetIncidentRecordCommand({ arn }));
  assert.equal(during.incidentRecord?.status, 'OPEN');
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'RESOLVED' }));
  const after = await world.aws.incidents.send(new GetIncidentRecordCommand({ arn }));
  assert.equal(after.incidentRecord?.status, 'RESOLVED');
  assert.deepEqual(after.incidentRecord?.resolvedTime, world.now());

  const told = await timelineOf(world, arn);
  assert.deepEqual(
    told.map((event) => event.type),
    [
      'SSM Incident Trigger',
      'SSM Incident Start',
      'SSM Contacts Page for Incident',
      'SSM Contacts Page for Incident',
      'SSM Contacts Page Acknowledgement for Incident',
      'SSM Incident Record Update',
      'Note',
      'SSM Incident Record Update',
    ],
  );
  assert.equal(told[3]!.time.getTime() - told[2]!.time.getTime(), 5 * 60_000);
});

test('the same by an alarm action, answered by AcceptPage before the second tier', async () => {
  await using world = await openWorld();
  const { ana, plan } = await twoTiers(world);
  const alarm = {
    AlarmName: 'Latency',
    Namespace: 'App',
    MetricName: 'Latency',
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 3,
  } as const;
  const condition = { Threshold: 2, ComparisonOperator: 'GreaterThanThreshold' as const, AlarmActions: [plan] };
  await world.aws.cloudwatch.send(new PutMetricAlarmCommand({ ...alarm, ...condition }));
  await world.aws.cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: 'Latency', StateValue: 'ALARM', StateReason: 'test' }),
  );
  await world.runDue();
  const [mail] = world.mail.take(ana.address);
  const { pageArn, code } = answersIn(mail!);
  await world.aws.contacts.send(new AcceptPageCommand({ PageId: pageArn, AcceptType: 'READ', AcceptCode: code }));
  await world.advance({ hours: 1 });

  const [incident] = await incidentsOf(world);
  assert.equal(incident?.incidentRecordSource?.source, 'aws.cloudwatch');
  assert.equal(incident?.incidentRecordSource?.resourceArn, 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:Latency');
  const told = await timelineOf(world, incident!.arn!);
  const trigger = JSON.parse(told[0]!.data) as { createdIncident: boolean; rawData: string };
  assert.equal(trigger.createdIncident, true);
  assert.equal(JSON.parse(trigger.rawData)['detail-type'], 'CloudWatch Alarm State Change');
});

test('an alarm that goes back to OK leaves its incident open', async () => {
  await using world = await openWorld();
  const { ana, plan } = await twoTiers(world);
  await alarmRule(world, plan);
  await alarmEvent(world, 'Latency');
  await world.runDue();
  world.mail.take(ana.address);
  await alarmEvent(world, 'Latency', 'OK');
  const [incident] = await incidentsOf(world);
  assert.equal(incident?.status, 'OPEN');
});

test('two events with one dedupe string make one incident, each with its own trigger event', async () => {
  await using world = await openWorld();
  const { ana, plan } = await twoTiers(world);
  await alarmRule(world, plan);
  await alarmEvent(world, 'Latency');
  await alarmEvent(world, 'Latency');
  await world.runDue();
  assert.equal(world.mail.take(ana.address).length, 1);
  const incidents = await incidentsOf(world);
  assert.equal(incidents.length, 1);
  const told = await timelineOf(world, incidents[0]!.arn!);
  const triggers = told
    .filter((event) => event.type === 'SSM Incident Trigger')
    .map((event) => JSON.parse(event.data).createdIncident);
  assert.deepEqual(triggers, [true, false]);
});

test('mail that cannot be sent is tried again with back-off, told on the timeline, and goes out when the way is open', async () => {
  await using world = await openWorld();
  const { ana, bo, plan } = await twoTiers(world);
  await alarmRule(world, plan);
  world.mail.behave('unreachable');
  await alarmEvent(world, 'Latency');
  await world.advance({ minutes: 2 });
  assert.deepEqual(world.mail.left(), []);
  const [incident] = await incidentsOf(world);
  const failures = (await timelineOf(world, incident!.arn!)).filter((event) => event.type === 'Custom Event');
  assert.match(failures[0]!.data, /not sent by fake \(1 try\).*cannot be reached.*tried again.*ana/);
  world.mail.behave('ok');
  await world.advance({ minutes: 1 });
  assert.equal(world.mail.take(ana.address).length, 1);
  const sent = (await timelineOf(world, incident!.arn!)).findLast((event) => event.type === 'Custom Event');
  assert.match(sent!.data, /Page sent by fake after \d+ tries/);
  await world.advance({ minutes: 3 });
  assert.equal(world.mail.take(bo.address).length, 1);
});

test('mail that could not be sent stays away once the incident is resolved', async () => {
  await using world = await openWorld();
  const { plan } = await twoTiers(world);
  await alarmRule(world, plan);
  world.mail.behave('unreachable');
  await alarmEvent(world, 'Latency');
  await world.advance({ minutes: 1 });
  const [incident] = await incidentsOf(world);
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: incident!.arn, status: 'RESOLVED' }));
  world.mail.behave('ok');
  await world.advance({ hours: 1 });
});

test('after a stop, all stages that fell due page their people, one digest for a person with many', async () => {
  await using world = await openWorld();
  const { ana, bo, plan } = await twoTiers(world);
  await alarmRule(world, plan);
  for (const alarm of ['One', 'Two', 'Three']) await alarmEvent(world, alarm);
  await world.sleepThrough({ minutes: 60 });
  for (const { address } of [ana, bo]) {
    const mails = world.mail.take(address);
    assert.equal(mails.length, 1, `${address} gets one digest`);
    assert.match(mails[0]!.subject, /^3 incidents:/);
    const incidents = await incidentsOf(world);
    for (const { arn } of incidents) assert.ok(mails[0]!.text.includes(arn!), `the digest names ${arn}`);
  }
});
