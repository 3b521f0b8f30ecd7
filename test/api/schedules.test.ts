import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ListTagsForResourceCommand } from '@aws-sdk/client-ssm-contacts';
import { call, done, refused } from '../kit/api.ts';
import { person, replicationSet } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** It is Friday, 2026-01-02T03:10Z. */
let world: World;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  for (const alias of ['ana', 'bob']) await person(world, alias);
});
after(() => world[Symbol.asyncDispose]());

interface Schedule {
  alias: string;
  arn: string;
  displayName: string | null;
  rotations: string[];
  tags: Record<string, string>;
}
type People = { people: { alias: string }[] };

const get = <T = Record<string, unknown>>(path: string) => done<T>(call(world, 'GET', path));
const post = <T = Record<string, unknown>>(path: string, body: object = {}, status = 201) =>
  done<T>(call(world, 'POST', path, { body }), status);
async function edit<T = Record<string, unknown>>(method: 'PUT' | 'PATCH', path: string, body: object): Promise<T> {
  const etag = (await call(world, 'GET', path)).headers.get('etag')!;
  return done<T>(call(world, method, path, { body, headers: { 'if-match': etag } }));
}
const rotation = (name: string, people: string[], tags?: object) =>
  post<{ id: string; arn: string }>('/rotations', {
    name,
    people,
    timeZone: 'UTC',
    startsAt: '2026-01-01T09:00:00Z',
    handOffs: { kind: 'daily', at: ['09:00'] },
    ...(tags ? { tags } : {}),
  });
const onCall = async (alias: string) =>
  (await get<People>(`/schedules/${alias}/on-call`)).people.map((one) => one.alias);

test('an on-call schedule is made, replaced with its rotations in their order, and deleted while they stay', async () => {
  const [one, other] = [await rotation('one', ['ana', 'bob']), await rotation('other', ['bob'])];
  const given = { alias: 'line', displayName: 'First line', rotations: [one.id], tags: { team: 'shop' } };
  const made = await post<Schedule>('/schedules', given);
  assert.deepEqual(made, await get('/schedules/line'));
  assert.deepEqual([made.rotations, made.displayName, made.tags], [[one.id], 'First line', { team: 'shop' }]);
  assert.deepEqual(await onCall('line'), ['ana']);
  const body = { rotations: [other.id, one.id] };
  await refused(call(world, 'PUT', '/schedules/line', { body }), 428, 'preconditionRequired');
  const replaced = await edit<Schedule>('PUT', '/schedules/line', body);
  assert.deepEqual([replaced.rotations, replaced.displayName, replaced.tags], [body.rotations, null, made.tags]);
  assert.deepEqual((await onCall('line')).toSorted(), ['ana', 'bob']);
  const { items } = await get<{ items: Schedule[] }>('/schedules');
  assert.deepEqual(items, [replaced]);
  await done(call(world, 'DELETE', '/schedules/line'), 204);
  await refused(call(world, 'GET', '/schedules/line'), 404, 'notFound');
  await get(`/rotations/${one.id}`);
});

test('a schedule’s version outlives a hand-off, and one without rotations has nobody', async () => {
  const { id } = await rotation('handed over', ['ana', 'bob']);
  await post('/schedules', { alias: 'steady', rotations: [id] });
  await post('/schedules', { alias: 'empty' });
  const etag = async () => (await call(world, 'GET', '/schedules/steady')).headers.get('etag');
  const [before, first] = [await etag(), await onCall('steady')];
  await world.advance({ minutes: 24 * 60 });
  assert.deepEqual([await etag(), await onCall('empty')], [before, []]);
  assert.notDeepEqual(await onCall('steady'), first);
});

