import { randomBytes } from 'node:crypto';
import { abilities, type SigningSecret } from '#domain/channels';
import { after, DAY } from '#kernel/clock';
import { invalid, Refusal } from '#kernel/refusal';
import type { Keyring } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import type { OwnedRef } from './contact.ts';
import { type ChannelRow, contactsSql } from './contacts.sql.ts';

/** How long a secret counts on after another was made: the receiver has to be given the new one meanwhile. */
const BOTH_MS = DAY;
const PREVIOUS = 'AWSPREVIOUS';

/** Reads a secret of the account by name or ARN; refuses one that is not there. */
export type ReadSecret = (on: Queries, account: string, nameOrArn: string, label?: string) => Promise<string>;

/** What a channel's messages are signed with: a secret of Muster's own, or one that is kept as a secret. */
type Kept = OwnSecret | { secretArn: string };

interface OwnSecret {
  secret: string;
  /** Somebody knows it. A channel is made with one that nobody does: it signs from its first message on. */
  told?: true;
  former?: { secret: string; until: string };
}

export interface Signing {
  /**
   * Another secret that the channel's messages are signed with: a new one, told this once, beside which the one before counts
   * until `formerUntil`; or one of Secrets Manager (`secretArn`), whose former value counts too. Refuses (validation) a kind of
   * channel that does not sign, and (notFound) a secret that is not there.
   */
  changeSigningSecret(
    tx: Tx,
    now: Date,
    channel: OwnedRef,
    secretArn?: string,
  ): Promise<{ secret: string; formerUntil?: Date } | undefined>;
}

/** `lock` finds a channel and locks its row. */
export function createSigning(
  { keyring, readSecret }: { keyring: Keyring; readSecret: ReadSecret },
  lock: (tx: Tx, channel: OwnedRef) => Promise<ChannelRow>,
): Signing {
  return {
    async changeSigningSecret(tx, now, channel, secretArn) {
      const row = await lock(tx, channel);
      if (!abilities[row.type].signed) {
        const message = `wanted a channel whose messages are signed (WEBHOOK), got one of type ${row.type}`;
        throw invalid(`ContactChannelId: ${message}`, { name: 'ContactChannelId', message });
      }
      const keep = (kept: Kept) =>
        tx.rows(contactsSql.seal, [row.id, keyring.seal(JSON.stringify(kept), sealContext(row.id))]);
      if (secretArn !== undefined) {
        // Refused now rather than at 03:10.
        await readSecret(tx, row.account, secretArn);
        await keep({ secretArn });
        return undefined;
      }
      const next = nextSigning(keyring, row, now);
      await keep(next);
      const { secret, former } = next;
      return { secret, ...(former ? { formerUntil: new Date(former.until) } : {}) };
    },
  };
}

/** A channel's part that is sealed is bound to its row. */
export const sealContext = (channelId: string) => `contact-channel/${channelId}`;

/** `whsec_` and 256 bits: the word in front lets scanners for leaked secrets know it. */
export function newSigning(): OwnSecret {
  return { secret: `whsec_${randomBytes(32).toString('base64url')}` };
}

/** The next secret; the one before counts for a day more, where it was Muster's own and somebody knows it. */
function nextSigning(keyring: Keyring, row: ChannelRow, now: Date): OwnSecret {
  const was = signingOf(keyring, row);
  const next: OwnSecret = { ...newSigning(), told: true };
  if (!('told' in was)) return next;
  return { ...next, former: { secret: was.secret, until: after(now, BOTH_MS).toISOString() } };
}

/** The secrets that count, the newest first. Of one in Secrets Manager: its current value, and the one before. */
export async function signingSecrets(
  on: Queries,
  keyring: Keyring,
  readSecret: ReadSecret,
  row: ChannelRow,
): Promise<SigningSecret[]> {
  const signing = signingOf(keyring, row);
  if ('secret' in signing) {
    const { secret, former } = signing;
    return [{ secret }, ...(former ? [{ secret: former.secret, until: new Date(former.until) }] : [])];
  }
  const secret = await readSecret(on, row.account, signing.secretArn);
  const former = await readSecret(on, row.account, signing.secretArn, PREVIOUS).catch((error: unknown) => {
    // A secret that was never changed has no former value.
    if (error instanceof Refusal && error.kind === 'notFound') return undefined;
    throw error;
  });
  return [{ secret }, ...(former === undefined ? [] : [{ secret: former }])];
}

const signingOf = (keyring: Keyring, { id, sealed }: ChannelRow): Kept =>
  JSON.parse(keyring.open(sealed!, sealContext(id))) as Kept;
