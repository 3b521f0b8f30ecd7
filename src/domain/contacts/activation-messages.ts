import type { Message, MessageSource, Prepared } from '#domain/channels';
import type { Keyring } from '#kernel/seal';
import type { Tx } from '#storage/db';
import { activationCode } from './activation.ts';
import { ACTIVATION } from './contact-channels.ts';
import { contactsSql } from './contacts.sql.ts';

/** The messages with which a channel's owner proves that it is theirs. */
export function activationMessages(keyring: Keyring): MessageSource {
  return {
    kind: ACTIVATION,
    async prepare(tx: Tx, now: Date, message: Message): Promise<Prepared> {
      const { serial } = message.payload as { serial: number };
      const [row] = await tx.rows(contactsSql.channelsById, [[message.channelId]]);
      if (!row) return { cancel: 'the channel was deleted' };
      if (row.activated_at) return { cancel: 'the channel was activated meanwhile' };
      if (row.code_serial !== serial) return { cancel: 'a newer code was asked for' };
      if (!row.code_expires_at || row.code_expires_at.getTime() < now.getTime())
        return { cancel: 'the code has expired' };
      const code = activationCode(keyring, row.id, serial);
      return {
        send: {
          key: message.id,
          to: row.address,
          subject: `Muster activation code ${code}`,
          text: [
            `Your activation code: ${code}`,
            '',
            `Someone asked Muster to page ${row.alias} at this address (channel "${row.name}").`,
            'Give them the code within 15 minutes if that is right. If it is not, do nothing: without the code nothing is sent here.',
          ].join('\n'),
        },
      };
    },
    // The channel shows by itself whether it was activated; the outbox keeps what the provider said.
    settled: async () => {},
  };
}
