import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import {
  CreateResponsePlanCommand,
  GetIncidentRecordCommand,
  ListRelatedItemsCommand,
  StartIncidentCommand,
  UpdateIncidentRecordCommand,
  UpdateRelatedItemsCommand,
} from '@aws-sdk/client-ssm-incidents';
import { createJsm, createOpsgenie } from '#providers/opsgenie';
import { createOutgoing } from '#providers/outgoing';
import { createPagerDuty } from '#providers/pagerduty';
import { call as api, done } from '../kit/api.ts';
import { replicationSet, timelineOf } from '../kit/scenario.ts';
import { type FakeServices, KEYS, openServices } from '../kit/services.ts';
import { openWorld, type World } from '../kit/world.ts';

/** Incidents are passed on to PagerDuty, Opsgenie and Jira Service Management, and PagerDuty's end is ours. */

const WEBHOOK_SECRET = 'webhook-secret-for-tests';

async function opened(services: FakeServices): Promise<World> {
  const outgoing = createOutgoing({ allowPrivate: false, trusted: [services.url] });
  const at = { baseUrl: services.url, outgoing, now: () => new Date() };
  const world = await openWorld({ channels: [createPagerDuty(at), createOpsgenie(at), createJsm(at)] });
  await replicationSet(world);
  return world;
}

const secret = (world: World, name: string, value: object) =>
  world.aws.secrets.send(new CreateSecretCommand({ Name: name, SecretString: JSON.stringify(value) }));

async function planWithPagerDuty(world: World, name = 'payments'): Promise<string> {
  const pagerDutyConfiguration = {
    name: 'on-call',
    secretId: 'pagerduty',
    pagerDutyIncidentConfiguration: { serviceId: 'PIJ90N7' },
  };
  const { arn } = await world.aws.incidents.send(
    new CreateResponsePlanCommand({
      name,
      incidentTemplate: { title: 'Payments fail', impact: 1 },
      integrations: [{ pagerDutyConfiguration }],
    }),
  );
  return arn!;
}

async function start(world: World, responsePlanArn: string) {
  const { incidentRecordArn } = await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }));
  const arn = incidentRecordArn!;
  const change = (to: object) => world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, ...to }));
  return { arn, change };
}

const shortOf = (services: FakeServices) =>
  services.take().map(({ method, path, body }) => {
    const { incident, note, event_action: action } = body as Record<string, Record<string, string>>;
    return [method, path, action ?? incident?.['title'] ?? incident?.['status'] ?? note?.['content']].join(' ');
  });

const customs = async (world: World, arn: string) =>
  (await timelineOf(world, arn)).filter(({ type }) => type === 'Custom Event').map(({ data }) => JSON.parse(data));

