import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { statement } from '#storage/statement';
import { alertEvents, alertsRule, bearer, bring, intakeKey, type MadeKey } from '../kit/alerts.ts';
import { call, done } from '../kit/api.ts';
import { incidentsOf, replicationSet, responsePlan } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** A Prometheus server that names Muster as one of its Alertmanagers. */

let world: World;
let key: MadeKey;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  key = await intakeKey(world, 'alertmanager');
  await alertsRule(world, 'alertmanager', await responsePlan(world, 'payments', []));
});
after(() => world[Symbol.asyncDispose]());

const at = (minutes: number) => new Date(world.now().getTime() + minutes * 60_000).toISOString();

/** As Prometheus sends it: until it sends again it holds for four minutes. */
const alert = (alertname: string, more: object = {}) => ({
  labels: { alertname, instance: 'db-1:9100', severity: 'critical' },
  annotations: { summary: 'p99 over 2 s' },
  startsAt: at(-1),
  endsAt: at(4),
  generatorURL: 'http://prometheus.example/graph?g0.expr=up',
  ...more,
});

const post = (...alerts: unknown[]) => bring(world, '/api/v2/alerts', alerts, bearer(key));
const eventsOf = async (name: string) =>
  (await alertEvents(world)).filter(({ detail }) => detail.labels['alertname'] === name);
const kinds = async (name: string) => (await eventsOf(name)).map((event) => event['detail-type']);

test('an alert is an event of the one form, and opens an incident', async () => {
  const sent = alert('HighLatency');
  const { status, body } = await post(sent);
  assert.deepEqual([status, body], [200, '']);
  const [event] = await eventsOf('HighLatency');
  assert.equal(event!.source, 'muster.alertmanager');
  assert.equal(event!['detail-type'], 'Alert Firing');
  const { fingerprint, ...detail } = event!.detail;
  assert.match(fingerprint, /^[0-9a-f]{32}$/);
  assert.deepEqual(detail, {
    labels: sent.labels,
    annotations: sent.annotations,
    startsAt: sent.startsAt,
    endsAt: null,
    raw: sent,
  });
  const [incident] = await incidentsOf(world);
  assert.equal(incident!.title, 'Trouble with payments');
});

test('what is sent again and says nothing new is no event; the end of it is, once', async () => {
  const first = alert('DiskFull');
  for (let round = 0; round < 3; round++) {
    await post({ ...first, endsAt: at(4) });
    await world.advance({ minutes: 1 });
  }
  assert.deepEqual(await kinds('DiskFull'), ['Alert Firing']);
  for (let round = 0; round < 3; round++) {
    await post({ ...first, endsAt: at(-round) });
    await world.advance({ minutes: 1 });
  }
  assert.deepEqual(await kinds('DiskFull'), ['Alert Firing', 'Alert Resolved']);
  await post({ ...first, startsAt: at(0), endsAt: at(4) });
  assert.deepEqual(await kinds('DiskFull'), ['Alert Firing', 'Alert Resolved', 'Alert Firing']);
});

test('an alert that began anew after it was last heard of is news, though nobody said that it was over', async () => {
  await post(alert('Missed'));
  await world.advance({ minutes: 30 });
  await post(alert('Missed'));
  assert.deepEqual(await kinds('Missed'), ['Alert Firing', 'Alert Firing']);
});

test('of two servers that say the same at different moments, one is heard', async () => {
  await post(alert('Pair', { startsAt: at(-2) }));
  await post(alert('Pair', { startsAt: at(-1) }));
  await world.advance({ minutes: 1 });
  await post(alert('Pair', { startsAt: at(-3) }));
  assert.deepEqual(await kinds('Pair'), ['Alert Firing']);
});

test('many at once, some twice, on two nodes: each is one event', async () => {
  const other = await world.beside();
  const posts = Array.from({ length: 24 }, (_, number) =>
    bring(
      number % 2 ? other : world,
      '/api/v2/alerts',
      [alert('Crowd', { labels: { alertname: 'Crowd', n: String(number % 6) } })],
      bearer(key),
    ),
  );
  for (const { status } of await Promise.all(posts)) assert.equal(status, 200);
  assert.equal((await eventsOf('Crowd')).length, 6);
});

