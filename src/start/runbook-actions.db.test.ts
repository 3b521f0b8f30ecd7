import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PermissionRequest, Permissions } from '#domain/access';
import type { Authority } from '#domain/runbooks';
import { createOutgoing } from '#providers/outgoing';
import { attempt } from '#test/kit/fake-aws/broker';
import { type FakeAws, openFakeAws } from '#test/kit/fake-aws/server';
import { ACCOUNT, openWorld, REGION, type World } from '#test/kit/world';
import { credentialsOf, runbookActions } from './runbook-actions.ts';

let world: World;
let aws: FakeAws;
before(async () => {
  [world, aws] = await Promise.all([openWorld(), openFakeAws()]);
});
after(async () => {
  await aws.close();
  await world[Symbol.asyncDispose]();
});

const ROLE = `arn:aws:iam::${ACCOUNT}:role/runbooks`;
const AUTHORITY: Authority = {
  account: ACCOUNT,
  region: REGION,
  principal: `arn:aws:sts::${ACCOUNT}:assumed-role/runbooks/execution-1`,
  roleArn: ROLE,
};
const KEYS = { accessKeyId: 'ASIAROLEROLEROLEROLE', secretAccessKey: 'a-secret' };
const never = new AbortController().signal;

const house = (permissions: Permissions) => {
  const { db, log, keyring } = world;
  const { rooms, trail, secretValue } = world.house;
  return runbookActions({
    ...{ db, log, keyring, rooms, trail, permissions, secretValue },
    roleCredentials: async (_on, { sessionName }) =>
      sessionName === 'execution-1' ? KEYS : { refused: 'another session' },
    outgoing: createOutgoing({ allowPrivate: true, trusted: [] }),
    aws: { endpoint: aws.url, hasKeys: false },
    isSecure: false,
  });
};

test('a step asks Muster in process and AWS outside, both under its role’s policies, both in the trail', async () => {
  const asked: PermissionRequest[] = [];
  const { actions } = house({
    judge: async (_on, request) => {
      asked.push(request);
      return { allowed: true };
    },
  });
  const action = actions.find(({ name }) => name === 'aws:executeAwsApi')!;
  const run = (inputs: Record<string, string>) =>
    action.run(world.db, attempt(inputs, { authority: AUTHORITY, now: world.now() }), never);
  const topic = await run({ Service: 'sns', Api: 'CreateTopic', Name: 'deploys' });
  assert.ok(topic.is === 'done', JSON.stringify(topic));
  assert.equal((topic.response as { TopicArn: string }).TopicArn, `arn:aws:sns:${REGION}:${ACCOUNT}:deploys`);
  const snapshot = await run({ Service: 'ec2', Api: 'CreateSnapshot', VolumeId: 'vol-1' });
  assert.ok(snapshot.is === 'done', JSON.stringify(snapshot));
  assert.equal(aws.came.at(-1)!.accessKeyId, KEYS.accessKeyId);
  assert.deepEqual(
    asked.map(({ action: what, roleArn, resources }) => [what, roleArn, resources]),
    [
      ['sns:CreateTopic', ROLE, [`arn:aws:sns:${REGION}:${ACCOUNT}:deploys`]],
      ['ec2:CreateSnapshot', ROLE, [`arn:aws:ec2:${REGION}:${ACCOUNT}:volume/vol-1`]],
    ],
  );
  await world.house.trail.flush();
  const trail = await world.db.rows<{ event: { eventName: string; userIdentity: { arn: string } } }>({
    name: 'test.runbook-trail',
    text: `select event from audit_events where event->>'sourceIPAddress' = 'ssm.amazonaws.com' order by event->>'eventName'`,
  });
  assert.deepEqual(
    trail.map(({ event }) => [event.eventName, event.userIdentity.arn]),
    [
      ['CreateSnapshot', AUTHORITY.principal],
      ['CreateTopic', AUTHORITY.principal],
    ],
  );
});

test('what the policies deny is asked of nobody', async () => {
  const before = aws.came.length;
  const { actions } = house({
    judge: async (_on, { action }) => ({ allowed: false, message: `not authorized: ${action}` }),
  });
  const action = actions.find(({ name }) => name === 'aws:executeAwsApi')!;
  const denied: Record<string, string>[] = [
    { Service: 'sns', Api: 'CreateTopic', Name: 'denied' },
    { Service: 'ec2', Api: 'CreateSnapshot', VolumeId: 'vol-1' },
  ];
  for (const inputs of denied) {
    const outcome = await action.run(world.db, attempt(inputs, { authority: AUTHORITY, now: world.now() }), never);
    assert.deepEqual(outcome.is === 'failed' && outcome.failure.type, 'Permission');
  }
  assert.equal(aws.came.length, before);
});

test('with whose credentials AWS is called, or why it is not', async () => {
  const { roleArn: _, ...caller } = AUTHORITY;
  const as = (authority: Authority, hasKeys: boolean, endpoint?: string) =>
    credentialsOf({ keyring: world.keyring, roleCredentials: async () => KEYS, aws: { endpoint, hasKeys } })(
      world.db,
      authority,
      world.now(),
    );
  assert.match(JSON.stringify(await as(AUTHORITY, false)), /AWS cannot be called: set MUSTER_AWS_ACCESS_KEY_ID/);
  assert.deepEqual(await as(AUTHORITY, true), { keys: KEYS, judgedThere: true });
  assert.deepEqual(await as(AUTHORITY, false, aws.url), { keys: KEYS, judgedThere: false });
  assert.match(JSON.stringify(await as(caller, true)), /AWS is called as a role only/);
  const standIn = await as(caller, false, aws.url);
  assert.ok('keys' in standIn && !standIn.judgedThere && /^ASIA[0-9A-F]{16}$/.test(standIn.keys.accessKeyId));
});
