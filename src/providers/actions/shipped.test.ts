import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Json, type Runbook, readRunbook, shippedDocuments } from '#domain/documents';
import { play } from '#test/kit/fake-aws/play';
import { type FakeAws, openFakeAws } from '#test/kit/fake-aws/server';
import { actionsAt } from '#test/kit/fake-aws/steps';
import { type Outside, openOutside } from '#test/kit/somebodys-server';

let aws: FakeAws;
let steps: ReturnType<typeof actionsAt>;
before(async () => {
  aws = await openFakeAws();
  steps = actionsAt(aws.url);
});
after(() => aws.close());
beforeEach(() => {
  aws.came.length = 0;
});

function shipped(name: string): Runbook {
  const document = shippedDocuments.get(name);
  assert.ok(document, `no document ${name}`);
  const read = readRunbook(document.content, document.format);
  assert.ok(read.ok, JSON.stringify(read));
  return read.runbook;
}

const run = (name: string, given: Record<string, Json>) => play(shipped(name), given, steps);
const operations = () => aws.came.map(({ operation }) => operation);

test('every runbook that is shipped can be read, and says what its role needs', () => {
  for (const { name, type, content } of shippedDocuments.values()) {
    if (type !== 'Automation') continue;
    const { steps: all, assumeRole } = shipped(name);
    assert.ok(all.length > 0);
    const asks = all.some(({ action }) => !/^aws:(pause|sleep|branch)$/.test(action));
    assert.ok(!asks || (assumeRole !== undefined && /It needs \S+:\S+/.test(content)), name);
  }
});

test('instances are stopped, started and restarted', async () => {
  const one = () => aws.ec2.instances.get('i-1')!.state;
  aws.ec2.instances.set('i-1', { state: 'running', checks: 'ok', tags: {} });
  await run('AWS-StopEC2Instance', { InstanceId: ['i-1'] });
  assert.equal(one(), 'stopped');
  await run('AWS-StartEC2Instance', { InstanceId: ['i-1'] });
  assert.equal(one(), 'running');
  aws.came.length = 0;
  const { ran, outputs } = await run('AWS-RestartEC2Instance', { InstanceId: ['i-1'] });
  assert.deepEqual(ran, ['stopInstances', 'forceStopInstances', 'startInstances']);
  assert.deepEqual(outputs['startInstances']!['InstanceStates'], ['running']);
  const asked = operations().filter((name) => !name.startsWith('Describe'));
  assert.deepEqual(asked, ['StopInstances', 'StopInstances', 'StartInstances']);
});

test('a snapshot is taken and waited for', async () => {
  const { ran, outputs } = await run('AWS-CreateSnapshot', { VolumeId: 'vol-1' });
  assert.deepEqual(ran, ['createSnapshot', 'verifySnapshot']);
  assert.ok(aws.ec2.snapshots.has(String(outputs['createSnapshot']!['SnapshotId'])));
});

test('a user is forbidden everything, and its keys are told', async () => {
  let policy = '';
  aws.on('iam PutUserPolicy', ({ input }) => {
    policy = String(input['PolicyDocument']);
    return {};
  });
  aws.on('iam GetUserPolicy', () => ({
    UserName: 'eve',
    PolicyName: 'Muster-Isolated',
    PolicyDocument: encodeURIComponent(policy),
  }));
  aws.on('iam ListAccessKeys', () => ({
    AccessKeyMetadata: [{ AccessKeyId: 'AKIAEVE1' }, { AccessKeyId: 'AKIAEVE2' }],
    IsTruncated: false,
  }));
  const { ran, outputs } = await run('Muster-IsolateIamUser', { UserName: 'eve' });
  assert.deepEqual(ran, ['Isolate', 'Verify', 'Keys']);
  assert.deepEqual(outputs['Keys']!['AccessKeyIds'], ['AKIAEVE1', 'AKIAEVE2']);
  const [{ Effect, Action, Resource }] = (JSON.parse(policy) as { Statement: [Record<string, string>] }).Statement;
  assert.deepEqual([Effect, Action, Resource], ['Deny', '*', '*']);
});

