import { eventTypes, type TimelineEvent } from '#domain/timeline';
import { cut } from '#kernel/text';

/** A line of news is cut after so many characters. */
const MOST = 500;

/** What an entry says, on one line, for people outside; undefined for what is no news to them (pages, the start itself). */
export function newsLine({ type, data }: TimelineEvent): string | undefined {
  const value = parsed(data);
  switch (type) {
    case eventTypes.trigger:
    case eventTypes.start:
    case eventTypes.page:
      return undefined;
    case eventTypes.acknowledgement:
      return `Acknowledged${nameIn(value)}`;
    case eventTypes.update:
      return changes(value);
    default:
      return typeof value === 'string' ? oneLine(value) : oneLine(`${type}: ${JSON.stringify(value)}`);
  }
}

const oneLine = (text: string) => cut(text.replace(/[\s\p{Cc}]+/gu, ' ').trim(), MOST);

function nameIn(value: unknown): string {
  const name = member(value, 'contactName') ?? member(value, 'contactArn');
  return typeof name === 'string' ? ` by ${oneLine(name.split('/').at(-1)!)}` : '';
}

/** `title: Cards fail; status: RESOLVED` */
function changes(value: unknown): string | undefined {
  const changed = member(value, 'modifiedAttributes');
  if (!Array.isArray(changed)) return undefined;
  const lines = changed.map((one: unknown) => `${member(one, 'attributeName')}: ${member(one, 'newValue')}`);
  return oneLine(lines.join('; '));
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (error) {
    // A caller's own event holds any text.
    if (error instanceof SyntaxError) return data;
    throw error;
  }
}
