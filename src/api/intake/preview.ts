import { checkMapping, type Mapping, type SourceName } from '#domain/intake';
import { invalid } from '#kernel/refusal';
import { doors } from './table.ts';

interface Tried {
  mapping?: Mapping;
  payload?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** What a source's first address without a parameter would make of a payload. Refuses (validation) what it would refuse. */
export function preview(source: SourceName, { mapping, payload, headers = {} }: Tried, now: Date) {
  const door = doors.find((one) => one.source === source && one.method === 'POST' && !one.path.includes(':'));
  if (!door) {
    const message = `source: wanted one that is sent by HTTP, got ${source}`;
    throw invalid(message, { name: 'source', message });
  }
  if (mapping) checkMapping(mapping);
  const bytes = Buffer.from(JSON.stringify(payload) ?? '');
  const sent = { body: payload, bytes, headers, params: {}, query: new URLSearchParams(), now, requestId: 'preview' };
  const { alerts, answer = null } = door.read({ ...sent, key: mapping ? { mapping } : {} });
  return {
    alerts: alerts.map(({ status, fingerprint, labels, annotations, startsAt, endsAt }) => ({
      ...{ status, fingerprint: fingerprint ?? null, labels, annotations },
      startsAt: startsAt?.toISOString() ?? null,
      endsAt: endsAt?.toISOString() ?? null,
    })),
    answer,
  };
}
