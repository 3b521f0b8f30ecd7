import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machineOf, T0 } from '../../../test/kit/runbook-machine.ts';
import { fakeAction, runbookOf } from '../../../test/kit/runbooks.ts';
import type { Failure } from './action.ts';

const call = 'action: "aws:createTags", inputs: {ResourceIds: [i-1], Tags: [{Key: a, Value: b}]}';
const sleep = 'action: "aws:sleep", inputs: {Duration: PT10M}';
const failure: Failure = { type: 'Action', stage: 'Invocation', message: 'no' };
const actions = [fakeAction('aws:createTags', { defaultTimeoutSeconds: 60 }), fakeAction('aws:deleteImage')];
const machine = (text: string, parameters = {}) => machineOf(runbookOf(text), { parameters, actions });

test('a failed step is tried again as often as it says, then ends the execution', () => {
  const run = machine(`mainSteps:\n  - {name: a, ${call}, maxAttempts: 2}\n  - {name: b, ${call}}`);
  run.fail('a', failure);
  assert.deepEqual([run.status, run.step('a').status, run.step('a').attempt], ['InProgress', 'InProgress', 2]);
  run.fail('a', failure);
  assert.deepEqual([run.status, run.step('a').status, run.ran], ['Failed', 'Failed', ['a']]);
  assert.match(run.execution.failureMessage!, /Step a failed: no/);
});

test('what was asked too often is asked later', () => {
  const run = machine(`mainSteps:\n  - {name: a, ${call}, maxAttempts: 3}`);
  run.fail('a', { ...failure, type: 'Throttling' });
  assert.deepEqual(run.effects('act'), [{ kind: 'act', path: 'a', attempt: 2, runAt: new Date(T0.getTime() + 2_000) }]);
});

test('onFailure leads to a step, and the critical failure is the execution’s end', () => {
  const steps = `  - {name: a, ${call}, onFailure: "step:c"}\n  - {name: b, ${call}}\n  - {name: c, ${call}}`;
  const run = machine(`mainSteps:\n${steps}`);
  run.fail('a', failure);
  run.done('c');
  assert.deepEqual([run.status, run.ran], ['Failed', ['a', 'c']]);
});

test('what is not critical leaves the execution a success', () => {
  const run = machine(`mainSteps:\n  - {name: a, ${call}, onFailure: Continue}\n  - {name: b, ${call}}`);
  run.fail('a', failure);
  run.done('b');
  assert.deepEqual([run.status, run.step('a').status], ['Success', 'Failed']);
});

test('a step that is over its time is ended outside, and times the execution out', () => {
  const run = machine(`mainSteps:\n  - {name: a, ${call}, timeoutSeconds: 30}`);
  run.wakeAtDue();
  assert.deepEqual(run.now, new Date(T0.getTime() + 30_000));
  assert.deepEqual([run.status, run.step('a').status], ['TimedOut', 'TimedOut']);
  assert.equal(run.effects('stopActing').length, 1);
});

test('nested branches choose by parameters, and steps beside the way stay to come', () => {
  const choice = (name: string, next: string, value: string, otherwise: string) =>
    `  - {name: ${name}, action: "aws:branch", inputs: {Choices: [{NextStep: ${next}, And: [{Variable: "{{ Kind }}", StringEquals: ${value}}, {Not: {Variable: "{{ Kind }}", StringEquals: z}}]}], Default: ${otherwise}}}`;
  const run = machine(
    `parameters: {Kind: {type: String}}\nmainSteps:\n${choice('one', 'a', 'x', 'two')}\n${choice('two', 'b', 'y', 'a')}\n  - {name: a, ${call}, isEnd: true}\n  - {name: b, ${call}, isEnd: true}`,
    { Kind: 'y' },
  );
  run.done('b');
  assert.deepEqual([run.status, run.ran], ['Success', ['one', 'two', 'b']]);
});

