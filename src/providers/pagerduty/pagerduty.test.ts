import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { Channel, ServiceOrder } from '#domain/channels';
import { createOutgoing } from '#providers/outgoing';
import { channelContract } from '#test/kit/channel-contract';
import { KEYS, openServices, type ServiceCall } from '#test/kit/services';
import { createPagerDuty, isSignedByPagerDuty } from './index.ts';

const now = () => new Date('2026-01-02T03:10:00Z');
const LINK = 'https://muster.example';

function pagerDutyAt(url: string): Channel {
  return createPagerDuty({ baseUrl: url, now, outgoing: createOutgoing({ allowPrivate: false, trusted: [url] }) });
}

const order = (act: ServiceOrder['act'], more: Partial<ServiceOrder> = {}): ServiceOrder => ({
  ...{ act, credential: KEYS, alias: 'our-incident', severity: 1, link: LINK },
  ...more,
});

/** The channel as its rooms use it: each message opens an incident under its own key. */
const opening = (channel: Channel): Channel => ({
  ...channel,
  send: (message, signal) => channel.send({ ...message, order: order('open', { alias: message.key }) }, signal),
});

const incidentOf = ({ body }: ServiceCall) =>
  body['incident'] as { title: string; service: { id: string }; incident_key: string; body: { details: string } };

channelContract('incidents at PagerDuty by its REST API', async () => {
  const services = await openServices();
  return {
    channel: opening(pagerDutyAt(services.url)),
    good: 'PIJ90N7',
    received: async () =>
      services.received.map((call) => {
        const { title, service, incident_key: key, body } = incidentOf(call);
        return { to: service.id, key, subject: title, text: body.details.replace(`\n\n${LINK}`, ''), id: key };
      }),
    make: services.make,
    arrival: services.arrival,
    close: services.close,
  };
});

channelContract('alerts at PagerDuty by its Events API', async () => {
  const services = await openServices();
  return {
    channel: opening(pagerDutyAt(services.url)),
    good: 'events',
    received: async () =>
      services.received.map(({ body }) => {
        const { dedup_key: key, payload } = body as { dedup_key: string; payload: Payload };
        return { to: 'events', key, subject: payload.summary, text: payload.custom_details.text, id: key };
      }),
    make: services.make,
    arrival: services.arrival,
    close: services.close,
  };
});

interface Payload {
  summary: string;
  severity: string;
  custom_details: { text: string };
}

const send = (channel: Channel, to: string, wanted: ServiceOrder) =>
  channel.send(
    { key: 'k', to, subject: 'Payments fail', text: 'It is the cards.', order: wanted },
    AbortSignal.timeout(60_000),
  );

test('an incident is opened, noted upon and resolved by its id, as the person whom the secret names', async () => {
  await using services = await openServices();
  const channel = pagerDutyAt(services.url);
  const opened = await send(channel, 'PIJ90N7', order('open'));
  assert.deepEqual(opened, { ok: true, providerId: 'Q000001' });
  for (const act of ['note', 'resolve'] as const)
    assert.ok((await send(channel, 'PIJ90N7', order(act, { theirs: 'Q000001' }))).ok);
  const [open, note, resolve] = services.take();
  assert.equal(open!.headers['from'], 'ops@example.com');
  assert.deepEqual(
    [note!.method, note!.path, note!.body],
    ['POST', '/incidents/Q000001/notes', { note: { content: 'It is the cards.' } }],
  );
  const resolved = { incident: { type: 'incident_reference', status: 'resolved', resolution: 'It is the cards.' } };
  assert.deepEqual([resolve!.method, resolve!.path, resolve!.body], ['PUT', '/incidents/Q000001', resolved]);
});

