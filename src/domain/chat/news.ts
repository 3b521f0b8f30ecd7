import { eventTypes, type TimelineEvent } from '#domain/timeline';
import { cut } from '#kernel/text';
import { lastOf, severityWords, statusWords } from './words.ts';

/** Longest line of news: who wants all of it reads the timeline. */
const LINE = 500;
/** So many lines a message has; of more it tells how many there are. */
const LINES = 20;

/** What has happened that people in a room want to know of, a line each: what changed, who answered, what was noted. */
export function newsIn(events: readonly TimelineEvent[]): string[] {
  const lines = events.flatMap(linesOf).map((line) => cut(line, LINE));
  return lines.length > LINES ? [...lines.slice(0, LINES), `and ${lines.length - LINES} more`] : lines;
}

function linesOf({ type, data, actor }: TimelineEvent): string[] {
  const read = readJson(data);
  const members = typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  const who = lastOf(actor);
  switch (type) {
    case eventTypes.trigger:
      return members['createdIncident'] === false ? ['It was triggered again'] : [];
    case eventTypes.update:
      return changesIn(members).map((change) => `${change}, by ${who}`);
    case eventTypes.acknowledgement:
      return [acknowledged(lastOf(String(members['contactArn'])), who)];
    case eventTypes.note:
      return [`Note by ${who}: ${textOf(read, data)}`];
    case eventTypes.custom:
      return [textOf(read, data)];
    case eventTypes.automationStartFailure:
      return [`Runbook ${String(members['documentName'])} did not start: ${String(members['failureMessage'])}`];
    default:
      // Whom it pages stands in the message itself.
      return [];
  }
}

/** People answer for themselves, and for others: by AcceptPage, or in a chat room. */
const acknowledged = (whose: string, who: string) =>
  who === whose ? `${whose} has acknowledged` : `Acknowledged for ${whose}, by ${who}`;

function changesIn({ modifiedAttributes }: Record<string, unknown>): string[] {
  if (!Array.isArray(modifiedAttributes)) return [];
  return modifiedAttributes.flatMap(({ attributeName, newValue }: { attributeName?: string; newValue?: string }) => {
    const value = String(newValue ?? '');
    switch (attributeName) {
      case 'status':
        return [`Status: ${statusWords[value as keyof typeof statusWords] ?? value}`];
      case 'impact':
        return [`Severity: ${severityWords(Number(value))}`];
      case 'title':
        return [`Title: ${value}`];
      case 'summary':
        return ['The summary was changed'];
      case 'resolutionPlan':
        return ['The resolution plan was changed'];
      case 'incidentRecord':
        return ['The incident was deleted'];
      default:
        return [];
    }
  });
}

const textOf = (read: unknown, data: string) => (typeof read === 'string' ? read : data);

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Callers may write what they like: it is shown as it stands.
    return text;
  }
}
