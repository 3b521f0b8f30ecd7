import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type FakeAws, FakeError, openFakeAws } from '#test/kit/fake-aws/server';
import { actionsAt } from '#test/kit/fake-aws/steps';

let aws: FakeAws;
let steps: ReturnType<typeof actionsAt>;
before(async () => {
  aws = await openFakeAws();
  steps = actionsAt(aws.url);
});
after(() => aws.close());
beforeEach(() => {
  aws.came.length = 0;
  aws.ec2.instances.set('i-1', { state: 'running', checks: 'ok', tags: {} });
});
const change = (DesiredState: string, more = {}) => ({ InstanceIds: ['i-1'], DesiredState, ...more });

test('an instance is stopped, and waited for', async () => {
  const { outcome, waits } = await steps.finish('aws:changeInstanceState', change('stopped', { Force: true }));
  assert.deepEqual(outcome.is === 'done' && outcome.outputs['InstanceStates'], ['stopped']);
  assert.deepEqual(waits, [5]);
  assert.deepEqual(aws.calls(), ['ec2 StopInstances', 'ec2 DescribeInstances', 'ec2 DescribeInstances']);
  assert.equal(aws.came[0]!.input['Force'], 'true');
});

test('one that is started runs only once its checks have passed', async () => {
  aws.ec2.instances.set('i-1', { state: 'stopped', checks: 'initializing', tags: {} });
  const { outcome, waits } = await steps.finish('aws:changeInstanceState', change('running'));
  assert.equal(outcome.is, 'done');
  assert.deepEqual(waits, [5, 15]);
  assert.equal(aws.calls().filter((call) => call === 'ec2 StartInstances').length, 1);
});

test('CheckStateOnly changes nothing', async () => {
  await steps.good('aws:changeInstanceState', change('running', { CheckStateOnly: true }));
  assert.deepEqual(aws.calls(), ['ec2 DescribeInstances', 'ec2 DescribeInstanceStatus']);
});

test('an instance that is being terminated is not waited for', async () => {
  aws.ec2.instances.set('i-1', { state: 'shutting-down', checks: 'ok', tags: {} });
  const failure = await steps.bad('aws:changeInstanceState', change('running', { CheckStateOnly: true }));
  assert.deepEqual([failure.type, failure.stage], ['Verification', 'PostVerification']);
});

test('what is not there fails in AWS’s words', async () => {
  const failure = await steps.bad('aws:changeInstanceState', { ...change('stopped'), InstanceIds: ['i-9'] });
  assert.deepEqual([failure.type, failure.stage], ['Action', 'Invocation']);
  assert.match(
    failure.message,
    /An error occurred \(InvalidInstanceID.NotFound\) when calling the StopInstances operation of ec2/,
  );
});

test('what passes by itself is waited out, later and later, and then fails', async () => {
  aws.next(new FakeError('RequestLimitExceeded', 'slowly', 503), new FakeError('InternalError', 'oh', 500));
  const once = await steps.finish('aws:changeInstanceState', change('stopped'));
  assert.deepEqual([once.outcome.is, once.waits], ['done', [2, 4, 5]]);
  for (let n = 0; n < 5; n += 1) aws.next(new FakeError('RequestLimitExceeded', 'slowly', 503));
  const { outcome, waits } = await steps.finish('aws:changeInstanceState', change('terminated'));
  assert.deepEqual([outcome.is === 'failed' && outcome.failure.type, waits], ['Throttling', [2, 4, 8, 16]]);
});

test('instances are launched once under a token, and run when the step is over', async () => {
  const inputs = { ImageId: 'ami-1', MinInstanceCount: 2, IamInstanceProfileName: 'web', SecurityGroupIds: ['sg-1'] };
  const { outputs } = await steps.good('aws:runInstances', inputs);
  assert.deepEqual(outputs['InstanceStates'], ['running', 'running']);
  const { input } = aws.came[0]!;
  assert.deepEqual(
    [input['InstanceType'], input['MaxCount'], input['IamInstanceProfile.Name'], input['SecurityGroupId.1']],
    ['m1.small', '2', 'web', 'sg-1'],
  );
  const again = await steps.good('aws:runInstances', inputs);
  assert.deepEqual(again.outputs['InstanceIds'], outputs['InstanceIds']);
  assert.equal(steps.named('aws:runInstances').unknown(inputs), 'repeat');
});

