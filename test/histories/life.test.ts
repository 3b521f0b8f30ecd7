import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateContactCommand, GetContactCommand } from '@aws-sdk/client-ssm-contacts';
import { CreateResponsePlanCommand, ListResponsePlansCommand } from '@aws-sdk/client-ssm-incidents';
import { got, resolve, startIncident } from '../kit/deeds.ts';
import { alarmEvent, alarmRule, escalation, incidentsOf, responsePlan } from '../kit/scenario.ts';
import { openWorld } from '../kit/world.ts';
import { people, wordsOn } from './people.ts';

/** The behaviours that the field's pagers are tested for: how incidents end, and what is refused. */

test('23 genericapiclose: closing ends the later stages; an OK, and closing what is not there, open nothing', async () => {
  // The field's pagers close by the alarm's key. Here an OK closes nothing (law 6): a person closes the incident by its ARN.
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [bo] },
  ]);
  await alarmRule(world, await responsePlan(world, 'p', [tiers]));
  await alarmEvent(world, 'Latency', 'OK');
  assert.deepEqual(await incidentsOf(world), []);

  await alarmEvent(world, 'Latency');
  await world.runDue();
  assert.deepEqual(got(world, ana, bo), [1, 0]);
  const [open] = await incidentsOf(world);
  await resolve(world, open!.arn!);
  await resolve(world, open!.arn!);
  await alarmEvent(world, 'Latency', 'OK');
  const unknown = open!.arn!.replace(/[^/]+$/, '11111111-2222-4333-8444-555555555555');
  await assert.rejects(resolve(world, unknown), { name: 'ResourceNotFoundException' });
  await world.advance({ hours: 1 });
  assert.deepEqual(
    (await incidentsOf(world)).map(({ status }) => status),
    ['RESOLVED'],
  );
});

test('37 alertautoclose: an incident does not close by itself, however old it is', async () => {
  // The field's pagers close stale ones after some days. Here a person or a runbook resolves (law 6), and nobody else.
  await using world = await openWorld();
  const [ana] = await people(world);
  const arn = await startIncident(world, await responsePlan(world, 'p', [ana.arn]));
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana), [1]);
  world.standStill({ hours: 400 * 24 });
  await world.runDue();
  const [incident] = await incidentsOf(world);
  assert.deepEqual([incident!.arn, incident!.status, incident!.resolvedTime], [arn, 'OPEN', undefined]);
});

test('41 systemlimits: what is over a limit is refused by a message that names member and limit, and changes nothing', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  const targets = (minutes: number) => [
    { ChannelTargetInfo: { ContactChannelId: ana.channelArn, RetryIntervalInMinutes: minutes } },
  ];
  const create = (minutes: number, retry: number) =>
    world.aws.contacts.send(
      new CreateContactCommand({
        Alias: 'dee',
        Type: 'PERSONAL',
        Plan: { Stages: [{ DurationInMinutes: minutes, Targets: targets(retry) }] },
      }),
    );
  await assert.rejects(create(31, 0), { name: 'ValidationException', message: /durationInMinutes.*30/i });
  await assert.rejects(create(30, 61), { name: 'ValidationException', message: /retryIntervalInMinutes.*60/i });
  const dee = ana.arn.replace(/ana$/, 'dee');
  await assert.rejects(world.aws.contacts.send(new GetContactCommand({ ContactId: dee })), {
    name: 'ResourceNotFoundException',
  });

  const incidentTemplate = { title: 'x'.repeat(201), impact: 1 };
  const plan = new CreateResponsePlanCommand({ name: 'p', incidentTemplate });
  await assert.rejects(world.aws.incidents.send(plan), { name: 'ValidationException', message: /title.*200/ });
  const { responsePlanSummaries } = await world.aws.incidents.send(new ListResponsePlansCommand({}));
  assert.deepEqual(responsePlanSummaries, []);
});

test('42 graphqlepnotices: a plan that reaches nobody says so on the incident, and what to do', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  const nobody = await startIncident(world, await responsePlan(world, 'empty', []));
  assert.match(
    await wordsOn(world, nobody),
    /Nobody is engaged: response plan empty names no contacts\. Add engagements/,
  );

  const unheard = await startIncident(world, await responsePlan(world, 'unheard', [ana.arn]));
  await world.advance({ minutes: 10 });
  assert.deepEqual(got(world, ana), [1]);
  assert.match(await wordsOn(world, unheard), /The plan of ana has run to its end; nobody has acknowledged/);
});
