import type { Output } from './client.ts';
import { usage } from './fault.ts';
import { when } from './table.ts';

/** Severity in people's words; the wire says impact. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'] as const;
const STATUSES = { open: 'OPEN', inprogress: 'IN_PROGRESS', resolved: 'RESOLVED' } as const;

/** Other services that can be told of incidents. */
export const INTEGRATION_KINDS = ['pagerduty', 'opsgenie', 'jsm'] as const;

/** The statuses as they are typed. */
export const STATUS_WORDS = ['open', 'in-progress', 'resolved'] as const;

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

/** `Roll back, by ana, until 2026-11-24 18:00:00Z` */
export function planText(plan: Output<'GetIncidentRecord'>['incidentRecord']['resolutionPlan']): string | undefined {
  return (
    plan &&
    [plan.what, plan.by && `by ${plan.by}`, plan.until && `until ${when(plan.until)}`].filter(Boolean).join(', ')
  );
}

/** A whole number from 1 to `max`. */
export function readCount(option: string, text: string, max: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= max) return number;
  throw usage(`--${option}: wanted a whole number from 1 to ${max}, got ${JSON.stringify(text)}`);
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const FAR = 10_000;

/** A span as `90s`, `5m`, `1h`, `1d`, in seconds. */
export function readSpan(option: string, text: string): number {
  const [, number, unit] = /^(\d{1,7})([smhdw])$/.exec(text) ?? [];
  if (number && unit) return (Number(number) * (unit === 's' ? 1_000 : UNITS[unit as keyof typeof UNITS])) / 1_000;
  throw usage(`--${option}: wanted a span such as 90s, 5m, 1h or 1d, got ${JSON.stringify(text)}`);
}

/** An instant: `now`, ISO 8601 (a time has its zone, a date alone is its midnight in UTC), or so long ago (`2h-ago`) or ahead (`3d`). */
export function readTime(option: string, text: string, now: Date): Date {
  if (text === 'now') return now;
  const [, number, unit, ago] = /^(\d{1,5})([mhdw])([- ]ago)?$/.exec(text) ?? [];
  if (number && unit && Number(number) <= FAR) {
    const span = Number(number) * UNITS[unit as keyof typeof UNITS];
    return new Date(now.getTime() + (ago ? -span : span));
  }
  const isoForm = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/i.test(text);
  const at = isoForm ? new Date(text) : undefined;
  if (at && !Number.isNaN(at.getTime())) return at;
  throw usage(
    `--${option}: wanted a time such as 2026-11-24T03:10Z, 2026-11-24, now, 3d or 2h-ago, got ${JSON.stringify(text)}`,
  );
}
