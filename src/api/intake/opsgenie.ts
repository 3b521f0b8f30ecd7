import type { Alert, OfKey, Remark } from '#domain/intake';
import { notFound } from '#kernel/refusal';
import { asking, type Door, type Sent, type Told } from './door.ts';
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
  asking('opsgenie', '/v2/alerts/requests/:requestId', request, { refusal }),
  asking('opsgenie', '/v2/alerts/:identifier', one, { refusal }),
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

/** What became of a request that was answered: it has been processed, since an answer comes after the commit. */
async function request({ params, requestId }: Sent, known: OfKey): Promise<object> {
  const id = params['requestId']!;
  const found = await known.request(id);
  if (!found) throw notFound('REQUEST', id);
  const [action, status] = DONE[found.made] ?? ['Update', 'Updated alert'];
  const { fingerprint: alias, at } = found;
  const data = { success: true, isSuccess: true, action, processedAt: at.toISOString(), status, alertId: alias, alias };
  return { data: { ...data, integrationId: '' }, took: 0.001, requestId };
}

const DONE: Readonly<Record<string, [action: string, status: string]>> = {
  'Alert Firing': ['Create', 'Created alert'],
  'Alert Resolved': ['Close', 'Closed alert'],
  'Alert Acknowledged': ['Acknowledge', 'Acknowledged alert'],
  'Alert Note': ['AddNote', 'Added note to alert'],
};

/** An alert by its alias, which is its id, too. */
async function one({ params, query, requestId }: Sent, known: OfKey): Promise<object> {
  const type = query.get('identifierType') ?? 'id';
  if (type !== 'alias' && type !== 'id') throw wanted('identifierType', 'alias or id', type);
  const alias = params['identifier']!;
  const alert = await known.one(alias);
  if (!alert) throw notFound('ALERT', alias);
  const { labels, annotations, startsAt, updatedAt, status } = alert;
  const { priority = 'P3', entity = '', source = '', tags = '', ...details } = labels;
  const { summary: message = '', description = '' } = annotations;
  const data = {
    ...{ id: alias, alias, message, description, entity, source, priority, details },
    tags: tags === '' ? [] : tags.split(','),
    ...{ status: status === 'firing' ? 'open' : 'closed', createdAt: startsAt, updatedAt, lastOccurredAt: updatedAt },
  };
  return { data, took: 0.001, requestId };
}

const textsOf = (body: unknown) =>
  isObject(body) ? labelsOf({ note: body['note'], user: body['user'], source: body['source'] }) : {};

function aliasOf({ params, query }: Sent): string {
  const type = query.get('identifierType');
  if (type !== 'alias') throw wanted('identifierType', 'alias: alerts are known by nothing else', type ?? undefined);
  return params['identifier']!;
}