test('what a schedule cannot have is told in our own words, and a person is none', async () => {
  const { id } = await rotation('known', ['ana']);
  const unknown = '0f2a91c0-de77-4000-8000-000000000000';
  for (const [rotations, detail] of [
    [[id, unknown], /^rotations\[1\]: rotation .* does not exist/],
    [[id, id], /^rotations\[1\]: .* is named twice/],
  ] as const) {
    const problem = await refused(
      call(world, 'POST', '/schedules', { body: { alias: 'x', rotations } }),
      400,
      'validation',
    );
    assert.match(problem['detail'] as string, detail);
  }
  await refused(call(world, 'GET', '/schedules/ana'), 404, 'notFound');
  await refused(call(world, 'GET', '/schedules/ana/on-call'), 404, 'notFound');
});

test('tags are told and, given in an edit, take the place of all; the AWS face reads the same', async () => {
  const { id, arn } = await rotation('tagged', ['ana'], { team: 'shop' });
  assert.deepEqual((await get(`/rotations/${id}`))['tags'], { team: 'shop' });
  assert.deepEqual((await edit('PATCH', `/rotations/${id}`, { every: 2 }))['tags'], { team: 'shop' });
  await edit('PATCH', `/rotations/${id}`, { tags: { tier: '1' } });
  const { Tags } = await world.aws.contacts.send(new ListTagsForResourceCommand({ ResourceARN: arn }));
  assert.deepEqual(Tags, [{ Key: 'tier', Value: '1' }]);
  assert.deepEqual((await edit('PATCH', '/contacts/ana', { tags: { a: '1', b: '2' } }))['tags'], { a: '1', b: '2' });
  assert.deepEqual((await edit('PATCH', '/contacts/ana', { tags: {} }))['tags'], {});
});

test('a channel’s new address waits for its own code, and a channel is switched off', async () => {
  const { items } = await get<{ items: { id: string }[] }>('/contacts/bob/channels');
  const path = `/contacts/bob/channels/${items[0]!.id}`;
  const renamed = await edit('PATCH', path, { name: 'inbox' });
  assert.deepEqual([renamed['name'], renamed['activated']], ['inbox', true]);
  const moved = await edit('PATCH', path, { address: 'bob@example.org' });
  assert.deepEqual([moved['address'], moved['activated']], ['bob@example.org', false]);
  await world.runDue();
  const code = /code:? (\d{6})/.exec(world.mail.take('bob@example.org')[0]!.text)![1];
  assert.equal((await post(`${path}/activate`, { code }, 200))['activated'], true);
  assert.equal((await post(`${path}/deactivate`, {}, 200))['activated'], false);
  await refused(
    call(world, 'PATCH', path, { body: { name: 'x' }, headers: { 'if-match': '"old"' } }),
    412,
    'preconditionFailed',
  );
});

test('what was sent for an incident, and what became of it, is listed', async () => {
  const { incident } = await post<{ incident: { id: string } }>('/incidents', { title: 'Slow' });
  const engagement = await post<{ id: string }>(`/incidents/${incident.id}/engagements`, { contact: 'ana' });
  await world.runDue();
  assert.equal(world.mail.take('ana@example.com').length, 1);
  const path = `/incidents/${incident.id}/engagements/${engagement.id}/pages`;
  const { items } = await get<{ items: Record<string, unknown>[] }>(path);
  const { id, channelType, stage, attempt, sentAt } = items[0]!;
  assert.deepEqual([items.length, channelType, stage, attempt, sentAt !== null], [1, 'email', 1, 1, true]);
  assert.deepEqual(await get(`${path}/${id}`), items[0]);
  const receipts = await get<{ items: { kind: string }[] }>(`${path}/${id}/receipts`);
  assert.deepEqual(
    receipts.items.map(({ kind }) => kind),
    ['sent'],
  );
  const other = await post<{ incident: { id: string } }>('/incidents', { title: 'Other' });
  await refused(call(world, 'GET', path.replace(incident.id, other.incident.id)), 404, 'notFound');
});

test('calls are measured by operation and status, refused ones too', async () => {
  const text = await (await fetch(new URL('/metrics', world.url))).text();
  assert.match(text, /muster_api_call_seconds_count\{operation="createSchedule",status="201"\} \d+/);
  assert.match(text, /muster_api_call_seconds_count\{operation="getSchedule",status="404"\} \d+/);
});
