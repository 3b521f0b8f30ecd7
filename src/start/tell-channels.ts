import { isExpected, NO_PROVIDER, type Route } from '#domain/channels';
import type { Log } from '#kernel/log';

/**
 * Says which kinds of channel nothing can be sent to, and what to do about it; nothing when all can send. A kind that nobody
 * misses, such as that of a chat room, is none of them where it is not set up.
 */
export function tellChannels(channels: readonly Pick<Route, 'type' | 'provider' | 'notReady'>[], log: Log): void {
  const reasons = channels.flatMap((channel) => {
    const reason = !isExpected(channel.type) && channel.provider === NO_PROVIDER ? undefined : channel.notReady();
    return reason ? [[channel.type, reason] as const] : [];
  });
  if (reasons.length === 0) return;
  const types = reasons.map(([type]) => type).join(', ');
  log.warn(Object.fromEntries(reasons), `nothing can be sent to channels of these types: ${types}`);
}
