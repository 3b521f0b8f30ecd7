import { CreateDocumentCommand, StartAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import type { World } from '../../kit/world.ts';

/** Inputs for Systems Manager's operations on executions: small and good, and with as many members as can be. */

/** A runbook of three pauses. */
const CONTENT = JSON.stringify({
  schemaVersion: '0.3',
  parameters: { Names: { type: 'StringList', default: ['a'] } },
  mainSteps: ['first', 'second', 'third'].map((name) => ({ name, action: 'aws:pause', inputs: {} })),
});

/** Starts an execution that waits for somebody; answers its id. */
export async function seedExecution({ aws }: Pick<World, 'aws'>): Promise<string> {
  await aws.ssm.send(new CreateDocumentCommand({ Name: 'manual', Content: CONTENT, DocumentType: 'Automation' }));
  return moreExecutions({ aws });
}

export async function moreExecutions({ aws }: Pick<World, 'aws'>): Promise<string> {
  const started = await aws.ssm.send(new StartAutomationExecutionCommand({ DocumentName: 'manual' }));
  return started.AutomationExecutionId!;
}

export const automationInputs = (AutomationExecutionId: string): Record<string, Record<string, unknown>> => ({
  'ssm StartAutomationExecution': { DocumentName: 'manual' },
  'ssm GetAutomationExecution': { AutomationExecutionId },
  'ssm DescribeAutomationExecutions': {},
  'ssm DescribeAutomationStepExecutions': { AutomationExecutionId },
  'ssm SendAutomationSignal': { AutomationExecutionId, SignalType: 'Resume' },
  'ssm StopAutomationExecution': { AutomationExecutionId },
});

export const fullAutomationInputs: Record<string, Record<string, unknown>> = {
  'ssm StartAutomationExecution': {
    DocumentVersion: '$LATEST',
    Mode: 'Interactive',
    Parameters: { Names: ['x', 'y'] },
    Tags: [{ Key: 'team', Value: 'a' }],
    AlarmConfiguration: { Alarms: [{ Name: 'Latency' }], IgnorePollAlarmFailure: true },
  },
  'ssm DescribeAutomationExecutions': {
    Filters: [
      { Key: 'DocumentNamePrefix', Values: ['man'] },
      { Key: 'ExecutionStatus', Values: ['Waiting'] },
      { Key: 'StartTimeAfter', Values: ['2026-01-01T00:00:00Z'] },
      { Key: 'TagKey', Values: ['team'] },
    ],
    MaxResults: 5,
    NextToken: 'bm90',
  },
  'ssm DescribeAutomationStepExecutions': {
    Filters: [
      { Key: 'StepExecutionStatus', Values: ['Waiting'] },
      { Key: 'StepName', Values: ['first'] },
    ],
    MaxResults: 5,
    NextToken: 'bm90',
    ReverseOrder: true,
  },
  'ssm SendAutomationSignal': { Payload: { Comment: ['seen'] } },
  'ssm StopAutomationExecution': { Type: 'Complete' },
};

/** Lists of executions and of their steps, for `lists.ts`. */
export const automationLists = (AutomationExecutionId: string) => [
  {
    title: 'ssm DescribeAutomationExecutions',
    input: {},
    otherwise: { Filters: [{ Key: 'DocumentNamePrefix', Values: ['man'] }] },
    items: 'AutomationExecutionMetadataList',
    id: 'AutomationExecutionId',
  },
  {
    title: 'ssm DescribeAutomationStepExecutions',
    input: { AutomationExecutionId },
    otherwise: { AutomationExecutionId, ReverseOrder: true },
    items: 'StepExecutions',
    id: 'StepExecutionId',
  },
];