async function webhook(world: World, event: object, signedWith = WEBHOOK_SECRET) {
  const body = JSON.stringify({ event });
  const signature = `v1=${createHmac('sha256', signedWith).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-pagerduty-signature': signature };
  return (await fetch(`${world.url}/inbound/pagerduty`, { method: 'POST', headers, body })).status;
}

const happened = (world: World, type: string, more: object = {}) => ({
  id: '01EVENT',
  event_type: `incident.${type}`,
  occurred_at: world.now().toISOString(),
  agent: { summary: 'Bo' },
  data: { id: 'Q000001', type: 'incident' },
  ...more,
});

test('a plan’s incident is opened at PagerDuty, its news are notes there, its end is theirs, and it points there', async () => {
  await using services = await openServices();
  await using world = await opened(services);
  await secret(world, 'pagerduty', KEYS);
  const { arn, change } = await start(world, await planWithPagerDuty(world));
  await world.advance({ seconds: 5 });
  assert.deepEqual(shortOf(services), ['POST /incidents Payments fail', `POST /incidents/Q000001/notes ${LINKED}`]);
  await change({ title: 'Cards fail' });
  await world.advance({ seconds: 5 });
  assert.deepEqual(shortOf(services), ['POST /incidents/Q000001/notes title: Cards fail']);
  await change({ status: 'RESOLVED' });
  await world.advance({ seconds: 5 });
  assert.deepEqual(shortOf(services), ['PUT /incidents/Q000001 resolved']);
  const { relatedItems } = await world.aws.incidents.send(new ListRelatedItemsCommand({ incidentRecordArn: arn }));
  assert.deepEqual(
    relatedItems?.map(({ identifier }) => identifier?.value?.pagerDutyIncidentDetail),
    [{ id: 'Q000001', autoResolve: true, secretId: 'pagerduty' }],
  );
  await change({ status: 'OPEN' });
  await world.advance({ seconds: 5 });
  assert.match(shortOf(services)[0] ?? '', /^POST \/incidents Cards fail$/, 'opened again: a new one there');
});

/** What the timeline says of the related item. */
const LINKED =
  'relatedItems: {"itemToAdd":{"identifier":{"type":"OTHER","value":{"pagerDutyIncidentDetail":{"id":"Q000001","autoResolve":true,"secretId":"pagerduty"}}},"title":"PagerDuty incident Q000001"}}';

test('with autoResolve off our end is a note there, and theirs stays open', async () => {
  await using services = await openServices();
  await using world = await opened(services);
  await secret(world, 'pagerduty', KEYS);
  const { arn, change } = await start(world, await planWithPagerDuty(world));
  await world.advance({ seconds: 5 });
  const detail = { id: 'Q000001', autoResolve: false, secretId: 'pagerduty' };
  const identifier = { type: 'OTHER' as const, value: { pagerDutyIncidentDetail: detail } };
  const relatedItemsUpdate = { itemToAdd: { identifier, title: 'PagerDuty incident Q000001' } };
  await world.aws.incidents.send(new UpdateRelatedItemsCommand({ incidentRecordArn: arn, relatedItemsUpdate }));
  await change({ status: 'RESOLVED' });
  await world.advance({ seconds: 5 });
  const calls = shortOf(services);
  assert.ok(calls.length > 0 && calls.every((one) => !one.startsWith('PUT')), calls.join('\n'));
});

test('what is resolved at PagerDuty is resolved here, by a webhook that its secret signed, once', async () => {
  await using services = await openServices();
  await using world = await opened(services);
  await secret(world, 'pagerduty', { ...KEYS, pagerDutyWebhookSecret: WEBHOOK_SECRET });
  const { arn, change } = await start(world, await planWithPagerDuty(world));
  await world.advance({ seconds: 5 });
  services.take();
  assert.equal(await webhook(world, happened(world, 'acknowledged', { id: '01ACK' })), 202);
  services.resolve('Q000001');
  assert.equal(await webhook(world, happened(world, 'resolved')), 202);
  const { incidentRecord } = await world.aws.incidents.send(new GetIncidentRecordCommand({ arn }));
  assert.equal(incidentRecord?.status, 'RESOLVED');
  assert.ok((await customs(world, arn)).includes('Acknowledged at PagerDuty by Bo'));
  await world.advance({ seconds: 5 });
  assert.deepEqual(shortOf(services), [], 'it knows that already');
  await change({ status: 'OPEN' });
  await world.advance({ seconds: 5 });
  services.take();
  assert.equal(await webhook(world, happened(world, 'resolved')), 403, 'theirs has another id by now');
  const again = await world.aws.incidents.send(new GetIncidentRecordCommand({ arn }));
  assert.equal(again.incidentRecord?.status, 'OPEN', 'what is delivered again ends nothing');
});

test('a webhook that is forged, unsigned, old, from the future or about nobody’s incident changes nothing', async () => {
  await using services = await openServices();
  await using world = await opened(services);
  await secret(world, 'pagerduty', { ...KEYS, pagerDutyWebhookSecret: WEBHOOK_SECRET });
  const { arn } = await start(world, await planWithPagerDuty(world));
  await world.advance({ seconds: 5 });
  services.take();
  const ago = (hours: number) => new Date(world.now().getTime() - hours * 3_600_000).toISOString();
  assert.equal(await webhook(world, happened(world, 'resolved'), 'a-forged-secret'), 403);
  assert.equal(await webhook(world, happened(world, 'resolved', { data: { id: 'Q999999' } })), 403);
  assert.equal(await webhook(world, { id: 'x' }), 403);
  assert.equal(await webhook(world, happened(world, 'resolved', { occurred_at: ago(25) })), 202);
  assert.equal(await webhook(world, happened(world, 'resolved', { occurred_at: ago(-1) })), 202);
  const unsigned = await fetch(`${world.url}/inbound/pagerduty`, { method: 'POST', body: '{}' });
  assert.equal(unsigned.status, 403);
  const { incidentRecord } = await world.aws.incidents.send(new GetIncidentRecordCommand({ arn }));
  assert.equal(incidentRecord?.status, 'OPEN');
});

test('a secret that is missing is told on the timeline, and once it is there the next change opens the incident', async () => {
  await using services = await openServices();
  await using world = await opened(services);
  const { arn, change } = await start(world, await planWithPagerDuty(world));
  await world.advance({ seconds: 5 });
  assert.match((await customs(world, arn)).join('\n'), /Could not tell PAGERDUTY on-call: its secret cannot be read/);
  await secret(world, 'pagerduty', KEYS);
  await change({ title: 'Cards fail' });
  await world.advance({ seconds: 5 });
  assert.equal(shortOf(services)[0], 'POST /incidents Cards fail');
});

test('an account’s services are told of every incident that is severe enough, each in its own words', async () => {
  await using services = await openServices();
  await using world = await opened(services);
  await secret(world, 'genie', { apiKey: KEYS.apiKey });
  await secret(world, 'events', { pagerDutyRoutingKey: KEYS.pagerDutyRoutingKey });
  const add = (body: object) => done(api(world, 'POST', '/integrations', { body }), 201);
  await add({ name: 'alerts', kind: 'opsgenie', secretId: 'genie', severity: 2 });
  await add({ name: 'events', kind: 'pagerduty', secretId: 'events' });
  await add({ name: 'other', kind: 'jsm', secretId: 'genie', plan: 'another-plan' });
  const { arn: responsePlanArn } = await world.aws.incidents.send(
    new CreateResponsePlanCommand({ name: 'search', incidentTemplate: { title: 'Search is slow', impact: 3 } }),
  );
  const mild = await start(world, responsePlanArn!);
  await world.advance({ seconds: 5 });
  assert.deepEqual(shortOf(services), ['POST /v2/enqueue trigger'], 'severity 3 is not for Opsgenie');
  await mild.change({ status: 'IN_PROGRESS' } as object);
  await world.advance({ seconds: 5 });
  assert.deepEqual(shortOf(services), ['POST /v2/enqueue acknowledge']);
  await mild.change({ title: 'Search is down', impact: 1 });
  await world.advance({ seconds: 5 });
  assert.deepEqual(shortOf(services), ['POST /v2/enqueue trigger'], 'its alert says so, too');
  await mild.change({ status: 'RESOLVED' });
  await world.advance({ seconds: 5 });
  assert.deepEqual(shortOf(services), ['POST /v2/enqueue resolve']);
});

test('an integration that was removed is told nothing more', async () => {
  await using services = await openServices();
  await using world = await opened(services);
  await secret(world, 'genie', { apiKey: KEYS.apiKey });
  const body = { name: 'alerts', kind: 'opsgenie', secretId: 'genie' };
  const made = await done(api(world, 'POST', '/integrations', { body }), 201);
  const { arn: responsePlanArn } = await world.aws.incidents.send(
    new CreateResponsePlanCommand({ name: 'search', incidentTemplate: { title: 'Search is slow', impact: 3 } }),
  );
  const { change } = await start(world, responsePlanArn!);
  await world.advance({ seconds: 5 });
  assert.deepEqual(shortOf(services), ['POST /v2/alerts ']);
  await done(api(world, 'DELETE', `/integrations/${made['id']}`), 204);
  await change({ status: 'RESOLVED' });
  await world.advance({ seconds: 5 });
});
