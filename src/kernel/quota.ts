import { Refusal } from './refusal.ts';

/** A number of things that may not be exceeded; all are declared in the room `accounts` and are settings. */
export interface Quota {
  /** What an error calls it, e.g. `CONTACTS_PER_ROTATION`. */
  readonly code: string;
  /** What there may be so many of, e.g. `contacts in a rotation`. */
  readonly name: string;
  readonly setting: string;
  /** At most so many; undefined: any number. */
  readonly limit: number | undefined;
}

/** Refuses (quotaExceeded) a `count` beyond the quota: what there would be after the change. `resource` is for the refusal. */
export function within(
  { code, name, setting, limit }: Quota,
  count: number,
  resource: { type: string; id: string },
): void {
  if (limit === undefined || count <= limit) return;
  throw new Refusal(
    'quotaExceeded',
    `Wanted at most ${limit} ${name}, got ${count}. Take some away first, or have the administrator raise ${setting}.`,
    { resourceType: resource.type, resourceId: resource.id, quotaCode: code },
  );
}
