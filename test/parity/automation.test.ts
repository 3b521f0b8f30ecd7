import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  type AutomationExecution,
  DescribeAutomationExecutionsCommand,
  DescribeAutomationStepExecutionsCommand,
  GetAutomationExecutionCommand,
  SendAutomationSignalCommand,
  StartAutomationExecutionCommand,
  type StartAutomationExecutionCommandInput,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import type { Statement } from '#storage/statement';
import { type FakeAction, fakeAction, runbooksByName } from '../kit/runbooks.ts';
import { openWorld, type World } from '../kit/world.ts';

/** Executions by the official client: as it starts, watches and stops them at AWS. */

const documents = {
  'two-steps': `
parameters:
  Wait: {type: String, default: PT10M}
  Names: {type: StringList, default: [a, b]}
mainSteps:
  - {name: doze, action: "aws:sleep", inputs: {Duration: "{{ Wait }}"}}
  - name: choose
    action: aws:branch
    inputs:
      Choices:
        - {NextStep: last, Variable: "{{ Wait }}", StringEquals: PT10M}
      Default: never
  - {name: never, action: "aws:createTags", inputs: {ResourceIds: [i-0], Tags: [{Key: a, Value: b}]}, outputs: [{Name: Nothing, Selector: "$.x"}]}
  - {name: last, action: "aws:createTags", inputs: {ResourceIds: "{{ Names }}", Tags: [{Key: a, Value: b}]}, isEnd: true, outputs: [{Name: First, Selector: "$.ResourceIds[0]"}]}
outputs: [last.First, never.Nothing]
`,
  manual: `
mainSteps:
  - {name: look, action: "aws:pause", inputs: {}}
  - {name: ask, action: "aws:approve", inputs: {Approvers: [admin], Message: ok?}}
`,
  asking: `
mainSteps:
  - {name: ask, action: "aws:approve", inputs: {Approvers: [admin], Message: ok?, NotificationArn: "arn:aws:sns:us-east-1:123456789012:AutomationNone"}}
`,
  once: `
mainSteps:
  - {name: launch, action: "aws:runInstances", inputs: {ImageId: ami-1}, maxAttempts: 3}
`,
  parent: `
mainSteps:
  - {name: call, action: "aws:executeAutomation", inputs: {DocumentName: each}}
  - {name: none, action: "aws:executeAutomation", inputs: {DocumentName: nothing}}
`,
  spread: `
mainSteps:
  - {name: call, action: "aws:executeAutomation", inputs: {DocumentName: each, Targets: [{Key: a, Values: [b]}]}}
`,
  each: `
mainSteps:
  - name: every
    action: aws:loop
    inputs:
      Iterators: [x, "y", z]
      Steps:
        - {name: tag, action: "aws:createTags", inputs: {ResourceIds: ["{{ every.CurrentIteratorValue }}"], Tags: [{Key: a, Value: b}]}}
`,
};

let world: World;
let tags: FakeAction;
let machines: FakeAction;
before(async () => {
  tags = fakeAction('aws:createTags');
  machines = fakeAction('aws:runInstances', { unknown: () => 'ask' });
  const runbooks = { source: runbooksByName(documents), actions: [tags, machines] };
  world = await openWorld({ runbooks, expectErrors: [/due work failed/] });
});
after(() => world[Symbol.asyncDispose]());

const bodies: Statement<{ body: string }> = {
  name: 'test.runbook-events',
  text: "select e.body from events e where e.source = 'aws.ssm' order by e.id",
};

const start = async (DocumentName: string, input: Partial<StartAutomationExecutionCommandInput> = {}) =>
  (await world.aws.ssm.send(new StartAutomationExecutionCommand({ DocumentName, ...input }))).AutomationExecutionId!;
const get = async (AutomationExecutionId: string): Promise<AutomationExecution> =>
  (await world.aws.ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }))).AutomationExecution!;
