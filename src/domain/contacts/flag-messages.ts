import { type ChannelType, type Message, type MessageSource, type Prepared, textMessage } from '#domain/channels';
import { cut } from '#kernel/text';
import type { Tx } from '#storage/db';
import type { ChannelRow } from './contacts.sql.ts';
import { FLAGGED, flaggedChannel } from './flags.ts';

const KINDS: Partial<Record<ChannelType, string>> = {
  EMAIL: 'e-mail',
  SMS: 'text message',
  VOICE: 'phone',
  SLACK_DM: 'Slack',
};

/** What is told of a flagged channel. By phone the reason is left out: it may hold an address. */
function text(type: ChannelType, flagged: ChannelRow, flag: NonNullable<ChannelRow['flag']>): string {
  const which = `Pages to ${flagged.alias} by ${KINDS[flagged.type] ?? flagged.type} (channel "${flagged.name}") do not arrive.`;
  if (type === 'SMS') return textMessage(which, 'Please look at it in Muster.');
  return [which, '', `Why: ${cut(flag.reason, 500)}`, '', flag.what_to_do].join('\n');
}

/** The messages that tell a person, by another channel of theirs, that one is in doubt. */
export function flagMessages(): MessageSource {
  return {
    kind: FLAGGED,
    async prepare(tx: Tx, _now: Date, message: Message): Promise<Prepared> {
      const { flagged: id } = message.payload as { flagged: string };
      const [flagged, channel] = [await flaggedChannel(tx, id), await flaggedChannel(tx, message.channelId)];
      if (!flagged?.flag) return { cancel: 'nothing is in doubt any more' };
      if (!channel?.activated_at) return { cancel: 'the channel was deleted or switched off' };
      const subject = `Muster cannot reach you by ${KINDS[flagged.type] ?? flagged.type}`;
      return {
        send: { key: message.id, to: channel.address, subject, text: text(channel.type, flagged, flagged.flag) },
      };
    },
    // The flag itself shows what is in doubt; the outbox keeps what the provider said.
    settled: async () => {},
  };
}
