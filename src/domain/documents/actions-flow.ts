import type { ActionFacts } from './actions.ts';

/** Actions that lead the execution, wait, ask people, or run a text. */
export const flowActions: readonly ActionFacts[] = [
  {
    name: 'aws:approve',
    inputs: [
      { name: 'Approvers', type: 'list', isRequired: true },
      { name: 'MinRequiredApprovals', type: 'number' },
      { name: 'NotificationArn', type: 'text' },
      { name: 'Message', type: 'text' },
    ],
    outputs: ['ApprovalStatus', 'ApproverDecisions'],
    defaultTimeoutSeconds: 604_800,
    maxTimeoutSeconds: 2_592_000,
    isNoCleanUp: true,
  },
  {
    name: 'aws:branch',
    inputs: [
      { name: 'Choices', type: 'list', isRequired: true },
      { name: 'Default', type: 'text' },
    ],
    outputs: [],
  },
  {
    name: 'aws:loop',
    inputs: [
      { name: 'Iterators', type: 'any' },
      { name: 'IteratorDataType', type: 'text', oneOf: ['String', 'Boolean', 'Integer', 'StringMap'] },
      { name: 'LoopCondition', type: 'map' },
      { name: 'MaxIterations', type: 'number' },
      { name: 'Steps', type: 'list', isRequired: true },
    ],
    either: [['Iterators', 'LoopCondition']],
    outputs: ['CurrentIteratorValue'],
    hasNoOnCancel: true,
  },
  { name: 'aws:pause', inputs: [], outputs: [], isNoCleanUp: true },
  {
    name: 'aws:sleep',
    inputs: [
      { name: 'Duration', type: 'text' },
      { name: 'Timestamp', type: 'text' },
    ],
    either: [['Duration', 'Timestamp']],
    outputs: [],
    maxTimeoutSeconds: 604_799,
    isNoCleanUp: true,
  },
  {
    name: 'aws:updateVariable',
    inputs: [
      { name: 'Name', type: 'text', isRequired: true },
      { name: 'Value', type: 'any', isRequired: true },
    ],
    outputs: [],
    hasNoOnCancel: true,
  },
  {
    name: 'aws:executeAutomation',
    inputs: [
      { name: 'DocumentName', type: 'text', isRequired: true },
      { name: 'DocumentVersion', type: 'text' },
      { name: 'RuntimeParameters', type: 'map' },
      { name: 'MaxConcurrency', type: 'any' },
      { name: 'MaxErrors', type: 'any' },
      { name: 'Tags', type: 'any' },
      { name: 'Targets', type: 'list' },
      { name: 'TargetParameterName', type: 'text' },
      { name: 'TargetMaps', type: 'list' },
      { name: 'TargetLocations', type: 'list' },
    ],
    outputs: ['Output', 'ExecutionId', 'Status'],
    callsAws: true,
  },
  {
    name: 'aws:executeScript',
    inputs: [
      { name: 'Runtime', type: 'text', isRequired: true },
      { name: 'Handler', type: 'text' },
      { name: 'Script', type: 'text' },
      { name: 'Attachment', type: 'text' },
      { name: 'InputPayload', type: 'map' },
    ],
    either: [['Script', 'Attachment']],
    outputs: ['Payload', 'OutputPayload'],
    defaultTimeoutSeconds: 600,
    maxTimeoutSeconds: 600,
  },
  {
    name: 'aws:invokeWebhook',
    inputs: [
      { name: 'IntegrationName', type: 'text', isRequired: true },
      { name: 'Body', type: 'any' },
    ],
    outputs: ['Response', 'ResponseCode'],
  },
];
