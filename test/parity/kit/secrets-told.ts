import assert from 'node:assert/strict';
import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerServiceException,
} from '@aws-sdk/client-secrets-manager';
import type { World } from '../../kit/world.ts';

/** Fails unless `work` is refused under this name, with a message like `want`. */
export function refusedAs(work: Promise<unknown>, name: string, want: RegExp): Promise<void> {
  return assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof SecretsManagerServiceException, String(error));
    assert.equal(error.name, name, error.message);
    assert.match(error.message, want);
    assert.equal(error.$metadata.httpStatusCode, 400);
    return true;
  });
}

/** Short ways of looking at secrets. */
export const secretsOf = ({ aws }: World) => ({
  async read(SecretId: string, wish: { VersionId?: string; VersionStage?: string } = {}) {
    const found = await aws.secrets.send(new GetSecretValueCommand({ SecretId, ...wish }));
    const { SecretString: value, SecretBinary: bytes, VersionId: version, VersionStages: stages } = found;
    return { value, bytes, version, stages };
  },
  /** Version → labels, the newest version first. */
  async versions(SecretId: string, IncludeDeprecated = false) {
    const list = { SecretId, IncludeDeprecated, MaxResults: 100 };
    const { Versions } = await aws.secrets.send(new ListSecretVersionIdsCommand(list));
    return Versions!.map(({ VersionId, VersionStages = [] }) => [VersionId, VersionStages] as const);
  },
});