test('a loop goes through its values, and again while its condition holds', () => {
  const run = machine(`mainSteps:
  - name: each
    action: aws:loop
    inputs: {Iterators: [x, "y"], Steps: [{name: a, ${call}}]}
  - name: again
    action: aws:loop
    inputs:
      LoopCondition: {Variable: "{{ b.N }}", NumericLesser: 2}
      MaxIterations: 5
      Steps: [{name: b, ${call}, outputs: [{Name: N, Selector: "$.N", Type: Integer}]}]
`);
  run.done('each/1/a');
  assert.deepEqual(run.step('each/2/a').parent, { path: 'each', iteration: 2, value: 'y' });
  run.done('each/2/a');
  run.done('again/1/b', { N: 1 });
  run.done('again/2/b', { N: 2 });
  assert.equal(run.status, 'Success');
  assert.deepEqual(run.ran, ['each', 'each/1/a', 'each/2/a', 'again', 'again/1/b', 'again/2/b']);
});

test('a failure within a loop is the loop’s, and its onFailure decides', () => {
  const loop = (more: string) =>
    `mainSteps:\n  - {name: each, action: "aws:loop", inputs: {Iterators: [x, "y"], Steps: [{name: a, ${call}}]}${more}}\n  - {name: b, ${call}}`;
  const aborted = machine(loop(''));
  aborted.fail('each/1/a', failure);
  assert.deepEqual([aborted.status, aborted.step('each').status], ['Failed', 'Failed']);
  const gone = machine(loop(', onFailure: Continue'));
  gone.fail('each/1/a', failure);
  gone.done('b');
  assert.deepEqual([gone.status, gone.step('each').status], ['Success', 'Failed']);
});

test('cancelled while it sleeps it goes its way to clean up, for two minutes at most', () => {
  const run = machine(
    `mainSteps:\n  - {name: a, ${sleep}, onCancel: "step:c"}\n  - {name: b, ${call}}\n  - {name: c, action: "aws:deleteImage", inputs: {ImageId: ami-1}}`,
  );
  run.stop('Cancel');
  assert.deepEqual([run.status, run.step('a').status, run.execution.at], ['Cancelling', 'Cancelled', 'c']);
  const cleaned = run.copy();
  cleaned.done('c');
  assert.deepEqual([cleaned.status, cleaned.step('c').status], ['Cancelled', 'Success']);
  run.wakeAt(new Date(T0.getTime() + 60_000));
  run.wakeAt(new Date(T0.getTime() + 120_000));
  assert.deepEqual([run.status, run.ran], ['Cancelled', ['a', 'c']]);
});

test('completed it is a success, whatever was at work', () => {
  const run = machine(`mainSteps:\n  - {name: a, ${call}}\n  - {name: b, ${call}}`);
  run.stop('Complete');
  assert.deepEqual([run.status, run.step('a').status, run.effects('stopActing').length], ['Success', 'Cancelled', 1]);
});

const approval = (more = '') =>
  `mainSteps:\n  - {name: ask, action: "aws:approve"${more}, inputs: {Approvers: [ana, "arn:aws:iam::123456789012:role/Oncall", ben], MinRequiredApprovals: 2}}`;
const ana = 'arn:aws:iam::123456789012:user/ana';
const session = 'arn:aws:sts::123456789012:assumed-role/Oncall/carl';

test('two of three approve, and who approves twice is counted once', () => {
  const run = machine(approval());
  assert.equal(run.status, 'Waiting');
  run.signal(ana, { type: 'Approve' });
  run.signal(ana, { type: 'Approve' });
  assert.deepEqual([run.status, run.step('ask').outputs['ApprovalStatus']], ['Waiting', 'Waiting']);
  assert.match(run.signal('arn:aws:iam::123456789012:user/eve', { type: 'Approve' })!, /no approver of step ask/);
  run.signal(session, { type: 'Approve', comment: 'go' });
  assert.deepEqual([run.status, run.step('ask').outputs['ApprovalStatus']], ['Success', 'Approved']);
});

test('one who rejects ends it, and nobody for seven days times it out', () => {
  const rejected = machine(approval(', maxAttempts: 3'));
  rejected.signal(session, { type: 'Reject', comment: 'not now' });
  assert.deepEqual([rejected.status, rejected.step('ask').outputs['ApprovalStatus']], ['Failed', 'Rejected']);
  assert.match(rejected.execution.failureMessage!, /rejected by .*carl: not now/);
  const alone = machine(approval());
  alone.wakeAtDue();
  assert.deepEqual([alone.status, alone.now], ['TimedOut', new Date('2026-01-09T03:10:00.000Z')]);
});

