import { SECOND } from '#kernel/clock';
import type { ChannelType } from './channel.ts';
import { paceSql } from './pace.sql.ts';
import type { SendDeps } from './send-deps.ts';

/**
 * Takes a message's share of what the provider gets a second; undefined: taken, or no rate is set. Else when to ask again.
 * A second's worth may go at once. What a message takes and does not use is lost: the rate is a bound, and no aim.
 */
export async function freeAgainAt(
  { db, limits, now }: Pick<SendDeps, 'db' | 'limits' | 'now'>,
  type: ChannelType,
): Promise<Date | undefined> {
  const perSecond = limits.perSecond[type] ?? 0;
  if (perSecond === 0) return undefined;
  const share = SECOND / perSecond;
  const ahead = SECOND - share;
  const at = now();
  if (await db.first(paceSql.takeRate, [type, at, share, ahead])) return undefined;
  const next = (await db.first(paceSql.rateFree, [type]))?.next_at ?? at;
  return new Date(Math.max(next.getTime() - ahead, at.getTime() + Math.min(share, SECOND)));
}
