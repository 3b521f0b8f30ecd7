import type { IncidentFacts, IncidentFactsReader } from '#domain/engagements';
import { eventTypes, type Timeline } from '#domain/timeline';
import { isUuid } from '#kernel/ids';
import type { Queries } from '#storage/db';
import { type Incident, incidentArn, NO_PLAN } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';
import { toIncident } from './rows.ts';

const STATUSES = { OPEN: 'Open', IN_PROGRESS: 'In Progress', RESOLVED: 'Resolved' } as const;

/** What the texts of pages may tell of incidents: each as it is now, and the event that opened it. */
export function incidentFacts(timeline: Timeline): IncidentFactsReader {
  return {
    async factsOf(on, account, ids) {
      const found = new Map<string, IncidentFacts>();
      for (const id of ids.filter(isUuid)) {
        const row = await on.first(incidentsSql.get, [account, id]);
        if (row) found.set(id, toFacts(toIncident(row), await eventOf(on, timeline, account, id)));
      }
      return found;
    },
  };
}

function toFacts(incident: Incident, event: unknown): IncidentFacts {
  const { id, title, summary, impact, status, planName, createdAt, source } = incident;
  return {
    ...{ id, arn: incidentArn(incident), title, severity: impact, status: STATUSES[status] },
    ...(summary === undefined ? {} : { summary }),
    ...(planName === NO_PLAN ? {} : { planName }),
    openedAt: createdAt,
    source: source.source,
    ...(event === undefined ? {} : { event }),
  };
}

/** The event of the trigger that opened it; undefined where none was given, or it was cut because it is long. */
async function eventOf(on: Queries, timeline: Timeline, account: string, incidentId: string): Promise<unknown> {
  const query = { account, incidentId, types: [eventTypes.trigger], order: 'ascending', limit: 1 } as const;
  const [trigger] = await timeline.list(on, { ...query, types: [...query.types] });
  const { rawData } = (trigger ? JSON.parse(trigger.data) : {}) as { rawData?: string };
  return rawData === undefined ? undefined : parsed(rawData);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
