import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { GetTimelineEventCommand, ListTimelineEventsCommand } from '@aws-sdk/client-ssm-incidents';
import { sources } from '#domain/intake';
import { alertEvents, alertsRule, bring, intakeKey, type MadeKey } from '../kit/alerts.ts';
import { call } from '../kit/api.ts';
import { fixture, type Sample, samples } from '../kit/intake-samples.ts';
import { incidentsOf, replicationSet, responsePlan } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** Every system by its own payload: an incident is opened by it, and its end is told once. */

let world: World;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

const withKey = (text: string, { secret }: MadeKey) => text.replaceAll('KEY', secret);

function headersOf({ headers }: Sample, key: MadeKey): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const basic = `Basic ${Buffer.from(`muster:${key.secret}`).toString('base64')}`;
      return [name, value === 'Basic KEY' ? basic : withKey(value, key)];
    }),
  );
}

function send(sample: Sample, key: MadeKey, file: 'firing' | 'resolved') {
  const path = withKey((file === 'resolved' ? sample.endPath : undefined) ?? sample.path, key);
  const body = withKey(JSON.stringify(fixture(sample.name, file)), key);
  return bring(world, path, body, headersOf(sample, key));
}

const mappingOf = ({ name }: Sample) => (name === 'json-mapped' ? { mapping: fixture(name, 'mapping') } : {});

test('every source that is sent by HTTP has a sample', () =>
  assert.deepEqual(
    sources.map(({ name }) => name).filter((name) => !samples.some(({ source }) => source === name)),
    ['email'],
  ));

for (const sample of samples)
  test(`the documented payload of ${sample.name} opens an incident, and its end is told once`, async () => {
    const plan = await responsePlan(world, `for-${sample.name}`, []);
    const key = await intakeKey(world, sample.source, { name: sample.name, ...mappingOf(sample) });
    await alertsRule(world, sample.source, plan, `rule-${sample.name}`, sample.labels);
    const before = (await alertEvents(world)).length;
    const answer = await send(sample, key, 'firing');
    assert.equal(answer.status, sample.status, JSON.stringify(answer.body));
    const incident = (await incidentsOf(world)).find(({ title }) => title === `Trouble with for-${sample.name}`);
    assert.ok(incident, 'the incident is open');
    assert.equal((await send(sample, key, 'resolved')).status, sample.status);
    assert.equal((await send(sample, key, 'resolved')).status, sample.status);
    const [firing, resolved, ...more] = (await alertEvents(world)).slice(before);
    assert.deepEqual(more, []);
    assert.equal(firing!['detail-type'], 'Alert Firing');
    assert.equal(resolved!['detail-type'], 'Alert Resolved');
    assert.equal(firing!.source, `muster.${sample.source}`);
    assert.equal(resolved!.detail.fingerprint, firing!.detail.fingerprint);
    assert.ok(firing!.detail.fingerprint.startsWith(`${sample.name}/`));
    assert.ok(firing!.detail.annotations['summary']);
    assert.ok(!JSON.stringify([firing, resolved]).includes(key.secret));
    assert.ok(await hasRaw(incident.arn!), 'what was sent is kept and shown');
  });

/** Further fields are kept: the trigger's raw data is the event, and has all that was sent. */
async function hasRaw(incidentRecordArn: string): Promise<boolean> {
  const { incidents } = world.aws;
  const { eventSummaries } = await incidents.send(new ListTimelineEventsCommand({ incidentRecordArn }));
  for (const { eventId, eventType } of eventSummaries!) {
    if (eventType !== 'SSM Incident Trigger') continue;
    const { event } = await incidents.send(new GetTimelineEventCommand({ incidentRecordArn, eventId }));
    return JSON.parse(JSON.parse(event!.eventData!).rawData).detail.raw !== undefined;
  }
  return false;
}

test('no door opens without a key, or with one of another source, and none says more to whom it does not know', async () => {
  const key = await intakeKey(world, 'json', { name: 'stranger' });
  for (const sample of samples) {
    const other = sample.source === 'json' ? await intakeKey(world, 'zabbix', { name: 'stranger' }) : key;
    const path = sample.path.replace('/KEY', '');
    assert.equal((await bring(world, path, fixture(sample.name, 'firing'))).status, 401, sample.name);
    const wrong = await bring(world, path, fixture(sample.name, 'firing'), { authorization: `Bearer ${other.secret}` });
    assert.equal(wrong.status, 403, sample.name);
  }
});

test('a payload cut anywhere is refused, and breaks nothing', async () => {
  for (const sample of samples) {
    const key = await intakeKey(world, sample.source, { name: `cut-${sample.name}`, ...mappingOf(sample) });
    const whole = JSON.stringify(fixture(sample.name, 'firing'));
    const before = (await alertEvents(world)).length;
    for (const length of [0, 1, Math.floor(whole.length / 2), whole.length - 1]) {
      const cut = await bring(world, withKey(sample.path, key), whole.slice(0, length), {
        ...headersOf(sample, key),
        authorization: `Bearer ${key.secret}`,
      });
      assert.equal(cut.status, 400, `${sample.name}, ${length} characters`);
    }
    assert.equal((await alertEvents(world)).length, before);
  }
});

test('what nests too deep is refused, and many alerts in one request are all stored', async () => {
  const key = await intakeKey(world, 'json', { name: 'large', mapping: { each: 'all', labels: { n: '{{n}}' } } });
  const headers = { authorization: `Bearer ${key.secret}` };
  const deep = await bring(world, '/intake/json', `{"all":${'['.repeat(100_000)}`, headers);
  assert.equal(deep.status, 400);
  assert.match((deep.body as { detail: string }).detail, /at most 64 levels of nesting/);
  const braces = await bring(world, '/intake/json', { all: [{ n: `\\"${'['.repeat(100)}` }] }, headers);
  assert.equal(braces.status, 202);
  const before = (await alertEvents(world)).length;
  const all = Array.from({ length: 1_200 }, (_, n) => ({ n }));
  assert.equal((await bring(world, '/intake/json', { all }, headers)).status, 202);
  assert.equal((await alertEvents(world)).length - before, 1_200);
});

test('any JSON at any door is taken or refused, and never a fault', async () => {
  const odd = [
    'null',
    '0',
    '"x"',
    '[]',
    '[null]',
    '{}',
    '{"alerts":[{}]}',
    '{"data":{"event":{}}}',
    '{"heartbeat":[]}',
  ];
  for (const sample of samples) {
    const key = await intakeKey(world, sample.source, { name: `odd-${sample.name}`, ...mappingOf(sample) });
    for (const body of odd) {
      const headers = { ...headersOf(sample, key), authorization: `Bearer ${key.secret}` };
      const { status } = await bring(world, withKey(sample.path, key), body, headers);
      assert.ok(status === 400 || status === sample.status, `${sample.name}: ${body}: ${status}`);
    }
  }
});

test('a payload can be tried, and nothing comes of it', async () => {
  const before = (await alertEvents(world)).length;
  const body = {
    source: 'json',
    payload: fixture('json-mapped', 'firing'),
    mapping: fixture('json-mapped', 'mapping'),
  };
  const { status, body: shown } = await call(world, 'POST', '/intake/previews', { body });
  assert.equal(status, 200);
  assert.deepEqual(shown['alerts'], [
    {
      status: 'firing',
      fingerprint: 'check-7',
      labels: { host: 'pay-1', group: 'disk' },
      annotations: { summary: 'inode table full on pay-1' },
      startsAt: null,
      endsAt: null,
    },
  ]);
  assert.equal((await alertEvents(world)).length, before);
});
