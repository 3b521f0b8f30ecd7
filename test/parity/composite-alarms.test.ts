import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { statement } from '#storage/statement';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';
import { metricAlarm } from './kit/alarms.ts';

const arnOf = (name: string) => `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`;
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:none`;

interface Detail {
  alarmName: string;
  configuration: Record<string, unknown>;
  state: Record<string, string>;
  previousState: { value: string };
}
const eventsOf = statement<{ detail: Detail }>(
  'test.compositeEvents',
  `select e.body::jsonb -> 'detail' as detail from events e
   where e.detail_type = 'CloudWatch Alarm State Change' and e.body::jsonb #>> '{detail,alarmName}' = $1 order by e.id`,
);

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

/** Alarms without a metric that has data, and that keep the state that a test gives them. */
async function metricAlarms(...names: string[]): Promise<void> {
  for (const name of names) {
    const input = { ...metricAlarm(name), MetricName: `of ${name}`, TreatMissingData: 'ignore' };
    await world.aws.cloudwatch.send(new PutMetricAlarmCommand(input));
  }
}
const composite = (AlarmName: string, AlarmRule: string, more: object = {}) =>
  world.aws.cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName, AlarmRule, ...more }));
async function set(AlarmName: string, StateValue: 'OK' | 'ALARM', StateReason = 'test'): Promise<void> {
  await world.aws.cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason }));
  await world.runDue();
}
async function find(name: string) {
  const asked = { AlarmNames: [name], AlarmTypes: ['CompositeAlarm' as const] };
  return (await world.aws.cloudwatch.send(new DescribeAlarmsCommand(asked))).CompositeAlarms![0]!;
}
const actionsOf = async (name: string) =>
  (
    await world.house.rooms.alarms.history(world.db, {
      ...{ account: ACCOUNT, region: REGION, name, kinds: ['composite'], type: 'Action', order: 'oldest', limit: 50 },
    })
  ).map(({ at }) => at.getTime());
const refused = (says: RegExp) => (error: Error) => {
  assert.match(error.message, says);
  assert.equal(error.name, 'ValidationException');
  return true;
};

test('a composite alarm is OK or in ALARM as its rule says, as soon as one of its alarms changes', async () => {
  await metricAlarms('a', 'b (2)');
  await composite('both', `ALARM(a) AND ALARM("${arnOf('b (2)')}")`, { AlarmDescription: 'both of them' });
  await world.runDue();
  assert.deepEqual(
    [(await find('both')).StateValue, (await find('both')).StateReason],
    ['OK', `${arnOf('both')} was created and its alarm rule evaluates to OK`],
  );
  await set('a', 'ALARM');
  assert.equal((await find('both')).StateValue, 'OK');
  await world.advance({ seconds: 45 });
  await set('b (2)', 'ALARM');
  const inAlarm = await find('both');
  assert.equal(inAlarm.StateValue, 'ALARM');
  assert.equal(inAlarm.StateReason, `${arnOf('b (2)')} transitioned to ALARM at Friday 02 January, 2026 03:10:45 UTC`);
  const { triggeringAlarms } = JSON.parse(inAlarm.StateReasonData!) as { triggeringAlarms: unknown[] };
  assert.deepEqual(triggeringAlarms.at(-1), {
    arn: arnOf('b (2)'),
    state: { value: 'ALARM', timestamp: '2026-01-02T03:10:45.000+0000' },
  });
  const [, last] = await world.db.rows(eventsOf, ['both']);
  assert.deepEqual(last!.detail.configuration, {
    description: 'both of them',
    alarmRule: inAlarm.AlarmRule,
  });
  assert.deepEqual([last!.detail.previousState.value, last!.detail.state['value']], ['OK', 'ALARM']);
});

test('what is above a composite alarm follows it, and each is looked for by the other', async () => {
  await metricAlarms('leaf');
  await composite('middle', 'ALARM(leaf)');
  await composite('top', 'NOT OK(middle)');
  await world.runDue();
  await set('leaf', 'ALARM');
  assert.deepEqual([(await find('middle')).StateValue, (await find('top')).StateValue], ['ALARM', 'ALARM']);
  const describe = (input: object) => world.aws.cloudwatch.send(new DescribeAlarmsCommand(input));
  const children = await describe({ ChildrenOfAlarmName: 'middle' });
  assert.deepEqual(
    children.MetricAlarms!.map((one) => Object.keys(one).sort()),
    [['AlarmArn', 'AlarmName', 'StateUpdatedTimestamp', 'StateValue']],
  );
  const parents = await describe({ ParentsOfAlarmName: 'middle' });
  assert.deepEqual(parents.CompositeAlarms, [{ AlarmArn: arnOf('top'), AlarmName: 'top' }]);
  await assert.rejects(
    describe({ ParentsOfAlarmName: 'middle', StateValue: 'OK' }),
    refused(/go with MaxRecords and NextToken alone|goes? with MaxRecords/),
  );
});

test('a state that was set by hand lasts until an alarm of the rule changes', async () => {
  await metricAlarms('by-hand');
  await composite('set', 'ALARM(by-hand)');
  await world.runDue();
  await set('set', 'ALARM', 'a drill');
  await world.advance({ minutes: 10 });
  assert.deepEqual([(await find('set')).StateValue, (await find('set')).StateReason], ['ALARM', 'a drill']);
  await set('by-hand', 'OK');
  assert.equal((await find('set')).StateValue, 'OK');
});

