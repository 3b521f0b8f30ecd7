import type { Alert, KnownAlert, OfKey } from '#domain/intake';
import { asking, type Door, type Sent } from './door.ts';
import { matchesWhole, matching } from './matchers.ts';
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
  asking('alertmanager', '/api/v2/alerts', firing),
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

/** The one receiver there is: rules decide who hears of it. */
const RECEIVER = 'muster';
/** What Go writes where there is no time. */
const NO_TIME = '0001-01-01T00:00:00.000Z';

/**
 * What fires of what this key's holder brought, as Alertmanager lists it. Whatever fires is active here: who is not to be woken is
 * decided by silences of people and plans, and the alert fires all the same.
 */
async function firing({ query }: Sent, known: OfKey): Promise<object[]> {
  const receiver = query.get('receiver');
  const isWanted = flag(query, 'active') && (!receiver || matchesWhole(receiver, RECEIVER));
  const filters = query.getAll('filter');
  const found = matching(isWanted ? await known.firing() : [], filters);
  return found.map(shown);
}

/** Those that Alertmanager has; each is wanted unless it is said otherwise. */
function flag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name) ?? 'true';
  if (text !== 'true' && text !== 'false') throw wanted(name, 'true or false', text);
  return text === 'true';
}

function shown({ fingerprint, labels, annotations, startsAt, endsAt, updatedAt, raw }: KnownAlert) {
  const { generatorURL } = (raw ?? {}) as { generatorURL?: unknown };
  return {
    ...{ annotations, endsAt: endsAt?.toISOString() ?? NO_TIME, fingerprint, receivers: [{ name: RECEIVER }] },
    startsAt: startsAt.toISOString(),
    status: { inhibitedBy: [], mutedBy: [], silencedBy: [], state: 'active' },
    updatedAt: updatedAt.toISOString(),
    ...(typeof generatorURL === 'string' ? { generatorURL } : {}),
    labels,
  };
}
