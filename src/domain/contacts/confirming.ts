import { bytesOf, isUuid, uuidOf } from '#kernel/ids';
import { type Keyring, sameSecret } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import { isCodeAlive } from './activation.ts';
import type { ContactChannel, OwnedRef } from './contact.ts';
import { type ChannelRow, contactsSql, toChannel } from './contacts.sql.ts';

/** What an activation message offers a program besides a code: an address that proves the same. Nothing of it is stored. */

/** How a channel stands that such an address is of. */
export interface Confirmation {
  channel: ContactChannel;
  /** `void`: it is too old, or a newer one was sent. */
  state: 'waiting' | 'confirmed' | 'void';
}

export interface Confirming {
  /** What the token of an address stands for; undefined for one that was not made here. Changes nothing. */
  lookUpConfirmation(on: Queries, now: Date, token: string): Promise<Confirmation | undefined>;
  /** Activates by it, as the code does. A second time, or too late, changes nothing. */
  confirm(tx: Tx, now: Date, token: string): Promise<(Confirmation & { changed: boolean }) | undefined>;
}

/** `lock` finds a channel and locks its row. */
export function createConfirming(
  keyring: Keyring,
  lock: (tx: Tx, channel: OwnedRef) => Promise<ChannelRow>,
): Confirming {
  async function find(on: Queries, token: string): Promise<ChannelRow | undefined> {
    const id = channelIn(token);
    const [row] = id ? await on.rows(contactsSql.channelsById, [[id]]) : [];
    return row && isProof(keyring, row, token) ? row : undefined;
  }
  return {
    async lookUpConfirmation(on, now, token) {
      const row = await find(on, token);
      return row && { channel: toChannel(row), state: stateOf(row, now) };
    },
    async confirm(tx, now, token) {
      const found = await find(tx, token);
      if (!found) return undefined;
      const row = await lock(tx, found);
      // Read again under the lock: meanwhile a newer code may have been sent.
      const state = isProof(keyring, row, token) ? stateOf(row, now) : 'void';
      if (state !== 'waiting') return { channel: toChannel(row), state, changed: false };
      await tx.rows(contactsSql.activate, [row.id, now]);
      return { channel: { ...toChannel(row), activated: true }, state: 'confirmed', changed: true };
    },
  };
}

function stateOf(row: ChannelRow, now: Date): Confirmation['state'] {
  if (row.activated_at) return 'confirmed';
  return isCodeAlive(row, now) ? 'waiting' : 'void';
}

const TOKEN_BYTES = 32;

/** The channel's id and 128 bits that only the master key makes for this serial number of its codes. */
export const confirmationToken = (keyring: Keyring, channelId: string, serial: number): string =>
  Buffer.concat([bytesOf(channelId), proof(keyring, channelId, serial)]).toString('base64url');

const proof = (keyring: Keyring, channelId: string, serial: number) =>
  keyring.mac('confirm-channel', `${channelId}/${serial}`).subarray(0, 16);

/** The channel that a token may be of; undefined for what has not its form. */
function channelIn(token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== TOKEN_BYTES || bytes.toString('base64url') !== token) return undefined;
  const id = uuidOf(bytes);
  return isUuid(id) ? id : undefined;
}

/** Whether the token is of the channel's latest code; one before it is void, as its code is. In constant time. */
const isProof = (keyring: Keyring, { id, code_serial }: ChannelRow, token: string): boolean =>
  sameSecret(Buffer.from(token, 'base64url').subarray(16), proof(keyring, id, code_serial));
