import { mapped } from '#domain/intake';
import { alertmanagerApi } from './alertmanager.ts';
import { cloudEvents, handshake } from './cloudevents.ts';
import { datadog } from './datadog.ts';
import { type Door, webhook } from './door.ts';
import { alertmanagerWebhook, grafana } from './groups.ts';
import { site24x7, uptimeKuma, zabbix } from './monitors.ts';
import { opsgenie } from './opsgenie.ts';
import { pagerduty } from './pagerduty.ts';
import { sentry } from './sentry.ts';

/** Every door. docs/intake.md says of each how to set up its sender. */
export const doors: readonly Door[] = [
  ...alertmanagerApi,
  ...webhook('alertmanager', alertmanagerWebhook),
  ...webhook('grafana', grafana),
  ...pagerduty,
  ...opsgenie,
  ...webhook('datadog', datadog),
  ...webhook('sentry', sentry),
  ...webhook('zabbix', zabbix),
  ...webhook('uptime-kuma', uptimeKuma),
  ...webhook('site24x7', site24x7),
  // The data of a CloudEvent in binary form may be anything.
  ...webhook('cloudevents', cloudEvents).map((door): Door => ({ ...door, anyContent: true })),
  ...webhook('cloudevents', handshake).map((door): Door => ({ ...door, method: 'OPTIONS', status: 200 })),
  ...webhook('json', ({ body, key }) => ({ alerts: mapped(body, key.mapping) })),
];
