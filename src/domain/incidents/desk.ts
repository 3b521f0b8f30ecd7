import type { IncidentDesk } from '#domain/engagements';
import { eventTypes } from '#domain/timeline';
import { parseIncidentArn } from './incident.ts';
import type { Incidents } from './incidents.ts';

/** What people who are paged may do to the incident where they answer. One that was deleted meanwhile stays as it is. */
export function incidentDesk(incidents: Incidents): IncidentDesk {
  return {
    async note(tx, now, actor, incidentArn, text) {
      const incident = parseIncidentArn(incidentArn, 'incident');
      if (!(await incidents.has(tx, incident))) return;
      const data = JSON.stringify(text);
      await incidents.addEvent(tx, now, actor, { incident, time: now, type: eventTypes.note, data, references: [] });
    },
    async resolve(tx, now, actor, incidentArn) {
      const incident = parseIncidentArn(incidentArn, 'incident');
      if (await incidents.has(tx, incident)) await incidents.update(tx, now, actor, incident, { status: 'RESOLVED' });
    },
  };
}