const stepsOf = ({ StepExecutions = [] }: AutomationExecution) =>
  StepExecutions.map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`);

test('an execution sleeps, chooses and acts, and is told as AWS tells it', async () => {
  const id = await start('two-steps', { Parameters: { Names: ['i-1', 'i-2'] } });
  const early = await get(id);
  assert.equal(early.AutomationExecutionStatus, 'InProgress');
  assert.deepEqual(stepsOf(early), ['doze InProgress', 'choose Pending', 'never Pending', 'last Pending']);
  assert.equal(early.CurrentStepName, 'doze');
  assert.deepEqual(early.Parameters, { Wait: ['PT10M'], Names: ['i-1', 'i-2'] });
  await world.advance({ minutes: 9 });
  assert.equal(tags.asked.length, 0);
  await world.advance({ minutes: 1 });
  const late = await get(id);
  assert.equal(late.AutomationExecutionStatus, 'Success');
  assert.deepEqual(stepsOf(late), ['doze Success', 'choose Success', 'last Success', 'never Pending']);
  assert.deepEqual(late.Outputs, {
    'last.First': ['i-1'],
    'never.Nothing': ['No output available yet because the step is not successfully executed'],
  });
  const [doze, , last] = late.StepExecutions!;
  assert.deepEqual(doze!.Inputs, { Duration: '"PT10M"' });
  assert.equal(last!.Inputs!['ResourceIds'], '["i-1","i-2"]');
  assert.equal(last!.ResponseCode, '0');
  assert.deepEqual(late.ResolvedTargets, { ParameterValues: [], Truncated: false });
  assert.equal(tags.asked.length, 1);
  assert.equal(tags.asked[0]!.authority?.principal, 'arn:aws:iam::123456789012:user/admin');
});

test('the steps of a loop are told with their pass, and by pages', async () => {
  const id = await start('each');
  await world.runDue();
  const execution = await get(id);
  assert.equal(execution.AutomationExecutionStatus, 'Success');
  const details = execution.StepExecutions!.map(({ ParentStepDetails: of }) => of && [of.Iteration, of.IteratorValue]);
  assert.deepEqual(details, [undefined, [1, 'x'], [2, 'y'], [3, 'z']]);
  const ask = { AutomationExecutionId: id, MaxResults: 2, Filters: [{ Key: 'StepName' as const, Values: ['tag'] }] };
  const first = await world.aws.ssm.send(new DescribeAutomationStepExecutionsCommand(ask));
  const second = await world.aws.ssm.send(
    new DescribeAutomationStepExecutionsCommand({ ...ask, NextToken: first.NextToken }),
  );
  assert.deepEqual([first.StepExecutions!.length, second.StepExecutions!.length, second.NextToken], [2, 1, undefined]);
});

test('people resume and approve; what is over takes no signal, and is not stopped', async () => {
  const id = await start('manual');
  const waiting = await get(id);
  assert.equal(waiting.AutomationExecutionStatus, 'Waiting');
  const signal = (SignalType: 'Resume' | 'Approve', Payload?: Record<string, string[]>) =>
    world.aws.ssm.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType, Payload }));
  await assert.rejects(signal('Approve'), { name: 'InvalidAutomationSignalException' });
  await assert.rejects(signal('Resume', { StepExecutionId: ['no-such-step'] }), {
    name: 'AutomationStepNotFoundException',
  });
  await signal('Resume', { StepExecutionId: [waiting.StepExecutions![0]!.StepExecutionId!] });
  await signal('Approve', { Comment: ['go'] });
  const over = await get(id);
  assert.deepEqual([over.AutomationExecutionStatus, ...stepsOf(over)], ['Success', 'look Success', 'ask Success']);
  assert.deepEqual(over.StepExecutions![1]!.Outputs!['ApprovalStatus'], ['Approved']);
  await assert.rejects(signal('Resume'), { name: 'InvalidAutomationSignalException' });
  const stop = new StopAutomationExecutionCommand({ AutomationExecutionId: id });
  await assert.rejects(world.aws.ssm.send(stop), { name: 'InvalidAutomationStatusUpdateException' });
});

test('what cannot start is refused by AWS’s names, and a repetition starts nothing', async () => {
  await assert.rejects(start('nothing'), { name: 'AutomationDefinitionNotFoundException' });
  await assert.rejects(start('manual', { DocumentVersion: '7' }), {
    name: 'AutomationDefinitionVersionNotFoundException',
  });
  await assert.rejects(start('manual', { Parameters: { Other: ['x'] } }), {
    name: 'InvalidAutomationExecutionParametersException',
  });
  const ClientToken = '3f1c0b7e-5a5f-4a9d-9f3f-0f6d1f1c2b3a';
  const first = await start('manual', { ClientToken });
  assert.equal(await start('manual', { ClientToken }), first);
  await assert.rejects(start('each', { ClientToken }), { name: 'IdempotentParameterMismatch' });
  await world.aws.ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId: first }));
  assert.equal((await get(first)).AutomationExecutionStatus, 'Cancelled');
  const gone = get('00000000-0000-4000-8000-000000000000');
  await assert.rejects(gone, { name: 'AutomationExecutionNotFoundException' });
});

test('an alarm that goes into ALARM stops the execution that names it', async () => {
  const alarm = { Namespace: 'app', MetricName: 'x', Period: 60, EvaluationPeriods: 1, Statistic: 'Sum' } as const;
  const judged = { Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' } as const;
  await world.aws.cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: 'stop', ...alarm, ...judged }));
  const id = await start('two-steps', { AlarmConfiguration: { Alarms: [{ Name: 'stop' }] } });
  const state = { AlarmName: 'stop', StateValue: 'ALARM', StateReason: 'too much' } as const;
  await world.aws.cloudwatch.send(new SetAlarmStateCommand(state));
  await world.runDue();
  const { AutomationExecutionStatus, FailureMessage, TriggeredAlarms } = await get(id);
  assert.equal(AutomationExecutionStatus, 'Cancelled');
  assert.match(FailureMessage!, /alarm stop, which went into ALARM/);
  assert.deepEqual(TriggeredAlarms, [{ Name: 'stop', State: 'ALARM' }]);
});

test('of a step that was broken off and must not be made twice, a person says what became of it', async () => {
  machines.answers(() => {
    throw new Error('the node is gone');
  });
  const id = await start('once');
  await world.advance({ seconds: 2 });
  assert.equal(machines.asked.length, 1);
  const waiting = await get(id);
  assert.deepEqual([waiting.AutomationExecutionStatus, ...stepsOf(waiting)], ['Waiting', 'launch Waiting']);
  machines.answers(({ token }) => ({ is: 'done', response: {}, outputs: { InstanceIds: [token] } }));
  await world.aws.ssm.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' }));
  await world.runDue();
  const [first, again] = machines.asked;
  assert.deepEqual([(await get(id)).AutomationExecutionStatus, again!.token], ['Success', first!.token]);
});

test('an execution starts another and waits for its end; what cannot be started fails the step', async () => {
  const id = await start('parent');
  await world.runDue();
  const { AutomationExecutionStatus, StepExecutions, FailureMessage } = await get(id);
  assert.deepEqual(
    [AutomationExecutionStatus, FailureMessage],
    ['Failed', 'Step none failed: There is no document nothing.'],
  );
  const child = await get(StepExecutions![0]!.Outputs!['ExecutionId']![0]!);
  assert.deepEqual([child.AutomationExecutionStatus, child.ParentAutomationExecutionId], ['Success', id]);
});

test('a step that would start an execution for each of many targets fails, and starts none', async () => {
  const id = await start('spread');
  await world.runDue();
  const { AutomationExecutionStatus, StepExecutions } = await get(id);
  assert.equal(AutomationExecutionStatus, 'Failed');
  assert.match(StepExecutions![0]!.FailureMessage!, /the input Targets is not there in this version/);
  const started = await world.aws.ssm.send(
    new DescribeAutomationExecutionsCommand({ Filters: [{ Key: 'ParentExecutionId', Values: [id] }] }),
  );
  assert.deepEqual(started.AutomationExecutionMetadataList, []);
});

test('approvers whom a missing topic cannot tell approve all the same, and the log says so', async () => {
  const id = await start('asking');
  const warned = world.log.lines.filter(({ message }) => message.startsWith('the approvers of a runbook could not'));
  assert.equal(warned.length, 1);
  await world.aws.ssm.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Approve' }));
  assert.equal((await get(id)).AutomationExecutionStatus, 'Success');
});

test('every change of a status is an event on the default bus', async () => {
  const id = await start('manual');
  const told = (await world.db.rows(bodies)).map(({ body }) => JSON.parse(body) as { detail: Record<string, unknown> });
  const mine = told.filter(({ detail }) => detail['ExecutionId'] === id);
  assert.deepEqual(
    mine.map(({ detail }) => [detail['StepName'] ?? 'whole', detail['Status'], detail['StartTime']]),
    [
      ['look', 'Waiting', 'Jan 2, 2026 3:20:02 AM'],
      ['whole', 'Waiting', 'Jan 2, 2026 3:20:02 AM'],
    ],
  );
  await world.aws.ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
});

test('executions are listed, the newest first, by what is asked for', async () => {
  const send = async (
    Filters: { Key: 'DocumentNamePrefix' | 'ExecutionStatus' | 'StartTimeBefore'; Values: string[] }[],
  ) =>
    (await world.aws.ssm.send(new DescribeAutomationExecutionsCommand({ Filters }))).AutomationExecutionMetadataList!;
  const manual = await send([{ Key: 'DocumentNamePrefix', Values: ['man'] }]);
  assert.deepEqual(
    manual.map((one) => one.AutomationExecutionStatus),
    ['Cancelled', 'Cancelled', 'Success'],
  );
  assert.deepEqual(await send([{ Key: 'ExecutionStatus', Values: ['TimedOut'] }]), []);
  const wrong = send([{ Key: 'StartTimeBefore', Values: ['yesterday'] }]);
  await assert.rejects(wrong, { name: 'InvalidFilterValue' });
});
