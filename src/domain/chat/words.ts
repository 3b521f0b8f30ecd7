import type { IncidentStatus } from '#domain/incidents';

export const statusWords: Readonly<Record<IncidentStatus, string>> = {
  OPEN: 'Open',
  IN_PROGRESS: 'In Progress',
  RESOLVED: 'Resolved',
};

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'];

/** `2 high` */
export const severityWords = (severity: number) => `${severity} ${SEVERITIES[severity - 1] ?? ''}`.trim();

/** The last part of an ARN: what people call who did something. */
export const lastOf = (arn: string) => arn.split('/').at(-1) ?? arn;

/** Aliases of people given by ARNs. */
export const peopleIn = (arns: readonly string[]): string =>
  arns.length > 0 ? arns.map((arn) => lastOf(arn)).join(', ') : 'nobody';
