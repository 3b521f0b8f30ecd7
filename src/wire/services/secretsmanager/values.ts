import { randomInt } from 'node:crypto';
import { badRequest, randomPassword } from '#domain/secrets';
import type { Rooms } from '../../rooms.ts';
import type { SomeHandlers } from '../support.ts';
import { namedIn, refuseMembers, toNames, valueIn } from './names.ts';
import { pagedSecrets } from './pages.ts';
import type { secretsManager } from './service.ts';

type Names =
  | 'PutSecretValue'
  | 'GetSecretValue'
  | 'ListSecretVersionIds'
  | 'UpdateSecretVersionStage'
  | 'GetRandomPassword';

/** What Secrets Manager calls the key of a secret that names none. */
const DEFAULT_KEY = 'DefaultEncryptionKey';
const PASSWORD_LENGTH = 32;

/** Values, their versions and labels. */
export function valueHandlers({ secrets, cursors }: Rooms): SomeHandlers<typeof secretsManager, Names> {
  return {
    PutSecretValue: async (call, input) => {
      refuseMembers(input, { RotationToken: 'this version of Muster has no rotation by an assumed role' });
      const value = valueIn(input);
      if (value === undefined) throw badRequest('You must provide either SecretString or SecretBinary.');
      const put = await secrets.put(call.context, call.now, namedIn(call, input.SecretId), {
        value,
        ...(input.ClientRequestToken ? { token: input.ClientRequestToken } : {}),
        ...(input.VersionStages ? { labels: input.VersionStages } : {}),
      });
      return { ...toNames(put), VersionId: put.versionId, VersionStages: put.labels };
    },
    GetSecretValue: async (call, { SecretId, VersionId, VersionStage }) => {
      const wish = { version: VersionId, stage: VersionStage };
      const found = await secrets.value(call.context, call.now, namedIn(call, SecretId), wish);
      const { id, value, labels, createdAt } = found.version;
      return {
        ...toNames(found),
        VersionId: id,
        ...(typeof value === 'string' ? { SecretString: value } : { SecretBinary: value }),
        ...(labels.length > 0 ? { VersionStages: labels } : {}),
        CreatedDate: createdAt,
      };
    },
    ListSecretVersionIds: async (call, { SecretId, IncludeDeprecated = false, MaxResults, NextToken }) => {
      const named = namedIn(call, SecretId);
      const { arn, name, kmsKeyId } = await secrets.get(call.context, named);
      const fetch = async (limit: number, before: unknown) => {
        const query = { withDeprecated: IncludeDeprecated, limit, ...(before ? { before: before as number } : {}) };
        return (await secrets.versions(call.context, named, query)).versions;
      };
      const asked = { token: NextToken, size: MaxResults, filters: [arn, IncludeDeprecated] };
      const { items, nextToken } = await pagedSecrets(call, cursors, asked, fetch, ({ serial }) => serial);
      const Versions = items.map(({ id, labels, created_at, accessed_on }) => ({
        VersionId: id,
        ...(labels.length > 0 ? { VersionStages: labels } : {}),
        CreatedDate: created_at,
        LastAccessedDate: accessed_on ?? undefined,
        KmsKeyIds: [kmsKeyId ?? DEFAULT_KEY],
      }));
      return { ...toNames({ arn, name }), Versions, NextToken: nextToken };
    },
    UpdateSecretVersionStage: async (call, { SecretId, VersionStage, RemoveFromVersionId, MoveToVersionId }) => {
      const move = { stage: VersionStage, from: RemoveFromVersionId, to: MoveToVersionId };
      return toNames(await secrets.moveStage(call.context, call.now, namedIn(call, SecretId), move));
    },
    GetRandomPassword: async (_call, input) => {
      const wish = {
        length: input.PasswordLength ?? PASSWORD_LENGTH,
        without: input.ExcludeCharacters ?? '',
        lowercase: !input.ExcludeLowercase,
        uppercase: !input.ExcludeUppercase,
        numbers: !input.ExcludeNumbers,
        punctuation: !input.ExcludePunctuation,
        space: input.IncludeSpace ?? false,
        each: input.RequireEachIncludedType ?? true,
      };
      return { RandomPassword: randomPassword(wish, (below) => randomInt(below)) };
    },
  };
}
