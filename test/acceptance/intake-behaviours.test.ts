import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { alertEvents, alertsRule, bearer, bring, intakeKey, type MadeKey } from '../kit/alerts.ts';
import { call, done, refused } from '../kit/api.ts';
import { resolve } from '../kit/deeds.ts';
import { fixture } from '../kit/intake-samples.ts';
import { handOn, rawMail } from '../kit/mail-answers.ts';
import { incidentsOf, type Person, person, replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/**
 * GoAlert's behaviours of intake, 21 to 32 and 34 of the checklist that its smoke tests are, each by its number and name. A service of
 * GoAlert's is an intake key here, and an alert's own incident is what its rule and plan make of it. 23 and 25 are told to their end in
 * what incidents make of recoveries; here, that the end comes through by name, and opens nothing.
 */

let world: World;
let ana: Person;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  ana = await person(world, 'ana');
});
after(() => world[Symbol.asyncDispose]());

const post = (key: MadeKey, body: object) => bring(world, '/intake/json', body, bearer(key));
const alert = (fingerprint: string, more: object = {}) => ({
  fingerprint,
  labels: { service: fingerprint },
  annotations: { summary: `${fingerprint} is slow` },
  ...more,
});
const named = async (plan: string) =>
  (await incidentsOf(world)).filter(({ title }) => title === `Trouble with ${plan}`);
const events = async (name: string) =>
  (await alertEvents(world)).filter(({ detail }) => detail.fingerprint.startsWith(`${name}/`));
const rule = (plan: string, service: string, name = plan) => alertsRule(world, 'json', plan, name, { service });

test('21 genericapi: an HTTP POST opens an incident and pages, and is answered when both are stored', async () => {
  const plan = await responsePlan(world, 'b21', [ana.arn]);
  await alertsRule(world, 'json', plan, 'b21', { service: 'b21' });
  const key = await intakeKey(world, 'json', { name: 'b21' });
  assert.equal((await post(key, alert('b21'))).status, 202);
  const [incident] = await named('b21');
  assert.match((await world.firstMail(ana.address)).text, /Trouble with b21/);
  await resolve(world, incident!.arn!);
});

test('22 genericapidedup: the same name from one sender is one alert, from another sender a second one', async () => {
  const [one, other] = [
    await intakeKey(world, 'json', { name: 'b22' }),
    await intakeKey(world, 'json', { name: 'b22-2' }),
  ];
  for (const key of [one, one, other]) await post(key, alert('db'));
  const prints = new Set(
    [...(await events('b22')), ...(await events('b22-2'))].map(({ detail }) => detail.fingerprint),
  );
  assert.deepEqual([...prints].sort(), ['b22-2/db', 'b22/db']);
});

test('23 genericapiclose: an end by name comes through, once, and opens nothing', async () => {
  await rule(await responsePlan(world, 'b23', []), 'b23', 'b23');
  const key = await intakeKey(world, 'json', { name: 'b23' });
  for (const fingerprint of ['b23', 'b23']) await post(key, alert(fingerprint, { status: 'closed' }));
  assert.deepEqual(
    (await events('b23')).map((event) => event['detail-type']),
    ['Alert Resolved'],
  );
  assert.deepEqual(await named('b23'), []);
});

test('24 graphqldedup, 25 uikdedupclose: an explicit name counts, not the texts, and its end is exactly its own', async () => {
  const key = await intakeKey(world, 'json', { name: 'b24' });
  await post(key, alert('a'));
  await post(key, alert('b', { labels: { service: 'a' } }));
  await post(key, alert('a', { annotations: { summary: 'something else' } }));
  await post(key, { fingerprint: 'a', status: 'resolved' });
  const told = (await events('b24')).map((event) => `${event['detail-type']} ${event.detail.fingerprint}`);
  assert.deepEqual(told, ['Alert Firing b24/a', 'Alert Firing b24/b', 'Alert Firing b24/a', 'Alert Resolved b24/a']);
});

test('26 uikmanyrules: every rule that an alert matches applies', async () => {
  for (const name of ['b26-one', 'b26-two', 'b26-three']) await rule(await responsePlan(world, name, []), 'b26', name);
  await post(await intakeKey(world, 'json', { name: 'b26' }), alert('b26'));
  for (const name of ['b26-one', 'b26-two', 'b26-three']) assert.equal((await named(name)).length, 1, name);
});

