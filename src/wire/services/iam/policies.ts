import type { ManagedPolicy } from '#domain/access';
import { Refusal } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { type InputOf, type SomeHandlers, tagsOf, type WireCall } from '../support.ts';
import { pagedIam, pagedWhole } from './pages.ts';
import type { iam } from './service.ts';
import { toPolicy, toVersion } from './views.ts';

type Names =
  | 'CreatePolicy'
  | 'GetPolicy'
  | 'ListPolicies'
  | 'DeletePolicy'
  | 'CreatePolicyVersion'
  | 'GetPolicyVersion'
  | 'SetDefaultPolicyVersion'
  | 'DeletePolicyVersion'
  | 'ListPolicyVersions'
  | 'TagPolicy'
  | 'UntagPolicy';

/** Policies that roles share. */
export function policyHandlers(rooms: Rooms): SomeHandlers<typeof iam, Names> {
  const { policies, cursors } = rooms;
  return {
    CreatePolicy: async ({ context, now, actor }, input) => {
      const policy = await policies.create(context, now, actor, {
        name: input.PolicyName,
        path: input.Path ?? '/',
        document: input.PolicyDocument,
        tags: tagsOf(input.Tags),
        ...(input.Description ? { description: input.Description } : {}),
      });
      return { Policy: toPolicy(policy) };
    },
    GetPolicy: async ({ context, actor }, { PolicyArn }) => ({
      Policy: toPolicy(await policies.get(context, actor.account, PolicyArn)),
    }),
    ListPolicies: async (call, input) => {
      const fetch = listing(rooms, call, input);
      const { items, ...rest } = await pagedIam(call, cursors, input, fetch, ({ arn }) => arn);
      return { Policies: items.map((policy) => toPolicy(policy, false)), ...rest };
    },
    DeletePolicy: async ({ context, actor }, { PolicyArn }) => policies.remove(context, actor.account, PolicyArn),
    CreatePolicyVersion: async ({ context, now, actor }, { PolicyArn, PolicyDocument, SetAsDefault = false }) => {
      const made = await policies.addVersion(context, now, actor.account, PolicyArn, PolicyDocument, SetAsDefault);
      return { PolicyVersion: toVersion(made, false) };
    },
    GetPolicyVersion: async ({ context, actor }, { PolicyArn, VersionId }) => {
      await policies.get(context, actor.account, PolicyArn);
      const all = (await policies.versions(context, actor.account, PolicyArn)).map((version) => toVersion(version));
      const PolicyVersion = all.find((version) => version.VersionId === VersionId);
      if (PolicyVersion) return { PolicyVersion };
      const message = `Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`;
      throw new Refusal('notFound', message, { resourceType: 'POLICY', resourceId: PolicyArn });
    },
    SetDefaultPolicyVersion: async ({ context, now, actor }, { PolicyArn, VersionId }) =>
      policies.setDefault(context, now, actor.account, PolicyArn, VersionId),
    DeletePolicyVersion: async ({ context, actor }, { PolicyArn, VersionId }) =>
      policies.removeVersion(context, actor.account, PolicyArn, VersionId),
    ListPolicyVersions: async (call, input) => {
      const all = await policies.versions(call.context, call.actor.account, input.PolicyArn);
      const versions = all.map((version) => toVersion(version, false));
      const { items, ...rest } = await pagedWhole(call, cursors, input, versions, ({ VersionId }) => VersionId);
      return { Versions: items, ...rest };
    },
    TagPolicy: async ({ context, now, actor }, { PolicyArn, Tags }) =>
      policies.tag(context, now, actor.account, PolicyArn, { add: tagsOf(Tags) }),
    UntagPolicy: async ({ context, now, actor }, { PolicyArn, TagKeys }) =>
      policies.tag(context, now, actor.account, PolicyArn, { remove: TagKeys }),
  };
}

/** Reads on until a page is full of what is wanted: what is not in use is passed over where only the rest is asked for. */
function listing({ policies }: Rooms, { context, actor }: WireCall, input: InputOf<typeof iam, 'ListPolicies'>) {
  const { Scope = 'All', PathPrefix = '/', OnlyAttached, PolicyUsageFilter } = input;
  const isWanted = ({ attachments, boundaries }: ManagedPolicy) => {
    const uses = PolicyUsageFilter === 'PermissionsBoundary' ? boundaries : attachments;
    return !(OnlyAttached || PolicyUsageFilter) || uses > 0;
  };
  return async (limit: number, position: unknown): Promise<ManagedPolicy[]> => {
    const found: ManagedPolicy[] = [];
    let after = position as string | undefined;
    for (;;) {
      const list = { account: actor.account, scope: Scope, pathPrefix: PathPrefix, limit };
      const page = await policies.list(context, { ...list, ...(after === undefined ? {} : { after }) });
      found.push(...page.filter(isWanted));
      after = page.at(-1)?.arn;
      if (page.length < limit || found.length >= limit) return found.slice(0, limit);
    }
  };
}
