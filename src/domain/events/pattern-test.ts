import { isObject, matches, parsePattern } from '#kernel/patterns/index';
import { invalid } from '#kernel/refusal';
import { messageOf } from '#kernel/text';

/** What an event must have to be tried (aws-behaviour.md 4.2). */
const NEEDED = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'] as const;

/**
 * Whether a pattern matches an event, both as JSON texts. Refuses (validation) a pattern that is none, and an event that
 * is no JSON object or lacks a field of the envelope.
 */
export function testPattern(pattern: string, event: string): boolean {
  const parsed = parsePattern(pattern);
  const value = readEvent(event);
  const missing = NEEDED.filter((name) => value[name] === undefined);
  if (missing.length > 0) throw fault(`wanted the fields ${NEEDED.join(', ')}; it lacks ${missing.join(', ')}`);
  return matches(parsed, value);
}

function readEvent(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fault(`wanted JSON: ${messageOf(error)}`);
  }
  if (isObject(value)) return value;
  throw fault('wanted a JSON object');
}

function fault(what: string) {
  const message = `Event: ${what}`;
  return invalid(message, { name: 'Event', message });
}
