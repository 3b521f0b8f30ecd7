import { eventTypes, type Written } from '#domain/timeline';
import type { Static } from '../schema.ts';
import { wordOf } from '../timeline/view.ts';
import type { LiveAsked } from './asked.ts';
import type { LiveEvent } from './schemas.ts';

export type Change = Static<typeof LiveEvent>;

const KINDS = { event: 'added', change: 'changed', removal: 'removed' } as const;

/** What an entry of a timeline says to a live view: of the timeline, and where it tells of the record, of the incident. */
export function changesIn(entry: Written, { topics, incident: only }: LiveAsked): Change[] {
  const { incidentId: incident, seq: version, kind, eventId: event, type, deletes } = entry;
  if (only !== undefined && only !== incident) return [];
  const changes: Change[] = [];
  const ofRecord = recordChange(type, deletes);
  if (ofRecord && topics.has('incidents')) changes.push({ topic: 'incidents', incident, kind: ofRecord, version });
  if (topics.has('timeline')) {
    changes.push({ topic: 'timeline', incident, kind: KINDS[kind], event, type: wordOf(type), version });
  }
  return changes;
}

function recordChange(type: string, deletes: boolean): 'opened' | 'changed' | 'deleted' | undefined {
  if (deletes) return 'deleted';
  if (type === eventTypes.start) return 'opened';
  return type === eventTypes.update ? 'changed' : undefined;
}
