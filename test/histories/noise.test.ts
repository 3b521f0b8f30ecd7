import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GetIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import { call, done } from '../kit/api.ts';
import { alert, alertRule } from '../kit/bus-alerts.ts';
import { accept, got, resolve, startIncident } from '../kit/deeds.ts';
import { alarmEvent, alarmRule, incidentsOf, responsePlan } from '../kit/scenario.ts';
import { silence } from '../kit/silences.ts';
import { openWorld, UNHELD, type World } from '../kit/world.ts';
import { people, wordsOn } from './people.ts';

/** What people are spared of alarms that repeat themselves, and what they must not be spared. */

/** Ana by plan `payments`, which every alarm opens. */
async function town(world: World, noise: object = {}) {
  const [ana] = await people(world);
  const plan = await responsePlan(world, 'payments', [ana.arn]);
  await alarmRule(world, plan);
  await tune(world, noise);
  return { ana, plan };
}

const edit = (world: World, body: object) =>
  call(world, 'PATCH', '/response-plans/payments', { body, headers: { 'if-match': '*' } });
const tune = (world: World, noise: object) => done(edit(world, noise));

const statuses = async (world: World) => (await incidentsOf(world)).map(({ status }) => status);

test('recovery is noted, and resolves nothing unless the plan says so', async () => {
  await using world = await openWorld();
  const { ana } = await town(world);
  await alarmEvent(world, 'latency');
  await alarmEvent(world, 'latency', 'OK');
  await world.runDue();
  const [{ arn: noted } = { arn: '' }] = await incidentsOf(world);
  assert.deepEqual(await statuses(world), ['OPEN']);
  assert.match(await wordsOn(world, noted!), /Alarm latency recovered at 2026-01-02 03:10 UTC; nothing fires any more/);
  await resolve(world, noted!);
  await tune(world, { onRecovery: 'resolve', resolveAfterMinutes: 10 });
  await alarmEvent(world, 'latency');
  await alarmEvent(world, 'latency', 'OK');
  await world.advance({ minutes: 9 });
  // A new alarm keeps it open, and its recovery begins the ten minutes anew.
  await alarmEvent(world, 'latency');
  await world.advance({ minutes: 11 });
  await alarmEvent(world, 'latency', 'OK');
  await world.advance({ minutes: 9 });
  assert.deepEqual(await statuses(world), ['OPEN', 'RESOLVED']);
  const [{ arn } = { arn: '' }] = await incidentsOf(world);
  await world.advance({ minutes: 1 });
  assert.deepEqual(await statuses(world), ['RESOLVED', 'RESOLVED']);
  assert.match(
    await wordsOn(world, arn!),
    /Unless something fires before 2026-01-02 03:40 UTC, the incident is resolved/,
  );
  const record = await world.aws.incidents.send(new GetIncidentRecordCommand({ arn }));
  assert.equal(record.incidentRecord!.lastModifiedBy, 'recovery.muster');
  // What recovers and fires for nobody changes nothing.
  await alarmEvent(world, 'latency', 'OK');
  await alarmEvent(world, 'never-fired', 'OK');
  await world.advance({ minutes: 20 });
  assert.equal((await incidentsOf(world)).length, 2);
  got(world, ana);
});

test('an incident of several alarms has recovered when all of them have, and never by what cannot say so', async () => {
  await using world = await openWorld();
  const { ana, plan } = await town(world, { onRecovery: 'resolve' });
  await done(edit(world, { incident: { dedupeString: 'payments' } }));
  await alarmEvent(world, 'latency');
  await alarmEvent(world, 'errors');
  await alarmEvent(world, 'latency', 'OK');
  await world.runDue();
  const [{ arn } = { arn: '' }] = await incidentsOf(world);
  assert.match(await wordsOn(world, arn!), /Alarm latency recovered at .*; 1 other still fires/);
  assert.deepEqual(await statuses(world), ['OPEN']);
  await alarmEvent(world, 'errors', 'OK');
  await world.runDue();
  assert.deepEqual(await statuses(world), ['RESOLVED']);
  const byHand = await startIncident(world, plan);
  await alarmEvent(world, 'latency');
  await alarmEvent(world, 'latency', 'OK');
  await world.advance({ minutes: 1 });
  assert.deepEqual(await statuses(world), ['OPEN', 'RESOLVED']);
  assert.match(await wordsOn(world, byHand), /latency recovered at .*; what else came does not say when it is over/);
  got(world, ana);
});

