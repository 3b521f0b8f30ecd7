import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { statement } from '#storage/statement';
import { alertEvents, alertsRule, bearer, bring, intakeKey, type MadeKey } from '../kit/alerts.ts';
import { fixture } from '../kit/intake-samples.ts';
import { incidentsOf, replicationSet, responsePlan } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** What senders ask back of what they brought, and ask before they bring anything. */

const AMTOOL = '/usr/bin/amtool';
const run = promisify(execFile);
const changes = statement<{ body: string }>(
  'test.changeEvents',
  `select body from events where detail_type = 'Change' order by id`,
);

let world: World;
let key: MadeKey;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  key = await intakeKey(world, 'alertmanager');
});
after(() => world[Symbol.asyncDispose]());

const at = (minutes: number) => new Date(world.now().getTime() + minutes * 60_000).toISOString();
const alert = (alertname: string, more: object = {}, labels: object = {}) => ({
  labels: { alertname, zone: 'a', ...labels },
  annotations: { summary: `${alertname} is bad` },
  startsAt: at(-1),
  endsAt: at(4),
  generatorURL: 'http://prometheus.example/graph',
  ...more,
});
const post = (...alerts: unknown[]) => bring(world, '/api/v2/alerts', alerts, bearer(key));
const get = (path: string, by: Record<string, string> = bearer(key)) => bring(world, path, undefined, by, 'GET');

interface Shown {
  labels: Record<string, string>;
  fingerprint: string;
  startsAt: string;
  endsAt: string;
}
async function names(query = '', by?: Record<string, string>): Promise<string[]> {
  const { status, body } = await get(`/api/v2/alerts${query}`, by);
  assert.equal(status, 200, JSON.stringify(body));
  return (body as Shown[]).map(({ labels }) => labels['alertname']!).sort();
}

test('what fires is listed as Alertmanager lists it, by its filters, and to no other sender', async () => {
  await post(alert('Disk'), alert('Latency', {}, { zone: 'b' }), alert('Over'));
  await post(alert('Over', { endsAt: at(0) }));
  const { body } = await get('/api/v2/alerts?filter=alertname=Disk');
  const [{ fingerprint, updatedAt, ...shown } = {} as never, ...others] = body as (Shown & { updatedAt: string })[];
  assert.deepEqual(others, []);
  assert.match(fingerprint, /^[0-9a-f]{32}$/);
  assert.equal(updatedAt, world.now().toISOString());
  assert.deepEqual(shown, {
    ...alert('Disk'),
    receivers: [{ name: 'muster' }],
    status: { inhibitedBy: [], mutedBy: [], silencedBy: [], state: 'active' },
  });
  assert.deepEqual(await names(), ['Disk', 'Latency']);
  assert.deepEqual(await names(`?filter=${encodeURIComponent('zone=~"b|c"')}&active=true&silenced=false`), ['Latency']);
  assert.deepEqual(await names('?active=false'), []);
  assert.deepEqual(await names('?receiver=must.*'), ['Disk', 'Latency']);
  assert.deepEqual(await names('?receiver=others'), []);
  assert.deepEqual(await names('', bearer(await intakeKey(world, 'alertmanager', { name: 'staging' }))), []);
  for (const [path, by, status] of [
    ['/api/v2/alerts', {}, 401],
    ['/api/v2/alerts', bearer(await intakeKey(world, 'grafana')), 403],
    ['/api/v2/alerts?filter=nothing', bearer(key), 400],
    ['/api/v2/alerts?active=perhaps', bearer(key), 400],
    ['/api/v2/status', {}, 401],
  ] as const)
    assert.equal((await get(path, by)).status, status, path);
});

test('amtool adds alerts and finds them', { skip: !existsSync(AMTOOL) }, async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-amtool-'));
  context.after(() => rm(folder, { recursive: true }));
  const config = join(folder, 'muster.yml');
  await writeFile(config, `authorization: { credentials: ${key.secret} }\n`, { mode: 0o600 });
  const amtool = async (...args: string[]) =>
    (await run(AMTOOL, ['--alertmanager.url', world.url, '--http.config.file', config, ...args])).stdout;
  await amtool('alert', 'add', 'Typed', 'zone=z', '--annotation=summary=by hand');
  const found = JSON.parse(await amtool('-o', 'json', 'alert', 'query', 'Typed', 'zone=~"y|z"')) as Shown[];
  assert.deepEqual(
    found.map(({ labels }) => labels),
    [{ alertname: 'Typed', zone: 'z' }],
  );
  assert.match(await amtool('alert', 'query', 'zone=z'), /^Typed +20\d\d-.* by hand +active/m);
  assert.equal(await amtool('-o', 'json', 'alert', 'query', 'Unknown'), '[]\n');
});