test('a suppressor holds the actions: for a period before it comes, and for one after it goes', async () => {
  await metricAlarms('trouble', 'deployment');
  await composite('held', 'ALARM(trouble)', {
    ...{ ActionsSuppressor: 'deployment', ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: 120 },
    AlarmActions: [TOPIC],
  });
  await world.runDue();
  await set('trouble', 'ALARM');
  const waiting = await find('held');
  assert.deepEqual(
    [waiting.StateValue, waiting.ActionsSuppressedBy, waiting.ActionsSuppressedReason],
    ['ALARM', 'WaitPeriod', 'Actions suppressed by WaitPeriod'],
  );
  assert.deepEqual((await world.db.rows(eventsOf, ['held'])).at(-1)!.detail.state['actionsSuppressedBy'], 'WaitPeriod');
  await world.advance({ seconds: 59 });
  await set('deployment', 'ALARM');
  assert.equal((await find('held')).ActionsSuppressedBy, 'Alarm');
  await world.advance({ minutes: 30 });
  assert.deepEqual(await actionsOf('held'), []);
  await set('deployment', 'OK');
  assert.equal((await find('held')).ActionsSuppressedBy, 'ExtensionPeriod');
  const over = world.now().getTime() + 120_000;
  await world.advance({ minutes: 5 });
  assert.deepEqual(await actionsOf('held'), [over]);
  assert.equal((await find('held')).ActionsSuppressedBy, undefined);
  await set('trouble', 'OK');
  await set('trouble', 'ALARM');
  const waited = world.now().getTime() + 60_000;
  await world.advance({ minutes: 2 });
  assert.deepEqual(await actionsOf('held'), [over, waited]);
});

test('a timer of suppression that was lost is set again by the auditor', async () => {
  await metricAlarms('lost-child', 'lost-suppressor');
  await composite('lost', 'ALARM(lost-child)', {
    ...{ ActionsSuppressor: 'lost-suppressor', ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: 0 },
    AlarmActions: [TOPIC],
  });
  await world.runDue();
  await set('lost-child', 'ALARM');
  await world.db.rows({ name: 'test.loseComposite', text: `delete from due where queue = 'alarms.composite'` });
  await world.auditor.look();
  const found = world.log.take('error', /found a fault and repaired it/).map(({ fields }) => fields['invariant']);
  assert.ok(found.includes('alarms.without-timer'));
  await world.advance({ minutes: 2 });
  assert.equal((await actionsOf('lost')).length, 1);
});

const refusals: [what: string, rule: string, more: object, says: RegExp][] = [
  ['a rule that cannot be read', 'ALARM(a) AND', {}, /at character 13/],
  ['an alarm that is not there', 'ALARM(nobody)', {}, /no alarm named nobody/],
  [
    'an alarm of another Region',
    `ALARM("arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:a")`,
    {},
    /this account and Region/,
  ],
  ['a suppressor without its periods', 'TRUE', { ActionsSuppressor: 'a' }, /go together/],
  [
    'a negative period',
    'TRUE',
    { ActionsSuppressor: 'a', ActionsSuppressorWaitPeriod: -1, ActionsSuppressorExtensionPeriod: 1 },
    /0 to 86400 seconds, got -1/,
  ],
  [
    'more than a hundred alarms',
    Array.from({ length: 101 }, (_, index) => `ALARM(x${index})`).join(' OR '),
    {},
    /at most 100 alarms, got 101/,
  ],
];
for (const [what, rule, more, says] of refusals) {
  test(`refused: ${what}`, async () => {
    await metricAlarms('a');
    await assert.rejects(composite('refused', rule, more), refused(says));
    assert.equal(await find('refused'), undefined);
  });
}

test('a name is of one kind of alarm', async () => {
  await metricAlarms('metric-name');
  await assert.rejects(composite('metric-name', 'TRUE'), refused(/name of a metric alarm already/));
  await composite('composite-name', 'TRUE');
  await assert.rejects(metricAlarms('composite-name'), refused(/name of a composite alarm already/));
});

test('what a composite alarm names stays until that one goes; a circle is opened by a rule of FALSE', async () => {
  const remove = (...AlarmNames: string[]) => world.aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames }));
  await metricAlarms('child');
  await composite('parent', 'ALARM(child)');
  await composite('grandparent', 'ALARM(parent)');
  await assert.rejects(remove('child'), refused(/the composite alarm parent depends on it/));
  await assert.rejects(remove('parent', 'child'), refused(/the composite alarm grandparent depends on it/));
  await assert.rejects(remove('parent', 'grandparent'), refused(/at most one composite alarm/));
  await composite('parent', 'ALARM(grandparent)');
  await world.runDue();
  const told = world.log.take('warn', /depends on itself and keeps its state/);
  assert.ok(told.length > 0);
  await assert.rejects(remove('grandparent'), refused(/depends on it/));
  await composite('parent', 'FALSE');
  await remove('grandparent');
  await remove('parent', 'child');
  await world.runDue();
});
