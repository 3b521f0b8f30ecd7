import type { Alarm, AlarmConfig, CompositeConfig } from './alarm.ts';
import type { AlarmRow } from './alarms.sql.ts';

export function toAlarm(row: AlarmRow): Alarm {
  const { account, region, name, suppression } = row;
  const base = {
    ...{ account, region, name },
    configUpdatedAt: row.config_updated_at,
    state: row.state,
    reason: row.state_reason,
    ...(row.state_reason_data === null ? {} : { reasonData: row.state_reason_data }),
    updatedAt: row.state_updated_at,
    transitionedAt: row.state_transitioned_at,
  };
  if (row.kind === 'metric') {
    const evaluationState = row.evaluation_state ? { evaluationState: row.evaluation_state } : {};
    return { kind: 'metric', ...base, config: row.config as AlarmConfig, ...evaluationState };
  }
  const composite = { kind: 'composite' as const, ...base, config: row.config as CompositeConfig };
  if (!suppression) return composite;
  const { until, ...kept } = suppression;
  return { ...composite, suppression: { ...kept, ...(until ? { until: new Date(until) } : {}) } };
}

/** The columns of `alarmsSql.setState`. */
export const stateColumns = (alarm: Alarm): unknown[] => [
  ...[alarm.account, alarm.region, alarm.name, alarm.state, alarm.reason, alarm.reasonData ?? null],
  ...[alarm.updatedAt, alarm.transitionedAt],
  alarm.kind === 'composite' && alarm.suppression ? JSON.stringify(alarm.suppression) : null,
  alarm.kind === 'metric' ? (alarm.evaluationState ?? null) : null,
];
