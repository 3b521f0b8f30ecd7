import {
  type Alarm,
  alarmArn,
  type CompositeAlarm,
  type HistoryRecord,
  type MetricAlarm,
  suppressedReason,
} from '#domain/alarms';
import type { MetricAlarm as WireMetricAlarm } from './shapes.ts';

/** Alarms as CloudWatch tells of them. */

const common = (alarm: Alarm) => ({
  AlarmName: alarm.name,
  AlarmArn: alarmArn(alarm),
  AlarmConfigurationUpdatedTimestamp: alarm.configUpdatedAt,
  StateValue: alarm.state,
  StateReason: alarm.reason,
  StateReasonData: alarm.reasonData,
  StateUpdatedTimestamp: alarm.updatedAt,
  StateTransitionedTimestamp: alarm.transitionedAt,
});

export const toMetricAlarm = (alarm: MetricAlarm) => ({
  // What is stored came through this service's own shapes.
  ...(alarm.config as WireMetricAlarm),
  ...common(alarm),
  EvaluationState: alarm.evaluationState,
});

export const toCompositeAlarm = (alarm: CompositeAlarm) => ({
  ...alarm.config,
  ...common(alarm),
  ActionsSuppressedBy: alarm.suppression?.by,
  ActionsSuppressedReason: alarm.suppression ? suppressedReason(alarm.suppression) : undefined,
});

/** Of parents AWS tells name and ARN alone, of children the state, too. */
export function relatedToWire<A extends ReturnType<typeof common>>(alarm: A, as: 'parents' | 'children' | undefined) {
  const { AlarmName, AlarmArn, StateValue, StateUpdatedTimestamp } = alarm;
  if (as === 'parents') return { AlarmName, AlarmArn };
  return as === 'children' ? { AlarmName, AlarmArn, StateValue, StateUpdatedTimestamp } : alarm;
}

export const toHistoryItem = ({ name, kind, at, type, summary, data }: HistoryRecord) => ({
  AlarmName: name,
  AlarmType: kind === 'metric' ? ('MetricAlarm' as const) : ('CompositeAlarm' as const),
  Timestamp: at,
  HistoryItemType: type,
  HistorySummary: summary,
  HistoryData: JSON.stringify(data),
});
