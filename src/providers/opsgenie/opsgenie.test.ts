import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel, ServiceOrder } from '#domain/channels';
import { createOutgoing } from '#providers/outgoing';
import { channelContract } from '#test/kit/channel-contract';
import { KEYS, openServices } from '#test/kit/services';
import { createJsm, createOpsgenie, type OpsgenieOptions } from './index.ts';

const LINK = 'https://muster.example';
const optionsAt = (url: string): OpsgenieOptions => ({
  baseUrl: url,
  now: () => new Date('2026-01-02T03:10:00Z'),
  outgoing: createOutgoing({ allowPrivate: false, trusted: [url] }),
});
const order = (act: ServiceOrder['act'], alias: string): ServiceOrder => ({
  ...{ act, alias, credential: { apiKey: KEYS.apiKey }, severity: 2, link: LINK },
});
const opening = (channel: Channel): Channel => ({
  ...channel,
  send: (message, signal) => channel.send({ ...message, order: order('open', message.key) }, signal),
});

for (const [name, create] of [
  ['Opsgenie', createOpsgenie],
  ['Jira Service Management', createJsm],
] as const) {
  channelContract(`alerts at ${name}`, async () => {
    const services = await openServices();
    return {
      channel: opening(create(optionsAt(services.url))),
      good: 'alerts',
      received: async () =>
        services.received.map(({ body }) => {
          const {
            alias: key,
            message: subject,
            description,
          } = body as Record<'alias' | 'message' | 'description', string>;
          return { to: 'alerts', key, subject, text: description.replace(`\n\n${LINK}`, ''), id: key };
        }),
      make: services.make,
      arrival: services.arrival,
      close: services.close,
    };
  });
}

test('an alert is noted upon, acknowledged and closed by its alias, with its priority', async () => {
  await using services = await openServices();
  const channel = createOpsgenie(optionsAt(services.url));
  for (const act of ['open', 'note', 'acknowledge', 'resolve'] as const) {
    const message = {
      key: 'k',
      to: 'alerts',
      subject: 'Payments fail',
      text: 'It is the cards.',
      order: order(act, 'a/b c'),
    };
    assert.ok((await channel.send(message, AbortSignal.timeout(60_000))).ok);
  }
  const calls = services.take();
  assert.equal(calls[0]!.body['priority'], 'P2');
  assert.deepEqual(
    calls.map(({ method, path }) => `${method} ${path}`),
    [
      'POST /v2/alerts',
      'POST /v2/alerts/a%2Fb%20c/notes?identifierType=alias',
      'POST /v2/alerts/a%2Fb%20c/acknowledge?identifierType=alias',
      'POST /v2/alerts/a%2Fb%20c/close?identifierType=alias',
    ],
  );
  assert.equal(calls[3]!.body['note'], 'It is the cards.');
});

test('a key that is not known is told to be replaced, and is in no reason; without one nothing is asked', async () => {
  await using services = await openServices();
  const channel = createOpsgenie(optionsAt(services.url));
  const message = { key: 'k', to: 'alerts', subject: 's', text: 't' };
  const wrong = { ...order('open', 'a'), credential: { apiKey: 'a-wrong-key' } };
  const refused = JSON.stringify(await channel.send({ ...message, order: wrong }, AbortSignal.timeout(60_000)));
  assert.match(refused, /"permanent":false.*put the one of an API integration into the secret/);
  assert.doesNotMatch(refused, /a-wrong-key/);
  const none = await channel.send({ ...message, order: { ...wrong, credential: {} } }, AbortSignal.timeout(60_000));
  assert.match(JSON.stringify(none), /lacks apiKey/);
});

test('a key is tried by asking for one alert: nothing is opened', async () => {
  await using services = await openServices();
  for (const create of [createOpsgenie, createJsm]) {
    const tried = (credential: Record<string, string>) =>
      create(optionsAt(services.url)).tryCredential!('alerts', credential, new AbortController().signal);
    assert.deepEqual(await tried({ apiKey: KEYS.apiKey }), { ok: true });
    const wrong = await tried({ apiKey: 'an-old-key' });
    assert.match(wrong.ok ? '' : `${wrong.reason}: ${wrong.todo}`, /\(401\).*: Put the key of an API integration/);
    assert.doesNotMatch(JSON.stringify(wrong), /an-old-key/);
    assert.match(JSON.stringify(await tried({})), /the secret lacks apiKey/);
  }
});