test('what a host shows is kept in the bucket that is named, and nowhere else without one', async () => {
  const plugin = { Name: 'aws:runShellScript', Output: 'load average: 42', ResponseCode: 0 };
  aws.on('ssm SendCommand', () => ({ Command: { CommandId: 'c-1' } }));
  aws.on('ssm ListCommands', () => ({ Commands: [{ CommandId: 'c-1', Status: 'Success' }] }));
  aws.on('ssm ListCommandInvocations', () => ({ CommandInvocations: [{ CommandPlugins: [plugin] }] }));
  aws.on('s3 PUT', () => ({}));
  const plain = await run('Muster-CaptureDiagnostics', { InstanceId: 'i-1' });
  assert.deepEqual(plain.ran, ['Capture', 'HasBucket']);
  assert.equal(plain.outputs['Capture']!['Output'], 'load average: 42');
  const kept = await run('Muster-CaptureDiagnostics', { InstanceId: 'i-1', Bucket: 'evidence' });
  assert.deepEqual(kept.ran, ['Capture', 'HasBucket', 'Keep']);
  const put = aws.came.at(-1)!;
  assert.match(put.path, /^\/evidence\/muster-diagnostics\/i-1\/e-1\.txt/);
  assert.match(String(put.input['body']), /load average: 42/);
});

test('a group is scaled and waited for; an empty one is not', async () => {
  let desired = 2;
  const member = (LifecycleState: string) => ({ InstanceId: 'i-1', LifecycleState });
  aws.on('autoscaling DescribeAutoScalingGroups', () => ({
    AutoScalingGroups: [
      { AutoScalingGroupName: 'web', DesiredCapacity: desired, Instances: [member('InService'), member('InService')] },
    ],
  }));
  aws.on('autoscaling SetDesiredCapacity', ({ input }) => {
    desired = Number(input['DesiredCapacity']);
    return {};
  });
  const up = await run('Muster-ScaleAutoScalingGroup', { AutoScalingGroupName: 'web', DesiredCapacity: 4 });
  assert.deepEqual(
    [up.ran, up.outputs['Before']!['DesiredCapacity'], desired],
    [['Before', 'Scale', 'IsEmpty', 'InService'], 2, 4],
  );
  const none = await run('Muster-ScaleAutoScalingGroup', { AutoScalingGroupName: 'web', DesiredCapacity: 0 });
  assert.deepEqual(none.ran, ['Before', 'Scale', 'IsEmpty']);
});

test('a service of ECS is scaled and waited for', async () => {
  let wanted = 2;
  let running = 2;
  aws.on('ecs DescribeServices', () => {
    const services = [{ desiredCount: wanted, runningCount: running }];
    running += Math.sign(wanted - running);
    return { services };
  });
  aws.on('ecs UpdateService', ({ input }) => {
    wanted = Number(input['desiredCount']);
    return { service: {} };
  });
  const { ran, outputs } = await run('Muster-ScaleEcsService', { Cluster: 'prod', Service: 'pay', DesiredCount: 5 });
  assert.deepEqual([ran, outputs['Before']!['DesiredCount'], running], [['Before', 'Scale', 'Running'], 2, 5]);
});

test('an alias goes back to the version that worked', async () => {
  const alias = { FunctionVersion: '8', RevisionId: 'r-1' };
  aws.on('lambda GetAlias', () => ({ ...alias }));
  aws.on('lambda UpdateAlias', ({ input }) => {
    assert.equal(input['RevisionId'], 'r-1');
    alias.FunctionVersion = String(input['FunctionVersion']);
    return { ...alias };
  });
  const given = { FunctionName: 'pay', AliasName: 'live', FunctionVersion: '7' };
  const { ran, outputs } = await run('Muster-RollbackLambdaAlias', given);
  assert.deepEqual([ran, outputs['Before']!['FunctionVersion']], [['Before', 'RollBack', 'Verify'], '8']);
});

test('a queue is emptied, and how much was in it is told', async () => {
  aws.on('sqs GetQueueAttributes', () => ({ Attributes: { ApproximateNumberOfMessages: '812' } }));
  aws.on('sqs PurgeQueue', () => ({}));
  const { ran, outputs } = await run('Muster-FlushQueue', {
    QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs',
  });
  assert.deepEqual([ran, outputs['Before']!['Messages']], [['Before', 'Flush'], '812']);
});

test('a deployment is restarted by the webhook that is named', async () => {
  const hook: Outside<string> = await openOutside({
    read: async (_request, body) => body.toString(),
    answers: { ok: { status: 202 }, temporary: { status: 503 }, permanent: { status: 404 } },
  });
  aws.on('ssm GetParameter', () => ({ Parameter: { Value: hook.url } }));
  const { outputs } = await run('Muster-RestartKubernetesDeployment', {
    IntegrationName: 'cluster',
    Deployment: 'pay',
  });
  assert.equal(outputs['Restart']!['ResponseCode'], '202');
  assert.deepEqual(JSON.parse(hook.received[0]!), {
    ...{ action: 'restart', kind: 'Deployment', namespace: 'default', name: 'pay', execution: 'e-1' },
  });
  await hook.close();
});
