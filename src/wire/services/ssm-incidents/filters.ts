import { type IncidentFilter, parseStatus } from '#domain/incidents';
import type { TimelineQuery } from '#domain/timeline';
import { invalid } from '#kernel/refusal';
import type { Filter } from './shapes.ts';

type Condition = Filter['condition'];

/** The filters of ListIncidentRecords, ANDed; the values within one are ORed (aws-behaviour.md 1.4). */
export function incidentFilter(filters: Filter[]): Omit<IncidentFilter, 'account' | 'limit'> {
  const result: Omit<IncidentFilter, 'account' | 'limit'> = {};
  for (const { key, condition } of filters) {
    switch (key) {
      case 'creationTime':
        Object.assign(result, range(key, condition));
        break;
      case 'impact':
        result.impacts = integers(key, condition);
        break;
      case 'status':
        // What reads OPEN on the wire is in progress, too.
        result.statuses = strings(key, condition).flatMap((text) => {
          const status = parseStatus(text, 'filters');
          return status === 'OPEN' ? ['OPEN' as const, 'IN_PROGRESS' as const] : [status];
        });
        break;
      case 'createdBy':
        result.createdBy = strings(key, condition);
        break;
      default:
        throw unknownKey(key, 'creationTime, impact, status, createdBy');
    }
  }
  return result;
}

/** The filters of ListTimelineEvents. */
export function timelineFilter(filters: Filter[]): Pick<TimelineQuery, 'types' | 'after' | 'before' | 'references'> {
  const result: Pick<TimelineQuery, 'types' | 'after' | 'before' | 'references'> = {};
  for (const { key, condition } of filters) {
    switch (key) {
      case 'eventTime':
        Object.assign(result, range(key, condition));
        break;
      case 'eventType':
        result.types = strings(key, condition);
        break;
      case 'eventReference':
        result.references = strings(key, condition);
        break;
      default:
        throw unknownKey(key, 'eventTime, eventType, eventReference');
    }
  }
  return result;
}

function range(key: string, { after, before }: Condition): { after?: Date; before?: Date } {
  if (after) return { after };
  if (before) return { before };
  throw wrongCondition(key, 'after or before');
}

function strings(key: string, { equals }: Condition): string[] {
  if (equals?.stringValues) return equals.stringValues;
  throw wrongCondition(key, 'equals.stringValues');
}

function integers(key: string, { equals }: Condition): number[] {
  if (equals?.integerValues) return equals.integerValues;
  throw wrongCondition(key, 'equals.integerValues');
}

const wrongCondition = (key: string, wanted: string) => fault(`the filter ${key} needs the condition ${wanted}`);
const unknownKey = (key: string, known: string) => fault(`wanted one of the keys ${known}, got ${JSON.stringify(key)}`);

function fault(what: string) {
  const message = `filters: ${what}`;
  return invalid(message, { name: 'filters', message });
}
