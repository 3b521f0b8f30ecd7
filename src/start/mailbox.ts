import { MINUTE, SECOND } from '#kernel/clock';
import { createImapMailbox } from '#providers/mailbox';
import type { Settings } from '../settings.ts';
import type { Materials } from './materials.ts';

/** Well below the half hour after which servers end it; what holds the mailbox shows that it lives all the while. */
const STAYS_MS = 5 * MINUTE;

/** The mailbox for answers by mail, where one is set. Its password may be a secret of the first account's. */
export function mailboxOf(
  settings: Settings,
  secretValue: (account: string, nameOrArn: string) => Promise<string>,
): Pick<Materials, 'mailbox'> {
  const { MUSTER_IMAP_URL: url, MUSTER_IMAP_SECRET: secret, MUSTER_IMAP_SECONDS: seconds } = settings;
  if (url === undefined) return {};
  const credential = secret === undefined ? {} : { credential: () => secretValue(settings.MUSTER_ACCOUNT_ID, secret) };
  const idle = settings.MUSTER_IMAP_NO_IDLE ? {} : { idleMs: STAYS_MS };
  return { mailbox: { mailbox: createImapMailbox({ url, ...credential, ...idle }), everyMs: seconds * SECOND } };
}
