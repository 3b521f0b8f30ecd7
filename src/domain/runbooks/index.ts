export { actionHandler } from './acting.ts';
export type {
  Action,
  ActionCall,
  ActionOutcome,
  Authority,
  AwsAnswer,
  AwsApi,
  AwsCall,
  Failure,
  FailureStage,
  FailureType,
} from './action.ts';
export { stopWatched } from './alarms.ts';
export type { NewExecution } from './beginning.ts';
export type { Mode, Signal, Status, StepExecution, Values } from './execution.ts';
export { createExecutions, type ExecutionRef, type Executions, type StepCounts } from './executions.ts';
export { inputHandler, type RunbookDeps, timerHandler } from './handlers.ts';
export { executionInvariant } from './invariants.ts';
export type { AnyStep, ExecutionQuery, StepQuery } from './lists.ts';
export { stepExecutionId, stepsOf } from './places.ts';
export type { ExecutionRecord, WatchedAlarm } from './record.ts';
export type { AskApproval, ExecutionChange, ExecutionObserver, RunbookRooms, RunbookSource } from './rooms.ts';
