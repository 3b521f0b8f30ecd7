import { MINUTE } from '#kernel/clock';
import { Refusal, type RefusalDetails } from '#kernel/refusal';
import { type Keyring, sameSecret } from '#kernel/seal';
import { channelArn } from './contact.ts';
import type { ChannelRow } from './contacts.sql.ts';

/** How long an activation code can be used. */
const CODE_LIFETIME_MS = 15 * MINUTE;
const CODE_DIGITS = 6;
/** Wrong codes after which a new one must be asked for: a code cannot be guessed. */
const TRIES = 5;
/** Codes sent to one channel in an hour at most: nobody's mailbox is flooded with them. */
const SENDS_PER_HOUR = 10;

/** The code of a channel's serial number; nothing of it is stored. */
export function activationCode(keyring: Keyring, channelId: string, serial: number): string {
  return keyring.code('activation', `${channelId}/${serial}`, CODE_DIGITS);
}

/** What the channel's row becomes when another code is sent; refuses when too many were. */
export function nextCode(row: ChannelRow, now: Date) {
  const fresh = !row.codes_since || now.getTime() - row.codes_since.getTime() >= 60 * MINUTE;
  if (!fresh && row.codes_sent >= SENDS_PER_HOUR) {
    const message = `${SENDS_PER_HOUR} activation codes were sent to this channel within an hour. Wait, then ask again.`;
    throw new Refusal('quotaExceeded', message, {
      resourceType: 'CONTACT_CHANNEL',
      resourceId: channelArn(row, row.id),
      quotaCode: 'ACTIVATION_CODES_PER_HOUR',
    });
  }
  return {
    serial: row.code_serial + 1,
    expiresAt: new Date(now.getTime() + CODE_LIFETIME_MS),
    sent: fresh ? 1 : row.codes_sent + 1,
    since: fresh ? now : row.codes_since!,
  };
}

/** Whether a code that was sent can still be used. */
export const isCodeAlive = (row: ChannelRow, now: Date) =>
  row.code_expires_at !== null && row.code_expires_at.getTime() >= now.getTime();

/** `right`, or why the code is not taken; a wrong one counts as a try. */
export function judgeCode(keyring: Keyring, row: ChannelRow, code: string, now: Date): 'right' | 'wrong' {
  if (!isCodeAlive(row, now)) {
    throw codeFault('the activation code has expired (it lives 15 minutes); ask for another with SendActivationCode');
  }
  if (row.code_tries >= TRIES) throw codeFault('too many wrong codes; ask for another with SendActivationCode');
  return sameSecret(code, activationCode(keyring, row.id, row.code_serial)) ? 'right' : 'wrong';
}

export function codeFault(what: string, details: RefusalDetails = {}) {
  const message = `ActivationCode: ${what}`;
  return new Refusal('validation', message, { ...details, fields: [{ name: 'ActivationCode', message }] });
}
