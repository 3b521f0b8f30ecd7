import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearer, createApiClient, ProblemError } from '#api/client/client';
import { call, tokenFor } from '../kit/api.ts';
import { replicationSet } from '../kit/scenario.ts';
import { openWorld } from '../kit/world.ts';

test('the typed client starts, finds, edits and resolves an incident, and hears refusals', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const { secret } = await tokenFor(world, 'client');
  const client = createApiClient({ url: world.url, authorize: bearer(secret) });
  const request = { body: { title: 'Typed', severity: 2 }, idempotencyKey: 'one' };
  const { body: started } = await client.call('startIncident', request);
  assert.deepEqual((await client.call('startIncident', request)).body, started);
  const incidentId = started.incident.id;
  const params = { incidentId };
  const { etag } = await client.call('getIncident', { params });
  const edit = { params, body: { status: 'inProgress' as const }, ...(etag ? { ifMatch: etag } : {}) };
  assert.equal((await client.call('editIncident', edit)).body.status, 'inProgress');
  await assert.rejects(client.call('editIncident', edit), (error: unknown) => {
    return error instanceof ProblemError && error.problem.status === 412;
  });
  await client.call('addTimelineEvent', { params, body: { text: 'Found it' } });
  const notes = await client.call('listTimeline', { params, query: { type: ['note'] } });
  assert.deepEqual(
    notes.body.items.map(({ text }) => text),
    ['Found it'],
  );
  const found = await client.call('listIncidents', { query: { status: ['inProgress'], severity: [2] } });
  assert.deepEqual(
    found.body.items.map(({ id }) => id),
    [incidentId],
  );
  await client.call('deleteIncident', { params });
  assert.equal((await call(world, 'GET', `/incidents/${incidentId}`)).status, 404);
});
