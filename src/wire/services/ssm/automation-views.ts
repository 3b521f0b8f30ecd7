import { asText, type Json, type Step } from '#domain/documents';
import {
  type AnyStep,
  type ExecutionRecord,
  type StepCounts,
  stepExecutionId,
  stepsOf,
  type Values,
} from '#domain/runbooks';

/** A value as lists of texts: so all that goes in and comes out is told. */
function textsOf(value: Json): string[] {
  if (Array.isArray(value)) return value.map((item: Json) => asText(item));
  return [asText(value)];
}

const allTexts = (values: Values): Record<string, string[]> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textsOf(value)]));

/** What an execution and its entry in a list have in common. */
function common(record: ExecutionRecord) {
  const { execution, parent, alarm, current } = record;
  return {
    AutomationExecutionId: execution.id,
    DocumentName: record.documentName,
    DocumentVersion: record.documentVersion,
    ExecutionStartTime: execution.startedAt,
    ...(execution.endedAt ? { ExecutionEndTime: execution.endedAt } : {}),
    AutomationExecutionStatus: execution.status,
    Outputs: allTexts(execution.outputs ?? {}),
    ...(execution.failureMessage ? { FailureMessage: execution.failureMessage } : {}),
    Mode: execution.mode,
    ...(parent ? { ParentAutomationExecutionId: parent.executionId } : {}),
    ExecutedBy: record.executedBy,
    ...(current?.name ? { CurrentStepName: current.name } : {}),
    ...(current?.action ? { CurrentAction: current.action } : {}),
    ...(execution.target === undefined ? {} : { Target: execution.target }),
    Targets: [],
    ResolvedTargets: { ParameterValues: [], Truncated: false },
    ...(alarm
      ? { AlarmConfiguration: { Alarms: [{ Name: alarm.name }], IgnorePollAlarmFailure: alarm.ignorePollFailure } }
      : {}),
    ...(alarm?.triggered ? { TriggeredAlarms: [{ Name: alarm.name, State: 'ALARM' as const }] } : {}),
  };
}

export const toMetadata = (record: ExecutionRecord) => ({ ...common(record), AutomationType: 'Local' as const });

export const toExecution = (record: ExecutionRecord, counts: StepCounts) => ({
  ...common(record),
  Parameters: allTexts(record.execution.parameters),
  Variables: allTexts(record.execution.variables),
  ProgressCounters: {
    TotalSteps: counts.total,
    SuccessSteps: counts.success,
    FailedSteps: counts.failed,
    CancelledSteps: counts.cancelled,
    TimedOutSteps: counts.timedOut,
  },
});

/** Steps as they are told, each with what the runbook says of it. */
export function toSteps(record: ExecutionRecord, steps: readonly AnyStep[]) {
  const declared = new Map(stepsOf(record.execution.runbook).map((step) => [step.name, step]));
  return steps.map((step) => toStep(record, step, declared.get(step.name)));
}

function toStep({ execution }: ExecutionRecord, step: AnyStep, declared: Step | undefined) {
  return {
    StepName: step.name,
    Action: step.action,
    StepExecutionId: stepExecutionId(execution.id, step.path),
    StepStatus: step.status,
    OverriddenParameters: {},
    ...(declared ? declaredOf(declared) : {}),
    ...('startedAt' in step ? begunOf(execution.id, step) : {}),
  };
}

function declaredOf({ timeoutSeconds, onFailure, maxAttempts, isEnd, isCritical, nextStep }: Step) {
  return {
    ...(timeoutSeconds === undefined ? {} : { TimeoutSeconds: timeoutSeconds }),
    OnFailure: 'step' in onFailure ? `step:${onFailure.step}` : onFailure.do,
    ...{ MaxAttempts: maxAttempts, IsEnd: isEnd, IsCritical: isCritical },
    ...(nextStep ? { NextStep: nextStep, ValidNextSteps: [nextStep] } : {}),
  };
}

function begunOf(executionId: string, step: Extract<AnyStep, { startedAt: Date }>) {
  const { failure, parent, endedAt, status } = step;
  return {
    ExecutionStartTime: step.startedAt,
    ...(endedAt ? { ExecutionEndTime: endedAt } : {}),
    Inputs: Object.fromEntries(Object.entries(step.inputs).map(([name, value]) => [name, JSON.stringify(value)])),
    Outputs: allTexts(step.outputs),
    ...(status === 'Success' ? { ResponseCode: '0' } : {}),
    ...(failure
      ? {
          FailureMessage: failure.message,
          FailureDetails: {
            FailureStage: failure.stage,
            FailureType: failure.type,
            Details: Object.fromEntries(
              Object.entries(failure.details ?? {}).map(([name, texts]) => [name, [...texts]]),
            ),
          },
        }
      : {}),
    ...(parent
      ? {
          ParentStepDetails: {
            StepExecutionId: stepExecutionId(executionId, parent.path),
            StepName: parent.path.slice(parent.path.lastIndexOf('/') + 1),
            Action: 'aws:loop',
            Iteration: parent.iteration,
            ...(parent.value === undefined ? {} : { IteratorValue: asText(parent.value) }),
          },
        }
      : {}),
  };
}
