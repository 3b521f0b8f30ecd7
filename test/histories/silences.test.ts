import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeleteResponsePlanCommand, UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import { call, done, refused } from '../kit/api.ts';
import { accept, engage, got, resolve, startIncident } from '../kit/deeds.ts';
import {
  alarmEvent,
  alarmRule,
  escalation,
  incidentsIn,
  incidentsOf,
  responsePlan,
  timelineOf,
} from '../kit/scenario.ts';
import { endSilence, inMinutes, silence } from '../kit/silences.ts';
import { openWorld, UNHELD, type World } from '../kit/world.ts';
import { people, wordsOn } from './people.ts';

/** The behaviours that the field's pagers are tested for: maintenance, and whatever else is silenced. */

/** Ana for five minutes, then Bo; Cy by a plan of their own. */
async function town(world: World) {
  const [ana, bo, cy] = await people(world);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [bo] },
  ]);
  const plan = await responsePlan(world, 'payments', [tiers]);
  return { ana, bo, cy, plan, other: await responsePlan(world, 'search', [cy.arn]) };
}

const idOf = (arn: string) => arn.split('/').at(-1)!;

test('35 servicemaintenancealert: in maintenance a new alert is silent, and one that runs already goes on', async () => {
  await using world = await openWorld();
  const { ana, bo, cy, plan, other } = await town(world);
  const running = await startIncident(world, plan, { title: 'Before' });
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana), [1]);
  await silence(world, 60, { of: 'plan', target: 'payments' });
  const fresh = await startIncident(world, plan, { title: 'In it' });
  await startIncident(world, other);
  await world.advance({ minutes: 50 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 1, 1]);
  assert.match(await wordsOn(world, fresh), /silenced until 2026-01-02 04:11 UTC \("the database is moved", by arn:/);
  const [start] = (await timelineOf(world, fresh)).filter(({ type }) => type === 'SSM Incident Start');
  assert.deepEqual((JSON.parse(start!.data) as { contactsEngage: object[] }).contactsEngage, []);
  await resolve(world, fresh);
  await world.advance({ hours: 1 });
  assert.doesNotMatch(await wordsOn(world, running), /silenced/);
});

test('36 servicemaintenanceescalate: nobody is engaged by hand in maintenance unless forced; when it ends step 1 is told', async () => {
  await using world = await openWorld();
  const { ana, bo, cy, plan } = await town(world);
  const { id } = await silence(world, 30);
  const arn = await startIncident(world, plan);
  const path = `/incidents/${idOf(arn)}/engagements`;
  const problem = await refused(call(world, 'POST', path, { body: { contact: 'cy' } }), 409, 'conflict');
  assert.match(String(problem['detail']), /silenced until .*muster silences end.*"force": true/);
  await assert.rejects(engage(world, cy.arn, arn), /silenced until .*"force": true/);
  await world.advance({ minutes: 29 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 0, 0]);
  await done(call(world, 'POST', path, { body: { contact: 'cy', force: true } }), 201);
  await world.advance({ seconds: 59 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 0, 1]);
  await world.advance({ seconds: 1 });
  assert.deepEqual(got(world, ana, bo, cy), [1, 0, 0]);
  await world.advance({ minutes: 5 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 1, 0]);
  assert.match(
    await wordsOn(world, arn),
    /cy is engaged although it is silenced[\s\S]*The silence is over: the response plan is engaged/,
  );
  const over = await done<{ status: string; silenced: number }>(call(world, 'GET', `/silences/${id}`));
  assert.deepEqual([over.status, over.silenced], ['over', 1]);
  await engage(world, cy.arn, arn);
  await world.runDue();
  assert.deepEqual(got(world, cy), [1]);
});

