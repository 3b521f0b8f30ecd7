import { contactArn, parseContactArn } from '#domain/contacts';
import type { Rooms } from '../../rooms.ts';
import { own, type SomeHandlers, tagsOf, type WireCall } from '../support.ts';
import type { ssmContacts } from './service.ts';

type Names = 'PutContactPolicy' | 'GetContactPolicy' | 'TagResource' | 'UntagResource' | 'ListTagsForResource';

/** A contact's policy and tags. */
export function sharingHandlers({ contacts }: Rooms): SomeHandlers<typeof ssmContacts, Names> {
  const named = (call: WireCall, arn: string, field: string) => own(call.actor, parseContactArn(arn, field), arn);
  return {
    PutContactPolicy: async (call, input) => {
      await contacts.putPolicy(call.context, named(call, input.ContactArn, 'ContactArn'), input.Policy);
      return {};
    },
    GetContactPolicy: async (call, input) => {
      const ref = named(call, input.ContactArn, 'ContactArn');
      return { ContactArn: contactArn(ref), Policy: await contacts.policy(call.context, ref) };
    },
    TagResource: async (call, input) => {
      await contacts.tag(call.context, named(call, input.ResourceARN, 'ResourceARN'), tagsOf(input.Tags));
      return {};
    },
    UntagResource: async (call, input) => {
      await contacts.untag(call.context, named(call, input.ResourceARN, 'ResourceARN'), input.TagKeys);
      return {};
    },
    ListTagsForResource: async (call, input) => {
      const tags = await contacts.tags(call.context, named(call, input.ResourceARN, 'ResourceARN'));
      const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
      return { Tags: sorted.map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
