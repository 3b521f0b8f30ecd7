export type { Alert } from './alert.ts';
export { createAlertStates } from './alert-states.ts';
export { type AlertIntake, createAlertIntake } from './intake.ts';
export { createIntakeKeys, type IntakeKey, type IntakeKeys, type NewIntakeKey } from './keys.ts';
export { type SourceName, sources } from './source.ts';
