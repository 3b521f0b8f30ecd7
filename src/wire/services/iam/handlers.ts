import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { type SomeHandlers, tagsOf } from '../support.ts';
import { pagedIam, pagedWhole } from './pages.ts';
import { policyHandlers } from './policies.ts';
import { rolePolicyHandlers } from './role-policies.ts';
import { iam } from './service.ts';
import { toRole, toTags } from './views.ts';

/** IAM: roles and policies. */
export const iamService = (rooms: Rooms): Implementation<Tx> =>
  implement(iam, { ...roleHandlers(rooms), ...rolePolicyHandlers(rooms), ...policyHandlers(rooms) });

type Names =
  | 'CreateRole'
  | 'GetRole'
  | 'UpdateRole'
  | 'UpdateRoleDescription'
  | 'UpdateAssumeRolePolicy'
  | 'PutRolePermissionsBoundary'
  | 'DeleteRolePermissionsBoundary'
  | 'DeleteRole'
  | 'ListRoles'
  | 'TagRole'
  | 'UntagRole'
  | 'ListRoleTags'
  | 'ListInstanceProfilesForRole';

const HOUR_SECONDS = 3_600;

function roleHandlers({ roles, cursors }: Rooms): SomeHandlers<typeof iam, Names> {
  return {
    CreateRole: async ({ context, now, actor }, input) => {
      const role = await roles.create(context, now, actor, {
        name: input.RoleName,
        path: input.Path ?? '/',
        trustPolicy: input.AssumeRolePolicyDocument,
        maxSessionSeconds: input.MaxSessionDuration ?? HOUR_SECONDS,
        tags: tagsOf(input.Tags),
        ...(input.Description ? { description: input.Description } : {}),
        ...(input.PermissionsBoundary ? { boundaryArn: input.PermissionsBoundary } : {}),
      });
      return { Role: toRole(role) };
    },
    GetRole: async ({ context, actor }, { RoleName }) => ({
      Role: toRole(await roles.get(context, actor.account, RoleName)),
    }),
    UpdateRole: async ({ context, actor }, { RoleName, Description, MaxSessionDuration }) => {
      await roles.change(context, actor.account, RoleName, {
        ...(Description === undefined ? {} : { description: Description }),
        ...(MaxSessionDuration === undefined ? {} : { maxSessionSeconds: MaxSessionDuration }),
      });
      return {};
    },
    UpdateRoleDescription: async ({ context, actor }, { RoleName, Description }) => ({
      Role: toRole(await roles.change(context, actor.account, RoleName, { description: Description })),
    }),
    UpdateAssumeRolePolicy: async ({ context, actor }, { RoleName, PolicyDocument }) => {
      await roles.change(context, actor.account, RoleName, { trustPolicy: PolicyDocument });
    },
    PutRolePermissionsBoundary: async ({ context, actor }, { RoleName, PermissionsBoundary }) => {
      await roles.change(context, actor.account, RoleName, { boundaryArn: PermissionsBoundary });
    },
    DeleteRolePermissionsBoundary: async ({ context, actor }, { RoleName }) => {
      await roles.change(context, actor.account, RoleName, { boundaryArn: null });
    },
    DeleteRole: async ({ context, actor }, { RoleName }) => roles.remove(context, actor.account, RoleName),
    ListRoles: async (call, input) => {
      const pathPrefix = input.PathPrefix ?? '/';
      const fetch = (limit: number, after: unknown) =>
        roles.list(call.context, {
          ...{ account: call.actor.account, pathPrefix, limit },
          ...(after ? { after: after as string } : {}),
        });
      const { items, ...rest } = await pagedIam(call, cursors, input, fetch, ({ name }) => name);
      return { Roles: items.map((role) => toRole(role, false)), ...rest };
    },
    TagRole: async ({ context, actor }, { RoleName, Tags }) => {
      await roles.change(context, actor.account, RoleName, { tags: { add: tagsOf(Tags) } });
    },
    UntagRole: async ({ context, actor }, { RoleName, TagKeys }) => {
      await roles.change(context, actor.account, RoleName, { tags: { remove: TagKeys } });
    },
    ListRoleTags: async (call, input) => {
      const { tags } = await roles.get(call.context, call.actor.account, input.RoleName);
      const { items, ...rest } = await pagedWhole(call, cursors, input, toTags(tags), ({ Key }) => Key);
      return { Tags: items, ...rest };
    },
    // There are no instances here that a role could be for; Terraform asks before it deletes one.
    ListInstanceProfilesForRole: async ({ context, actor }, { RoleName }) => {
      await roles.get(context, actor.account, RoleName);
      return { InstanceProfiles: [], IsTruncated: false };
    },
  };
}
