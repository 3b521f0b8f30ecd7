import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ConflictException,
  CreateReplicationSetCommand,
  CreateResponsePlanCommand,
  GetReplicationSetCommand,
  GetResponsePlanCommand,
  ListReplicationSetsCommand,
  ResourceNotFoundException,
  StartIncidentCommand,
} from '@aws-sdk/client-ssm-incidents';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { replicationSet } from '../kit/scenario.ts';
import { ACCOUNT, openWorld } from '../kit/world.ts';
import { fullPlan } from './kit/full.ts';
import { seed } from './kit/seed.ts';
import { call } from './kit/wire.ts';

const ADMIN = `arn:aws:iam::${ACCOUNT}:user/admin`;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

test('a replication set is CREATING, then ACTIVE, and reads back with its keys', async () => {
  await using world = await openWorld();
  const { incidents } = world.aws;
  const key = 'arn:aws:kms:eu-central-1:123456789012:key/x';
  const made = await incidents.send(
    new CreateReplicationSetCommand({
      regions: { 'us-east-1': {}, 'eu-central-1': { sseKmsKeyId: key } },
      tags: { team: 'a' },
    }),
  );
  assert.equal(made.$metadata.httpStatusCode, 201);
  assert.match(made.arn!, new RegExp(`^arn:aws:ssm-incidents::${ACCOUNT}:replication-set/${UUID}$`));
  const at = world.now();
  const { replicationSet: first } = await incidents.send(new GetReplicationSetCommand({ arn: made.arn }));
  assert.equal(first!.status, 'CREATING');
  assert.deepEqual(first!.regionMap!['us-east-1'], {
    sseKmsKeyId: 'DefaultKey',
    status: 'CREATING',
    statusUpdateDateTime: at,
  });
  await world.advance({ seconds: 1 });
  const { replicationSet: set } = await incidents.send(new GetReplicationSetCommand({ arn: made.arn }));
  assert.equal(set!.status, 'ACTIVE');
  assert.equal(set!.regionMap!['eu-central-1']!.sseKmsKeyId, key);
  assert.equal(set!.regionMap!['eu-central-1']!.status, 'ACTIVE');
  const { arn, createdBy, createdTime, deletionProtected, lastModifiedBy, lastModifiedTime } = set!;
  assert.deepEqual(
    { arn, createdBy, createdTime, deletionProtected, lastModifiedBy, lastModifiedTime },
    {
      arn: made.arn,
      createdBy: ADMIN,
      createdTime: at,
      deletionProtected: false,
      lastModifiedBy: ADMIN,
      lastModifiedTime: at,
    },
  );
  assert.deepEqual((await incidents.send(new ListReplicationSetsCommand({}))).replicationSetArns, [made.arn]);
  await assert.rejects(incidents.send(new CreateReplicationSetCommand({ regions: { 'us-east-1': {} } })), (error) => {
    assert.ok(error instanceof ConflictException);
    assert.deepEqual([error.$metadata.httpStatusCode, error.resourceType], [409, 'REPLICATION_SET']);
    return true;
  });
});

test('a replication set that is not this one is not found', async () => {
  await using world = await openWorld();
  const arn = `arn:aws:ssm-incidents::${ACCOUNT}:replication-set/${UNKNOWN}`;
  await assert.rejects(world.aws.incidents.send(new GetReplicationSetCommand({ arn })), (error) => {
    assert.ok(error instanceof ResourceNotFoundException);
    assert.deepEqual(
      [error.$metadata.httpStatusCode, error.resourceType, error.resourceIdentifier],
      [404, 'REPLICATION_SET', arn],
    );
    return true;
  });
});

test('a plan before the replication set is refused', async () => {
  await using world = await openWorld();
  const plan = { name: 'early', incidentTemplate: { title: 'Early', impact: 1 } };
  await assert.rejects(world.aws.incidents.send(new CreateResponsePlanCommand(plan)), ResourceNotFoundException);
});

test('a response plan with every member set reads back the same', async () => {
  await using world = await openWorld();
  const { tiersArn, ana } = await seed(world);
  const { tags: _tags, ...want } = fullPlan('full', [tiersArn, ana.arn]);
  const made = await world.aws.incidents.send(
    new CreateResponsePlanCommand(fullPlan('full', [tiersArn, ana.arn]) as never),
  );
  assert.equal(made.$metadata.httpStatusCode, 201);
  assert.equal(made.arn, `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/full`);
  const { $metadata: _, ...read } = await world.aws.incidents.send(new GetResponsePlanCommand({ arn: made.arn }));
  assert.deepEqual(read, { ...want, arn: made.arn });
  await assert.rejects(
    world.aws.incidents.send(new CreateResponsePlanCommand(fullPlan('full', []) as never)),
    (error) => {
      assert.ok(error instanceof ConflictException);
      assert.deepEqual(
        [error.$metadata.httpStatusCode, error.resourceType, error.resourceIdentifier],
        [409, 'RESPONSE_PLAN', made.arn],
      );
      return true;
    },
  );
});

test('a plan that is not there is not found, by name', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const arn = `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/none`;
  for (const command of [new GetResponsePlanCommand({ arn }), new StartIncidentCommand({ responsePlanArn: arn })]) {
    await assert.rejects(world.aws.incidents.send(command as GetResponsePlanCommand), (error) => {
      assert.ok(error instanceof ResourceNotFoundException);
      assert.deepEqual(
        [error.$metadata.httpStatusCode, error.resourceType, error.resourceIdentifier],
        [404, 'RESPONSE_PLAN', arn],
      );
      assert.match(error.message, /RESPONSE_PLAN not found/);
      return true;
    });
  }
});

test('severity stands in for impact, as a number or a text, and nothing else does', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const create = (name: string, template: object) =>
    call(world, ssmIncidents, 'CreateResponsePlan', { name, incidentTemplate: { title: 'T', ...template } });
  for (const [name, severity] of [
    ['text', '3'],
    ['number', 3],
    ['padded', ' 3 '],
  ] as const) {
    assert.equal((await create(name, { severity })).status, 201);
    const read = await world.aws.incidents.send(
      new GetResponsePlanCommand({ arn: `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/${name}` }),
    );
    assert.equal(read.incidentTemplate!.impact, 3);
  }
  assert.equal((await create('both', { severity: '3', impact: 3 })).status, 201);
  for (const template of [
    { severity: '9' },
    { severity: 'high' },
    { severity: '' },
    { severity: 2.5 },
    { severity: true },
    { severity: { a: 1 } },
    { severity: '3', impact: 2 },
  ]) {
    const answer = await create('bad', template);
    assert.deepEqual([answer.status, answer.code], [400, 'ValidationException'], JSON.stringify(template));
    assert.match(answer.text, /severity/);
  }
});
