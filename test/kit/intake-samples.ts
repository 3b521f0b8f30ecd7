import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceName } from '#domain/intake';

/** What other systems send, by their documentation, when something is wrong and when it is over. */
export interface Sample {
  /** A folder of test/fixtures/intake. */
  name: string;
  source: SourceName;
  /** `KEY` stands for the intake key. */
  path: string;
  /** Where the end is told, if that is another address. */
  endPath?: string;
  /** `Bearer KEY` and the like; `Basic KEY` is written as basic authentication has it. */
  headers: Record<string, string>;
  status: 200 | 202;
  /** What labels it has, among others. */
  labels: Record<string, string>;
}

const ROOT = join(import.meta.dirname, '../fixtures/intake');

export const fixture = (sample: string, file: string): unknown =>
  JSON.parse(readFileSync(join(ROOT, sample, `${file}.json`), 'utf8'));

const BEARER = { authorization: 'Bearer KEY' };
const hook = (
  name: string,
  source: SourceName,
  labels: Record<string, string>,
  more: Partial<Sample> = {},
): Sample => ({
  ...{ name, source, path: `/intake/${source}`, headers: BEARER, status: 202, labels },
  ...more,
});

export const samples: readonly Sample[] = [
  hook('prometheus', 'alertmanager', { alertname: 'HighLatency' }, { path: '/api/v2/alerts', status: 200 }),
  hook('alertmanager', 'alertmanager', { severity: 'critical' }),
  hook('grafana', 'grafana', { team: 'blue' }, { headers: { authorization: 'Basic KEY' } }),
  hook('grafana-legacy', 'grafana', { alertname: 'Load', team: 'blue' }),
  hook('pagerduty', 'pagerduty', { severity: 'critical', source: 'pay-1' }, { path: '/v2/enqueue', headers: {} }),
  hook(
    'opsgenie',
    'opsgenie',
    { priority: 'P1', entity: 'queue-1', region: 'eu' },
    {
      path: '/v2/alerts',
      endPath: '/v2/alerts/payments-queue/close?identifierType=alias',
      headers: { authorization: 'GenieKey KEY' },
    },
  ),
  hook('datadog', 'datadog', { monitor: '4711', host: 'pay-1' }),
  hook(
    'datadog-default',
    'datadog',
    { alertname: 'CPU of pay-2 is high' },
    { path: '/intake/datadog/KEY', headers: {} },
  ),
  hook('sentry', 'sentry', { level: 'error' }),
  hook('sentry-metric', 'sentry', { alertname: 'Failure rate of payments' }),
  hook('zabbix', 'zabbix', { host: 'pay-1', severity: 'High' }),
  hook('uptime-kuma', 'uptime-kuma', { monitor: 'payments' }, { path: '/intake/uptime-kuma/KEY', headers: {} }),
  hook('site24x7', 'site24x7', { monitor: 'Payments page' }, { path: '/intake/site24x7/KEY', headers: {} }),
  hook(
    'cloudevents',
    'cloudevents',
    { type: 'com.example.backup', subject: 'nightly' },
    {
      headers: { ...BEARER, 'content-type': 'application/cloudevents+json' },
    },
  ),
  hook('json', 'json', { service: 'orders' }),
  hook('json-mapped', 'json', { host: 'pay-1', group: 'disk' }),
];
