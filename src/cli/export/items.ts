import type { IncidentExport } from './gather.ts';

/** A related item on one line: its title and what it is. */
export function itemText({ title, identifier: { value } }: IncidentExport['relatedItems'][number]): string {
  const what =
    value.arn ?? value.url ?? value.metricDefinition ?? `PagerDuty incident ${value.pagerDutyIncidentDetail?.id}`;
  return title ? `${title}: ${what}` : what;
}
