import { parseIncidentArn } from '#domain/incidents';
import { parsePlanArn } from '#domain/response-plans';
import { parseArn } from '#kernel/arn';
import { invalid } from '#kernel/refusal';
import type { TagChange, Tags } from '#kernel/tags';
import type { Rooms } from '../../rooms.ts';
import { own, paged, type SomeHandlers, type WireCall } from '../support.ts';
import type { ssmIncidents } from './service.ts';

type PolicyNames = 'PutResourcePolicy' | 'GetResourcePolicies' | 'DeleteResourcePolicy';

/** Policies of response plans. */
export function policyHandlers({ resourcePolicies, cursors }: Rooms): SomeHandlers<typeof ssmIncidents, PolicyNames> {
  const planOf = (call: Pick<WireCall, 'actor'>, arn: string) => own(call.actor, parsePlanArn(arn, 'resourceArn'), arn);
  return {
    PutResourcePolicy: async (call, { resourceArn, policy }) => {
      const plan = planOf(call, resourceArn);
      return { policyId: await resourcePolicies.put(call.context, call.now, call.actor, plan, policy) };
    },
    GetResourcePolicies: async (call, { resourceArn, maxResults, nextToken: token }) => {
      const plan = planOf(call, resourceArn);
      const fetch = (limit: number, position: unknown) =>
        resourcePolicies.list(call.context, plan, {
          limit,
          ...(typeof position === 'string' ? { after: position } : {}),
        });
      const asked = { token, size: maxResults, filters: resourceArn };
      const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ id }) => id);
      const found = items.map(({ id, document, region }) => ({
        policyId: id,
        policyDocument: document,
        ramResourceShareRegion: region,
      }));
      return { resourcePolicies: found, nextToken };
    },
    DeleteResourcePolicy: async (call, { resourceArn, policyId }) => {
      await resourcePolicies.delete(call.context, planOf(call, resourceArn), policyId);
      return {};
    },
  };
}

type TagNames = 'TagResource' | 'UntagResource' | 'ListTagsForResource';

/** Something with tags: how they are read and changed. */
interface Tagged {
  tags(): Promise<Tags>;
  change(change: TagChange): Promise<void>;
}

/** Tags of response plans, incidents and the replication set. */
export function tagHandlers(rooms: Rooms): SomeHandlers<typeof ssmIncidents, TagNames> {
  return {
    TagResource: async (call, { resourceArn, tags }) => {
      await tagged(rooms, call, resourceArn).change({ add: tags });
      return {};
    },
    UntagResource: async (call, { resourceArn, tagKeys }) => {
      await tagged(rooms, call, resourceArn).change({ remove: tagKeys });
      return {};
    },
    ListTagsForResource: async (call, { resourceArn }) => ({ tags: await tagged(rooms, call, resourceArn).tags() }),
  };
}

function tagged(rooms: Rooms, { actor, now, context }: WireCall, arn: string): Tagged {
  const kind = parseArn(arn)?.resource.split('/')[0];
  if (kind === 'response-plan') {
    const ref = own(actor, parsePlanArn(arn, 'resourceArn'), arn);
    return {
      tags: async () => (await rooms.responsePlans.get(context, ref)).tags,
      change: (change) => rooms.responsePlans.changeTags(context, ref, change),
    };
  }
  if (kind === 'incident-record') {
    const ref = own(actor, parseIncidentArn(arn, 'resourceArn'), arn);
    return {
      tags: () => rooms.incidents.tags(context, ref),
      change: (change) => rooms.incidents.changeTags(context, ref, change),
    };
  }
  if (kind === 'replication-set') {
    const ref = { account: actor.account, arn };
    return {
      tags: async () => (await rooms.replicationSets.get(context, now, ref)).tags,
      change: (change) => rooms.replicationSets.changeTags(context, now, ref, change),
    };
  }
  const message = `resourceArn: wanted the ARN of a response plan, an incident or the replication set, got ${JSON.stringify(arn)}`;
  throw invalid(message, { name: 'resourceArn', message });
}
