import { nearest } from '#kernel/nearest';
import { invalid } from '#kernel/refusal';

/** From what other systems alerts come. A key is for one of them. */
export interface Source {
  readonly name: string;
  readonly title: string;
  /** It sends again and again what fires, so that most of what it sends says nothing new. Of others each sending is news. */
  readonly repeats?: true;
  /** A key may hold how its payload becomes an alert: it is the user's own. */
  readonly mapped?: true;
  /** A key may hold with what its payload is signed. */
  readonly signed?: true;
}

export const sources = [
  { name: 'alertmanager', title: 'Prometheus and Alertmanager', repeats: true },
  { name: 'grafana', title: 'Grafana', repeats: true },
  { name: 'pagerduty', title: 'PagerDuty Events API v2' },
  { name: 'opsgenie', title: 'Opsgenie Alert API' },
  { name: 'datadog', title: 'Datadog' },
  { name: 'sentry', title: 'Sentry', signed: true },
  { name: 'zabbix', title: 'Zabbix' },
  { name: 'uptime-kuma', title: 'Uptime Kuma' },
  { name: 'site24x7', title: 'Site24x7' },
  { name: 'cloudevents', title: 'CloudEvents 1.0', mapped: true },
  { name: 'json', title: 'JSON of your own', mapped: true },
  { name: 'email', title: 'E-mail' },
] as const satisfies readonly Source[];

export type SourceName = (typeof sources)[number]['name'];

/** Those that repeat themselves. */
export const repeating: readonly string[] = sources.filter((one) => 'repeats' in one).map(({ name }) => name);

/** The source of a name. Refuses (validation) one that there is not. */
export function sourceNamed(name: string): Source & { name: SourceName } {
  const source = sources.find((one) => one.name === name);
  if (source) return source;
  const names = sources.map((one) => one.name);
  const near = nearest(name, names);
  const message = `source: wanted one of ${names.join(', ')}, got ${JSON.stringify(name.slice(0, 100))}${near ? `; did you mean ${near}?` : ''}`;
  throw invalid(message, { name: 'source', message });
}