test('an opening of which nobody knows whether it arrived opens no second incident, and finds the first', async () => {
  await using services = await openServices();
  const channel = pagerDutyAt(services.url);
  await services.make('unknown');
  const first = await send(channel, 'PIJ90N7', order('open'));
  assert.ok(!first.ok && !first.certain);
  await services.make('ok');
  assert.deepEqual(await send(channel, 'PIJ90N7', order('open')), { ok: true, providerId: 'Q000001' });
  const keys = services.take().map((call) => incidentOf(call).incident_key);
  assert.deepEqual(keys, ['our-incident', 'our-incident'], 'the second one was refused: it is open');
});

test('severities are told in PagerDuty’s words, and an alert is ended under its alias alone', async () => {
  await using services = await openServices();
  const channel = pagerDutyAt(services.url);
  for (const severity of [1, 2, 3, 4, 5]) assert.ok((await send(channel, 'events', order('open', { severity }))).ok);
  for (const act of ['acknowledge', 'resolve'] as const) assert.ok((await send(channel, 'events', order(act))).ok);
  const bodies = services.take().map(({ body }) => body);
  assert.deepEqual(
    bodies.slice(0, 5).map((body) => (body['payload'] as Payload).severity),
    ['critical', 'error', 'warning', 'info', 'info'],
  );
  const ended = { routing_key: KEYS.pagerDutyRoutingKey, dedup_key: 'our-incident' };
  assert.deepEqual(bodies.slice(5), [
    { ...ended, event_action: 'acknowledge' },
    { ...ended, event_action: 'resolve' },
  ]);
});

test('a secret that lacks a member is named, and a key that PagerDuty does not know is in no reason', async () => {
  await using services = await openServices();
  const channel = pagerDutyAt(services.url);
  const lacking = await send(channel, 'PIJ90N7', order('open', { credential: { pagerDutyToken: 'x' } }));
  assert.match(JSON.stringify(lacking), /"permanent":true.*lacks pagerDutyFromEmail/);
  const wrong = await send(
    channel,
    'PIJ90N7',
    order('open', { credential: { ...KEYS, pagerDutyToken: 'wrong-token' } }),
  );
  assert.match(JSON.stringify(wrong), /"permanent":false.*has been revoked/);
  assert.doesNotMatch(JSON.stringify(wrong), /wrong-token/);
});

test('a webhook is signed over its body with any of the secrets that are good', () => {
  const body = Buffer.from('{"event":{}}');
  const of = (secret: string) => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;
  assert.ok(isSignedByPagerDuty('mine', body, `${of('older')},${of('mine')}`));
  assert.ok(!isSignedByPagerDuty('mine', body, of('older')));
  assert.ok(!isSignedByPagerDuty('mine', Buffer.from('{"event":{} }'), of('mine')));
  assert.ok(!isSignedByPagerDuty('mine', body, ''));
});

test('a credential is tried by reading the service, and nothing is opened; of a routing key only that it is there', async () => {
  await using services = await openServices();
  const { tryCredential } = pagerDutyAt(services.url);
  const tried = (to: string, credential: object) =>
    tryCredential!(to, { ...credential } as Record<string, string>, new AbortController().signal);
  assert.deepEqual(await tried('PIJ90N7', KEYS), { ok: true });
  assert.deepEqual(await tried('events', KEYS), { ok: true });
  const rows: [to: string, credential: object, want: RegExp][] = [
    ['PIJ90N8', KEYS, /would not show the service PIJ90N8 \(404\)/],
    ['PIJ90N7', { ...KEYS, pagerDutyToken: 'revoked-token' }, /\(401\)/],
    ['PIJ90N7', { pagerDutyToken: 'x' }, /the secret lacks pagerDutyFromEmail/],
    ['events', {}, /the secret lacks pagerDutyRoutingKey/],
  ];
  for (const [to, credential, want] of rows) {
    const probed = await tried(to, credential);
    assert.ok(!probed.ok);
    assert.match(probed.reason, want);
    assert.doesNotMatch(JSON.stringify(probed), /revoked-token/);
  }
  await services.make('unreachable');
  const away = await tried('PIJ90N7', KEYS);
  assert.match(away.ok ? '' : away.reason, /PagerDuty could not be used: .*MUSTER_PAGERDUTY_BASE_URL/);
});
