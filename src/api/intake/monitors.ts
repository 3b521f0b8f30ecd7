import type { Alert } from '#domain/intake';
import type { Sent, Told } from './door.ts';
import { isObject, labelsOf, objectAt, plain, textAt, wanted } from './read.ts';

/** Systems that watch hosts and sites, and say of each whether it is up. */

/** Zabbix's webhook, as the media type of docs/intake.md sends it. */
export function zabbix({ body }: Sent): Told {
  const raw = objectAt(body, 'body');
  const value = plain(raw['event_value']);
  if (value !== '0' && value !== '1') throw wanted('event_value', '1 (problem) or 0 (recovery)', raw['event_value']);
  // An update of a problem (a comment, an acknowledgement) is none.
  if (value === '1' && plain(raw['event_update_status']) === '1') return { alerts: [] };
  const key = plain(raw['trigger_id']) ?? plain(raw['event_id']);
  if (key === undefined) throw wanted('trigger_id', 'a text, or event_id', raw['trigger_id']);
  const alert: Alert = {
    status: value === '0' ? 'resolved' : 'firing',
    labels: labelsOf({ host: raw['host'], severity: raw['severity'], trigger: raw['trigger_id'], tags: raw['tags'] }),
    annotations: labelsOf({
      summary: textAt(raw['name'], 'name'),
      ...{ description: raw['message'], value: raw['item_value'], url: raw['url'] },
    }),
    fingerprint: key,
    raw,
  };
  return { alerts: [alert] };
}

/** Uptime Kuma's webhook, as JSON. Its test has no heartbeat: it is taken, and no alert. */
export function uptimeKuma({ body }: Sent): Told {
  const raw = objectAt(body, 'body');
  const { heartbeat, monitor } = raw;
  if (heartbeat === null && monitor === null) return { alerts: [] };
  const beat = objectAt(heartbeat, 'heartbeat');
  const watched = objectAt(monitor, 'monitor');
  const id = plain(watched['id']) ?? plain(beat['monitorID']);
  if (id === undefined) throw wanted('monitor.id', 'a number', watched['id']);
  const status = plain(beat['status']);
  if (!/^[0-3]$/.test(status ?? '')) throw wanted('heartbeat.status', '0 to 3', beat['status']);
  // Pending: it is tried again. Maintenance: nobody wants to hear of it.
  if (status === '2' || status === '3') return { alerts: [] };
  const alert: Alert = {
    status: status === '1' ? 'resolved' : 'firing',
    labels: labelsOf({ monitor: watched['name'], type: watched['type'], host: watched['hostname'] }),
    annotations: labelsOf({ summary: raw['msg'], description: beat['msg'], url: watched['url'] }),
    fingerprint: id,
    raw,
  };
  return { alerts: [alert] };
}

/** Site24x7's webhook, its parameters sent as JSON. */
export function site24x7({ body }: Sent): Told {
  const raw = objectAt(body, 'body');
  const status = textAt(raw['STATUS'], 'STATUS').toUpperCase();
  if (!['UP', 'DOWN', 'TROUBLE', 'CRITICAL'].includes(status))
    throw wanted('STATUS', 'UP, DOWN, TROUBLE or CRITICAL', raw['STATUS']);
  const monitor = textAt(raw['MONITORNAME'], 'MONITORNAME');
  const tags = isObject(raw['TAGS']) ? undefined : raw['TAGS'];
  const alert: Alert = {
    status: status === 'UP' ? 'resolved' : 'firing',
    labels: labelsOf({ monitor, type: raw['MONITORTYPE'], group: raw['MONITOR_GROUPNAME'], status, tags }),
    annotations: labelsOf({
      summary: `${monitor} is ${status}`,
      ...{ description: raw['INCIDENT_REASON'], site: raw['MONITORURL'], url: raw['MONITOR_DASHBOARD_LINK'] },
    }),
    fingerprint: plain(raw['MONITOR_ID']) ?? monitor,
    raw,
  };
  return { alerts: [alert] };
}
