import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { DescribeAlarmsCommand, DisableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import { withoutTerraform, workspace } from '../kit/terraform.ts';
import { ACCOUNT, KEY, openWorld, REGION, type World } from '../kit/world.ts';

/** examples/terraform/alarms: six runs of the provider, which takes its time to start. */

const skip = process.env['MUSTER_LONG'] === '1' ? withoutTerraform() : 'takes minutes: npm run test:long';

let world: World;
before(async () => {
  world = await openWorld({ now: new Date() });
});
after(() => world[Symbol.asyncDispose]());

/** The world's clock goes with the machine's, by which signatures are made. Nothing that is due is done. */
async function follow(): Promise<void> {
  await setTimeout(100);
  world.standStill({ seconds: Math.max(0, (Date.now() - world.now().getTime()) / 1_000) });
}

const NOTHING = { code: 0, changes: {} };
const LATENCY = 'aws_cloudwatch_metric_alarm.latency';
const DOWN = 'aws_cloudwatch_composite_alarm.down';

test('metric alarms and a composite one are applied, changed in place, mended after a drift, and destroyed', {
  skip,
  timeout: 900_000,
}, async () => {
  const { cloudwatch } = world.aws;
  const all = async () => {
    const asked = { AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const] };
    const { MetricAlarms = [], CompositeAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand(asked));
    return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName);
  };
  using terraform = await workspace('alarms', { url: world.url, key: KEY, beside: follow });
  terraform.set({});
  await terraform.apply();
  assert.deepEqual(await terraform.plan(), NOTHING);
  assert.deepEqual(await all(), ['payments-deployment', 'payments-errors', 'payments-latency', 'payments-down']);

  const topic = `arn:aws:sns:${REGION}:${ACCOUNT}:team`;
  terraform.set({ threshold: 3, actions: [topic], tags: { team: 'a' } });
  assert.deepEqual(await terraform.apply(), { [LATENCY]: 'update', [DOWN]: 'update' });
  await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: ['payments-latency'] }));
  assert.deepEqual(await terraform.apply(), { [LATENCY]: 'update' });
  assert.deepEqual(await terraform.plan(), NOTHING);

  await terraform.destroy();
  assert.deepEqual(await all(), []);
});
