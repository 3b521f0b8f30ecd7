import { isDeepStrictEqual } from 'node:util';
import type { RelatedItem as DomainItem, IncidentRef, KeptItem } from '#domain/incidents';
import { notFound } from '#kernel/refusal';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { relatedRoutes } from './routes.ts';
import type { NewRelatedItem, RelatedItem } from './schemas.ts';

type View = Static<typeof RelatedItem>;

const TYPES: Readonly<Record<View['type'], string>> = {
  analysis: 'ANALYSIS',
  incident: 'INCIDENT',
  metric: 'METRIC',
  parent: 'PARENT',
  attachment: 'ATTACHMENT',
  other: 'OTHER',
  runbook: 'AUTOMATION',
  involvedResource: 'INVOLVED_RESOURCE',
  task: 'TASK',
};

/** An incident has this many at most. */
const MOST = 100;

export function relatedHandlers({ incidents, cursors }: ApiRooms): Handlers<typeof relatedRoutes> {
  const { related } = incidents;
  const incidentOf = (call: Call, id: string) => incidents.byId(call.context, call.actor.account, id);
  const all = (call: Call, incident: IncidentRef) => related.list(call.context, incident, { limit: MOST });
  return {
    listRelatedItems: async (call, { params, query }) => {
      const incident = await incidentOf(call, params.incidentId);
      const fetch = (limit: number, position: unknown) => {
        const [addedAt, generatedId] = (position ?? []) as [string, string];
        const from = generatedId ? { position: { addedAt: new Date(addedAt), generatedId } } : {};
        return related.list(call.context, incident, { limit, ...from });
      };
      const asked = { ...query, incident: incident.id };
      return paged(call, cursors, asked, fetch, ({ addedAt, generatedId }) => [addedAt, generatedId], itemView);
    },
    addRelatedItem: async (call, { params, body }) => {
      const incident = await incidentOf(call, params.incidentId);
      const item = toItem(body);
      await related.change(call.context, call.now, call.actor, incident, { add: item });
      const kept = (await all(call, incident)).find(
        ({ type, value }) => type === item.type && isDeepStrictEqual(value, item.value),
      );
      return itemView(kept!);
    },
    removeRelatedItem: async (call, { params: { incidentId, itemId } }) => {
      const incident = await incidentOf(call, incidentId);
      const item = (await all(call, incident)).find(({ generatedId }) => idOf(generatedId) === itemId);
      if (!item) throw notFound('RELATED_ITEM', itemId);
      const remove = { type: item.type, value: item.value };
      await related.change(call.context, call.now, call.actor, incident, { remove });
    },
  };
}

/** The last part of the id on the AWS face, `related-item/TYPE/ID`. */
const idOf = (generatedId: string) => generatedId.split('/').at(-1)!;

const wordOf = (type: string): View['type'] =>
  (Object.entries(TYPES).find(([, stored]) => stored === type)?.[0] ?? 'other') as View['type'];

function itemView({ generatedId, type, value, title, addedAt }: KeptItem): View {
  const id = idOf(generatedId);
  return { id, type: wordOf(type), value: valueView(value), title: title ?? null, addedAt: addedAt.toISOString() };
}

function valueView(value: DomainItem['value']): View['value'] {
  if (typeof value['arn'] === 'string') return { kind: 'resource', arn: value['arn'] };
  if (typeof value['url'] === 'string') return { kind: 'link', url: value['url'] };
  if (typeof value['metricDefinition'] === 'string') return { kind: 'metric', definition: value['metricDefinition'] };
  return { kind: 'pagerDuty', ...(value['pagerDutyIncidentDetail'] as { id: string }) };
}

function toItem({ type, value, title }: Static<typeof NewRelatedItem>): DomainItem {
  return { type: TYPES[type], value: toValue(value), ...(title === undefined ? {} : { title }) };
}

function toValue(value: View['value']): DomainItem['value'] {
  switch (value.kind) {
    case 'resource':
      return { arn: value.arn };
    case 'link':
      return { url: value.url };
    case 'metric':
      return { metricDefinition: value.definition };
    case 'pagerDuty': {
      const { kind: _kind, ...detail } = value;
      return { pagerDutyIncidentDetail: detail };
    }
  }
}
