import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateResponsePlanCommand,
  GetIncidentRecordCommand,
  type IncidentTemplate,
  StartIncidentCommand,
} from '@aws-sdk/client-ssm-incidents';
import { incidentsOf, replicationSet, timelineOf } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';
import { metricAlarm } from '../parity/kit/alarms.ts';

/** Titles, summaries and dedupe strings that are filled with what the event says. */

let world: World;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

async function plan(name: string, template: Partial<IncidentTemplate>): Promise<string> {
  const incidentTemplate = { title: 'T', impact: 3, ...template };
  return (await world.aws.incidents.send(new CreateResponsePlanCommand({ name, incidentTemplate }))).arn!;
}

/** The records that a plan's incidents have, oldest first. */
async function recordsOf(name: string) {
  const mine = (await incidentsOf(world)).filter(({ arn }) => arn!.includes(`/${name}/`)).reverse();
  return Promise.all(
    mine.map(
      async ({ arn }) => (await world.aws.incidents.send(new GetIncidentRecordCommand({ arn }))).incidentRecord!,
    ),
  );
}

test('an alarm’s action names the alarm in title and summary, and its ARN is on the timeline', async () => {
  const arn = await plan('by-alarm', {
    title: '{{alarm.name}} is {{alarm.state}} ({{alram.name}})',
    summary: '{{alarm.reason}} — {{alarm.arn}}, {{event.detail.configuration.description}}',
  });
  const alarm = { ...metricAlarm('Latency'), AlarmActions: [arn] };
  await world.aws.cloudwatch.send(new PutMetricAlarmCommand(alarm));
  const state = { AlarmName: 'Latency', StateValue: 'ALARM', StateReason: 'p99 over 2 s' } as const;
  await world.aws.cloudwatch.send(new SetAlarmStateCommand(state));
  const [record, ...others] = await recordsOf('by-alarm');
  assert.deepEqual(others, []);
  const alarmArn = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:Latency';
  assert.equal(record?.title, 'Latency is ALARM ({{alram.name}})');
  assert.equal(record?.summary, `p99 over 2 s — ${alarmArn}, `);
  const lines = await timelineOf(world, record!.arn!);
  assert.ok(JSON.stringify(lines).includes(alarmArn));
});

test('a rule fills in its event; the dedupe string keeps apart what the event keeps apart', async () => {
  const arn = await plan('by-rule', { title: 'Order {{event.detail.id}}', dedupeString: 'order-{{event.detail.id}}' });
  await world.aws.events.send(new PutRuleCommand({ Name: 'orders', EventPattern: '{"source":["shop"]}' }));
  await world.aws.events.send(new PutTargetsCommand({ Rule: 'orders', Targets: [{ Id: 'plan', Arn: arn }] }));
  const Entries = ['o-1', 'o-2', 'o-1'].map((id) => ({
    Source: 'shop',
    DetailType: 'Late',
    Detail: JSON.stringify({ id }),
  }));
  await world.aws.events.send(new PutEventsCommand({ Entries }));
  const records = await recordsOf('by-rule');
  assert.deepEqual(
    records.map(({ title, dedupeString }) => [title, dedupeString]).sort(),
    ['o-1', 'o-2'].map((id) => [`Order ${id}`, `order-${id}`]),
  );
});

test('an event that leaves nothing of title and dedupe string opens an incident all the same', async () => {
  const arn = await plan('blank', { title: '{{event.detail.none}}', dedupeString: '{{event.detail.none}}' });
  await world.aws.events.send(new PutRuleCommand({ Name: 'blank', EventPattern: '{"source":["blank"]}' }));
  await world.aws.events.send(new PutTargetsCommand({ Rule: 'blank', Targets: [{ Id: 'plan', Arn: arn }] }));
  const long = { Source: 'blank', DetailType: 'x', Detail: '{}' };
  await world.aws.events.send(new PutEventsCommand({ Entries: [long, long] }));
  const [record, ...others] = await recordsOf('blank');
  assert.deepEqual([record?.title, others], ['{{event.detail.none}}', []]);
  assert.match(record!.dedupeString!, /^[0-9a-f-]{36}$/);
});

test('by hand nothing is filled in, and an unknown placeholder is a warning on the plan', async () => {
  const arn = await plan('by-hand', { title: '{{alarm.name}} {{what}}' });
  await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: arn }));
  assert.equal((await recordsOf('by-hand'))[0]?.title, '{{alarm.name}} {{what}}');
  const [found] = await world.house.rooms.responsePlans
    .find(world.db, [{ account: '123456789012', name: 'by-hand' }])
    .then((all) => [...all.values()]);
  const warnings = await world.house.rooms.responsePlans.warnings(world.db, found!);
  assert.deepEqual(
    warnings.map(({ member, kind, text }) => [member, kind, text]),
    [['incidentTemplate.title', 'placeholder', 'There is no placeholder {{what}}']],
  );
});
