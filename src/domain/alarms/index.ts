export type { ActionResult, AlarmAction, AlarmChange } from './action.ts';
export { type Alarm, type AlarmConfig, type AlarmRef, type AlarmState, alarmArn } from './alarm.ts';
export { metricsOf } from './alarm-event.ts';
export { type AlarmFilter, type Alarms, createAlarms } from './alarms.ts';