test('27 alertmetadata: further fields are kept and shown on the timeline', async () => {
  await rule(await responsePlan(world, 'b27', []), 'b27', 'b27');
  await post(await intakeKey(world, 'json', { name: 'b27' }), alert('b27', { build: { number: 4711 } }));
  const [incident] = await named('b27');
  const trigger = (await timelineOf(world, incident!.arn!)).find(({ type }) => type === 'SSM Incident Trigger');
  assert.equal(JSON.parse(JSON.parse(trigger!.data).rawData).detail.raw.build.number, 4711);
});

test('28 maxbodyresponse: too large a body is a 413 at every kind of door, and nothing comes of it', async () => {
  const key = await intakeKey(world, 'json', { name: 'b28' });
  const { status, body } = await post(key, alert('b28', { annotations: { text: 'x'.repeat(8_388_608) } }));
  assert.equal(status, 413);
  assert.match((body as { detail: string }).detail, /MUSTER_INTAKE_BODY_BYTES/);
  assert.deepEqual(await events('b28'), []);
});

for (const [number, name, source, path] of [
  ['29 prometheusalertmanager', 'alertmanager', 'alertmanager', '/intake/alertmanager'],
  ['30 grafana', 'grafana', 'grafana', '/intake/grafana'],
  ['31 site24x7', 'site24x7', 'site24x7', '/intake/site24x7'],
] as const)
  test(`${number}: its payload opens an incident, and its end is the end of the same alert`, async () => {
    const plan = await responsePlan(world, `b-${name}`, []);
    await alertsRule(world, source, plan, `b-${name}`);
    const key = await intakeKey(world, source, { name: `b-${name}` });
    for (const file of ['firing', 'resolved']) await bring(world, path, fixture(name, file), bearer(key));
    assert.equal((await named(`b-${name}`)).length, 1);
    const [firing, over, ...more] = await events(`b-${name}`);
    assert.deepEqual([firing!['detail-type'], over!['detail-type'], more], ['Alert Firing', 'Alert Resolved', []]);
    assert.equal(firing!.detail.fingerprint, over!.detail.fingerprint);
    assert.ok(over!.detail.endsAt);
  });

test('32 smtpsrvalerts, mailgunalerts: a mail opens an incident, and a further one of its subject no second', async () => {
  await alertsRule(world, 'email', await responsePlan(world, 'b32', []), 'b32', { subject: 'Behaviour 32' });
  const key = await intakeKey(world, 'email', { name: 'b32' });
  const mail = () => handOn(world, rawMail(`alerts+${key.secret}@example.org`, 'x', { Subject: 'Behaviour 32' }));
  assert.deepEqual([(await mail()).did, (await mail()).did], ['alerted', 'alerted']);
  assert.equal((await named('b32')).length, 1);
});

test('34 graphqlerror: a truncated request is an error that says so, and the next one is served', async () => {
  const key = await intakeKey(world, 'json', { name: 'b34' });
  const cut = await bring(world, '/intake/json', '{"fingerprint":"b3', bearer(key));
  assert.equal(cut.status, 400);
  assert.match((cut.body as { detail: string }).detail, /^body: wanted JSON, whole/);
  assert.equal((await post(key, alert('b34'))).status, 202);
});

test('another account neither sees nor revokes a key, and its alerts are its own account’s', async () => {
  const { id } = await intakeKey(world, 'json', { name: 'mine' });
  const other = { id: 'AKIAOTHERACCOUNT0001', secret: 'another-secret-for-tests' };
  const account = '210987654321';
  await world.db.tx((tx) =>
    world.house.rooms.accessKeys.create(tx, world.now(), {
      ...other,
      account,
      principal: `arn:aws:iam::${account}:user/x`,
    }),
  );
  await refused(call(world, 'GET', `/intake/keys/${id}`, { key: other }), 404, 'notFound');
  await refused(call(world, 'DELETE', `/intake/keys/${id}`, { key: other }), 404, 'notFound');
  assert.deepEqual((await done(call(world, 'GET', '/intake/keys', { key: other })))['items'], []);
  const made = await done<{ secret: string }>(
    call(world, 'POST', '/intake/keys', { key: other, body: { source: 'json', name: 'theirs' } }),
    201,
  );
  const open = (await incidentsOf(world)).length;
  await bring(world, '/intake/json', alert('b21'), { authorization: `Bearer ${made.secret}` });
  assert.equal((await incidentsOf(world)).length, open);
});
