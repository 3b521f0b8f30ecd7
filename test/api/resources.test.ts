import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, call, done, type Request, refused } from '../kit/api.ts';
import { replicationSet } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

let world: World;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

const get = <T = Record<string, unknown>>(path: string) => done<T>(call(world, 'GET', path));
const post = <T = Record<string, unknown>>(path: string, body: object = {}, status = 201) =>
  done<T>(call(world, 'POST', path, { body }), status);
/** Reads, and edits what was read. */
async function edit(method: 'PUT' | 'PATCH', path: string, body: object): Promise<Answer> {
  const { headers } = await call(world, 'GET', path);
  const request: Request = { body, headers: { 'if-match': headers.get('etag')! } };
  return call(world, method, path, request);
}

/** A person with one activated channel that the plan tries at once, made by the API alone. */
async function person(alias: string): Promise<string> {
  await post('/contacts', { alias, displayName: alias.toUpperCase() });
  const address = `${alias}@example.com`;
  const { id } = await post<{ id: string }>(`/contacts/${alias}/channels`, { name: 'mail', type: 'email', address });
  await world.runDue();
  const code = /code:? (\d{6})/.exec(world.mail.take(address)[0]?.text ?? '')?.[1];
  const wrong = code === '000000' ? '111111' : '000000';
  await refused(
    call(world, 'POST', `/contacts/${alias}/channels/${id}/activate`, { body: { code: wrong } }),
    400,
    'validation',
  );
  const channel = await post<{ activated: boolean }>(`/contacts/${alias}/channels/${id}/activate`, { code }, 200);
  assert.equal(channel.activated, true);
  const stages = [{ minutes: 5, targets: [{ kind: 'channel', channel: id, retryMinutes: 0 }] }];
  const plan = await edit('PUT', `/contacts/${alias}/plan`, { stages });
  assert.deepEqual(plan.body, { stages, repeats: 0, acknowledgementTimeoutMinutes: 0 });
  return address;
}

test('people, channels and plans are made, and an escalation plan pages them for an incident', async () => {
  const ana = await person('ana');
  const bob = await person('bob');
  const stages = [
    { minutes: 5, targets: [{ kind: 'contact', contact: 'ana' }] },
    { minutes: 5, targets: [{ kind: 'contact', contact: 'bob', essential: false }] },
  ];
  const made = await post<{ arn: string; stages: object[] }>('/escalation-plans', { alias: 'first-line', stages });
  assert.deepEqual(made, await get('/escalation-plans/first-line'));
  await post('/response-plans', {
    name: 'checkout',
    incident: { title: 'Checkout is slow', severity: 2 },
    engage: ['first-line'],
  });
  const { incident } = await post<{ incident: { id: string; arn: string } }>('/incidents', { plan: 'checkout' });
  await world.advance({ minutes: 6 });
  assert.deepEqual([world.mail.take(ana).length, world.mail.take(bob).length], [1, 1]);
  const path = `/incidents/${incident.id}/engagements`;
  const { items } = await get<{ items: { id: string; contact: string; engagedBy: string | null; status: string }[] }>(
    path,
  );
  const aliases = items.map(({ contact }) => contact.split('/').at(-1));
  assert.deepEqual(aliases, ['bob', 'ana', 'first-line']);
  const root = items.find(({ engagedBy }) => engagedBy === null)!;
  const stopped = await post<{ status: string }>(`${path}/${root.id}/stop`, { reason: 'handled by phone' }, 200);
  assert.equal(stopped.status, 'stopped');
  await world.advance({ minutes: 30 });
});

