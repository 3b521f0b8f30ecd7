import { type Channel, isForPeople, NO_PROVIDER } from '#domain/channels';
import type { Log } from '#kernel/log';

/**
 * Says which kinds of channel nothing can be sent to, and what to do about it; nothing when all can send. A kind of chat room that
 * nobody has set up is none of them.
 */
export function tellChannels(channels: readonly Channel[], log: Log): void {
  const reasons = channels.flatMap((channel) => {
    const reason = !isForPeople(channel.type) && channel.provider === NO_PROVIDER ? undefined : channel.notReady();
    return reason ? [[channel.type, reason] as const] : [];
  });
  if (reasons.length === 0) return;
  const types = reasons.map(([type]) => type).join(', ');
  log.warn(Object.fromEntries(reasons), `nothing can be sent to channels of these types: ${types}`);
}
