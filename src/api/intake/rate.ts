import { SECOND } from '#kernel/clock';

/** Keys of which a node keeps count. */
const MOST = 10_000;

/**
 * Whether a key may go on: so many requests a second on this node, and as many at once. Answers undefined, or after how many
 * seconds to try again. 0: no limit.
 */
export function rateLimit(perSecond: number): (key: string, now: Date) => number | undefined {
  const buckets = new Map<string, { left: number; at: number }>();
  return (key, now) => {
    if (perSecond === 0) return undefined;
    const at = now.getTime();
    const bucket = buckets.get(key) ?? { left: perSecond, at };
    // A clock that was set back refills nothing.
    bucket.left = Math.min(perSecond, bucket.left + (Math.max(0, at - bucket.at) * perSecond) / SECOND);
    bucket.at = at;
    if (!buckets.has(key)) {
      if (buckets.size >= MOST) buckets.clear();
      buckets.set(key, bucket);
    }
    if (bucket.left < 1) return 1;
    bucket.left -= 1;
    return undefined;
  };
}
