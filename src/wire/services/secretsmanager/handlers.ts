import { badParameter, type ListPosition, type Secret, type SecretFilter } from '#domain/secrets';
import { arns } from '#kernel/arn';
import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { type SomeHandlers, tagsOf, type WireCall } from '../support.ts';
import { namedIn, refuseMembers, toNames, valueIn } from './names.ts';
import { pagedSecrets } from './pages.ts';
import { secretsManager } from './service.ts';
import { sharingHandlers } from './sharing.ts';
import { valueHandlers } from './values.ts';

/** Secrets Manager. Handlers translate; the room decides. */
export const secretsManagerService = (rooms: Rooms): Implementation<Tx> =>
  implement(secretsManager, { ...secretHandlers(rooms), ...valueHandlers(rooms), ...sharingHandlers(rooms) });

/** What this version does not have, by member. */
const NOT_YET = {
  Type: 'this version of Muster has no secrets that another service manages',
  AddReplicaRegions: 'nodes share one database, and nothing is replicated to other Regions',
  ForceOverwriteReplicaSecret: 'nothing is replicated to other Regions',
};

const DEFAULT_DAYS = 30;

type Names = 'CreateSecret' | 'UpdateSecret' | 'DescribeSecret' | 'ListSecrets' | 'DeleteSecret' | 'RestoreSecret';

function secretHandlers({ secrets, cursors }: Rooms): SomeHandlers<typeof secretsManager, Names> {
  return {
    CreateSecret: async (call, input) => {
      refuseMembers(input, NOT_YET);
      const value = valueIn(input);
      const made = await secrets.create(call.context, call.now, call.actor, {
        name: input.Name,
        ...(input.Description ? { description: input.Description } : {}),
        ...(input.KmsKeyId ? { kmsKeyId: input.KmsKeyId } : {}),
        tags: tagsOf(input.Tags),
        ...(value === undefined ? {} : { value }),
        ...(input.ClientRequestToken ? { token: input.ClientRequestToken } : {}),
      });
      return { ...toNames(made), VersionId: made.versionId };
    },
    UpdateSecret: async (call, input) => {
      refuseMembers(input, NOT_YET);
      const value = valueIn(input);
      const changed = await secrets.update(call.context, call.now, namedIn(call, input.SecretId), {
        ...(input.Description === undefined ? {} : { description: input.Description }),
        ...(input.KmsKeyId === undefined ? {} : { kmsKeyId: input.KmsKeyId }),
        ...(value === undefined ? {} : { value }),
        ...(input.ClientRequestToken ? { token: input.ClientRequestToken } : {}),
      });
      return { ...toNames(changed), VersionId: changed.versionId };
    },
    DescribeSecret: async (call, { SecretId }) => {
      const secret = await secrets.get(call.context, namedIn(call, SecretId));
      return { ...toWire(secret), VersionIdsToStages: stagesOf(secret) };
    },
    ListSecrets: async (call, input) => {
      const query = {
        account: call.actor.account,
        region: call.actor.region,
        filters: (input.Filters ?? []).map(toFilter),
        withDeleted: input.IncludePlannedDeletion ?? false,
        sortBy: input.SortBy ?? 'created-date',
        order: input.SortOrder ?? 'desc',
      } as const;
      const fetch = (limit: number, after: unknown) =>
        secrets.list(call.context, { ...query, limit, ...(after ? { after: after as ListPosition } : {}) });
      const asked = { token: input.NextToken, size: input.MaxResults, filters: query };
      const { items, nextToken } = await pagedSecrets(call, cursors, asked, fetch, ({ position }) => position);
      const SecretList = items.map(({ secret }) => ({ ...toWire(secret), SecretVersionsToStages: stagesOf(secret) }));
      return { SecretList, NextToken: nextToken };
    },
    DeleteSecret: async (call, { SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery }) => {
      if (ForceDeleteWithoutRecovery && RecoveryWindowInDays !== undefined)
        throw badParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
      const named = namedIn(call, SecretId);
      const wish = ForceDeleteWithoutRecovery ? 'at once' : { days: RecoveryWindowInDays ?? DEFAULT_DAYS };
      const removed = await secrets.remove(call.context, call.now, named, wish);
      if (removed) return { ...toNames(removed), DeletionDate: removed.deleteAfter };
      // Deleting at once what is not there has nothing to do, and succeeds as at AWS.
      return { ...absent(call, SecretId, named.whole?.name ?? named.name), DeletionDate: call.now };
    },
    RestoreSecret: async (call, { SecretId }) =>
      toNames(await secrets.restore(call.context, call.now, namedIn(call, SecretId))),
  };
}

function absent({ actor }: WireCall, secretId: string, name: string) {
  const arn = secretId.startsWith('arn:') ? secretId : arns.secret(actor.region, actor.account, secretId);
  return { ARN: arn, Name: name };
}

/** A filter without a key or values filters nothing. */
function toFilter({ Key, Values }: { Key?: SecretFilter['key']; Values?: readonly string[] }): SecretFilter {
  if (!Key || !Values) throw badParameter('Filters: each filter needs its Key and Values.');
  return { key: Key, values: Values };
}

/** Left out where no version has a label: the secret has no value yet. */
const stagesOf = ({ stages }: Secret) => (Object.keys(stages).length > 0 ? stages : undefined);

const toWire = (secret: Secret) => ({
  ARN: secret.arn,
  Name: secret.name,
  Description: secret.description,
  KmsKeyId: secret.kmsKeyId,
  CreatedDate: secret.createdAt,
  LastChangedDate: secret.changedAt,
  LastAccessedDate: secret.accessedOn,
  DeletedDate: secret.deleteAfter,
  Tags: Object.entries(secret.tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value })),
});
