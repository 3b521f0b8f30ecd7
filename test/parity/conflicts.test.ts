import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ConflictException,
  CreateReplicationSetCommand,
  CreateResponsePlanCommand,
  StartIncidentCommand,
  UpdateIncidentRecordCommand,
} from '@aws-sdk/client-ssm-incidents';
import { DAY } from '#kernel/clock';
import { replicationSet, responsePlan } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** ConflictException of ssm-incidents, with its members. */

let world: World;
let planArn: string;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  planArn = await responsePlan(world, 'payments', [], { dedupeString: 'payments' });
});
after(() => world[Symbol.asyncDispose]());

async function conflict(call: Promise<unknown>): Promise<ConflictException> {
  const error = await call.then(
    () => assert.fail('it was not refused'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ConflictException, String(error));
  return error;
}
const incidentTemplate = { title: 'x', impact: 1 };

test('a token of another request can be used when it is forgotten, a day after its first use', async () => {
  const first = { name: 'one', incidentTemplate, clientToken: 'same' };
  await world.aws.incidents.send(new CreateResponsePlanCommand(first));
  const forgotten = world.now().getTime() + DAY;
  await world.advance({ hours: 5 });
  const other = () => world.aws.incidents.send(new CreateResponsePlanCommand({ ...first, name: 'two' }));
  const { retryAfter } = await conflict(other());
  assert.equal(retryAfter?.getTime(), forgotten);
  await world.advance({ hours: 19, seconds: 1 });
  assert.ok(world.now() > retryAfter!);
  assert.ok((await other()).arn, 'then it is');
});

test('what no time mends may be asked again at once', async () => {
  const plan = await conflict(
    world.aws.incidents.send(new CreateResponsePlanCommand({ name: 'payments', incidentTemplate })),
  );
  assert.deepEqual([plan.resourceType, plan.resourceIdentifier], ['RESPONSE_PLAN', planArn]);
  assert.equal(plan.retryAfter?.getTime(), world.now().getTime());
  const set = await conflict(
    world.aws.incidents.send(new CreateReplicationSetCommand({ regions: { 'eu-west-1': {} } })),
  );
  assert.deepEqual([set.resourceType, set.retryAfter?.getTime()], ['REPLICATION_SET', world.now().getTime()]);
});

test('an incident beside its open twin is told as the resource in conflict', async () => {
  const start = () => world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: planArn }));
  const { incidentRecordArn: arn } = await start();
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'RESOLVED' }));
  await start();
  const twin = await conflict(world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'OPEN' })));
  assert.deepEqual([twin.resourceType, twin.resourceIdentifier], ['INCIDENT_RECORD', arn]);
  assert.equal(twin.retryAfter?.getTime(), world.now().getTime());
});
