import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type FakeAws, FakeError, openFakeAws } from '#test/kit/fake-aws/server';
import { actionsAt } from '#test/kit/fake-aws/steps';
import { type Outside, openOutside } from '#test/kit/somebodys-server';

let aws: FakeAws;
let hook: Outside<{ key: string; body: string }>;
let steps: ReturnType<typeof actionsAt>;
before(async () => {
  aws = await openFakeAws();
  hook = await openOutside({
    read: async ({ headers }, body) => ({ key: String(headers['x-muster-key']), body: body.toString() }),
    answers: { ok: { status: 200, body: 'ok' }, temporary: { status: 503 }, permanent: { status: 404, body: 'gone' } },
  });
  steps = actionsAt(aws.url);
});
after(async () => {
  await aws.close();
  await hook.close();
});
beforeEach(() => {
  aws.came.length = 0;
});
const TOKEN = '0195e4a0-0000-7000-8000-000000000003';
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:pay';

test('any operation is called, and its answer is what selectors read', async () => {
  aws.on('autoscaling SetDesiredCapacity', () => ({}));
  const inputs = {
    Service: 'autoscaling',
    Api: 'SetDesiredCapacity',
    AutoScalingGroupName: 'web',
    DesiredCapacity: '4',
  };
  const { response } = await steps.good('aws:executeAwsApi', inputs);
  assert.equal((response as { ResponseMetadata: { HTTPStatusCode: number } }).ResponseMetadata.HTTPStatusCode, 200);
  assert.equal(aws.came[0]!.input['DesiredCapacity'], '4');
  const { unknown } = steps.named('aws:executeAwsApi');
  assert.deepEqual([unknown(inputs), unknown({ Service: 'sqs', Api: 'SendMessage' })], ['repeat', 'ask']);
});

test('what may not be is a failure of permission, and not tried again', async () => {
  aws.on('iam PutUserPolicy', () => new FakeError('AccessDenied', 'no identity-based policy allows it', 403));
  const inputs = { Service: 'iam', Api: 'PutUserPolicy', UserName: 'eve', PolicyName: 'p', PolicyDocument: '{}' };
  const { outcome, waits } = await steps.finish('aws:executeAwsApi', inputs);
  assert.deepEqual([outcome.is === 'failed' && outcome.failure.type, waits], ['Permission', []]);
});

test('what may have been done and has no token is not asked again', async () => {
  aws.on('sqs SendMessage', () => new FakeError('InternalFailure', 'oh', 500));
  const inputs = { Service: 'sqs', Api: 'SendMessage', QueueUrl: 'https://elsewhere.example/1/q', MessageBody: 'x' };
  const { outcome, waits } = await steps.finish('aws:executeAwsApi', inputs);
  assert.deepEqual([outcome.is, waits, aws.came.length], ['failed', [], 1]);
});

test('a property is asserted, and one that is not so fails with both', async () => {
  aws.on('ecs DescribeServices', () => ({
    services: [{ status: 'ACTIVE', runningCount: 2, enableExecuteCommand: true }],
  }));
  const look = (PropertySelector: string, ...DesiredValues: string[]) => ({
    ...{ Service: 'ecs', Api: 'DescribeServices', services: ['pay'], PropertySelector, DesiredValues },
  });
  await steps.good('aws:assertAwsResourceProperty', look('$.services[0].status', 'DRAINING', 'ACTIVE'));
  await steps.good('aws:assertAwsResourceProperty', look('$.services[0].runningCount', '2'));
  await steps.good('aws:assertAwsResourceProperty', look('$.services[*].enableExecuteCommand', 'True'));
  const failure = await steps.bad('aws:assertAwsResourceProperty', look('$.services[0].runningCount', '3', '4'));
  assert.deepEqual(
    [failure.type, failure.message],
    ['Verification', 'The property $.services[0].runningCount is 2: wanted 3 or 4.'],
  );
  const none = await steps.bad('aws:assertAwsResourceProperty', look('$.services[1].status', 'ACTIVE'));
  assert.match(none.message, /is not there: wanted ACTIVE/);
});

test('a property is waited for, first often and then seldom', async () => {
  let looks = 0;
  aws.on('ecs DescribeServices', () => ({ services: [{ runningCount: ++looks > 13 ? 2 : 1 }] }));
  const { outcome, waits } = await steps.finish('aws:waitForAwsResourceProperty', {
    ...{ Service: 'ecs', Api: 'DescribeServices', services: ['pay'] },
    ...{ PropertySelector: '$.services[0].runningCount', DesiredValues: ['2'] },
  });
  assert.equal(outcome.is, 'done');
  assert.deepEqual([waits.length, waits[0], waits.at(-1)], [13, 5, 15]);
});

