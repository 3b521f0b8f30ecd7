export type { ActionResult, AlarmAction, AlarmChange } from './action.ts';
export {
  type Alarm,
  type AlarmConfig,
  type AlarmKind,
  type AlarmRef,
  type AlarmState,
  alarmArn,
  alarmNamed,
  type CompositeAlarm,
  type CompositeConfig,
  type MetricAlarm,
} from './alarm.ts';
export { metricsOf } from './alarm-event.ts';
export { alarmTime } from './alarm-time.ts';
export { type AlarmRooms, type Alarms, createAlarms } from './alarms.ts';
export { type CompositeDeps, compositeHandler } from './composites.ts';
export { type EvaluationDeps, evaluationHandler } from './evaluations.ts';
export { functionAction, functionHandler } from './function-action.ts';
export { type HistoryType, historyTypes } from './history.ts';
export { alarmHousekeeping, alarmInvariant } from './housekeeping.ts';
export { double, javaJson } from './java-json.ts';
export type { AlarmFilter, HistoryFilter, HistoryRecord, MetricAsked } from './lists.ts';
export { suppressedReason } from './suppression.ts';
