import type { MessageSource, Prepared } from '#domain/channels';
import { notFound, Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import { CHAT_TEST, type ChatChannels } from './chat-channels.ts';

/** Renders the messages that try a room out. */
export function chatTestMessages(channels: ChatChannels): MessageSource {
  return {
    kind: CHAT_TEST,
    async prepare(tx, _now, { id, account, channelId }): Promise<Prepared> {
      const to = await addressOrWhy(tx, channels, account, channelId);
      if ('fault' in to) return { cancel: to.fault };
      const { topic } = await channels.get(tx, account, channelId);
      const text = `This room is bound to ${topic}. Incidents whose response plan names it as its chat channel are told here.`;
      return { send: { key: id, to: to.address, subject: 'A test from Muster', text } };
    },
    // The room shows by itself whether it came; the outbox keeps what the provider said.
    settled: async () => {},
  };
}

/** Where a room is, or why that cannot be known now, in words. */
export async function addressOrWhy(
  on: Queries,
  channels: ChatChannels,
  account: string,
  id: string,
): Promise<{ address: string } | { fault: string }> {
  try {
    const address = await channels.addressOf(on, account, id);
    if (address === undefined) throw notFound('CHAT_CHANNEL', id);
    return { address };
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
    return { fault: `the room's address cannot be read: ${error.message}` };
  }
}
