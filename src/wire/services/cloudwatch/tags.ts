import { type AlarmRef, alarmNamed } from '#domain/alarms';
import { Refusal } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { type SomeHandlers, tagsOf, type WireCall } from '../support.ts';
import type { cloudwatch } from './service.ts';

type Names = 'TagResource' | 'UntagResource' | 'ListTagsForResource';

/** Tags of alarms. */
export function tagHandlers({ alarms }: Rooms): SomeHandlers<typeof cloudwatch, Names> {
  return {
    TagResource: async (call, { ResourceARN, Tags }) => {
      await alarms.tag(call.context, tagged(call, ResourceARN), { add: tagsOf(Tags) });
      return {};
    },
    UntagResource: async (call, { ResourceARN, TagKeys }) => {
      await alarms.tag(call.context, tagged(call, ResourceARN), { remove: TagKeys });
      return {};
    },
    ListTagsForResource: async (call, { ResourceARN }) => {
      const tags = await alarms.tags(call.context, tagged(call, ResourceARN));
      const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
      return { Tags: sorted.map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}

/** As at AWS, what is another account's or Region's is not there. */
function tagged({ actor }: WireCall, resourceArn: string): AlarmRef {
  const ref = alarmNamed(resourceArn);
  if (!ref)
    throw new Refusal('validation', `ResourceARN: wanted the ARN of an alarm, got ${resourceArn}`, {
      code: 'InvalidParameterValueException',
    });
  if (ref.account === actor.account && ref.region === actor.region) return ref;
  const details = { resourceType: 'ALARM', resourceId: resourceArn, code: 'ResourceNotFoundException' };
  throw new Refusal('notFound', `There is no alarm ${resourceArn} in this account and Region`, details);
}
