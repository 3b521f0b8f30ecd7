import { arns } from '#kernel/arn';
import { boolean, list, required, string, structure, token } from '#kernel/shape';
import { operation } from '../../service.ts';
import {
  AlarmConfiguration,
  AutomationExecution,
  AutomationExecutionMetadata,
  AutomationTags,
  ClientToken,
  DocumentArn,
  DocumentVersion,
  ExecutionFilters,
  ExecutionId,
  MaxConcurrency,
  MaxErrors,
  MaxResults,
  Mode,
  NextToken,
  ParameterKey,
  ParameterMap,
  StepExecutions,
  StepFilters,
  TargetLocations,
  TargetLocationsURL,
  TargetMaps,
  Targets,
} from './automation-shapes.ts';

const OfExecution = structure({ AutomationExecutionId: required(ExecutionId) });

/** What a policy has to allow it on. */
const onExecution = {
  resource: (
    { AutomationExecutionId }: { AutomationExecutionId: string },
    actor: { region: string; account: string },
  ) => arns.execution(actor.region, actor.account, AutomationExecutionId),
};

/** Executions: started, watched, told what to do, stopped. */
export const automation = {
  StartAutomationExecution: operation({
    access: 'write',
    resource: ({ DocumentName: name }, { region, account }) =>
      name.startsWith('arn:') ? name : arns.automationDefinition(region, account, name, '*'),
    input: structure({
      AlarmConfiguration,
      ClientToken: token(ClientToken),
      DocumentName: required(DocumentArn),
      DocumentVersion,
      MaxConcurrency,
      MaxErrors,
      Mode,
      Parameters: ParameterMap,
      Tags: AutomationTags,
      TargetLocations,
      TargetLocationsURL,
      TargetMaps,
      TargetParameterName: ParameterKey,
      Targets,
    }),
    output: structure({ AutomationExecutionId: ExecutionId }),
  }),
  GetAutomationExecution: operation({
    access: 'read',
    ...onExecution,
    input: OfExecution,
    output: structure({ AutomationExecution }),
  }),
  DescribeAutomationExecutions: operation({
    access: 'read',
    input: structure({ Filters: ExecutionFilters, MaxResults, NextToken }),
    output: structure({ AutomationExecutionMetadataList: list(AutomationExecutionMetadata), NextToken }),
  }),
  DescribeAutomationStepExecutions: operation({
    access: 'read',
    ...onExecution,
    input: structure({
      AutomationExecutionId: required(ExecutionId),
      Filters: StepFilters,
      MaxResults,
      NextToken,
      ReverseOrder: boolean(),
    }),
    output: structure({ NextToken, StepExecutions }),
  }),
  SendAutomationSignal: operation({
    access: 'write',
    ...onExecution,
    input: structure({
      AutomationExecutionId: required(ExecutionId),
      Payload: ParameterMap,
      SignalType: required(string({ enum: ['Approve', 'Reject', 'StartStep', 'StopStep', 'Resume', 'Revoke'] })),
    }),
    output: structure({}),
  }),
  StopAutomationExecution: operation({
    access: 'write',
    ...onExecution,
    input: structure({ AutomationExecutionId: required(ExecutionId), Type: string({ enum: ['Complete', 'Cancel'] }) }),
    output: structure({}),
  }),
};

/** AWS's names of what executions refuse. */
export const automationCodes = [
  'AutomationDefinitionNotFoundException',
  'AutomationDefinitionVersionNotFoundException',
  'AutomationExecutionLimitExceededException',
  'AutomationExecutionNotFoundException',
  'AutomationStepNotFoundException',
  'InvalidAutomationExecutionParametersException',
  'InvalidAutomationSignalException',
  'InvalidAutomationStatusUpdateException',
  'InvalidTarget',
];
