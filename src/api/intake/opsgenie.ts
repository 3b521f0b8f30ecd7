import type { Alert, Remark } from '#domain/intake';
import type { Door, Sent, Told } from './door.ts';
import { isObject, labelsOf, listAt, objectAt, plain, textAt, textsAt, wanted } from './read.ts';

/** Opsgenie's Alert API, at its own paths. An alert is known here by its alias, and by nothing else. */

const door = (path: string, read: Door['read'], more: Partial<Door> = {}): Door => {
  return { source: 'opsgenie', method: 'POST', path, status: 202, refusal, read, ...more };
};

export const opsgenie: Door[] = [
  door('/v2/alerts', created),
  door('/v2/alerts/:identifier/close', closed, { bodiless: true }),
  door('/v2/alerts/:identifier/acknowledge', (sent) => remarked(sent, 'Acknowledged'), { bodiless: true }),
  door('/v2/alerts/:identifier/notes', noted),
];

function refusal({ detail }: { detail: string }) {
  return { message: detail, took: 0, requestId: '' };
}

const accepted = (requestId: string) => ({ result: 'Request will be processed', took: 0.001, requestId });

function created({ body, requestId }: Sent): Told {
  const raw = objectAt(body, 'body');
  const message = textAt(raw['message'], 'message');
  const priority = plain(raw['priority']) ?? 'P3';
  if (!/^P[1-5]$/.test(priority)) throw wanted('priority', 'P1 to P5', raw['priority']);
  const tags =
    raw['tags'] === undefined ? [] : listAt(raw['tags'], 'tags').map((tag, at) => textAt(tag, `tags[${at}]`));
  const details = textsAt(raw['details'], 'details');
  const alert: Alert = {
    status: 'firing',
    labels: {
      ...details,
      ...labelsOf({ priority, entity: raw['entity'], source: raw['source'], tags: tags.join(',') }),
    },
    annotations: labelsOf({ summary: message, description: raw['description'], note: raw['note'], user: raw['user'] }),
    fingerprint: plain(raw['alias']) ?? requestId,
    raw,
  };
  return { alerts: [alert], answer: accepted(requestId) };
}

function closed(sent: Sent): Told {
  const alert: Alert = {
    status: 'resolved',
    labels: {},
    annotations: textsOf(sent.body),
    fingerprint: aliasOf(sent),
    raw: sent.body ?? {},
  };
  return { alerts: [alert], answer: accepted(sent.requestId) };
}

function noted(sent: Sent): Told {
  textAt(objectAt(sent.body, 'body')['note'], 'note');
  return remarked(sent, 'Note');
}

function remarked(sent: Sent, kind: Remark['kind']): Told {
  const remark = { kind, fingerprint: aliasOf(sent), annotations: textsOf(sent.body), raw: sent.body ?? {} };
  return { alerts: [], remarks: [remark], answer: accepted(sent.requestId) };
}

const textsOf = (body: unknown) =>
  isObject(body) ? labelsOf({ note: body['note'], user: body['user'], source: body['source'] }) : {};

function aliasOf({ params, query }: Sent): string {
  const type = query.get('identifierType');
  if (type !== 'alias') throw wanted('identifierType', 'alias: alerts are known by nothing else', type ?? undefined);
  return params['identifier']!;
}
