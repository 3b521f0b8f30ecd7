import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json } from '#domain/documents';
import type { Authority } from '#domain/runbooks';
import { ACCOUNT, openWorld, REGION, type World } from '#test/kit/world';
import { createOwnAws } from './face.ts';

const PRINCIPAL = `arn:aws:sts::${ACCOUNT}:assumed-role/runbooks/execution-1`;
const AUTHORITY: Authority = {
  account: ACCOUNT,
  region: REGION,
  principal: PRINCIPAL,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/runbooks`,
};
const TOKEN = '0195e4a0-0000-7000-8000-000000000003';
const never = new AbortController().signal;

let world: World;
let incident: string;
before(async () => {
  world = await openWorld();
  await done('ssm-incidents', 'CreateReplicationSet', { regions: { [REGION]: {} } });
  const incidentTemplate = { title: 'Payments', impact: '2' };
  const { arn } = await done('ssm-incidents', 'CreateResponsePlan', { name: 'payments', incidentTemplate });
  const started = await done('ssm-incidents', 'StartIncident', { responsePlanArn: arn! });
  incident = String(started['incidentRecordArn']);
});
after(() => world[Symbol.asyncDispose]());

const askAs = async (
  service: string,
  operation: string,
  input: Record<string, Json>,
  denies?: (action: string, resources: readonly string[]) => string | undefined,
) => {
  const judge = async (_on: unknown, _who: Authority, action: string, resources: readonly string[]) =>
    denies?.(action, resources);
  const { db, log, house } = world;
  const own = createOwnAws({ db, log, rooms: house.rooms, trail: house.trail, isSecure: false, judge });
  const call = { authority: AUTHORITY, service, operation, input, token: TOKEN, now: world.now() };
  assert.equal(await own.fault(service, operation), undefined);
  return own.call(db, call, never);
};

const done = async (service: string, operation: string, input: Record<string, Json>) => {
  const answer = await askAs(service, operation, input);
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.output;
};

const record = async () =>
  (await done('ssm-incidents', 'GetIncidentRecord', { arn: incident }))['incidentRecord'] as Record<string, Json>;

const trailOf = async (name: string) => {
  await world.house.trail.flush();
  const found = await world.db.rows<{ event: Record<string, unknown> }>(
    { name: 'test.trail', text: `select event from audit_events where event->>'eventName' = $1 order by id` } as never,
    [name],
  );
  return found.map(({ event }) => event);
};

test('a runbook reads an incident: times are text, and the trail says on whose behalf', async () => {
  const { title, creationTime } = await record();
  assert.deepEqual({ title, creationTime }, { title: 'Payments', creationTime: '2026-01-02T03:10:00.000Z' });
  const [event] = await trailOf('GetIncidentRecord');
  assert.deepEqual(
    { arn: (event!['userIdentity'] as { arn: string }).arn, source: event!['sourceIPAddress'] },
    { arn: PRINCIPAL, source: 'ssm.amazonaws.com' },
  );
});

test('what is done twice under one token is done once, and a number may come as text', async () => {
  const input = { incidentRecordArn: incident, eventTime: '2026-01-02T03:10:00Z', eventType: 'Note', eventData: '"x"' };
  const first = await askAs('ssm-incidents', 'CreateTimelineEvent', input);
  assert.deepEqual(await askAs('ssm-incidents', 'CreateTimelineEvent', input), first);
  await done('ssm-incidents', 'UpdateIncidentRecord', { arn: incident, impact: '3' });
  assert.equal((await record())['impact'], 3);
});

test('what the policies do not allow is not done, and the trail has that', async () => {
  const denies = (action: string, resources: readonly string[]) =>
    `not authorized: ${action} on ${resources.join(' ')}`;
  const answer = await askAs('ssm-incidents', 'UpdateIncidentRecord', { arn: incident, status: 'RESOLVED' }, denies);
  assert.deepEqual(answer, {
    ok: false,
    kind: 'permission',
    code: 'AccessDeniedException',
    message: `not authorized: ssm-incidents:UpdateIncidentRecord on ${incident}`,
  });
  assert.equal((await record())['status'], 'OPEN');
  const events = await trailOf('UpdateIncidentRecord');
  assert.ok(events.some((event) => event['errorCode'] === 'AccessDeniedException'));
});

for (const [what, service, operation, input, want] of [
  ['a broken constraint', 'ssm-incidents', 'UpdateIncidentRecord', { arn: 'x', impact: 9 }, /validation error/],
  ['a misspelt member', 'ssm-incidents', 'GetIncidentRecord', { Arn: 'x' }, /Arn is not known: did you mean arn\?/],
  ['a value of another type', 'events', 'PutEvents', { Entries: 'x' }, /can not be converted to a List/],
  [
    'what is not there',
    'ssm-incidents',
    'GetIncidentRecord',
    { arn: 'arn:aws:ssm-incidents::123456789012:incident-record/payments/0195e4a0-0000-7000-8000-00000000dead' },
    /not found|does not exist/i,
  ],
] as const) {
  test(`${what} is the caller's mistake`, async () => {
    const answer = await askAs(service, operation, input as unknown as Record<string, Json>);
    assert.ok(!answer.ok && answer.kind === 'client', JSON.stringify(answer));
    assert.match(answer.message, want);
  });
}

test('reading and what has a token may be repeated; publishing may not', async () => {
  const { db, log, house } = world;
  const own = createOwnAws({
    db,
    log,
    rooms: house.rooms,
    trail: house.trail,
    isSecure: false,
    judge: async () => undefined,
  });
  assert.deepEqual(
    await Promise.all([
      own.isRepeatable('ssm-incidents', 'GetIncidentRecord'),
      own.isRepeatable('ssm-incidents', 'UpdateIncidentRecord'),
      own.isRepeatable('secretsmanager', 'PutSecretValue'),
      own.isRepeatable('sns', 'Publish'),
    ]),
    [true, true, true, false],
  );
  assert.match((await own.fault('ssm-incidents', 'StartIncidents')) ?? '', /did you mean StartIncident\?/);
  assert.deepEqual([own.hasService('ssm-incidents'), own.has('ec2', 'RunInstances')], [true, false]);
});
