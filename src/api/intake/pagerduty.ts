import type { Alert, Remark } from '#domain/intake';
import type { Door, Sent, Told } from './door.ts';
import { isObject, labelsOf, objectAt, plain, textAt, timeAt, wanted } from './read.ts';

const door = (path: string, read: Door['read']): Door => ({
  ...{ source: 'pagerduty', method: 'POST', path, status: 202, read },
  keyIn: (body) => (isObject(body) ? plain(body['routing_key']) : undefined),
  refusal: ({ status, detail }) =>
    status === 400
      ? { status: 'invalid event', message: 'Event object is invalid', errors: [detail] }
      : { status: status === 429 ? 'throttle exceeded' : 'error', message: detail },
});

/** PagerDuty's Events API v2, at its own paths: the routing key is the intake key. */
export const pagerduty: Door[] = [door('/v2/enqueue', read), door('/v2/change/enqueue', changed)];

/** That something was changed, deployed: an event by which a rule may do something, and nothing else does. */
function changed({ body, requestId }: Sent): Told {
  const { routing_key: _, ...event } = objectAt(body, 'body');
  const payload = objectAt(event['payload'], 'payload');
  const summary = textAt(payload['summary'], 'payload.summary');
  const startsAt = timeAt(payload['timestamp'], 'payload.timestamp');
  const remark: Remark = {
    ...{ kind: 'Change', fingerprint: requestId, annotations: { summary }, raw: event },
    labels: labelsOf({ source: payload['source'] }),
    ...(startsAt ? { startsAt } : {}),
  };
  return { alerts: [], remarks: [remark], answer: { status: 'success', message: 'Change event processed' } };
}

function read({ body, requestId }: Sent): Told {
  // What is stored and shown of it must not show the key.
  const { routing_key: _, ...event } = objectAt(body, 'body');
  const action = event['event_action'];
  const given = plain(event['dedup_key']);
  const answer = (dedup_key: string) => ({ status: 'success', message: 'Event processed', dedup_key });
  if (action === 'trigger') {
    const key = given ?? requestId;
    return { alerts: [triggered(event, key)], answer: answer(key) };
  }
  if (action !== 'resolve' && action !== 'acknowledge')
    throw wanted('event_action', 'trigger, acknowledge or resolve', action);
  if (given === undefined) throw wanted('dedup_key', `a text with ${action}`, event['dedup_key']);
  if (action === 'acknowledge') {
    const remark = { kind: 'Acknowledged' as const, fingerprint: given, annotations: {}, raw: event };
    return { alerts: [], remarks: [remark], answer: answer(given) };
  }
  const payload = isObject(event['payload']) ? event['payload'] : {};
  const over: Alert = { status: 'resolved', ...textsOf(payload, event), fingerprint: given, raw: event };
  return { alerts: [over], answer: answer(given) };
}

function triggered(event: Readonly<Record<string, unknown>>, fingerprint: string): Alert {
  const payload = objectAt(event['payload'], 'payload');
  textAt(payload['summary'], 'payload.summary');
  textAt(payload['source'], 'payload.source');
  const severity = textAt(payload['severity'], 'payload.severity');
  if (!['critical', 'error', 'warning', 'info'].includes(severity))
    throw wanted('payload.severity', 'critical, error, warning or info', severity);
  const startsAt = timeAt(payload['timestamp'], 'payload.timestamp');
  return { status: 'firing', ...textsOf(payload, event), ...(startsAt ? { startsAt } : {}), fingerprint, raw: event };
}

const textsOf = (payload: Readonly<Record<string, unknown>>, event: Readonly<Record<string, unknown>>) => ({
  labels: labelsOf({
    severity: payload['severity'],
    source: payload['source'],
    component: payload['component'],
    group: payload['group'],
    class: payload['class'],
  }),
  annotations: labelsOf({ summary: payload['summary'], client: event['client'], url: event['client_url'] }),
});
