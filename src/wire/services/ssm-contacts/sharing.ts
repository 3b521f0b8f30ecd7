import { contactArn, parseContactArn } from '#domain/contacts';
import { parseRotationArn } from '#domain/oncall';
import type { TagChange } from '#kernel/tags';
import type { Rooms } from '../../rooms.ts';
import { own, type SomeHandlers, tagsOf, type WireCall } from '../support.ts';
import type { ssmContacts } from './service.ts';

type Names = 'PutContactPolicy' | 'GetContactPolicy' | 'TagResource' | 'UntagResource' | 'ListTagsForResource';

/** A contact's policy, and the tags of contacts and rotations. */
export function sharingHandlers({ contacts, rotations }: Rooms): SomeHandlers<typeof ssmContacts, Names> {
  const named = (call: WireCall, arn: string, field: string) => own(call.actor, parseContactArn(arn, field), arn);
  /** What carries the tags: a rotation or a contact, by its ARN. */
  const tagged = (call: WireCall, arn: string) => {
    if (/:rotation\//.test(arn)) {
      const ref = own(call.actor, parseRotationArn(arn, 'ResourceARN'), arn);
      return {
        tags: () => rotations.tags(call.context, ref),
        tag: (change: TagChange) => rotations.tag(call.context, ref, change),
      };
    }
    const ref = named(call, arn, 'ResourceARN');
    return {
      tags: () => contacts.tags(call.context, ref),
      tag: (change: TagChange) => contacts.tag(call.context, ref, change),
    };
  };
  return {
    PutContactPolicy: async (call, input) => {
      await contacts.putPolicy(call.context, named(call, input.ContactArn, 'ContactArn'), input.Policy);
      return {};
    },
    GetContactPolicy: async (call, input) => {
      const ref = named(call, input.ContactArn, 'ContactArn');
      return { ContactArn: contactArn(ref), Policy: await contacts.policy(call.context, ref) };
    },
    TagResource: async (call, { ResourceARN, Tags }) => {
      await tagged(call, ResourceARN).tag({ add: tagsOf(Tags) });
      return {};
    },
    UntagResource: async (call, { ResourceARN, TagKeys }) => {
      await tagged(call, ResourceARN).tag({ remove: TagKeys });
      return {};
    },
    ListTagsForResource: async (call, { ResourceARN }) => {
      const sorted = Object.entries(await tagged(call, ResourceARN).tags()).sort(([a], [b]) => (a < b ? -1 : 1));
      return { Tags: sorted.map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
