import {
  type ContactChannelType,
  type Message,
  type MessageSource,
  type Prepared,
  speech,
  textMessage,
} from '#domain/channels';
import type { Keyring } from '#kernel/seal';
import type { Tx } from '#storage/db';
import { activationCode } from './activation.ts';
import { confirmationToken } from './confirming.ts';
import { ACTIVATION } from './contact-channels.ts';
import { contactsSql } from './contacts.sql.ts';
import type { FindReach } from './reach.ts';

/** What is said by each kind of channel. The code stands whole in it. */
const texts: Record<ContactChannelType, (code: string, alias: string, name: string) => string> = {
  EMAIL: (code, alias, name) =>
    [
      `Your activation code: ${code}`,
      '',
      `Someone asked Muster to page ${alias} at this address (channel "${name}").`,
      'Give them the code within 15 minutes if that is right. If it is not, do nothing: without the code nothing is sent here.',
    ].join('\n'),
  SMS: (code, alias) =>
    textMessage(
      `Someone asked Muster to page ${alias} here. Valid for 15 minutes; if it is wrong, do nothing.`,
      `Activation code: ${code}`,
    ),
  VOICE: (code, alias) =>
    speech(
      `This is Muster. Someone asked to page ${alias} at this number. If that is wrong, hang up.`,
      `Your activation code: ${code}`,
    ),
  PUSH: (code, alias) =>
    `Someone asked Muster to page ${alias} here. If that is right, confirm it, or give them the code ${code} within 15 minutes. If it is not, do nothing.`,
  SLACK_DM: (code, alias) =>
    `Someone asked Muster to page ${alias} here. If that is right, give them the code ${code} within 15 minutes. If it is not, do nothing.`,
  WEBHOOK: (code, alias) =>
    `Someone asked Muster to page ${alias} here. A POST to answerUrl, or the code ${code}, confirms it within 15 minutes.`,
};

/** The messages with which a channel's owner proves that it is theirs. */
export function activationMessages(keyring: Keyring, reach: FindReach): MessageSource {
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
      const { fault, envelope } = (await reach(tx, [row.id])).get(row.id)!;
      if (fault) return { cancel: fault };
      const code = activationCode(keyring, row.id, serial);
      return {
        send: {
          key: message.id,
          ...envelope,
          subject: `Muster activation code ${code}`,
          text: texts[row.type](code, row.alias, row.name),
          notice: { kind: 'activation', answerPath: `/confirm/${confirmationToken(keyring, row.id, serial)}` },
        },
      };
    },
    // The channel shows by itself whether it was activated; the outbox keeps what the provider said.
    settled: async () => {},
  };
}
