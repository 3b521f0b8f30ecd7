import { type Finding, parseIncidentArn, type RelatedItem } from '#domain/incidents';
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
    ListIncidentFindings: async (call, { incidentRecordArn, maxResults, nextToken: token }) => {
      const ref = refOf(call, incidentRecordArn);
      const fetch = (limit: number, position: unknown) => {
        const [startedAt, id] = (position ?? []) as [string, string];
        const from = id ? { position: { startedAt: new Date(startedAt), id } } : {};
        return incidents.findings.list(call.context, ref, { limit, ...from });
      };
      const asked = { token, size: maxResults || MOST_FINDINGS, filters: incidentRecordArn };
      const { items, nextToken } = await paged(call, cursors, asked, fetch, (one) => [one.startedAt, one.id]);
      return { findings: items.map(({ id, modifiedAt }) => ({ id, lastModifiedTime: modifiedAt })), nextToken };
    },
    // An unknown id is an error in the answer, and no exception (aws-behaviour.md 2.11).
    BatchGetIncidentFindings: async (call, { incidentRecordArn, findingIds }) => {
      const found = await incidents.findings.some(call.context, refOf(call, incidentRecordArn), findingIds);
      const known = new Set(found.map(({ id }) => id));
      const errors = [...new Set(findingIds)].filter((id) => !known.has(id)).map(unknownFinding);
      return { findings: found.map(toWireFinding), errors };
    },
  };
}

/** The most that AWS answers at once. */
const MOST_FINDINGS = 20;

const unknownFinding = (findingId: string) => ({
  findingId,
  code: 'ResourceNotFoundException',
  message: `This incident has no finding ${JSON.stringify(findingId)}`,
});

function toWireFinding(finding: Finding) {
  const { id, kind, arn, deploymentId, startedAt: startTime, endedAt: endTime } = finding;
  const details =
    kind === 'codeDeployDeployment'
      ? { codeDeployDeployment: { deploymentGroupArn: arn, deploymentId, startTime, endTime } }
      : { cloudFormationStackUpdate: { stackArn: arn, startTime, endTime } };
  return { id, creationTime: finding.createdAt, lastModifiedTime: finding.modifiedAt, details };
}

const toIdentifier = ({ type, value }: ItemIdentifier) => ({ type, value: { ...value } });

/** An id that was sent is left out: an item gets its own when it is added. */
export function toRelated({ identifier, title }: WireItem): RelatedItem {
  return { ...toIdentifier(identifier), ...(title ? { title } : {}) };
}
