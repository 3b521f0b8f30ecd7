import type { ServiceOrder } from '#domain/channels';
import { type FollowerState, type IncidentView, newsLine } from '#domain/followers';

/** What is known of a service's own incident about ours. */
export interface ServiceState {
  /** Its id there. */
  theirs?: string;
  /** It is open there, as far as we know. */
  open?: boolean;
  acknowledged?: boolean;
  /** Title and severity as it was told them. */
  told?: string;
  /** Webhooks of its that were taken, by their ids, the latest last. */
  seen?: string[];
}

export const stateOf = (state: FollowerState): ServiceState => state as ServiceState;

/** What a service can do, of what differs between them. */
export interface ServiceAbility {
  /** It takes a note for each piece of news. */
  notes: boolean;
  /** In Progress acknowledges there. AWS's PagerDuty integration does not (aws-behaviour.md 2.13). */
  acknowledges: boolean;
  /** Opening it again changes title and severity of what is open. */
  updates: boolean;
  /** That ours is resolved resolves theirs. */
  resolves: boolean;
}

export interface Order {
  act: ServiceOrder['act'];
  subject: string;
  text: string;
  next: ServiceState;
}

const SEVERITIES = ['', 'critical', 'high', 'medium', 'low', 'informational'];

/** The one thing that a service is asked to do next; undefined: nothing of what is new concerns it. Pure. */
export function nextOrder(was: ServiceState, ability: ServiceAbility, view: IncidentView): Order | undefined {
  const { incident } = view;
  const lines = view.news.flatMap((event) => newsLine(event) ?? []);
  const text = lines.join('\n');
  const done = (act: Order['act'], subject: string, more: string, next: ServiceState): Order => ({
    ...{ act, subject, text: more },
    next: { ...was, ...next },
  });
  if (!incident) {
    if (!was.open || !ability.resolves) return undefined;
    return done('resolve', 'deleted', 'The incident was deleted in Muster.', { open: false });
  }
  const subject = `${incident.title}`;
  const told = `${incident.impact} ${incident.title}`;
  if (incident.status === 'RESOLVED') {
    if (was.open && ability.resolves) {
      const note = incident.resolutionNote ?? (text || 'Resolved in Muster.');
      return done('resolve', subject, note, { open: false, acknowledged: false });
    }
    return was.open && ability.notes && text ? done('note', subject, text, {}) : undefined;
  }
  if (!was.open || (ability.updates && was.told !== told)) {
    const severity = `Severity ${incident.impact} (${SEVERITIES[incident.impact]})`;
    const details = [severity, incident.summary ?? '', text].filter(Boolean).join('\n\n');
    return done('open', subject, details, { open: true, told, ...(was.open ? {} : { acknowledged: false }) });
  }
  if (incident.status === 'IN_PROGRESS' && ability.acknowledges && !was.acknowledged)
    return done('acknowledge', subject, 'Somebody works on it in Muster.', { acknowledged: true });
  return ability.notes && text ? done('note', subject, text, {}) : undefined;
}
