import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import {
  DescribeConnectionCommand,
  ListEventBusesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { withoutTerraform, workspace } from '../kit/terraform.ts';
import { KEY, openWorld, type World } from '../kit/world.ts';

/** examples/terraform/events: eight runs of the provider, which takes its time to start. */

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

test('buses, rules, targets, connections and API destinations are applied, changed in place, mended after a drift, and destroyed', {
  skip,
  timeout: 900_000,
}, async () => {
  const { events } = world.aws;
  using terraform = await workspace('events', { url: world.url, key: KEY, beside: follow });
  await terraform.apply();
  assert.deepEqual(await terraform.plan(), NOTHING);
  const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: 'late', EventBusName: 'orders' }));
  assert.equal(Targets?.[0]?.RetryPolicy?.MaximumRetryAttempts, 20);

  terraform.set({ description: 'Orders', attempts: 5, api_key: 'changed', tags: { team: 'a' } });
  const changes = await terraform.apply();
  assert.deepEqual([...new Set(Object.values(changes))], ['update']);
  assert.deepEqual(await terraform.plan(), NOTHING);
  const { Description } = await events.send(new DescribeConnectionCommand({ Name: 'hooks' }));
  assert.equal(Description, 'Orders');

  const drift = { Name: 'daily', ScheduleExpression: 'rate(1 day)' };
  await events.send(new PutRuleCommand(drift));
  assert.deepEqual(await terraform.apply(), { 'aws_cloudwatch_event_rule.daily': 'update' });

  await terraform.destroy();
  const { EventBuses } = await events.send(new ListEventBusesCommand({}));
  assert.deepEqual(
    EventBuses?.map(({ Name }) => Name),
    ['default'],
  );
});