test('a function gets the map in the place of the text, and its payload comes back as text', async () => {
  aws.on('lambda Invoke', () => ({ headers: { 'x-amz-log-result': 'bG9n' }, raw: '{"paid":true}' }));
  const inputs = { FunctionName: FUNCTION, InputPayload: { order: 1 }, Payload: '{"order":2}', LogType: 'Tail' };
  const { outputs } = await steps.good('aws:invokeLambdaFunction', inputs);
  assert.deepEqual(outputs, { StatusCode: 200, FunctionError: '', LogResult: 'bG9n', Payload: '{"paid":true}' });
  assert.deepEqual(aws.came[0]!.input, { order: 1 });
  const { unknown } = steps.named('aws:invokeLambdaFunction');
  assert.deepEqual([unknown(inputs), unknown({ InvocationType: 'DryRun' })], ['ask', 'repeat']);
});

test('a function that fails fails the step, with what it said', async () => {
  aws.on('lambda Invoke', () => ({ headers: { 'x-amz-function-error': 'Unhandled' }, raw: '{"errorMessage":"boom"}' }));
  const failure = await steps.bad('aws:invokeLambdaFunction', { FunctionName: FUNCTION });
  assert.equal(failure.message, 'The function failed (Unhandled): {"errorMessage":"boom"}');
});

test('a state machine runs once under the step’s token, and its output is the step’s', async () => {
  const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:refund';
  const execution = `arn:aws:states:eu-west-1:123456789012:execution:refund:${TOKEN}`;
  let looks = 0;
  aws.on('states StartExecution', () => ({ executionArn: execution, startDate: 1767323400 }));
  aws.on('states DescribeExecution', () => ({
    executionArn: execution,
    status: ++looks > 1 ? 'SUCCEEDED' : 'RUNNING',
    output: '{"ok":1}',
  }));
  const { outputs } = await steps.good('aws:executeStateMachine', { stateMachineArn: machine, input: { order: 1 } });
  assert.deepEqual([outputs['status'], outputs['output']], ['SUCCEEDED', '{"ok":1}']);
  assert.deepEqual([aws.came[0]!.input['name'], aws.came[0]!.input['input']], [TOKEN, '{"order":1}']);
  aws.on('states StartExecution', () => new FakeError('ExecutionAlreadyExists', 'there is one'));
  await steps.good('aws:executeStateMachine', { stateMachineArn: machine });
  assert.equal(aws.came.at(-1)!.input['executionArn'], execution);
  aws.on('states DescribeExecution', () => ({ status: 'FAILED', error: 'States.Timeout', cause: 'too slow' }));
  const failure = await steps.bad('aws:executeStateMachine', { stateMachineArn: machine });
  assert.match(failure.message, /is FAILED: States.Timeout: too slow/);
  aws.on('states StopExecution', () => ({ stopDate: 1767323400 }));
  await steps.cancel('aws:executeStateMachine', {}, { executionArn: execution });
  assert.equal(aws.calls().at(-1), 'states StopExecution');
});

test('a stack is made and waited for; one that fails says what failed first', async () => {
  const stackId = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/net/1';
  let status = 'CREATE_IN_PROGRESS';
  aws.on('cloudformation CreateStack', () => ({ StackId: stackId }));
  aws.on('cloudformation DescribeStacks', () => {
    const was = status;
    status = 'CREATE_COMPLETE';
    return { Stacks: [{ StackId: stackId, StackName: 'net', CreationTime: '2026-01-02T03:10:00Z', StackStatus: was }] };
  });
  const inputs = {
    StackName: 'net',
    TemplateBody: { Resources: {} },
    Parameters: [{ ParameterKey: 'a', ParameterValue: 'b' }],
  };
  const { outputs } = await steps.good('aws:createStack', inputs);
  assert.deepEqual([outputs['StackId'], outputs['StackStatus']], [stackId, 'CREATE_COMPLETE']);
  const { input } = aws.came[0]!;
  assert.deepEqual(
    [input['TemplateBody'], input['ClientRequestToken'], input['Parameters.member.1.ParameterValue']],
    ['{"Resources":{}}', TOKEN, 'b'],
  );
  aws.on('cloudformation DescribeStacks', () => ({
    Stacks: [
      { StackId: stackId, StackName: 'net', CreationTime: '2026-01-02T03:10:00Z', StackStatus: 'ROLLBACK_COMPLETE' },
    ],
  }));
  const event = (LogicalResourceId: string, ResourceStatusReason: string) => ({
    ...{ StackId: stackId, StackName: 'net', EventId: LogicalResourceId, Timestamp: '2026-01-02T03:10:00Z' },
    ...{ LogicalResourceId, ResourceStatus: 'CREATE_FAILED', ResourceStatusReason },
  });
  aws.on('cloudformation DescribeStackEvents', () => ({
    StackEvents: [event('later', 'cancelled'), event('first', 'quota')],
  }));
  assert.match((await steps.bad('aws:createStack', inputs)).message, /is ROLLBACK_COMPLETE: first: quota/);
  aws.on('cloudformation DeleteStack', () => ({}));
  await steps.cancel('aws:createStack', inputs, { stackId });
  assert.equal(aws.came.at(-1)!.input['StackName'], stackId);
});