test('somebody is engaged by hand, and not for an incident that is resolved', async () => {
  const cleo = await person('cleo');
  const { incident } = await post<{ incident: { id: string } }>('/incidents', { title: 'By hand', severity: 1 });
  const path = `/incidents/${incident.id}/engagements`;
  const engagement = await post<{ contactType: string; status: string }>(path, { contact: 'cleo' });
  assert.deepEqual([engagement.contactType, engagement.status], ['person', 'engaging']);
  await world.runDue();
  assert.match(world.mail.take(cleo)[0]!.subject, /By hand/);
  await refused(call(world, 'POST', path, { body: { contact: 'nobody' } }), 404, 'notFound');
  await edit('PATCH', `/incidents/${incident.id}`, { status: 'resolved' });
  await refused(call(world, 'POST', path, { body: { contact: 'cleo' } }), 409, 'conflict');
});

test('a note is written, changed and hidden; what Muster wrote stays', async () => {
  const { incident } = await post<{ incident: { id: string } }>('/incidents', { title: 'Notes' });
  const path = `/incidents/${incident.id}/timeline`;
  const references = [{ kind: 'resource', arn: 'arn:aws:s3:::bucket' }];
  const note = await post<{ id: string; text: string }>(path, { text: 'Looking', references });
  assert.deepEqual(await get(`${path}/${note.id}`), note);
  const changed = await edit('PATCH', `${path}/${note.id}`, { text: 'Looking at the bucket' });
  assert.deepEqual([changed.body['text'], changed.body['references']], ['Looking at the bucket', references]);
  type Page = { items: { id: string; type: string; text: string | null; editable: boolean }[]; next: string | null };
  const notes = await get<Page>(`${path}?type=note&order=newestFirst`);
  assert.deepEqual(
    notes.items.map(({ text }) => text),
    ['Looking at the bucket'],
  );
  const [first] = (await get<Page>(`${path}?limit=1`)).items;
  assert.deepEqual([first!.type, first!.editable], ['trigger', false]);
  await refused(edit('PATCH', `${path}/${first!.id}`, { text: 'x' }), 400, 'validation');
  await done(call(world, 'DELETE', `${path}/${note.id}`), 204);
  await refused(call(world, 'GET', `${path}/${note.id}`), 404, 'notFound');
});

test('related items are added, given another title, and removed', async () => {
  const { incident } = await post<{ incident: { id: string } }>('/incidents', { title: 'Related' });
  const path = `/incidents/${incident.id}/related-items`;
  const values = [
    { kind: 'resource', arn: 'arn:aws:s3:::bucket' },
    { kind: 'link', url: 'https://example.com/graph' },
    { kind: 'metric', definition: '{"a":1}' },
    { kind: 'pagerDuty', id: 'PD1', autoResolve: true },
  ];
  for (const value of values) {
    await post(path, { type: 'other', value });
    await world.advance({ seconds: 1 });
  }
  type Item = { id: string; value: object; title: string | null };
  const { items } = await get<{ items: Item[] }>(path);
  assert.deepEqual(
    items.map(({ value }) => value),
    values,
  );
  const again = await post<Item>(path, { type: 'other', value: values[1], title: 'The graph' });
  assert.deepEqual([again.id, again.title], [items[1]!.id, 'The graph']);
  await done(call(world, 'DELETE', `${path}/${again.id}`), 204);
  await refused(call(world, 'DELETE', `${path}/${again.id}`), 404, 'notFound');
  assert.equal((await get<{ items: Item[] }>(path)).items.length, 3);
});

