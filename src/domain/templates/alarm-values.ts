/** What an alarm's event of a change of state says of it; empty texts for any other event. */
export function alarmIn(event: unknown) {
  const { detail, resources } = membersOf(event);
  const { alarmName, state } = membersOf(detail);
  const { value, reason } = membersOf(state);
  const first = alarmName !== undefined && Array.isArray(resources) ? resources[0] : undefined;
  return {
    'alarm.name': textOf(alarmName),
    'alarm.state': textOf(value),
    'alarm.reason': textOf(reason),
    'alarm.arn': textOf(first),
  };
}

const membersOf = (value: unknown) =>
  (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