test('a new alarm after quiet pages again, on the same incident, though it was acknowledged', async () => {
  await using world = await openWorld();
  const { ana } = await town(world);
  await alarmEvent(world, 'latency');
  const mail = await world.firstMail(ana.address);
  await accept(world, mail);
  await alarmEvent(world, 'latency', 'OK');
  await world.advance({ minutes: 20 });
  await alarmEvent(world, 'latency');
  await world.advance({ minutes: 29 });
  assert.deepEqual(got(world, ana), [0], 'it was not quiet for half an hour');
  await world.advance({ minutes: 1 });
  await alarmEvent(world, 'latency');
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
  const incidents = await incidentsOf(world);
  assert.equal(incidents.length, 1);
  assert.match(
    await wordsOn(world, incidents[0]!.arn!),
    /It is triggered again after 30 minutes of quiet: the response plan is engaged anew/,
  );
  // Silenced, it waits for the silence's end.
  await world.advance({ hours: 2 });
  got(world, ana);
  await silence(world, 60, { of: 'plan', target: 'payments' });
  await alarmEvent(world, 'latency');
  await world.advance({ minutes: 59 });
  assert.deepEqual(got(world, ana), [0]);
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana), [1]);
  await tune(world, { pageAgainAfterMinutes: null });
  await world.advance({ hours: 3 });
  got(world, ana);
  await alarmEvent(world, 'latency');
  await world.runDue();
  assert.deepEqual(got(world, ana), [0]);
});

test('alerts that share the plan’s fields within its window are one incident, and a duplicate stays where it is', async () => {
  await using world = await openWorld();
  const { ana, plan } = await town(world, {
    grouping: { by: ['detail.labels.service', 'detail.labels.zone'], windowMinutes: 10 },
  });
  await alertRule(world, plan);
  await alert(world, 'Firing', 'a1', { service: 'api', zone: 'a' });
  await alert(world, 'Firing', 'a2', { service: 'api', zone: 'a' });
  await alert(world, 'Firing', 'b1', { service: 'api', zone: 'b' });
  assert.equal((await incidentsOf(world)).length, 2);
  await alert(world, 'Firing', 'plain');
  await alert(world, 'Firing', 'plain2');
  assert.equal((await incidentsOf(world)).length, 4, 'without the fields each stands alone');
  await world.advance({ minutes: 10 });
  await alert(world, 'Firing', 'a1', { service: 'api', zone: 'a' });
  assert.equal((await incidentsOf(world)).length, 4);
  await alert(world, 'Firing', 'a3', { service: 'api', zone: 'a' });
  assert.equal((await incidentsOf(world)).length, 5, 'the window is over');
  const [newest] = await incidentsOf(world);
  await resolve(world, newest!.arn!);
  await alert(world, 'Firing', 'a4', { service: 'api', zone: 'a' });
  await world.advance({ minutes: 9 });
  await alert(world, 'Firing', 'a5', { service: 'api', zone: 'a' });
  assert.equal((await incidentsOf(world)).length, 6, 'the window begins with the incident that is open');
  got(world, ana);
});

test('what flaps pages nobody anew while it does, and somebody when it is still open at the end', async () => {
  await using world = await openWorld({ limits: UNHELD });
  const { ana } = await town(world, { onRecovery: 'resolve', flapping: { recoveries: 2, withinMinutes: 60 } });
  const flap = async () => {
    await alarmEvent(world, 'latency');
    await world.advance({ minutes: 1 });
    await alarmEvent(world, 'latency', 'OK');
    await world.advance({ minutes: 1 });
  };
  for (let time = 0; time < 3; time++) await flap();
  assert.deepEqual(got(world, ana), [3]);
  assert.deepEqual(await statuses(world), ['OPEN', 'RESOLVED', 'RESOLVED'], 'the third recovery resolves nothing');
  const [{ arn: flapped } = { arn: '' }] = await incidentsOf(world);
  assert.match(await wordsOn(world, flapped!), /It flaps: while it fires and recovers again and again/);
  await resolve(world, flapped!);
  await alarmEvent(world, 'latency');
  await world.advance({ minutes: 59 });
  assert.deepEqual(got(world, ana), [0]);
  const [{ arn } = { arn: '' }] = await incidentsOf(world);
  assert.match(await wordsOn(world, arn!), /What opened this incident flaps .* nobody is engaged. If it is open at/);
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana), [1]);
  assert.match(
    await wordsOn(world, arn!),
    /What opened it flapped, and it is still open: the response plan is engaged/,
  );
  await alarmEvent(world, 'latency', 'OK');
  await world.runDue();
  assert.deepEqual(
    await statuses(world),
    ['RESOLVED', 'RESOLVED', 'RESOLVED', 'RESOLVED'],
    'calm, it is resolved again',
  );
});
