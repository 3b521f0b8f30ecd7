export type { Alert, Remark } from './alert.ts';
export { createAlertStates } from './alert-states.ts';
export { alertHousekeeping } from './housekeeping.ts';
export { type AlertIntake, createAlertIntake } from './intake.ts';
export { createIntakeKeys, type IntakeKey, type IntakeKeys, type ShownKey } from './keys.ts';
export { createKnownAlerts, type KnownAlert, type KnownAlerts, type OfKey } from './known-alerts.ts';
export { checkMapping, type Mapping, mapped } from './mapping.ts';
export { type SourceName, sourceNamed, sources } from './source.ts';