test('a response plan is read back as it was given, changed in parts, and replaced whole', async () => {
  const runbook = {
    document: 'Restart',
    roleArn: 'arn:aws:iam::123456789012:role/runner',
    parameters: { service: ['web'] },
    dynamicParameters: { incident: 'INCIDENT_RECORD_ARN' },
  };
  const given = {
    name: 'whole',
    displayName: 'The whole plan',
    incident: {
      title: 'It is down',
      severity: 1,
      summary: 'All of it',
      dedupeString: 'down',
      notificationTopics: ['arn:aws:sns:us-east-1:123456789012:told'],
      tags: { team: 'web' },
    },
    engage: ['arn:aws:ssm-contacts:us-east-1:123456789012:contact/ana'],
    engageBySeverity: [
      { severities: [1, 2], engage: ['arn:aws:ssm-contacts:us-east-1:123456789012:contact/bob'], afterMinutes: 5 },
    ],
    runbooks: [runbook],
    chatTopics: ['arn:aws:sns:us-east-1:123456789012:chat'],
    pagerDuty: [{ name: 'PagerDuty', serviceId: 'P1', secretId: 'key' }],
    onRecovery: 'resolve',
    resolveAfterMinutes: 5,
    pageAgainAfterMinutes: null,
    grouping: { by: ['detail.labels.service'], windowMinutes: 10 },
    flapping: { recoveries: 4, withinMinutes: 60 },
    tags: { owner: 'ops' },
  };
  const { arn, ...plan } = await post<{ arn: string }>('/response-plans', given);
  assert.match(arn, /response-plan\/whole$/);
  assert.deepEqual(plan, given);
  const changed = await edit('PATCH', '/response-plans/whole', {
    incident: { summary: null },
    engage: [],
    tags: { owner: 'web' },
    pageAgainAfterMinutes: 45,
    flapping: null,
  });
  assert.deepEqual(
    ['onRecovery', 'pageAgainAfterMinutes', 'grouping', 'flapping'].map((name) => changed.body[name]),
    ['resolve', 45, given.grouping, null],
  );
  const { summary, title } = changed.body['incident'] as { summary: null; title: string };
  assert.deepEqual(
    [summary, title, changed.body['engage'], changed.body['tags']],
    [null, 'It is down', [], { owner: 'web' }],
  );
  const replaced = await edit('PUT', '/response-plans/whole', { incident: { title: 'Only this' } });
  const { incident, runbooks, chatTopics, pagerDuty, tags, displayName } = replaced.body;
  const noise = ['onRecovery', 'resolveAfterMinutes', 'pageAgainAfterMinutes', 'grouping', 'flapping'];
  assert.deepEqual(
    noise.map((name) => replaced.body[name]),
    ['note', 0, 30, null, null],
  );
  assert.deepEqual(
    { runbooks, chatTopics, pagerDuty, tags, displayName },
    { runbooks: [], chatTopics: [], pagerDuty: [], tags: {}, displayName: null },
  );
  assert.deepEqual(incident, {
    title: 'Only this',
    severity: 3,
    summary: null,
    dedupeString: null,
    notificationTopics: [],
    tags: {},
  });
  await done(call(world, 'DELETE', '/response-plans/whole', { headers: { 'if-match': '"old"' } }), 412);
  await done(call(world, 'DELETE', '/response-plans/whole'), 204);
  await refused(call(world, 'GET', '/response-plans/whole'), 404, 'notFound');
  await refused(call(world, 'POST', '/response-plans', { body: { ...given, name: 'checkout' } }), 409, 'conflict');
});

test('a person is no escalation plan, and one whom a plan names stays', async () => {
  await refused(call(world, 'GET', '/contacts/first-line'), 404, 'notFound');
  await refused(call(world, 'GET', '/escalation-plans/ana'), 404, 'notFound');
  const problem = await refused(call(world, 'DELETE', '/contacts/ana'), 409, 'conflict');
  assert.match(JSON.stringify(problem['dependents']), /first-line/);
  const stages = [{ minutes: 5, targets: [{ kind: 'contact', contact: 'bob' }] }];
  const wrong = await edit('PUT', '/contacts/ana/plan', { stages });
  assert.match(String(wrong.body['detail']), /^stages\[0\]: a contact of type PERSONAL engages its channels/);
  await done(edit('PUT', '/escalation-plans/first-line', { stages }));
  await done(call(world, 'DELETE', '/contacts/ana'), 204);
  const { items } = await get<{ items: { alias: string }[] }>('/contacts?aliasPrefix=b&limit=1');
  assert.deepEqual(
    items.map(({ alias }) => alias),
    ['bob'],
  );
});
