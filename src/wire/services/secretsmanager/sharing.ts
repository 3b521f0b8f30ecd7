import { badParameter } from '#domain/secrets';
import type { Rooms } from '../../rooms.ts';
import { type SomeHandlers, tagsOf } from '../support.ts';
import { namedIn, toNames } from './names.ts';
import type { secretsManager } from './service.ts';

type Names = 'TagResource' | 'UntagResource' | 'PutResourcePolicy' | 'GetResourcePolicy' | 'DeleteResourcePolicy';

/** Tags and policies of secrets. */
export function sharingHandlers({ secrets }: Rooms): SomeHandlers<typeof secretsManager, Names> {
  return {
    TagResource: async (call, { SecretId, Tags }) => {
      if (Tags.some(({ Key }) => !Key)) throw badParameter('Tags: each tag needs its Key.');
      await secrets.tag(call.context, call.now, namedIn(call, SecretId), { add: tagsOf(Tags) });
    },
    UntagResource: async (call, { SecretId, TagKeys }) =>
      secrets.tag(call.context, call.now, namedIn(call, SecretId), { remove: TagKeys }),
    PutResourcePolicy: async (call, { SecretId, ResourcePolicy, BlockPublicPolicy = false }) => {
      const policy = { document: ResourcePolicy, blockPublic: BlockPublicPolicy };
      return toNames(await secrets.setPolicy(call.context, call.now, namedIn(call, SecretId), policy));
    },
    GetResourcePolicy: async (call, { SecretId }) => {
      const found = await secrets.policy(call.context, namedIn(call, SecretId));
      return { ...toNames(found), ResourcePolicy: found.policy };
    },
    DeleteResourcePolicy: async (call, { SecretId }) =>
      toNames(await secrets.setPolicy(call.context, call.now, namedIn(call, SecretId), undefined)),
  };
}
