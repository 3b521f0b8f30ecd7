import type { Rooms } from '../../rooms.ts';
import { paged, type SomeHandlers } from '../support.ts';
import type { ssmIncidents } from './service.ts';

type Names =
  | 'CreateReplicationSet'
  | 'GetReplicationSet'
  | 'ListReplicationSets'
  | 'UpdateReplicationSet'
  | 'UpdateDeletionProtection'
  | 'DeleteReplicationSet';

/** The account's replication set. */
export function replicationHandlers({ replicationSets, cursors }: Rooms): SomeHandlers<typeof ssmIncidents, Names> {
  return {
    CreateReplicationSet: async ({ actor, now, context }, { regions, tags }) => {
      const named = Object.entries(regions).map(([name, { sseKmsKeyId }]) => ({
        name,
        ...(sseKmsKeyId ? { kmsKey: sseKmsKeyId } : {}),
      }));
      return { arn: await replicationSets.create(context, now, actor, { regions: named, tags: tags ?? {} }) };
    },
    GetReplicationSet: async ({ actor, now, context }, { arn }) => {
      const set = await replicationSets.get(context, now, { account: actor.account, arn });
      const regionMap = Object.fromEntries(
        set.regions.map(({ name, kmsKey, status, since }) => [
          name,
          { sseKmsKeyId: kmsKey, status, statusUpdateDateTime: since },
        ]),
      );
      return {
        replicationSet: {
          arn: set.arn,
          regionMap,
          status: set.status,
          deletionProtected: set.deletionProtected,
          createdTime: set.createdAt,
          createdBy: set.createdBy,
          lastModifiedTime: set.modifiedAt,
          lastModifiedBy: set.modifiedBy,
        },
      };
    },
    // An account has one set at most: there is no second page, and so no token is good.
    ListReplicationSets: async (call, { maxResults, nextToken: token }) => {
      const set = await replicationSets.find(call.context, call.now, call.actor.account);
      const asked = { token, size: maxResults, filters: null };
      const { items } = await paged(
        call,
        cursors,
        asked,
        async () => (set ? [set] : []),
        () => null,
      );
      return { replicationSetArns: items.map(({ arn }) => arn) };
    },
    UpdateReplicationSet: async ({ actor, now, context }, { arn, actions }) => {
      const { addRegionAction: add, deleteRegionAction: remove } = actions[0]!;
      const ref = { account: actor.account, arn };
      if (remove) await replicationSets.changeRegion(context, now, actor, ref, { remove: remove.regionName });
      if (add) {
        const region = { name: add.regionName, ...(add.sseKmsKeyId ? { kmsKey: add.sseKmsKeyId } : {}) };
        await replicationSets.changeRegion(context, now, actor, ref, { add: region });
      }
      return {};
    },
    UpdateDeletionProtection: async ({ actor, now, context }, { arn, deletionProtected }) => {
      await replicationSets.protect(context, now, actor, { account: actor.account, arn }, deletionProtected);
      return {};
    },
    DeleteReplicationSet: async ({ actor, now, context }, { arn }) => {
      await replicationSets.delete(context, now, { account: actor.account, arn });
      return {};
    },
  };
}
