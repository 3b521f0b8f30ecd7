import { type Incident as DomainIncident, type IncidentStatus, incidentArn, NO_PLAN } from '#domain/incidents';
import type { Static } from '../schema.ts';
import type { Incident } from './schemas.ts';

type Status = Static<typeof Incident>['status'];

const WORDS: Readonly<Record<IncidentStatus, Status>> = {
  OPEN: 'open',
  IN_PROGRESS: 'inProgress',
  RESOLVED: 'resolved',
};
const STATUSES: Readonly<Record<Status, IncidentStatus>> = {
  open: 'OPEN',
  inProgress: 'IN_PROGRESS',
  resolved: 'RESOLVED',
};

export const statusOf = (word: Status): IncidentStatus => STATUSES[word];

export function incidentView(incident: DomainIncident): Static<typeof Incident> {
  const { id, planName, title, summary, impact, status, dedupeString, source } = incident;
  return {
    id,
    arn: incidentArn(incident),
    plan: planName === NO_PLAN ? null : planName,
    title,
    summary: summary ?? null,
    severity: impact,
    status: WORDS[status],
    dedupeString,
    source: { name: source.source, trigger: source.resourceArn ?? null, service: source.invokedBy ?? null },
    createdAt: incident.createdAt.toISOString(),
    createdBy: source.createdBy,
    modifiedAt: incident.modifiedAt.toISOString(),
    modifiedBy: incident.modifiedBy,
    resolvedAt: incident.resolvedAt?.toISOString() ?? null,
  };
}
