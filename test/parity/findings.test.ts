import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  BatchGetIncidentFindingsCommand,
  DeleteReplicationSetCommand,
  ListIncidentFindingsCommand,
  ListReplicationSetsCommand,
  StartIncidentCommand,
} from '@aws-sdk/client-ssm-incidents';
import { replicationSet, responsePlan } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';

/** Findings: deployments near the start of an incident, learnt from the events that tell of them. */

const GROUP = `arn:aws:codedeploy:us-east-1:${ACCOUNT}:deploymentgroup:shop/web`;
const STACK = `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/shop/0a1b`;

let world: World;
let planArn: string;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  planArn = await responsePlan(world, 'shop', []);
});
after(() => world[Symbol.asyncDispose]());

const now = () => new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000);

async function tell(Source: string, DetailType: string, detail: object, Time = now()): Promise<Date> {
  const entry = { Source, DetailType, Detail: JSON.stringify(detail), Time };
  assert.equal((await world.aws.events.send(new PutEventsCommand({ Entries: [entry] }))).FailedEntryCount, 0);
  return Time;
}

const deploy = (deploymentId: string, state: string, at?: Date) =>
  tell(
    'aws.codedeploy',
    'CodeDeploy Deployment State-change Notification',
    { application: 'shop', deploymentGroup: 'web', deploymentId, state },
    at,
  );
const stack = (status: string, at?: Date) =>
  tell(
    'aws.cloudformation',
    'CloudFormation Stack Status Change',
    { 'stack-id': STACK, 'status-details': { status } },
    at,
  );

async function start(title: string): Promise<string> {
  const command = new StartIncidentCommand({ responsePlanArn: planArn, title });
  return (await world.aws.incidents.send(command)).incidentRecordArn!;
}

async function findings(incidentRecordArn: string) {
  const list = await world.aws.incidents.send(new ListIncidentFindingsCommand({ incidentRecordArn }));
  const findingIds = list.findings!.map(({ id }) => id!);
  const batch = await world.aws.incidents.send(new BatchGetIncidentFindingsCommand({ incidentRecordArn, findingIds }));
  assert.deepEqual(batch.errors, []);
  assert.deepEqual(
    batch.findings!.map(({ id, lastModifiedTime }) => ({ id, lastModifiedTime })),
    list.findings,
  );
  return batch.findings!;
}

const details = async (arn: string) => (await findings(arn)).map((finding) => finding.details);

test('a deployment that ran before the incident, and a stack that is updated meanwhile, are its findings', async () => {
  const began = await deploy('d-1', 'START');
  await world.advance({ minutes: 5 });
  const ended = await deploy('d-1', 'SUCCESS');
  await world.advance({ minutes: 30 });
  const updated = await stack('UPDATE_IN_PROGRESS');
  const arn = await start('near');
  const [deployment, update] = await findings(arn);
  assert.deepEqual(deployment!.details, {
    codeDeployDeployment: { deploymentGroupArn: GROUP, deploymentId: 'd-1', startTime: began, endTime: ended },
  });
  assert.deepEqual(update!.details, { cloudFormationStackUpdate: { stackArn: STACK, startTime: updated } });
  await world.advance({ minutes: 2 });
  const done = await stack('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  await stack('UPDATE_COMPLETE');
  const [, later] = await findings(arn);
  assert.deepEqual(later!.details, {
    cloudFormationStackUpdate: { stackArn: STACK, startTime: updated, endTime: done },
  });
  assert.equal(later!.id, update!.id);
  assert.ok(later!.lastModifiedTime! > update!.lastModifiedTime!, 'the finding was modified when the update ended');
  assert.deepEqual(later!.creationTime, update!.creationTime);
});

test('what ended over an hour before, or begins over 15 minutes after, is no finding', async () => {
  await world.advance({ hours: 3 });
  await deploy('d-old', 'START');
  await deploy('d-old', 'FAILURE');
  await world.advance({ minutes: 61 });
  const arn = await start('alone');
  await world.advance({ minutes: 16 });
  await deploy('d-late', 'START');
  assert.deepEqual(await findings(arn), []);
  await deploy('d-late', 'SUCCESS');
});

test('an event that is told twice, late, or of the end alone makes one finding', async () => {
  await world.advance({ hours: 3 });
  const began = await deploy('d-2', 'START');
  await deploy('d-2', 'START', new Date(began.getTime() + 60_000));
  await world.advance({ minutes: 2 });
  const ended = await deploy('d-2', 'STOP');
  await deploy('d-2', 'STOP', new Date(ended.getTime() + 60_000));
  const only = await deploy('d-3', 'SUCCESS');
  await deploy('d-4', 'nonsense'.repeat(100));
  await tell('aws.codedeploy', 'CodeDeploy Deployment State-change Notification', { deploymentId: 7 });
  const arn = await start('twice');
  const of = (deploymentId: string, startTime: Date, endTime?: Date) => ({
    codeDeployDeployment: { deploymentGroupArn: GROUP, deploymentId, startTime, ...(endTime ? { endTime } : {}) },
  });
  assert.deepEqual(await details(arn), [of('d-2', began, ended), of('d-3', only, only), of('d-4', only)]);
  await deploy('d-4', 'SUCCESS');
});

test('findings come in pages, and those of another time or account are errors in the answer', async () => {
  await world.advance({ hours: 3 });
  for (const id of ['p-1', 'p-2', 'p-3']) await deploy(id, 'START');
  const incidentRecordArn = await start('pages');
  const seen: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await world.aws.incidents.send(
      new ListIncidentFindingsCommand({ incidentRecordArn, maxResults: 1, nextToken }),
    );
    assert.equal(page.findings!.length, 1);
    seen.push(...page.findings!.map(({ id }) => id!));
    nextToken = page.nextToken;
  } while (nextToken);
  assert.equal(new Set(seen).size, 3);
  await world.advance({ hours: 30 });
  const other = await start('another day');
  const batch = await world.aws.incidents.send(
    new BatchGetIncidentFindingsCommand({ incidentRecordArn: other, findingIds: seen }),
  );
  assert.deepEqual(batch.findings, []);
  assert.deepEqual(
    batch.errors!.map(({ findingId, code }) => ({ findingId, code })),
    seen.map((findingId) => ({ findingId, code: 'ResourceNotFoundException' })),
  );
});

test('what is known of deployments goes with the replication set', async () => {
  await deploy('d-9', 'START');
  const { replicationSetArns } = await world.aws.incidents.send(new ListReplicationSetsCommand({}));
  await world.aws.incidents.send(new DeleteReplicationSetCommand({ arn: replicationSetArns![0] }));
  await world.advance({ seconds: 2 });
  await replicationSet(world);
  planArn = await responsePlan(world, 'shop', []);
  assert.deepEqual(await findings(await start('anew')), []);
});
