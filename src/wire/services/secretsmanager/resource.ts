import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';

/**
 * What a policy must allow an operation on: the secret's ARN. The random end of one that is named otherwise is not known
 * before it is looked up, and policies write it as a pattern, as AWS's own do.
 */
export const onSecret = {
  resource: ({ SecretId }: { SecretId: string }, actor: Actor) => secretResource(SecretId, actor),
};

function secretResource(secretId: string, { account, region }: Actor): string {
  return secretId.startsWith('arn:') ? secretId : arns.secret(region, account, secretId, '??????');
}