test('step by step nothing begins before somebody says so', () => {
  const run = machineOf(runbookOf(`mainSteps:\n  - {name: a, ${call}}\n  - {name: b, ${call}}`), {
    ...{ mode: 'Interactive', actions: [fakeAction('aws:createTags')] },
  });
  assert.deepEqual([run.status, run.ran], ['Waiting', []]);
  assert.match(run.signal(ana, { type: 'StartStep', stepName: 'b' })!, /the next one is a/);
  assert.match(run.signal(ana, { type: 'StartStep', stepName: 'z' })!, /no step z/);
  run.signal(ana, { type: 'StartStep', stepName: 'a' });
  run.done('a');
  assert.deepEqual([run.status, run.ran], ['Waiting', ['a']]);
  run.signal(ana, { type: 'StartStep' });
  run.signal(ana, { type: 'StopStep' });
  assert.deepEqual([run.status, run.step('b').status], ['Failed', 'Cancelled']);
});

test('of what nobody knows whether it was done a person says so', () => {
  const text = `mainSteps:\n  - {name: a, ${call}}`;
  const cases = [
    ['Approve', 'Success', 'Success'],
    ['Reject', 'Failed', 'Failed'],
    ['Resume', 'InProgress', 'InProgress'],
  ] as const;
  for (const [type, status, step] of cases) {
    const run = machine(text);
    run.take({ kind: 'unknown', path: 'a', attempt: 1 });
    assert.deepEqual([run.status, run.effects('tell').length], ['Waiting', 1]);
    run.signal(ana, { type });
    assert.deepEqual([run.status, run.step('a').status, run.step('a').attempt], [status, step, 1]);
  }
});

test('a child’s end is its step’s, and a late one changes nothing', () => {
  const run = machine(
    `mainSteps:\n  - {name: a, action: "aws:executeAutomation", inputs: {DocumentName: other}, maxAttempts: 2}`,
  );
  const ended = { kind: 'child', path: 'a', executionId: 'e', outputs: { 'x.Y': 'z' } } as const;
  run.take({ ...ended, attempt: 1, status: 'Failed', message: 'no' });
  run.take({ ...ended, attempt: 1, status: 'Success' });
  assert.deepEqual([run.status, run.why], ['InProgress', 'stale']);
  run.take({ ...ended, attempt: 2, status: 'Success' });
  assert.deepEqual([run.status, run.step('a').outputs['Output']], ['Success', ['{"x.Y":"z"}']]);
});

test('what has no value, no action or no sense fails in words', () => {
  const rows = [
    ['  - {name: a, action: "aws:sleep", inputs: {Duration: "{{ When }}"}}', /Duration: wanted one of ISO 8601/],
    ['  - {name: a, action: "aws:sleep", inputs: {Duration: P30D}}', /at most 604799 s/],
    ['  - {name: a, action: "aws:deleteStack", inputs: {StackName: s}}', /has no action aws:deleteStack/],
    [
      '  - {name: a, action: "aws:approve", inputs: {Approvers: [x], MinRequiredApprovals: "{{ When }}"}}',
      /wanted 1 to 1, got "soon"/,
    ],
  ] as const;
  for (const [step, wanted] of rows) {
    const run = machine(`parameters: {When: {type: String}}\nmainSteps:\n${step}`, { When: 'soon' });
    assert.equal(run.status, 'Failed', step);
    assert.match(run.execution.failureMessage!, wanted);
  }
});

test('a time that is past is not waited for', () => {
  const run = machine(`mainSteps:\n  - {name: a, action: "aws:sleep", inputs: {Timestamp: "2026-01-01T00:00:00Z"}}`);
  assert.equal(run.status, 'Success');
});

test('many steps of its own are done in parts, each at once', () => {
  const run = machine(`variables: {n: {type: Integer, default: 0}}
mainSteps:
  - {name: each, action: "aws:loop", inputs: {LoopCondition: {Variable: "{{ variable:n }}", NumericLesser: 999}, MaxIterations: 100, Steps: [{name: a, action: "aws:updateVariable", inputs: {Name: "variable:n", Value: 1}}]}}`);
  let parts = 1;
  for (; run.status === 'InProgress'; parts++) run.wakeAtDue();
  assert.deepEqual([run.status, run.execution.begun, parts, run.now], ['Success', 101, 3, T0]);
});
