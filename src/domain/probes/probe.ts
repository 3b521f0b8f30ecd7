import type { Probed } from '#domain/channels';

/** What was found when a provider was last looked at. */
export interface ProbeResult {
  provider: string;
  ok: boolean;
  /** Since when it has been so. */
  since: Date;
  at: Date;
  lastOkAt?: Date;
  /** Why it would not work, without any credential. */
  reason?: string;
  /** What to do about it. */
  todo?: string;
}

const MOST_REASON = 1_000;

/** The result after a look; `changed`: it is good, or bad, for the first time. */
export function judged(
  now: Date,
  provider: string,
  was: ProbeResult | undefined,
  probed: Probed,
): { next: ProbeResult; changed: boolean } {
  const changed = was?.ok !== probed.ok;
  const since = changed ? now : was.since;
  if (probed.ok) return { next: { provider, ok: true, since, at: now, lastOkAt: now }, changed };
  const { reason, todo } = probed;
  const last = was?.lastOkAt === undefined ? {} : { lastOkAt: was.lastOkAt };
  const told = { reason: reason.slice(0, MOST_REASON), todo: todo.slice(0, MOST_REASON) };
  return { next: { provider, ok: false, since, at: now, ...last, ...told }, changed };
}