test('what is over, worked on or acknowledged when a silence ends pages nobody, and its timeline says why', async () => {
  await using world = await openWorld();
  const { ana, cy, plan } = await town(world);
  await silence(world, 30);
  const [resolved, reopened, worked, answered, gone] = await Promise.all(
    ['Resolved', 'Reopened', 'Worked', 'Answered', 'Gone'].map((title) => startIncident(world, plan, { title })),
  );
  const update = (arn: string, status: string) =>
    world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: status as 'OPEN', title: status }));
  await resolve(world, resolved!);
  await resolve(world, reopened!);
  await update(reopened!, 'OPEN');
  await update(worked!, 'IN_PROGRESS');
  const path = `/incidents/${idOf(answered!)}/engagements`;
  await done(call(world, 'POST', path, { body: { contact: 'cy', force: true } }), 201);
  await accept(world, await world.firstMail(cy.address));
  await done(call(world, 'DELETE', `/incidents/${idOf(gone!)}`), 204);
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana), [0]);
  assert.match(
    await wordsOn(world, worked!),
    /The silence is over: nobody is engaged, as somebody works on the incident/,
  );
  assert.match(await wordsOn(world, answered!), /nobody is engaged, as the incident is acknowledged/);
});

test('severity 1 is silenced only where the silence says so; raised to it, an incident is heard', async () => {
  await using world = await openWorld();
  const { ana, plan } = await town(world);
  const { id } = await silence(world, 60);
  const low = await startIncident(world, plan, { title: 'Low' });
  await startIncident(world, plan, { title: 'Critical', impact: 1 });
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: low, impact: 1 }));
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
  assert.match(await wordsOn(world, low), /No silence covers severity 1: the response plan is engaged/);
  await done(call(world, 'PATCH', `/silences/${id}`, { body: { includeCritical: true } }));
  const quiet = await startIncident(world, plan, { title: 'Critical too', impact: 3 });
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: quiet, impact: 1 }));
  await world.runDue();
  assert.deepEqual(got(world, ana), [0]);
  assert.match(await wordsOn(world, quiet), /Nobody is engaged for severity 1: it is silenced until/);
  for (const { arn } of await incidentsOf(world)) await resolve(world, arn!);
  await world.advance({ hours: 1 });
});

test('a trigger that no silence covers, folded into a silenced incident, has it heard at once', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  const plan = await responsePlan(world, 'p', [ana.arn], { dedupeString: 'one' });
  await alarmRule(world, plan);
  await silence(world, 60, { of: 'alarm', target: 'Latency' });
  await alarmEvent(world, 'Latency');
  await alarmEvent(world, 'Latency');
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana), [0]);
  await alarmEvent(world, 'Errors');
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
  const [incident, ...others] = await incidentsOf(world);
  assert.deepEqual(others, []);
  assert.match(
    await wordsOn(world, incident!.arn!),
    /triggered again by what no silence covers: the response plan is engaged/,
  );
  await world.advance({ hours: 2 });
});

test('a silence of a rule silences what comes by it, alarms among them; of another rule it does not', async () => {
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  await alarmRule(world, await responsePlan(world, 'p', [ana.arn]), 'one');
  await alarmRule(world, await responsePlan(world, 'q', [bo.arn]), 'other');
  await silence(world, 60, { of: 'rule', target: 'one' });
  await alarmEvent(world, 'Latency');
  await world.advance({ minutes: 30 });
  assert.deepEqual(got(world, ana, bo), [0, 1]);
  await world.advance({ minutes: 30 });
  assert.deepEqual(got(world, ana, bo), [1, 0]);
});

test('two silences that overlap: when one is over the other one holds; ended by hand, what it held is heard', async () => {
  await using world = await openWorld();
  const { ana, plan } = await town(world);
  await silence(world, 30, { reason: 'the first' });
  const planned = await silence(world, 90, {
    reason: 'the second',
    from: inMinutes(world, 20),
    until: inMinutes(world, 90),
  });
  assert.equal(planned.status, 'planned');
  const arn = await startIncident(world, plan);
  await world.advance({ minutes: 60 });
  assert.deepEqual(got(world, ana), [0]);
  assert.match(
    await wordsOn(world, arn),
    /One silence is over, and this incident is still silenced until .*the second/,
  );
  assert.equal((await endSilence(world, planned.id)).status, 'over');
  assert.equal((await endSilence(world, planned.id)).status, 'over', 'a second time it changes nothing');
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
});

