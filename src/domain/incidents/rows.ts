import { eventTypes, type NewEvent } from '#domain/timeline';
import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import { notFound } from '#kernel/refusal';
import { inOrder } from './change.ts';
import { type Incident, type IncidentRef, incidentArn, type ResolutionPlan } from './incident.ts';
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
    ...(row.resolution_plan ? { resolutionPlan: toPlan(row.resolution_plan) } : {}),
    ...(row.resolution_note ? { resolutionNote: row.resolution_note } : {}),
  };
}

function toPlan({ until, ...plan }: NonNullable<IncidentRow['resolution_plan']>): ResolutionPlan {
  return inOrder({ ...plan, ...(until ? { until: new Date(until) } : {}) });
}

/** The row of the incident that the whole ARN names; a right id under another plan's name is not it. */
export function known<Row extends Pick<IncidentRow, 'plan_name'>>(row: Row | undefined, ref: IncidentRef): Row {
  if (row?.plan_name !== ref.planName) throw notFound('INCIDENT_RECORD', incidentArn(ref));
  return row;
}

/** What the timeline says of a change of the record (aws-behaviour.md 2.5). */
export function updateEvent(
  now: Date,
  actor: Actor,
  incident: Incident,
  modifiedAttributes: { attributeName: string; newValue: string }[],
): NewEvent {
  const data = { modifiedBy: actor.principal, incidentTitle: incident.title, modifiedAttributes };
  return {
    account: incident.account,
    incidentId: incident.id,
    eventId: newId(now),
    time: now,
    type: eventTypes.update,
    data: JSON.stringify(data),
    actor: actor.principal,
  };
}

/** A resolution note, as people's notes are: JSON text, about the incident itself. */
export function noteEvent(now: Date, actor: Actor, incident: Incident): NewEvent {
  return {
    account: incident.account,
    incidentId: incident.id,
    eventId: newId(now),
    time: now,
    type: eventTypes.note,
    data: JSON.stringify(incident.resolutionNote),
    references: [{ resource: incidentArn(incident) }],
    actor: actor.principal,
  };
}
