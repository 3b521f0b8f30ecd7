import type { Alert } from '#domain/intake';
import type { Sent, Told } from './door.ts';
import { labelsOf, listAt, objectAt, plain, textsAt, timeAt, wanted } from './read.ts';

/** Alertmanager's webhook (version 4): a group of alerts, each with a status of its own. Grafana's unified alerting has the same form. */
export function alertmanagerWebhook({ body }: Sent): Told {
  const { alerts } = objectAt(body, 'body');
  // Known by their labels, as at its API: the same alert may come by either.
  return { alerts: listAt(alerts, 'alerts').map((one, at) => memberOf(one, `alerts[${at}]`, false)) };
}

export function grafana(sent: Sent): Told {
  const body = objectAt(sent.body, 'body');
  if (body['alerts'] === undefined && body['state'] !== undefined) return { alerts: legacy(body) };
  return { alerts: listAt(body['alerts'], 'alerts').map((one, at) => memberOf(one, `alerts[${at}]`, true)) };
}

function memberOf(value: unknown, field: string, named: boolean): Alert {
  const raw = objectAt(value, field);
  const status = raw['status'];
  if (status !== 'firing' && status !== 'resolved') throw wanted(`${field}.status`, 'firing or resolved', status);
  const startsAt = timeAt(raw['startsAt'], `${field}.startsAt`);
  const endsAt = timeAt(raw['endsAt'], `${field}.endsAt`);
  const fingerprint = named ? plain(raw['fingerprint']) : undefined;
  const links = { dashboard: raw['dashboardURL'], panel: raw['panelURL'] };
  return {
    status,
    labels: textsAt(raw['labels'], `${field}.labels`),
    annotations: { ...textsAt(raw['annotations'], `${field}.annotations`), ...(named ? labelsOf(links) : {}) },
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(startsAt ? { startsAt } : {}),
    ...(endsAt && status === 'resolved' ? { endsAt } : {}),
    raw,
  };
}

/** Of Grafana's legacy alerting; `pending` and `paused` say nothing of a trouble. */
function legacy(raw: Readonly<Record<string, unknown>>): Alert[] {
  const state = plain(raw['state']);
  if (state === 'pending' || state === 'paused' || state === 'unknown') return [];
  if (state !== 'alerting' && state !== 'no_data' && state !== 'ok')
    throw wanted('state', 'alerting, ok, no_data, pending or paused', raw['state']);
  const rule = plain(raw['ruleId']);
  const name = plain(raw['ruleName']);
  if (rule === undefined && name === undefined) throw wanted('ruleId', 'a number', raw['ruleId']);
  return [
    {
      status: state === 'ok' ? 'resolved' : 'firing',
      labels: { ...textsAt(raw['tags'], 'tags'), ...labelsOf({ alertname: name, dashboard: raw['dashboardId'] }) },
      annotations: labelsOf({ summary: raw['title'], description: raw['message'], url: raw['ruleUrl'], state }),
      fingerprint: `rule/${rule ?? name}`,
      raw,
    },
  ];
}