test('Opsgenie’s clients learn what became of a request, and what an alert is', async () => {
  const genie = { authorization: `GenieKey ${(await intakeKey(world, 'opsgenie')).secret}` };
  const send = async (path: string, body: unknown) => {
    const answer = await bring(world, path, body, genie);
    assert.equal(answer.status, 202);
    return (answer.body as { requestId: string }).requestId;
  };
  const payload = fixture('opsgenie', 'firing') as { alias: string; message: string; details: object };
  const path = `/v2/alerts/${encodeURIComponent(payload.alias)}`;
  const made = await send('/v2/alerts', payload);
  const asked = async (id: string) => (await get(`/v2/alerts/requests/${id}`, genie)).body as { data: object };
  const about = { success: true, isSuccess: true, alertId: payload.alias, alias: payload.alias, integrationId: '' };
  const processedAt = world.now().toISOString();
  assert.deepEqual((await asked(made)).data, { ...about, action: 'Create', status: 'Created alert', processedAt });
  const { data } = (await get(`${path}?identifierType=alias`, genie)).body as { data: Record<string, unknown> };
  assert.deepEqual([data['message'], data['status'], data['alias']], [payload.message, 'open', payload.alias]);
  const closing = await send(`${path}/close?identifierType=alias`, undefined);
  assert.deepEqual((await asked(closing)).data, { ...about, action: 'Close', status: 'Closed alert', processedAt });
  const closed = (await get(`${path}?identifierType=alias`, genie)).body as { data: { status: string } };
  assert.equal(closed.data.status, 'closed');
  for (const unknown of ['/v2/alerts/nobody?identifierType=alias', `/v2/alerts/requests/${world.now().getTime()}`]) {
    const { status, body } = await get(unknown, genie);
    assert.deepEqual([status, Object.keys(body as object)], [404, ['message', 'took', 'requestId']]);
  }
  assert.equal((await get(path, genie)).status, 200);
  assert.equal((await get(path, {})).status, 401);
  const other = { authorization: `GenieKey ${(await intakeKey(world, 'opsgenie', { name: 'b' })).secret}` };
  assert.equal((await get(`/v2/alerts/requests/${made}`, other)).status, 404, 'another sender’s is not told');
});

test('a change of PagerDuty’s is an event that opens nothing, unless a rule names it', async () => {
  const { secret } = await intakeKey(world, 'pagerduty');
  const payload = { summary: 'Release 41', source: 'ci', timestamp: at(-2), custom_details: { build: 41 } };
  const send = (more: object = {}) =>
    bring(world, '/v2/change/enqueue', {
      routing_key: secret,
      payload,
      links: [{ href: 'https://ci.example' }],
      ...more,
    });
  await alertsRule(world, 'pagerduty', await responsePlan(world, 'pd', []));
  const open = (await incidentsOf(world)).length;
  const { status, body } = await send();
  assert.deepEqual([status, body], [202, { status: 'success', message: 'Change event processed' }]);
  const [event] = (await world.db.rows(changes)).map(({ body: text }) => JSON.parse(text));
  assert.equal(event.source, 'muster.pagerduty');
  assert.deepEqual([event.detail.labels, event.detail.annotations], [{ source: 'ci' }, { summary: 'Release 41' }]);
  assert.equal(event.detail.startsAt, payload.timestamp);
  assert.equal(event.detail.raw.payload.custom_details.build, 41);
  assert.ok(!JSON.stringify(event).includes(secret));
  assert.equal((await incidentsOf(world)).length, open);
  assert.equal((await send({ payload: { source: 'ci' } })).status, 400);
  assert.equal((await send({ routing_key: 'mikwrong' })).status, 401);
  assert.equal((await world.db.rows(changes)).length, 1);
  assert.ok((await alertEvents(world)).length > 0);
});

test('a sender of CloudEvents that asks whether it may send is told so, with a key', async () => {
  const { secret } = await intakeKey(world, 'cloudevents');
  const ask = (headers: Record<string, string>, path = `/intake/cloudevents/${secret}`) =>
    bring(world, path, undefined, headers, 'OPTIONS');
  const asked = { 'webhook-request-origin': 'eventemitter.example.com', 'webhook-request-rate': '120' };
  const { status, headers } = await ask(asked);
  assert.deepEqual(
    [status, headers.get('webhook-allowed-origin'), headers.get('webhook-allowed-rate'), headers.get('allow')],
    [200, 'eventemitter.example.com', '120', 'POST'],
  );
  const byHeader = await ask({ ...asked, authorization: `Bearer ${secret}` }, '/intake/cloudevents');
  assert.equal(byHeader.headers.get('webhook-allowed-origin'), 'eventemitter.example.com');
  for (const [more, path, wanted] of [
    [{}, undefined, 400],
    [asked, '/intake/cloudevents', 401],
    [asked, '/intake/cloudevents/mikwrong', 401],
    [{ ...asked, 'webhook-request-rate': 'many' }, undefined, 400],
  ] as const) {
    const refused = await ask(more, path);
    assert.deepEqual([refused.status, refused.headers.get('webhook-allowed-origin')], [wanted, null]);
  }
});
