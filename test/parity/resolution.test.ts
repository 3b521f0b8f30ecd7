import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  GetIncidentRecordCommand,
  ListTimelineEventsCommand,
  StartIncidentCommand,
  UpdateIncidentRecordCommand,
} from '@aws-sdk/client-ssm-incidents';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';
import { call } from './kit/wire.ts';

/** The resolution plan and the resolution note of an incident: Muster's own members of UpdateIncidentRecord. */

let world: World;
let planArn: string;
let arn: string;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  planArn = await responsePlan(world, 'payments', []);
});
after(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  const { incidentRecordArn } = await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: planArn }));
  arn = incidentRecordArn!;
  await world.advance({ seconds: 1 });
});

const update = (change: Record<string, unknown>) =>
  call(world, ssmIncidents, 'UpdateIncidentRecord', { arn, ...change });
async function record(): Promise<Record<string, unknown>> {
  const { body } = await call(world, ssmIncidents, 'GetIncidentRecord', { arn });
  return body['incidentRecord'] as Record<string, unknown>;
}
/** What the timeline tells after trigger, start and that nobody was engaged. */
const told = async () => (await timelineOf(world, arn)).slice(3).map(({ type, data }) => [type, JSON.parse(data)]);
const UNTIL = 1_767_340_800;

test('a plan to end it is kept, read back, told on the timeline, replaced and taken away', async () => {
  const plan = { what: 'Roll back to 4.1', by: 'ana', until: UNTIL };
  assert.equal((await update({ resolutionPlan: plan })).status, 204);
  assert.deepEqual((await record())['resolutionPlan'], plan);
  assert.equal((await record())['workflowStatus'], 'OPEN');
  const [[type, data]] = (await told()) as [[string, { modifiedAttributes: unknown[] }]];
  assert.equal(type, 'SSM Incident Record Update');
  const newValue = JSON.stringify({ what: 'Roll back to 4.1', by: 'ana', until: new Date(UNTIL * 1_000) });
  assert.deepEqual(data.modifiedAttributes, [{ attributeName: 'resolutionPlan', newValue }]);
  await update({ resolutionPlan: plan });
  assert.equal((await told()).length, 1, 'the same again is no change');
  await update({ resolutionPlan: { what: 'Wait' } });
  assert.deepEqual((await record())['resolutionPlan'], { what: 'Wait' });
  await update({ resolutionPlan: { what: '' } });
  assert.equal('resolutionPlan' in (await record()), false);
  assert.equal((await told()).length, 3);
});

test('a note at the end is kept and is a Note on the timeline, after the change, about the incident', async () => {
  const note = 'Rolled back; "the cache" was cold';
  assert.equal((await update({ status: 'Resolved', resolutionNote: note })).status, 204);
  assert.deepEqual([(await record())['status'], (await record())['resolutionNote']], ['RESOLVED', note]);
  const events = await told();
  assert.deepEqual([events.length, events[0]![0], events[1]], [2, 'SSM Incident Record Update', ['Note', note]]);
  const { eventSummaries } = await world.aws.incidents.send(new ListTimelineEventsCommand({ incidentRecordArn: arn }));
  assert.deepEqual(eventSummaries![0]!.eventReferences, [{ resource: arn }]);
  await update({ resolutionNote: note });
  assert.equal((await told()).length, 2, 'the same again is no change');
  await update({ resolutionNote: 'And the queue was full' });
  assert.deepEqual((await told()).at(-1), ['Note', 'And the queue was full']);
  await update({ resolutionNote: '' });
  assert.equal('resolutionNote' in (await record()), false);
});

test('a note before the end is refused and changes nothing', async () => {
  for (const change of [{ resolutionNote: 'done?' }, { resolutionNote: 'done?', status: 'In Progress', title: 'x' }]) {
    const answer = await update(change);
    assert.deepEqual([answer.status, answer.code], [400, 'ValidationException']);
    assert.match(String(answer.body['message']), /^resolutionNote: wanted .*this one is (OPEN|IN_PROGRESS)/);
  }
  assert.deepEqual(await told(), []);
});

test('an incident that is opened again has no note on its end any more, and keeps its plan', async () => {
  await update({ status: 'RESOLVED', resolutionNote: 'done', resolutionPlan: { what: 'Roll back' } });
  await update({ status: 'Open' });
  const { resolutionNote, resolutionPlan } = await record();
  assert.deepEqual([resolutionNote, resolutionPlan], [undefined, { what: 'Roll back' }]);
  assert.deepEqual((await told()).at(-2), ['Note', 'done'], 'what was said stays on the timeline');
});

test('the official client reads a record with a plan and a note, and changes it without touching them', async () => {
  await update({ status: 'RESOLVED', resolutionNote: 'done', resolutionPlan: { what: 'Roll back', until: UNTIL } });
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, title: 'Renamed' }));
  const { incidentRecord } = await world.aws.incidents.send(new GetIncidentRecordCommand({ arn }));
  assert.deepEqual([incidentRecord!.title, incidentRecord!.status], ['Renamed', 'RESOLVED']);
  assert.deepEqual((await record())['resolutionPlan'], { what: 'Roll back', until: UNTIL });
});
