import type { Incident } from './incident.ts';
import type { IncidentRow } from './incidents.sql.ts';

export function toIncident(row: IncidentRow): Incident {
  return {
    account: row.account,
    planName: row.plan_name,
    id: row.id,
    title: row.title,
    ...(row.summary ? { summary: row.summary } : {}),
    impact: row.impact,
    status: row.status,
    dedupeString: row.dedupe_string,
    source: {
      source: row.source,
      createdBy: row.created_by,
      ...(row.invoked_by ? { invokedBy: row.invoked_by } : {}),
      ...(row.resource_arn ? { resourceArn: row.resource_arn } : {}),
    },
    ...(row.chat_channel ? { chatChannel: row.chat_channel } : {}),
    notificationTargets: row.notification_targets,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    modifiedBy: row.modified_by,
    ...(row.resolved_at ? { resolvedAt: row.resolved_at } : {}),
  };
}
