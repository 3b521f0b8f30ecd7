import type { PagerDutyEvent } from '#domain/integrations';

/** A webhook's body (v3), as far as it is needed; undefined for what is no event about an incident. */
export function readEvent(body: Buffer): PagerDutyEvent | undefined {
  const event = member(parsed(body), 'event');
  const data = member(event, 'data');
  const [id, type, at] = ['id', 'event_type', 'occurred_at'].map((name) => textOf(member(event, name), 100));
  const incidentId = textOf(member(data, 'id'), 40);
  const occurredAt = new Date(at ?? '');
  if (!id || !type || !incidentId || Number.isNaN(occurredAt.getTime())) return undefined;
  const by = textOf(member(member(event, 'agent'), 'summary'), 200);
  return { id, type, occurredAt, incidentId, ...(by ? { by } : {}) };
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const textOf = (value: unknown, most: number): string | undefined =>
  typeof value === 'string' && value.length > 0 && value.length <= most ? value : undefined;

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    // Whoever signs sends JSON: this is nobody we know.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
