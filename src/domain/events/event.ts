/** An event as EventBridge's envelope has it (aws-behaviour.md 4.1), before it is written as JSON. */
export interface BusEvent {
  account: string;
  region: string;
  bus: string;
  id: string;
  source: string;
  detailType: string;
  time: Date;
  resources: string[];
  detail: Record<string, unknown>;
  /** The same as JSON, where its sender wrote numbers that a double does not hold or writes otherwise. */
  detailText?: string;
  /** How many rules have sent it on from bus to bus; none unless given. */
  hops?: number;
}

export const DEFAULT_BUS = 'default';

/** Seconds and Z: how the envelope writes an instant. */
function envelopeTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** The envelope as an object: what patterns match and targets receive. */
export function envelope(event: BusEvent) {
  return {
    version: '0',
    id: event.id,
    'detail-type': event.detailType,
    source: event.source,
    account: event.account,
    time: envelopeTime(event.time),
    region: event.region,
    resources: event.resources,
    detail: event.detail,
  };
}

/** The envelope as JSON text: what is stored, matched and sent. Numbers have the digits of their sender. */
export function eventText(event: BusEvent): string {
  if (event.detailText === undefined) return JSON.stringify(envelope(event));
  const { detail: _, ...head } = envelope(event);
  return `${JSON.stringify(head).slice(0, -1)},"detail":${event.detailText}}`;
}