test('a launch that is cancelled leaves no instances', async () => {
  const outcome = await steps.look('aws:runInstances', { ImageId: 'ami-1' }, { token: 'another-token' });
  assert.ok(outcome.is === 'going on');
  await steps.cancel('aws:runInstances', {}, outcome.progress);
  assert.equal(aws.calls().at(-1), 'ec2 TerminateInstances');
});

test('a rehearsal says what it would ask, and asks what changes nothing', async () => {
  const told = await steps.look('aws:changeInstanceState', change('stopped'), { isDry: true });
  assert.deepEqual(told, {
    is: 'done',
    response: { WouldCall: { service: 'ec2', operation: 'StopInstances', input: { InstanceIds: ['i-1'] } } },
    outputs: {},
  });
  assert.deepEqual(aws.calls(), []);
  const looked = await steps.look('aws:changeInstanceState', change('stopped', { CheckStateOnly: true }), {
    isDry: true,
  });
  assert.ok(looked.is === 'done' && 'WouldWait' in (looked.response as object));
  assert.deepEqual(aws.calls(), ['ec2 DescribeInstances']);
});

test('an image is made of an instance, copied, and deleted with its snapshots', async () => {
  const { outputs } = await steps.good('aws:createImage', { InstanceId: 'i-1', ImageName: 'before', NoReboot: 'true' });
  assert.equal(outputs['ImageState'], 'available');
  assert.equal(aws.came[0]!.input['NoReboot'], 'true');
  assert.equal(steps.named('aws:createImage').unknown({}), 'ask');
  const ImageId = String(outputs['ImageId']);
  const copy = await steps.good('aws:copyImage', {
    SourceRegion: 'eu-west-1',
    SourceImageId: ImageId,
    ImageName: 'copy',
  });
  assert.equal(copy.outputs['ImageState'], 'available');
  const snapshots = aws.ec2.snapshots.size;
  await steps.good('aws:deleteImage', { ImageId });
  assert.equal(aws.ec2.images.has(ImageId), false);
  assert.equal(aws.ec2.snapshots.size, snapshots - 1);
});

test('an image whose deletion was broken off is deleted to its end', async () => {
  const { outputs } = await steps.good('aws:copyImage', {
    SourceRegion: 'eu-west-1',
    SourceImageId: 'ami-1',
    ImageName: 'torn',
  });
  const inputs = { ImageId: String(outputs['ImageId']) };
  const noted = await steps.look('aws:deleteImage', inputs);
  assert.ok(noted.is === 'going on');
  const before = aws.ec2.snapshots.size;
  // A node did half of it and died.
  aws.ec2.images.delete(inputs.ImageId);
  const ended = await steps.look('aws:deleteImage', inputs, { progress: noted.progress });
  assert.deepEqual([ended.is, aws.ec2.snapshots.size], ['done', before - 1]);
});

test('tags are put on what EC2 has, and on what Systems Manager has', async () => {
  const Tags = [{ Key: 'incident', Value: '1' }];
  await steps.good('aws:createTags', { ResourceIds: ['i-1', 'vol-1'], Tags });
  assert.deepEqual(aws.ec2.tags.get('vol-1'), { incident: '1' });
  aws.on('ssm AddTagsToResource', () => ({}));
  await steps.good('aws:createTags', { ResourceType: 'Parameter', ResourceIds: ['/a', '/b'], Tags });
  assert.deepEqual(
    aws.came.slice(-2).map(({ input }) => [input['ResourceType'], input['ResourceId']]),
    [
      ['Parameter', '/a'],
      ['Parameter', '/b'],
    ],
  );
  const failure = await steps.bad('aws:createTags', { ResourceType: 'Bucket', ResourceIds: ['b'], Tags });
  assert.match(failure.message, /ResourceType must be EC2, ManagedInstance/);
});
