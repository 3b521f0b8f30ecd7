import type { Actor } from '#kernel/actor';
import { parseArn } from '#kernel/arn';
import type { Rooms } from '../../rooms.ts';
import { own, paged, type SomeHandlers } from '../support.ts';
import type { ssmIncidents } from './service.ts';

type Names =
  | 'CreateReplicationSet'
  | 'GetReplicationSet'
  | 'ListReplicationSets'
  | 'UpdateReplicationSet'
  | 'UpdateDeletionProtection'
  | 'DeleteReplicationSet';

/** The set that is meant. Another account's is refused; what is no set's name at all is not found later. */
const setOf = (actor: Actor, arn: string) => own(actor, { account: parseArn(arn)?.account || actor.account, arn }, arn);

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
      const set = await replicationSets.get(context, now, setOf(actor, arn));
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
      const ref = setOf(actor, arn);
      if (remove) await replicationSets.changeRegion(context, now, actor, ref, { remove: remove.regionName });
      if (add) {
        const region = { name: add.regionName, ...(add.sseKmsKeyId ? { kmsKey: add.sseKmsKeyId } : {}) };
        await replicationSets.changeRegion(context, now, actor, ref, { add: region });
      }
      return {};
    },
    UpdateDeletionProtection: async ({ actor, now, context }, { arn, deletionProtected }) => {
      await replicationSets.protect(context, now, actor, setOf(actor, arn), deletionProtected);
      return {};
    },
    DeleteReplicationSet: async ({ actor, now, context }, { arn }) => {
      await replicationSets.delete(context, now, setOf(actor, arn));
      return {};
    },
  };
}
