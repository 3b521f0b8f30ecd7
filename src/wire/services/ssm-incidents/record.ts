import { type Incident, incidentArn } from '#domain/incidents';

/** An incident as the wire has it: In Progress reads OPEN, with `workflowStatus` beside it (design, section 1.10). */
export function toSummary(incident: Incident) {
  return {
    arn: incidentArn(incident),
    title: incident.title,
    status: incident.status === 'RESOLVED' ? ('RESOLVED' as const) : ('OPEN' as const),
    workflowStatus: incident.status,
    impact: incident.impact,
    creationTime: incident.createdAt,
    resolvedTime: incident.resolvedAt,
    incidentRecordSource: incident.source,
  };
}

export function toRecord(incident: Incident) {
  return {
    ...toSummary(incident),
    summary: incident.summary,
    lastModifiedTime: incident.modifiedAt,
    lastModifiedBy: incident.modifiedBy,
    dedupeString: incident.dedupeString,
    chatChannel: incident.chatChannel,
    notificationTargets: incident.notificationTargets,
    resolutionNote: incident.resolutionNote,
    resolutionPlan: incident.resolutionPlan,
    automationExecutions: [],
  };
}
