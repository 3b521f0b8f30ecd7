import { abilities, type OutgoingMessage } from '#domain/channels';
import { Refusal } from '#kernel/refusal';
import type { Keyring } from '#kernel/seal';
import { messageOf } from '#kernel/text';
import type { Queries } from '#storage/db';
import type { ContactChannel } from './contact.ts';
import { type ChannelRow, contactsSql, toChannel } from './contacts.sql.ts';
import { type ReadSecret, sealContext, signingSecrets } from './signing.ts';

/** A channel with what a message needs to get to it. The credentials in it are for its provider alone. */
export interface Reach {
  channel: ContactChannel;
  /** Where it goes, and what it is signed with. */
  envelope: Pick<OutgoingMessage, 'to' | 'signingSecrets'>;
  /** Why nothing can be sent to it, in words; absent: it can be tried. */
  fault?: string;
}

/** Reads how these channels are reached, by their ids; those that are gone are left out. */
export type FindReach = (on: Queries, channelIds: readonly string[]) => Promise<Map<string, Reach>>;

export function reachOf(keyring: Keyring, readSecret: ReadSecret): FindReach {
  const envelopeOf = async (on: Queries, row: ChannelRow): Promise<Reach['envelope']> => {
    const { shown, signed } = abilities[row.type];
    if (shown) return { to: keyring.open(row.sealed!, sealContext(row.id)) };
    if (signed) return { to: row.address, signingSecrets: await signingSecrets(on, keyring, readSecret, row) };
    return { to: row.address };
  };
  const reach = async (on: Queries, row: ChannelRow): Promise<Reach> => {
    const channel = toChannel(row);
    try {
      return { channel, envelope: await envelopeOf(on, row) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const fault = `the secret that its messages are signed with cannot be read: ${messageOf(error)} Give the channel another: muster contacts channels signing-secret`;
      return { channel, envelope: { to: row.address }, fault };
    }
  };
  return async (on, channelIds) => {
    const found = new Map<string, Reach>();
    if (channelIds.length === 0) return found;
    for (const row of await on.rows(contactsSql.channelsById, [channelIds])) found.set(row.id, await reach(on, row));
    return found;
  };
}
