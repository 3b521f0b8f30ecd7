import type { Alert } from '#domain/intake';
import type { Door } from './door.ts';
import { type Json, listAt, objectAt, textsAt, timeAt, wanted } from './read.ts';

/**
 * Alertmanager's own API (v2), as far as those who bring alerts need it: a Prometheus server names Muster as one of its
 * Alertmanagers. An alert whose `endsAt` is in the past is over; one in the future says until when it holds unless it is sent again.
 */
export const alertmanagerApi: Door[] = [
  {
    source: 'alertmanager',
    method: 'POST',
    path: '/api/v2/alerts',
    status: 200,
    read: ({ body, now }) => ({ alerts: listAt(body, 'body').map((one, at) => alertOf(one, `[${at}]`, now)) }),
  },
  {
    source: 'alertmanager',
    method: 'GET',
    path: '/api/v2/status',
    status: 200,
    read: ({ now }) => ({ alerts: [], answer: statusOf(now) }),
  },
];

function alertOf(value: unknown, field: string, now: Date): Alert {
  const raw = objectAt(value, field);
  const labels = textsAt(raw['labels'], `${field}.labels`);
  if (!hasAny(labels)) throw wanted(`${field}.labels`, 'at least one label', raw['labels']);
  const startsAt = timeAt(raw['startsAt'], `${field}.startsAt`);
  const endsAt = timeAt(raw['endsAt'], `${field}.endsAt`);
  return {
    status: endsAt !== undefined && endsAt <= now ? 'resolved' : 'firing',
    labels,
    annotations: textsAt(raw['annotations'], `${field}.annotations`),
    ...(startsAt ? { startsAt } : {}),
    ...(endsAt ? { endsAt } : {}),
    raw,
  };
}

function hasAny(object: Json): boolean {
  for (const _ in object) return true;
  return false;
}

/** What `amtool` and Grafana look at. There is no cluster: nodes of Muster share a database. */
const statusOf = (now: Date) => ({
  cluster: { status: 'disabled', peers: [] },
  config: { original: '' },
  uptime: now.toISOString(),
  versionInfo: { branch: '', buildDate: '', buildUser: '', goVersion: '', revision: '', version: 'muster' },
});
