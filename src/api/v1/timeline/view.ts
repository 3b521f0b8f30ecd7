import { type TimelineEvent as DomainEvent, eventTypes, type Reference } from '#domain/timeline';
import type { Static } from '../schema.ts';
import type { TimelineEvent } from './schemas.ts';

type View = Static<typeof TimelineEvent>;
type Word = View['type'];

const WORDS: Readonly<Record<string, Word>> = {
  [eventTypes.trigger]: 'trigger',
  [eventTypes.start]: 'start',
  [eventTypes.update]: 'change',
  [eventTypes.page]: 'page',
  [eventTypes.acknowledgement]: 'acknowledgement',
  [eventTypes.note]: 'note',
  [eventTypes.custom]: 'custom',
};
const RUNBOOK = 'SSM Automation';

export const wordOf = (type: string): Word => WORDS[type] ?? (type.startsWith(RUNBOOK) ? 'runbook' : 'other');

/** The stored types that a word stands for, among all that Muster writes. */
export const typesOf = (words: readonly Word[]): string[] =>
  Object.values(eventTypes).filter((type) => words.includes(wordOf(type)));

export function eventView(event: DomainEvent): View {
  const { eventId, time, type, references, actor, updatedAt } = event;
  const data = dataOf(event.data);
  const word = wordOf(type);
  return {
    id: eventId,
    type: word,
    time: time.toISOString(),
    text: typeof data === 'string' ? data : null,
    data: typeof data === 'string' ? null : data,
    references: references.map(referenceView),
    actor,
    writtenAt: updatedAt.toISOString(),
    editable: word === 'note' || word === 'custom',
  };
}

/** Callers on the AWS face may write what is no JSON: it is a text, then. */
function dataOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

const referenceView = (reference: Reference): View['references'][number] =>
  'resource' in reference
    ? { kind: 'resource', arn: reference.resource }
    : { kind: 'relatedItem', id: reference.relatedItemId };

export const toReference = (reference: View['references'][number]): Reference =>
  reference.kind === 'resource' ? { resource: reference.arn } : { relatedItemId: reference.id };
