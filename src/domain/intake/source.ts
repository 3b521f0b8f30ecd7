import { nearest } from '#kernel/nearest';
import { invalid } from '#kernel/refusal';

/** From what other systems alerts come. A key is for one of them. */
export interface Source {
  readonly name: string;
  readonly title: string;
  /** Its payload is the user's own: a key may hold how it becomes an alert. */
  readonly mapped?: true;
  /** It signs what it sends: a key may hold with what. */
  readonly signed?: true;
}

export const sources = [
  { name: 'alertmanager', title: 'Prometheus and Alertmanager' },
] as const satisfies readonly Source[];

export type SourceName = (typeof sources)[number]['name'];

/** The source of a name. Refuses (validation) one that there is not. */
export function sourceNamed(name: string): Source & { name: SourceName } {
  const source = sources.find((one) => one.name === name);
  if (source) return source;
  const names = sources.map((one) => one.name);
  const near = nearest(name, names);
  const message = `source: wanted one of ${names.join(', ')}, got ${JSON.stringify(name.slice(0, 100))}${near ? `; did you mean ${near}?` : ''}`;
  throw invalid(message, { name: 'source', message });
}