test('a stack is deleted by its id, and one that is not there is gone', async () => {
  const stackId = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/net/1';
  const states = ['CREATE_COMPLETE', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE'];
  aws.on('cloudformation DescribeStacks', () => ({
    Stacks: [{ StackId: stackId, StackName: 'net', CreationTime: '2026-01-02T03:10:00Z', StackStatus: states.shift() }],
  }));
  aws.on('cloudformation DeleteStack', () => ({}));
  const { outputs } = await steps.good('aws:deleteStack', { StackName: 'net' });
  assert.equal(outputs['StackStatus'], 'DELETE_COMPLETE');
  assert.deepEqual(
    aws.calls().map((call) => call.split(' ')[1]),
    ['DescribeStacks', 'DeleteStack', 'DescribeStacks', 'DescribeStacks'],
  );
  aws.on('cloudformation DescribeStacks', () => new FakeError('ValidationError', 'Stack with id net does not exist'));
  aws.came.length = 0;
  await steps.good('aws:deleteStack', { StackName: 'net' });
  assert.deepEqual(aws.calls(), ['cloudformation DescribeStacks']);
});

test('a command runs at AWS until every instance has ended it', async () => {
  let looks = 0;
  aws.on('ssm SendCommand', () => ({ Command: { CommandId: 'c-1' } }));
  aws.on('ssm ListCommands', () => ({
    Commands: [{ CommandId: 'c-1', Status: ++looks > 1 ? 'Success' : 'InProgress' }],
  }));
  const plugin = (Output: string, ResponseCode: number) => ({ Name: 'aws:runShellScript', Output, ResponseCode });
  aws.on('ssm ListCommandInvocations', () => ({
    CommandInvocations: [{ InstanceId: 'i-1', CommandPlugins: [plugin('up 3 days', 0)] }],
  }));
  const inputs = { DocumentName: 'AWS-RunShellScript', InstanceIds: ['i-1'], Parameters: { commands: 'uptime' } };
  const { outputs } = await steps.good('aws:runCommand', inputs);
  assert.deepEqual(outputs, { CommandId: 'c-1', Status: 'Success', ResponseCode: 0, Output: 'up 3 days' });
  assert.deepEqual(aws.came[0]!.input['Parameters'], { commands: ['uptime'] });
  assert.equal(steps.named('aws:runCommand').unknown(inputs), 'ask');
  aws.on('ssm ListCommands', () => ({ Commands: [{ CommandId: 'c-1', Status: 'Failed' }] }));
  aws.on('ssm ListCommandInvocations', () => ({
    CommandInvocations: [{ InstanceId: 'i-1', CommandPlugins: [plugin('no such disk', 2)] }],
  }));
  assert.match((await steps.bad('aws:runCommand', inputs)).message, /is Failed: no such disk/);
  aws.on('ssm CancelCommand', () => ({}));
  await steps.cancel('aws:runCommand', inputs, { commandId: 'c-1' });
  assert.equal(aws.came.at(-1)!.input['CommandId'], 'c-1');
});

test('a webhook is called at the address that its integration keeps, and names it nowhere', async () => {
  aws.on('ssm GetParameter', ({ input }) => {
    assert.equal(input['Name'], '/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/deploys');
    return { Parameter: { Value: JSON.stringify({ description: 'd', url: `${hook.url}/secret-path` }) } };
  });
  const { outputs } = await steps.good('aws:invokeWebhook', { IntegrationName: 'deploys', Body: { restart: 'pay' } });
  assert.deepEqual(outputs, { Response: 'ok', ResponseCode: '200' });
  assert.deepEqual(hook.received, [{ key: TOKEN, body: '{"restart":"pay"}' }]);
  await hook.make('permanent');
  const refused = await steps.bad('aws:invokeWebhook', { IntegrationName: 'deploys', Body: 'x' });
  assert.equal(refused.message, 'The webhook deploys answered 404: gone');
  await hook.make('unreachable');
  const gone = await steps.bad('aws:invokeWebhook', { IntegrationName: 'deploys', Body: 'x' });
  assert.ok(!gone.message.includes('secret-path'), gone.message);
});
