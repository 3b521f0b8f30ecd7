import { policyName } from '#domain/access';
import type { Rooms } from '../../rooms.ts';
import type { SomeHandlers } from '../support.ts';
import { pagedWhole } from './pages.ts';
import type { iam } from './service.ts';
import { encoded } from './views.ts';

type Names =
  | 'PutRolePolicy'
  | 'GetRolePolicy'
  | 'DeleteRolePolicy'
  | 'ListRolePolicies'
  | 'AttachRolePolicy'
  | 'DetachRolePolicy'
  | 'ListAttachedRolePolicies';

/** A role's own policies, and those that it has. */
export function rolePolicyHandlers({ rolePolicies, cursors }: Rooms): SomeHandlers<typeof iam, Names> {
  return {
    PutRolePolicy: async ({ context, actor }, { RoleName, PolicyName, PolicyDocument }) =>
      rolePolicies.put(context, actor.account, RoleName, PolicyName, PolicyDocument),
    GetRolePolicy: async ({ context, actor }, { RoleName, PolicyName }) => {
      const document = await rolePolicies.get(context, actor.account, RoleName, PolicyName);
      return { RoleName, PolicyName, PolicyDocument: encoded(document) };
    },
    DeleteRolePolicy: async ({ context, actor }, { RoleName, PolicyName }) =>
      rolePolicies.remove(context, actor.account, RoleName, PolicyName),
    ListRolePolicies: async (call, input) => {
      const names = await rolePolicies.names(call.context, call.actor.account, input.RoleName);
      const { items, ...rest } = await pagedWhole(call, cursors, input, names, (name) => name);
      return { PolicyNames: items, ...rest };
    },
    AttachRolePolicy: async ({ context, actor }, { RoleName, PolicyArn }) =>
      rolePolicies.attach(context, actor.account, RoleName, PolicyArn),
    DetachRolePolicy: async ({ context, actor }, { RoleName, PolicyArn }) =>
      rolePolicies.detach(context, actor.account, RoleName, PolicyArn),
    ListAttachedRolePolicies: async (call, input) => {
      const { PathPrefix = '/', RoleName } = input;
      const all = await rolePolicies.attached(call.context, call.actor.account, RoleName);
      const wanted = all.filter((arn) => arn.slice(arn.indexOf(':policy/') + ':policy'.length).startsWith(PathPrefix));
      const { items, ...rest } = await pagedWhole(call, cursors, input, wanted, (arn) => arn);
      const AttachedPolicies = items.map((PolicyArn) => ({ PolicyArn, PolicyName: policyName(PolicyArn) }));
      return { AttachedPolicies, ...rest };
    },
  };
}
