import type { ImapFlow } from 'imapflow';
import type { Mailbox } from '#domain/engagements';
import { readMail } from './read-mail.ts';

export type Take = Parameters<Mailbox['read']>[1];

/** Mails that are looked at in one go: the others with the next one. */
const MOST = 100;
const READ_BYTES = 262_144;

/** Hands over what nobody has marked as seen, in the order in which it came, and marks each once it was taken. */
export async function takeUnseen(client: ImapFlow, signal: AbortSignal, take: Take): Promise<void> {
  const unseen = (await client.search({ seen: false }, { uid: true })) || [];
  for (const uid of unseen.slice(0, MOST)) {
    if (signal.aborted) return;
    const range = String(uid);
    const found = await client.fetchOne(range, { source: { maxLength: READ_BYTES } }, { uid: true });
    const source = found === false ? undefined : found.source;
    if (source) await take(await readMail(source));
    // Only what was taken for good is marked: what is broken off comes again, and counts once.
    await client.messageFlagsAdd(range, ['\\Seen'], { uid: true });
  }
}
