import { type IncidentFilter, type IncidentStatus, parseStatus } from '#domain/incidents';
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
        Object.assign(result, narrowed(result, range(key, condition)));
        break;
      case 'impact':
        result.impacts = both(result.impacts, integers(key, condition));
        break;
      case 'status':
        result.statuses = both(result.statuses, strings(key, condition).flatMap(statusesOf));
        break;
      case 'createdBy':
        result.createdBy = both(result.createdBy, strings(key, condition));
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
        Object.assign(result, narrowed(result, range(key, condition)));
        break;
      case 'eventType':
        result.types = both(result.types, strings(key, condition));
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

/** What reads OPEN on the wire is in progress, too. */
function statusesOf(text: string): IncidentStatus[] {
  const status = parseStatus(text, 'filters');
  return status === 'OPEN' ? ['OPEN', 'IN_PROGRESS'] : [status];
}

/** Two filters with one key are ANDed as any two. */
function both<T>(before: T[] | undefined, also: T[]): T[] {
  return before ? before.filter((value) => also.includes(value)) : also;
}

function narrowed(before: Range, also: Range): Range {
  const after = [before.after, also.after]
    .filter((time) => time !== undefined)
    .sort((a, b) => b.getTime() - a.getTime())[0];
  const until = [before.before, also.before]
    .filter((time) => time !== undefined)
    .sort((a, b) => a.getTime() - b.getTime())[0];
  return { ...(after ? { after } : {}), ...(until ? { before: until } : {}) };
}

interface Range {
  after?: Date;
  before?: Date;
}

function range(key: string, { after, before }: Condition): Range {
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