test('a silence that is prolonged holds longer, and a planned one that is ended never begins', async () => {
  await using world = await openWorld();
  const { ana, cy, plan, other } = await town(world);
  const { id } = await silence(world, 30, { of: 'plan', target: 'payments' });
  const never = await silence(world, 0, {
    of: 'plan',
    target: 'search',
    from: inMinutes(world, 5),
    until: inMinutes(world, 50),
  });
  await endSilence(world, never.id);
  await startIncident(world, plan);
  await world.advance({ minutes: 10 });
  await done(call(world, 'PATCH', `/silences/${id}`, { body: { until: inMinutes(world, 50) } }));
  await startIncident(world, other);
  await world.advance({ minutes: 49 });
  assert.deepEqual(got(world, ana, cy), [0, 1]);
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana), [1]);
});

test('a plan that was deleted in the silence engages nobody, and the timeline says so', async () => {
  await using world = await openWorld();
  const { ana, plan } = await town(world);
  await silence(world, 30);
  const arn = await startIncident(world, plan);
  await world.aws.incidents.send(new DeleteResponsePlanCommand({ arn: plan }));
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana), [0]);
  assert.match(await wordsOn(world, arn), /The silence is over: nobody is engaged, as its response plan was deleted/);
});

test('120 incidents of one silence are all heard when it is over, also where Muster stood still meanwhile', async () => {
  await using world = await openWorld();
  const { ana, plan } = await town(world);
  await silence(world, 30);
  const arns = [];
  for (let made = 0; made < 120; made++) arns.push(await startIncident(world, plan, { title: `Case ${made}` }));
  await world.runDue();
  await world.sleepThrough({ minutes: 33 });
  const named = new Set(
    world.mail.take(ana.address).flatMap(({ text }) => [...text.matchAll(/^Incident: (\S+)$/gm)].map(([, arn]) => arn)),
  );
  await world.advance({ minutes: 1, seconds: 30 });
  for (const { text } of world.mail.take(ana.address))
    for (const [, arn] of text.matchAll(/^Incident: (\S+)$/gm)) named.add(arn);
  assert.deepEqual([...named].sort(), arns.sort());
  for (const arn of arns) await resolve(world, arn);
});

test('a silence that lost its timer is found by the auditor, and ends as it should have', async () => {
  await using world = await openWorld({ audited: true });
  const { ana, plan } = await town(world);
  await silence(world, 30);
  await startIncident(world, plan);
  const [{ id }] = (await done<{ items: [{ id: string }] }>(call(world, 'GET', '/silences?status=active'))).items;
  await world.db.tx((tx) => world.due.cancel(tx, 'silences.end', [id]));
  await world.advance({ minutes: 1 });
  const [found] = world.log.take('error', /the auditor found a fault and repaired it/);
  assert.equal(found!.fields['invariant'], 'silences.without-end');
  assert.deepEqual(got(world, ana), [0]);
  await world.advance({ minutes: 29 });
  assert.deepEqual(got(world, ana), [1]);
});

test('incidents that are opened at the moment at which their silence is ended are all heard, each once', async () => {
  await using world = await openWorld({ limits: UNHELD });
  const { ana, plan } = await town(world);
  for (let round = 0; round < 10; round++) {
    const { id } = await silence(world, 60);
    const opening = Array.from({ length: 8 }, (_, at) => startIncident(world, plan, { title: `${round}/${at}` }));
    const ending = endSilence(world, id).then(() => world.runDue());
    const arns = await Promise.all(opening);
    await ending;
    await world.runDue();
    const paged = world.mail.take(ana.address).flatMap(incidentsIn);
    assert.deepEqual(paged.sort(), arns.sort());
    for (const arn of arns) await resolve(world, arn);
  }
});
