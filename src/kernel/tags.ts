import { type Quota, within } from './quota.ts';

export type Tags = Record<string, string>;

/**
 * What happens to a resource's tags: a known key gets its new value; removing one that is not there does nothing; `set` takes
 * the place of all of them.
 */
export type TagChange = { add: Tags } | { remove: readonly string[] } | { set: Tags };

/** The tags after the change. Refuses (quotaExceeded) more than the quota; `resource` is for that refusal. */
export function changedTags(was: Tags, change: TagChange, quota: Quota, resource: { type: string; id: string }): Tags {
  if ('remove' in change) {
    return Object.fromEntries(Object.entries(was).filter(([key]) => !change.remove.includes(key)));
  }
  const next = 'set' in change ? { ...change.set } : { ...was, ...change.add };
  const count = Object.keys(next).length;
  // Where the quota was lowered since, what is there may stay and change.
  if (count > Object.keys(was).length) within(quota, count, resource);
  return next;
}
