export type {
  Choice,
  Condition,
  Json,
  Loop,
  OnCancel,
  OnFailure,
  Parameter,
  Runbook,
  Step,
  StepOutput,
  ValueType,
  Variable,
} from './runbook.ts';
