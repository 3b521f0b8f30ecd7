import type { MessageSource, Outbox, Prepared } from '#domain/channels';
import { MINUTE } from '#kernel/clock';
import { newId } from '#kernel/ids';
import type { Keyring } from '#kernel/seal';
import type { Tx } from '#storage/db';

const ANSWER = 'chat.answer';
const PLACE = 'chat';
const PRIORITY = 2;
/** Slack waits so long for an answer; after that nobody expects it. */
const WAITED_MS = 30 * MINUTE;

export interface Answers {
  /** Answers somebody, so that only they see it. `to` is where Slack waits for it, or their id. */
  put(tx: Tx, now: Date, to: string, text: string, requestId: string): Promise<void>;
}

export function createAnswers(outbox: Outbox, keyring: Keyring): Answers {
  return {
    async put(tx, now, to, text, requestId) {
      const id = newId(now);
      const sealed = keyring.seal(JSON.stringify({ to, text }), contextOf(id)).toString('base64');
      const message = { id, account: PLACE, channelId: id, channelType: 'SLACK' as const, kind: ANSWER, dueAt: now };
      await outbox.put(tx, now, [{ ...message, payload: { sealed }, priority: PRIORITY, requestId }]);
    },
  };
}

/** Answers as they leave. */
export function answerMessages(keyring: Keyring): MessageSource {
  return {
    kind: ANSWER,
    async prepare(_tx, now, { id, dueAt, payload }): Promise<Prepared> {
      if (now.getTime() - dueAt.getTime() > WAITED_MS) return { cancel: 'nobody waits for this answer any more' };
      const sealed = Buffer.from((payload as { sealed: string }).sealed, 'base64');
      const { to, text } = JSON.parse(keyring.open(sealed, contextOf(id))) as { to: string; text: string };
      return { send: { key: id, to, subject: '', text } };
    },
    // Whoever asked sees it, or asks again; the outbox keeps what the provider said.
    settled: async () => {},
  };
}

const contextOf = (id: string) => `chat-answer/${id}`;
