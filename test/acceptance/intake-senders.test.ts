import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { DAY } from '#kernel/clock';
import { statement } from '#storage/statement';
import { alertEvents, alertsRule, bearer, bring, intakeKey } from '../kit/alerts.ts';
import { call, refused } from '../kit/api.ts';
import { resolve } from '../kit/deeds.ts';
import { fixture } from '../kit/intake-samples.ts';
import { handOn, rawMail } from '../kit/mail-answers.ts';
import { incidentsOf, person, replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** What is peculiar to each sender. */

let world: World;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

/** The events of a sender's name since it was made. */
const eventsOf = async (name: string) =>
  (await alertEvents(world)).filter(({ detail }) => detail.fingerprint.startsWith(`${name}/`));
const kinds = async (name: string) => (await eventsOf(name)).map((event) => event['detail-type']);

test('PagerDuty is answered as PagerDuty answers, and an acknowledgement is an event that opens nothing', async () => {
  const key = await intakeKey(world, 'pagerduty', { name: 'pd' });
  await alertsRule(world, 'pagerduty', await responsePlan(world, 'pd', []));
  const trigger = fixture('pagerduty', 'firing') as { payload: object };
  const send = (more: object) => bring(world, '/v2/enqueue', { ...trigger, routing_key: key.secret, ...more });
  const { status, body } = await send({});
  assert.deepEqual([status, body], [202, { status: 'success', message: 'Event processed', dedup_key: 'pay-1/disk' }]);
  const { body: unnamed } = await send({ dedup_key: undefined });
  assert.match((unnamed as { dedup_key: string }).dedup_key, /^[0-9a-f-]{36}$/);
  assert.equal((await send({ event_action: 'acknowledge' })).status, 202);
  assert.deepEqual(await kinds('pd'), ['Alert Firing', 'Alert Firing', 'Alert Acknowledged']);
  for (const [wrong, wanted] of [
    [{ event_action: 'shout' }, /event_action: wanted trigger, acknowledge or resolve/],
    [{ event_action: 'resolve', dedup_key: undefined }, /dedup_key: wanted a text with resolve/],
    [{ payload: { ...trigger.payload, severity: 'bad' } }, /payload\.severity: wanted critical/],
    [{ payload: undefined }, /payload: wanted an object, got nothing/],
  ] as const) {
    const answer = await send(wrong);
    const { errors, ...rest } = answer.body as { errors: string[] };
    assert.deepEqual([answer.status, rest], [400, { status: 'invalid event', message: 'Event object is invalid' }]);
    assert.match(errors[0]!, wanted);
  }
});

test('an end closes exactly its own alert, and of one that nobody knows it opens none', async () => {
  const [one, other] = [
    await intakeKey(world, 'pagerduty', { name: 'service-one' }),
    await intakeKey(world, 'pagerduty', { name: 'service-two' }),
  ];
  const open = (await incidentsOf(world)).length;
  const send = (key: { secret: string }, dedup_key: string, event_action: string) =>
    bring(world, '/v2/enqueue', {
      ...(fixture('pagerduty', 'firing') as object),
      dedup_key,
      event_action,
      routing_key: key.secret,
    });
  await send(one, 'never-opened', 'resolve');
  assert.deepEqual(await kinds('service-one'), ['Alert Resolved']);
  assert.equal((await incidentsOf(world)).length, open);
  for (const key of [one, other]) await send(key, 'db', 'trigger');
  await send(one, 'db', 'resolve');
  assert.deepEqual(await kinds('service-one'), ['Alert Resolved', 'Alert Firing', 'Alert Resolved']);
  assert.deepEqual(await kinds('service-two'), ['Alert Firing']);
  const fingerprints = (await alertEvents(world)).map(({ detail }) => detail.fingerprint);
  assert.ok(fingerprints.includes('service-one/db') && fingerprints.includes('service-two/db'));
});

test('Opsgenie’s alerts are created, noted, acknowledged and closed by alias', async () => {
  const key = await intakeKey(world, 'opsgenie', { name: 'og' });
  const headers = { authorization: `GenieKey ${key.secret}` };
  const { body } = await bring(world, '/v2/alerts', fixture('opsgenie', 'firing'), headers);
  assert.equal((body as { result: string }).result, 'Request will be processed');
  const at = (action: string, type = 'alias') => `/v2/alerts/payments-queue/${action}?identifierType=${type}`;
  assert.equal((await bring(world, at('notes'), { note: 'Looking at it' }, headers)).status, 202);
  assert.equal((await bring(world, at('acknowledge'), undefined, headers)).status, 202);
  assert.equal((await bring(world, at('close'), undefined, headers)).status, 202);
  assert.deepEqual(await kinds('og'), ['Alert Firing', 'Alert Note', 'Alert Acknowledged', 'Alert Resolved']);
  const [, note] = await eventsOf('og');
  assert.deepEqual(note!.detail.annotations, { note: 'Looking at it' });
  const unknown = await bring(world, at('close', 'id'), {}, headers);
  assert.equal(unknown.status, 400);
  assert.match((unknown.body as { message: string }).message, /identifierType: wanted alias/);
  const long = encodeURIComponent(`a/ü${'x'.repeat(500)}`);
  assert.equal((await bring(world, `/v2/alerts/${long}/close?identifierType=alias`, {}, headers)).status, 202);
  const wrong = await bring(world, '/v2/alerts', { message: 'x', priority: 'P9' }, headers);
  assert.match((wrong.body as { message: string }).message, /priority: wanted P1 to P5/);
});

test('what Sentry signs with another secret, or not, is refused', async () => {
  const signingSecret = 'a-client-secret';
  const key = await intakeKey(world, 'sentry', { name: 'signed', signingSecret });
  const body = JSON.stringify(fixture('sentry', 'firing'));
  const send = (secret?: string) =>
    bring(world, '/intake/sentry', body, {
      ...bearer(key),
      ...(secret ? { 'sentry-hook-signature': createHmac('sha256', secret).update(body).digest('hex') } : {}),
    });
  assert.deepEqual([(await send()).status, (await send('another')).status], [401, 401]);
  assert.deepEqual(await kinds('signed'), []);
  assert.equal((await send(signingSecret)).status, 202);
  assert.deepEqual(await kinds('signed'), ['Alert Firing']);
  const sealed = statement<{ row: string }>(
    'test.sealedKey',
    'select k::text as row from intake_keys k where k.id = $1',
  );
  assert.ok(!(await world.db.first(sealed, [key.id]))!.row.includes(Buffer.from(signingSecret).toString('hex')));
  await refused(
    call(world, 'POST', '/intake/keys', { body: { source: 'zabbix', signingSecret: 'x' } }),
    400,
    'validation',
  );
});

test('CloudEvents come structured, in batches and binary, and by a mapping of the user’s', async () => {
  const key = await intakeKey(world, 'cloudevents', { name: 'ce' });
  const event = fixture('cloudevents', 'firing') as { data: object };
  const batch = [event, fixture('cloudevents', 'resolved')];
  const type = (content: string) => ({ ...bearer(key), 'content-type': content });
  assert.equal((await bring(world, '/intake/cloudevents', event, type('application/cloudevents+json'))).status, 202);
  const batched = await bring(
    world,
    '/intake/cloudevents',
    batch,
    type('application/cloudevents-batch+json; charset=utf-8'),
  );
  assert.equal(batched.status, 202);
  const binary = {
    'ce-specversion': '1.0',
    'ce-id': '1',
    'ce-source': '/caf%C3%A9',
    'ce-type': 'com.example.door.opened',
  };
  assert.equal(
    (await bring(world, '/intake/cloudevents', 'no JSON', { ...type('text/plain'), ...binary })).status,
    202,
  );
  const events = await eventsOf('ce');
  assert.deepEqual(
    events.map((one) => [one['detail-type'], one.detail.labels['type']]),
    [
      ['Alert Firing', 'com.example.backup'],
      ['Alert Resolved', 'com.example.backup'],
      ['Alert Firing', 'com.example.door'],
    ],
  );
  assert.equal(events[2]!.detail.labels['source'], '/café');
  assert.equal((events[2]!.detail.raw as { data: string }).data, 'no JSON');
  const faulty = await bring(
    world,
    '/intake/cloudevents',
    { ...event, specversion: '0.3' },
    type('application/cloudevents+json'),
  );
  assert.match((faulty.body as { detail: string }).detail, /specversion: wanted 1\.0/);
  const mapping = { status: '{{data.severity}}', resolved: ['none'], labels: { of: '{{source}}' } };
  const mapped = await intakeKey(world, 'cloudevents', { name: 'ce-mapped', mapping });
  await bring(world, '/intake/cloudevents', event, bearer(mapped));
  assert.deepEqual((await eventsOf('ce-mapped'))[0]!.detail.labels, { of: '/backups/pay-1' });
});

test('a mail opens an incident, a further one of its subject is added to it, and its end is told', async () => {
  const key = await intakeKey(world, 'email', { name: 'mail' });
  const ana = await person(world, 'ana');
  const plan = await responsePlan(world, 'mails', [ana.arn]);
  await alertsRule(world, 'email', plan);
  const to = `alerts+${key.secret}@example.org`;
  const mail = (Subject: string, headers = {}) =>
    handOn(world, rawMail(to, `The disk of pay-1 is full. ${to}`, { Subject, ...headers }));
  const machine = { 'Auto-Submitted': 'auto-generated' };
  assert.equal((await mail('PROBLEM: Disk full on pay-1', machine)).did, 'alerted');
  await world.firstMail(ana.address);
  assert.equal((await mail('PROBLEM: Disk full on pay-1', machine)).did, 'alerted');
  await world.runDue();
  const [incident, ...more] = (await incidentsOf(world)).filter(({ title }) => title === 'Trouble with mails');
  assert.deepEqual(more, []);
  const triggers = (await timelineOf(world, incident!.arn!)).filter(({ type }) => type === 'SSM Incident Trigger');
  assert.equal(triggers.length, 2);
  await mail('RESOLVED: Disk full on pay-1', machine);
  assert.deepEqual(await kinds('mail'), ['Alert Firing', 'Alert Firing', 'Alert Resolved']);
  const [first] = await eventsOf('mail');
  assert.deepEqual(first!.detail.labels, { subject: 'Disk full on pay-1', from: 'ana@example.com' });
  assert.ok(!JSON.stringify(await eventsOf('mail')).includes(key.secret));
  await resolve(world, incident!.arn!);
});

test('a mail with an unknown key, or one that Muster sent itself, is no alert', async () => {
  const key = await intakeKey(world, 'email', { name: 'loop' });
  const to = `alerts+${key.secret}@example.org`;
  assert.equal((await handOn(world, rawMail(to, 'x', { 'X-Muster-Key': '1' }))).did, 'nothing');
  const unknown = await handOn(world, rawMail(`alerts+mik${'a'.repeat(52)}@example.org`, 'x'));
  assert.deepEqual([unknown.did, /not known here/.test(unknown.why ?? '')], ['nothing', true]);
  assert.deepEqual(await kinds('loop'), []);
});

test('what nobody sends any more is forgotten, and what fires for long is told again', async () => {
  const key = await intakeKey(world, 'alertmanager', { name: 'long' });
  const post = () => bring(world, '/api/v2/alerts', [{ labels: { alertname: 'Long' } }], bearer(key));
  await post();
  await world.advance({ hours: 3 });
  await post();
  assert.equal((await eventsOf('long')).length, 1);
  await world.advance({ hours: 1 });
  await post();
  assert.equal((await eventsOf('long')).length, 2);
  const count = statement<{ count: number }>('test.alertCount', 'select count(*)::int as count from alerts');
  assert.ok((await world.db.first(count))!.count > 0);
  await world.house.planHousekeeping();
  world.standStill({ hours: (30 * DAY) / 3_600_000 });
  await world.advance({ hours: 1 });
  assert.equal((await world.db.first(count))!.count, 0);
});
