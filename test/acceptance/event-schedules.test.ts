import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { logLines } from '#domain/events';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';

/** Rules that fire by the clock. */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

async function scheduled(name: string, ScheduleExpression: string): Promise<void> {
  await world.aws.events.send(new PutRuleCommand({ Name: name, ScheduleExpression }));
  const Arn = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/${name}`;
  await world.aws.events.send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'log', Arn }] }));
}

type Line = { id: string; time: string; source: string; resources: string[]; detail: object; 'detail-type': string };
async function linesOf(name: string): Promise<Line[]> {
  const lines = await logLines.list(world.db, { account: ACCOUNT, region: REGION, group: `/${name}`, limit: 100 });
  return lines.map(({ line }) => JSON.parse(line) as Line).reverse();
}
const timesOf = async (name: string) => (await linesOf(name)).map(({ time }) => time.slice(11, 16));

test('a rate fires after each of its spans, with the documented event', async () => {
  await scheduled('rate', 'rate(5 minutes)');
  await world.advance({ minutes: 16 });
  assert.deepEqual(await timesOf('rate'), ['03:15', '03:20', '03:25']);
  const [{ id: _, ...event }] = (await linesOf('rate')) as [Line];
  assert.deepEqual(event, {
    ...{ version: '0', 'detail-type': 'Scheduled Event', source: 'aws.events', account: ACCOUNT },
    ...{ time: '2026-01-02T03:15:00Z', region: REGION },
    ...{ resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/rate`], detail: {} },
  });
});

test('a cron expression fires at its minutes; while it is disabled it fires not at all', async () => {
  const { events } = world.aws;
  await scheduled('cron', 'cron(0/10 3-4 ? * FRI *)');
  await world.advance({ minutes: 15 });
  assert.deepEqual(await timesOf('cron'), ['03:30', '03:40']);
  await events.send(new DisableRuleCommand({ Name: 'cron' }));
  await world.advance({ minutes: 15 });
  await events.send(new EnableRuleCommand({ Name: 'cron' }));
  await world.advance({ minutes: 9 });
  assert.deepEqual(await timesOf('cron'), ['03:30', '03:40', '04:00']);
  const { ScheduleExpression, EventPattern } = await events.send(new DescribeRuleCommand({ Name: 'cron' }));
  assert.deepEqual([ScheduleExpression, EventPattern], ['cron(0/10 3-4 ? * FRI *)', undefined]);
});

test('what was missed in a stop fires once, and then as it should', async () => {
  await scheduled('stop', 'cron(* * * * ? *)');
  await world.sleepThrough({ minutes: 30 });
  assert.equal((await timesOf('stop')).length, 1);
  await world.advance({ minutes: 2 });
  assert.equal((await timesOf('stop')).length, 3);
});

test('two nodes fire a time once', async () => {
  const other = await world.beside();
  await scheduled('nodes', 'rate(1 minute)');
  for (let minute = 0; minute < 3; minute += 1) {
    world.standStill({ minutes: 1 });
    await Promise.all([world.engine.runDue(), other.engine.runDue()]);
  }
  assert.equal((await timesOf('nodes')).length, 3);
});

test('only the default bus has schedules, and an expression that is none is refused with what was wanted', async () => {
  const { events } = world.aws;
  await events.send(new CreateEventBusCommand({ Name: 'mine' }));
  const put = (more: object) => events.send(new PutRuleCommand({ Name: 'no', ...more }));
  await assert.rejects(
    put({ EventBusName: 'mine', ScheduleExpression: 'rate(1 day)' }),
    /only on the default event bus/,
  );
  await assert.rejects(put({ ScheduleExpression: 'rate(1 days)' }), /the singular for 1 and no other/);
  await assert.rejects(put({ ScheduleExpression: 'cron(0 9 * * 1-5 *)' }), /wanted \? in exactly one of day/);
});

test('work that was lost is planned again by the auditor: schedules, deliveries, dead letters', async () => {
  const { events } = world.aws;
  await events.send(new PutRuleCommand({ Name: 'lost', EventPattern: '{"source":["lost"]}' }));
  const DeadLetterConfig = { Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:dead` };
  const Targets = [
    { Id: 'call', Arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f` },
    { Id: 'letter', Arn: `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/none`, DeadLetterConfig },
  ];
  await events.send(new PutTargetsCommand({ Rule: 'lost', Targets }));
  await events.send(new PutEventsCommand({ Entries: [{ Source: 'lost', DetailType: 'x', Detail: '{}' }] }));
  await world.db.rows({ name: 'test.loseWork', text: `delete from due where queue like 'events.%'` });
  await world.auditor.look();
  const repaired = world.log.take('error', /the auditor found a fault and repaired it/);
  const invariants = repaired
    .map(({ fields }) => String(fields['invariant']))
    .filter((name) => name.startsWith('events.'));
  assert.deepEqual([...new Set(invariants)].sort(), [
    'events.delivery-without-work',
    'events.retention-not-planned',
    'events.schedule-without-work',
  ]);
  assert.equal(invariants.filter((name) => name === 'events.delivery-without-work').length, 2);
  await world.auditor.look();
  assert.deepEqual(world.log.take('error', /the auditor found a fault/), []);
});
