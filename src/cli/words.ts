import { usage } from './fault.ts';

/** Severity in people's words; the wire says impact. */
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'] as const;
const STATUSES = { open: 'OPEN', inprogress: 'IN_PROGRESS', resolved: 'RESOLVED' } as const;

export type Status = (typeof STATUSES)[keyof typeof STATUSES];

/** 1 to 5, or its word. */
export function readSeverity(text: string): number {
  const number = /^[1-5]$/.test(text) ? Number(text) : SEVERITIES.indexOf(text.toLowerCase() as 'high') + 1;
  if (number > 0) return number;
  throw usage(`--severity: wanted 1 to 5, or ${SEVERITIES.join(', ')}; got ${JSON.stringify(text)}`);
}

export const severityText = (impact: number): string => `${impact} ${SEVERITIES[impact - 1] ?? ''}`.trim();

/** Open, In Progress or Resolved, in any spelling. */
export function readStatus(text: string): Status {
  const status = STATUSES[text.toLowerCase().replace(/[\s_-]/g, '') as keyof typeof STATUSES];
  if (status) return status;
  throw usage(`--status: wanted open, in-progress or resolved, got ${JSON.stringify(text)}`);
}

export function statusText(status: string): string {
  return { OPEN: 'Open', IN_PROGRESS: 'In Progress', RESOLVED: 'Resolved' }[status] ?? status;
}

/** A whole number from 1 to `max`. */
export function readCount(option: string, text: string, max: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= max) return number;
  throw usage(`--${option}: wanted a whole number from 1 to ${max}, got ${JSON.stringify(text)}`);
}

/** An instant as RFC 3339 has it, in any zone: `2026-11-24T18:00:00Z`. */
export function readInstant(option: string, text: string): Date {
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(text)
    ? new Date(text)
    : undefined;
  if (instant && !Number.isNaN(instant.getTime())) return instant;
  throw usage(
    `--${option}: wanted a time with its zone, such as 2026-11-24T18:00:00Z or 2026-11-24T19:00+01:00, got ${JSON.stringify(text)}`,
  );
}
