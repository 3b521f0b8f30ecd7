import { Refusal } from './refusal.ts';

export type Tags = Record<string, string>;

/** What happens to a resource's tags: a known key gets its new value; removing one that is not there does nothing. */
export type TagChange = { add: Tags } | { remove: readonly string[] };

/** Tags that one resource has at most, as at AWS. */
const MOST = 50;

/** The tags after the change. Refuses (quotaExceeded) more than 50; `resource` is for that refusal. */
export function changedTags(was: Tags, change: TagChange, resource: { type: string; id: string }): Tags {
  if ('remove' in change) {
    return Object.fromEntries(Object.entries(was).filter(([key]) => !change.remove.includes(key)));
  }
  const next = { ...was, ...change.add };
  const count = Object.keys(next).length;
  if (count <= MOST) return next;
  throw new Refusal(
    'quotaExceeded',
    `A resource has ${MOST} tags at most, and this one would have ${count}. Remove some first.`,
    { resourceType: resource.type, resourceId: resource.id, quotaCode: 'TAGS_PER_RESOURCE' },
  );
}