test('a repetition within a minute writes nothing', async () => {
  const row = statement<{ version: string }>(
    'test.alertVersion',
    "select string_agg(a.ctid::text || a.xmin::text, ' ' order by a.id) as version from alerts a",
  );
  await post(alert('Still'));
  const before = await world.db.first(row);
  for (let round = 0; round < 5; round++) await post(alert('Still', { annotations: { value: String(round) } }));
  assert.deepEqual(await world.db.first(row), before);
});

test('basic authentication takes the key as its password, and the status tells that there is no cluster', async () => {
  const basic = { authorization: `Basic ${Buffer.from(`prometheus:${key.secret}`).toString('base64')}` };
  assert.equal((await bring(world, '/api/v2/alerts', [alert('Basic')], basic)).status, 200);
  const { status, body } = await bring(world, '/api/v2/status', undefined, basic, 'GET');
  assert.equal(status, 200);
  assert.equal((body as { cluster: { status: string } }).cluster.status, 'disabled');
});

const faults: [what: string, body: unknown, wanted: RegExp][] = [
  ['no list', { labels: {} }, /^body: wanted a list, got an object/],
  ['a truncated list', '[{"labels":{"alertname":"Cut', /^body: wanted JSON, whole/],
  ['nothing', '', /^body: wanted JSON, whole, got nothing/],
  ['an alert that is none', ['x'], /^\[0\]: wanted an object, got a text/],
  ['an alert without labels', [{ labels: {} }], /^\[0\]\.labels: wanted at least one label/],
  ['a label that is no text', [{ labels: { a: ['b'] } }], /^\[0\]\.labels\.a: wanted a text, got a list/],
  ['a time that is none', [{ labels: { a: 'b' }, startsAt: 'soon' }], /^\[0\]\.startsAt: wanted a time/],
];
for (const [what, body, wanted] of faults)
  test(`${what} is refused, and the field is named`, async () => {
    const answer = await bring(world, '/api/v2/alerts', body, bearer(key));
    assert.equal(answer.status, 400);
    assert.match((answer.body as { detail: string }).detail, wanted);
  });

test('nobody brings an alert without a key, with a revoked one, or with one of another kind', async () => {
  const revoked = await intakeKey(world, 'alertmanager', { name: 'old' });
  await bring(world, '/api/v2/alerts', [alert('Old')], bearer(revoked));
  await done(call(world, 'DELETE', `/intake/keys/${revoked.id}`), 204);
  const headers: Record<string, string>[] = [
    {},
    { authorization: 'Bearer x' },
    { authorization: `Bearer mik${'a'.repeat(52)}` },
    { authorization: `Basic ${revoked.secret}` },
    bearer(revoked),
  ];
  for (const each of headers) {
    const { status, headers: told } = await bring(world, '/api/v2/alerts', [alert('Nobody')], each);
    assert.deepEqual([status, told.get('www-authenticate')], [401, 'Bearer']);
  }
  assert.deepEqual(await kinds('Nobody'), []);
  // With it alerts come in, and nothing else can be done.
  const other = await call(world, 'GET', '/incidents', { token: key.secret });
  assert.equal(other.status, 401);
});

test('a key is told once, stored as a hash, known by its last use, and never in the log or the trail', async () => {
  const made = await intakeKey(world, 'alertmanager', { name: 'kept' });
  assert.match(made.secret, /^mik[a-z2-7]{52}$/);
  await bring(world, '/api/v2/alerts', 'no JSON', bearer(made));
  await bring(world, '/api/v2/alerts', [alert('Kept')], bearer(made));
  const shown = await done(call(world, 'GET', `/intake/keys/${made.id}`));
  assert.equal(shown['lastUsedAt'], world.now().toISOString());
  const [event] = await eventsOf('Kept');
  assert.match(event!.detail.fingerprint, /^kept\/[0-9a-f]{32}$/);
  await world.house.trail.flush();
  const everything = await world.db.rows<{ row: string }>({
    name: 'test.allOfKeys',
    text: 'select k::text as row from intake_keys k union all select e.event::text from audit_events e union all select e.body from events e',
  });
  const all = JSON.stringify([everything, world.log.lines]);
  assert.ok(all.includes('CreateIntakeKey') && all.includes(made.id));
  assert.ok(!all.includes(made.secret) && !all.includes(made.secret.slice(3)));
});

test('a source that there is not is refused, naming the nearest', async () => {
  const { status, body } = await call(world, 'POST', '/intake/keys', { body: { source: 'alertmanagr' } });
  assert.equal(status, 400);
  assert.match(String(body['detail']), /did you mean alertmanager\?/);
});
