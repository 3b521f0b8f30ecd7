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
