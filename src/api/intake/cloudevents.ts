import { type Alert, mapped } from '#domain/intake';
import type { Sent, Told } from './door.ts';
import { isObject, type Json, labelsOf, listAt, objectAt, plain, textAt, timeAt, wanted } from './read.ts';

/**
 * CloudEvents 1.0 over HTTP: structured, in batches, or binary. A key's mapping reads the event as its JSON form; without one an event
 * is over when its data's `status` or `state`, or the end of its type, says so.
 */
export function cloudEvents(sent: Sent): Told {
  const events = eventsIn(sent);
  const { mapping } = sent.key;
  return {
    alerts: events.flatMap(({ event, field }) => {
      checkEvent(event, field);
      return mapping ? mapped(event, mapping) : [alertOf(event, field)];
    }),
  };
}

/**
 * The handshake by which a sender asks whether it may send here, before it does (HTTP 1.1 Web Hooks for Event Delivery). Its key says
 * that it may; how often, MUSTER_INTAKE_PER_SECOND decides when it does.
 */
export function handshake({ headers }: Sent): Told {
  const one = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value.trim() : undefined;
  };
  const origin = one('webhook-request-origin');
  if (!origin || !/^[\x21-\x7e]{1,253}$/.test(origin))
    throw wanted('WebHook-Request-Origin', 'the name of a host, in a header', origin);
  const rate = one('webhook-request-rate');
  if (rate !== undefined && !/^(\*|[1-9]\d{0,8})$/.test(rate))
    throw wanted('WebHook-Request-Rate', 'a number of requests a minute, or *', rate);
  const allowed: Record<string, string> = rate === undefined ? {} : { 'webhook-allowed-rate': rate };
  return { alerts: [], headers: { allow: 'POST', 'webhook-allowed-origin': origin, ...allowed } };
}

interface Placed {
  event: Json;
  field: string;
}

function eventsIn({ headers, body, bytes }: Sent): Placed[] {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'application/cloudevents-batch+json')
    return listAt(body, 'body').map((one, at) => ({ event: objectAt(one, `[${at}]`), field: `[${at}].` }));
  if (headers['ce-specversion'] === undefined) return [{ event: objectAt(body, 'body'), field: '' }];
  const event: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(headers))
    if (name.startsWith('ce-') && typeof value === 'string') event[name.slice('ce-'.length)] = decoded(value);
  const text = bytes.toString('utf8');
  const data = body ?? (text === '' ? undefined : text);
  return [{ event: { ...event, datacontenttype: type, ...(data === undefined ? {} : { data }) }, field: '' }];
}

/** Values of headers are percent-encoded; what is no such text stands as it is. */
const decoded = (value: string) =>
  /%(?![0-9a-f]{2})/i.test(value) ? value : Buffer.from(unescapedBytes(value)).toString('utf8');

function unescapedBytes(value: string): number[] {
  return [...value.matchAll(/%([0-9a-f]{2})|[^%]/gi)].flatMap(([whole, hex]) =>
    hex === undefined ? [...Buffer.from(whole)] : [Number.parseInt(hex, 16)],
  );
}

function checkEvent(event: Json, field: string): void {
  if (event['specversion'] !== '1.0') throw wanted(`${field}specversion`, '1.0', event['specversion']);
  for (const name of ['id', 'source', 'type']) textAt(event[name], `${field}${name}`);
}

/** What the last part of a type says. */
const OVER = /\.(resolved|recovered|closed|cleared|ok)$/i;
const FIRING = /\.(firing|triggered|opened|created|alarm|alert)$/i;
const WORDS = /^(resolved|recovered|closed|cleared|ok)$/i;

function alertOf(event: Json, field: string): Alert {
  const [type, source] = [String(event['type']), String(event['source'])];
  const subject = plain(event['subject']);
  const data = isObject(event['data']) ? event['data'] : {};
  const says = plain(data['status']) ?? plain(data['state']) ?? '';
  const kind = type.replace(OVER, '').replace(FIRING, '');
  const at = timeAt(event['time'], `${field}time`);
  const isOver = WORDS.test(says) || OVER.test(type);
  return {
    status: isOver ? 'resolved' : 'firing',
    labels: labelsOf({ type: kind, source, subject, severity: data['severity'] }),
    annotations: labelsOf({
      summary: plain(data['summary']) ?? plain(data['title']) ?? data['message'],
      description: data['description'],
    }),
    ...(at ? (isOver ? { endsAt: at } : { startsAt: at }) : {}),
    fingerprint: plain(data['fingerprint']) ?? [source, subject ?? '', kind].join('|'),
    raw: event,
  };
}
