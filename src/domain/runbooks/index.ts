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
