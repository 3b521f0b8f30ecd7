import { parseIncidentArn, type RelatedItem } from '#domain/incidents';
import type { Rooms } from '../../rooms.ts';
import { own, paged, type SomeHandlers, type WireCall } from '../support.ts';
import type { ssmIncidents } from './service.ts';
import type { ItemIdentifier, RelatedItem as WireItem } from './shapes-incident.ts';

type Names = 'ListRelatedItems' | 'UpdateRelatedItems' | 'ListIncidentFindings' | 'BatchGetIncidentFindings';

/** What belongs to an incident: related items, and the deployments that may have caused it. */
export function relatedHandlers({ incidents, cursors }: Rooms): SomeHandlers<typeof ssmIncidents, Names> {
  const refOf = (call: Pick<WireCall, 'actor'>, arn: string) =>
    own(call.actor, parseIncidentArn(arn, 'incidentRecordArn'), arn);
  return {
    // An unknown incident has no items: the operation knows no NotFound (aws-behaviour.md 1.4).
    ListRelatedItems: async (call, { incidentRecordArn, maxResults, nextToken: token }) => {
      const ref = refOf(call, incidentRecordArn);
      const fetch = (limit: number, position: unknown) => {
        const [addedAt, generatedId] = (position ?? []) as [string, string];
        const from = generatedId ? { position: { addedAt: new Date(addedAt), generatedId } } : {};
        return incidents.related.list(call.context, ref, { limit, ...from });
      };
      const asked = { token, size: maxResults, filters: incidentRecordArn };
      const { items, nextToken } = await paged(call, cursors, asked, fetch, (item) => [item.addedAt, item.generatedId]);
      const relatedItems = items.map(({ type, value, title, generatedId }) => ({
        generatedId,
        identifier: { type, value },
        title,
      }));
      return { relatedItems: relatedItems as WireItem[], nextToken };
    },
    UpdateRelatedItems: async (call, { incidentRecordArn, relatedItemsUpdate: { itemToAdd, itemToRemove } }) => {
      const ref = refOf(call, incidentRecordArn);
      const change = itemToRemove ? { remove: toIdentifier(itemToRemove) } : { add: toRelated(itemToAdd!) };
      await incidents.related.change(call.context, call.now, call.actor, ref, change);
      return {};
    },
    // Nothing looks for deployments yet, so an incident has no findings; whoever asks gets that, and for an id an error.
    ListIncidentFindings: async (call, { incidentRecordArn, maxResults, nextToken: token }) => {
      await incidents.get(call.context, refOf(call, incidentRecordArn));
      const asked = { token, size: maxResults, filters: incidentRecordArn };
      const { items, nextToken } = await paged<never>(
        call,
        cursors,
        asked,
        async () => [],
        () => null,
      );
      return { findings: items, nextToken };
    },
    BatchGetIncidentFindings: async (call, { incidentRecordArn, findingIds }) => {
      await incidents.get(call.context, refOf(call, incidentRecordArn));
      const errors = [...new Set(findingIds)].map((findingId) => ({
        findingId,
        code: 'ResourceNotFoundException',
        message: `This incident has no finding ${JSON.stringify(findingId)}`,
      }));
      return { findings: [], errors };
    },
  };
}

const toIdentifier = ({ type, value }: ItemIdentifier) => ({ type, value: { ...value } });

/** An id that was sent is left out: an item gets its own when it is added. */
export function toRelated({ identifier, title }: WireItem): RelatedItem {
  return { ...toIdentifier(identifier), ...(title ? { title } : {}) };
}
