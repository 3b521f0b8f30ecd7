import type { ActionFacts } from './actions.ts';

const api = [
  { name: 'Service', type: 'text', isRequired: true },
  { name: 'Api', type: 'text', isRequired: true },
] as const;
const property = [
  ...api,
  { name: 'PropertySelector', type: 'text', isRequired: true },
  { name: 'DesiredValues', type: 'list', isRequired: true },
] as const;

/** Actions that call an API of AWS's, whichever it is, and those of its services other than EC2. */
export const awsActions: readonly ActionFacts[] = [
  { name: 'aws:executeAwsApi', inputs: api, isOpen: true, outputs: [], callsAws: true },
  { name: 'aws:assertAwsResourceProperty', inputs: property, isOpen: true, outputs: [], callsAws: true },
  {
    name: 'aws:waitForAwsResourceProperty',
    inputs: property,
    isOpen: true,
    outputs: [],
    defaultTimeoutSeconds: 3600,
    callsAws: true,
  },
  {
    name: 'aws:invokeLambdaFunction',
    inputs: [
      { name: 'FunctionName', type: 'text', isRequired: true },
      { name: 'Qualifier', type: 'text' },
      { name: 'InvocationType', type: 'text', oneOf: ['RequestResponse', 'Event', 'DryRun'] },
      { name: 'LogType', type: 'text', oneOf: ['None', 'Tail'] },
      { name: 'ClientContext', type: 'any' },
      { name: 'InputPayload', type: 'map' },
      { name: 'Payload', type: 'any' },
    ],
    outputs: ['StatusCode', 'FunctionError', 'LogResult', 'Payload'],
    defaultTimeoutSeconds: 300,
    maxTimeoutSeconds: 300,
    callsAws: true,
  },
  {
    name: 'aws:executeStateMachine',
    inputs: [
      { name: 'stateMachineArn', type: 'text', isRequired: true },
      { name: 'name', type: 'text' },
      { name: 'input', type: 'any' },
    ],
    outputs: ['executionArn', 'input', 'name', 'output', 'startDate', 'stateMachineArn', 'status', 'stopDate'],
    callsAws: true,
  },
  {
    name: 'aws:createStack',
    inputs: [
      { name: 'StackName', type: 'text', isRequired: true },
      { name: 'TemplateBody', type: 'any' },
      { name: 'TemplateURL', type: 'text' },
      { name: 'Capabilities', type: 'list' },
      { name: 'ClientRequestToken', type: 'text' },
      { name: 'DisableRollback', type: 'flag' },
      { name: 'OnFailure', type: 'text', oneOf: ['DO_NOTHING', 'ROLLBACK', 'DELETE'] },
      { name: 'NotificationARNs', type: 'list' },
      { name: 'Parameters', type: 'list' },
      { name: 'ResourceTypes', type: 'list' },
      { name: 'RoleARN', type: 'text' },
      { name: 'StackPolicyBody', type: 'any' },
      { name: 'StackPolicyURL', type: 'text' },
      { name: 'Tags', type: 'list' },
      { name: 'TimeoutInMinutes', type: 'number' },
    ],
    either: [['TemplateBody', 'TemplateURL']],
    outputs: ['StackId', 'StackStatus', 'StackStatusReason'],
    isNoCleanUp: true,
    callsAws: true,
  },
  {
    name: 'aws:deleteStack',
    inputs: [
      { name: 'StackName', type: 'text', isRequired: true },
      { name: 'ClientRequestToken', type: 'text' },
      { name: 'RetainResources', type: 'list' },
      { name: 'RoleARN', type: 'text' },
    ],
    outputs: ['StackStatus', 'StackStatusReason'],
    callsAws: true,
  },
];
