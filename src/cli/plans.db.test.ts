import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CreateResponsePlanCommand } from '@aws-sdk/client-ssm-incidents';
import { muster, mustered } from '#test/kit/muster';
import { person, replicationSet, responsePlan } from '#test/kit/scenario';
import { openWorld } from '#test/kit/world';
import { fullAlarm } from '#test/parity/kit/alarms';

test('a response plan is made, copied by a file, changed and deleted', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  for (const alias of ['ana', 'bob']) await person(world, alias);
  const [arn] = await mustered(world, 'plans create payments --engage ana --summary Cards --title', 'Payments fail');
  assert.equal(arn, 'arn:aws:ssm-incidents::123456789012:response-plan/payments');
  const shown = (await mustered(world, 'plans show payments')).join('\n');
  assert.match(shown, /severity {2}3 medium\n/, 'three where nobody says');
  assert.match(shown, /engages {3}ana\n/);

  const folder = await mkdtemp(join(tmpdir(), 'muster-cli-'));
  const file = join(folder, 'plan.json');
  writeFileSync(file, (await mustered(world, 'plans show payments --json')).join('\n'));
  await mustered(world, `plans create payments-eu --file ${file} --severity critical --engage bob`);
  const copy = JSON.parse((await mustered(world, 'plans show payments-eu --json')).join(''));
  assert.deepEqual(
    [copy.name, copy.incidentTemplate.title, copy.incidentTemplate.impact, copy.engagements],
    ['payments-eu', 'Payments fail', 1, ['arn:aws:ssm-contacts:us-east-1:123456789012:contact/bob']],
  );
  await mustered(world, `plans update payments-eu --file ${file} --display-name EU`);
  const updated = JSON.parse((await mustered(world, 'plans show payments-eu --json')).join(''));
  assert.deepEqual(
    [updated.displayName, updated.incidentTemplate.impact, updated.engagements.length],
    ['EU', 3, 1],
    'the file is taken whole, the option beside it',
  );
  writeFileSync(file, '{"incidentTemplate": {"title": "x", "impact": 9, "sumary": "y"}}');
  const misspelt = await muster(world, ['plans', 'create', 'x', '--file', file]);
  assert.equal(misspelt.code, 2);
  assert.match(misspelt.err, /no member incidentTemplate\.sumary; did you mean summary\?/);
  writeFileSync(file, '{"incidentTemplate": {"title": "x", "impact": 9}}');
  const wrong = await muster(world, ['plans', 'create', 'x', '--file', file]);
  assert.match(wrong.err, /Value '9' at 'incidentTemplate\.impact' failed/);
  await rm(folder, { recursive: true });

  await mustered(world, 'plans update payments --engage-nobody --severity low');
  assert.doesNotMatch((await mustered(world, 'plans show payments')).join('\n'), /engages/);
  assert.equal((await muster(world, ['plans', 'update', 'payments'])).code, 2);
  assert.equal((await muster(world, ['plans', 'delete', 'nowhere'])).code, 1);
  await mustered(world, 'plans delete payments');
  assert.deepEqual(
    (await mustered(world, 'plans list')).map((line) => line.split(' ')[0]),
    ['NAME', 'payments-eu'],
  );
});

test('runbooks are listed with the plans that name them', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const roleArn = 'arn:aws:iam::123456789012:role/runbook';
  const action = {
    ssmAutomation: {
      documentName: 'Restart',
      roleArn,
      parameters: { Fleet: ['a', 'b'] },
      dynamicParameters: { Incident: { variable: 'INCIDENT_RECORD_ARN' as const } },
    },
  };
  for (const name of ['one', 'two']) {
    const incidentTemplate = { title: name, impact: 3 };
    await world.aws.incidents.send(new CreateResponsePlanCommand({ name, incidentTemplate, actions: [action] }));
  }
  await responsePlan(world, 'three', []);
  assert.deepEqual(await mustered(world, 'runbooks planned'), [
    'RUNBOOK  PLANS     ROLE                                    PARAMETERS',
    `Restart  one, two  ${roleArn}  Fleet=a, b Incident={INCIDENT_RECORD_ARN}`,
  ]);
});

test('alarms are listed, shown and set', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const plan = await responsePlan(world, 'payments', []);
  const alarm = { ...fullAlarm('Latency', plan), ActionsEnabled: true };
  await world.aws.cloudwatch.send(new PutMetricAlarmCommand(alarm as never));
  assert.match((await mustered(world, 'alarms list'))[1]!, /^Latency {2}INSUFFICIENT_DATA .* payments, team /);
  await mustered(world, 'alarms set-state Latency alarm --reason drill');
  const shown = (await mustered(world, 'alarms show Latency')).join('\n');
  assert.match(shown, /state +ALARM\nreason +drill\n/);
  assert.match(shown, /watches +p99\.9 of App\/Payments Latency > 1\.5, in 2 of 3 periods of 60 s/);
  assert.match((await mustered(world, 'incidents list --plan payments'))[1]!, /Trouble with payments$/);
  assert.equal((await mustered(world, 'alarms list --state ALARM --json')).join('').includes('"Latency"'), true);
  assert.equal((await muster(world, ['alarms', 'list', '--state', 'OK'])).out, '');
  const told = (await mustered(world, 'alarms history Latency')).join('\n');
  assert.match(told, /Failed to execute action .*:team\..*\n.*Successfully executed action/);
  await mustered(world, 'alarms disable Latency');
  assert.match((await mustered(world, 'alarms show Latency')).join('\n'), /actions +disabled/);
  await mustered(world, 'alarms enable Latency');
  const missing = await muster(world, ['alarms', 'show', 'nowhere']);
  assert.deepEqual([missing.code, missing.out], [1, '']);
  assert.equal((await muster(world, ['alarms', 'set-state', 'Latency', 'broken'])).code, 2);
  await mustered(world, 'alarms delete Latency');
  assert.equal((await muster(world, ['alarms', 'list'])).out, '');
  assert.equal((await muster(world, ['alarms', 'delete', 'Latency'])).code, 1);
});
