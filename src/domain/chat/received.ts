import { after, MINUTE } from '#kernel/clock';
import { newId } from '#kernel/ids';
import type { Keyring } from '#kernel/seal';
import type { Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { ChatUser } from './people.ts';
import { receivedSql } from './received.sql.ts';

/** What came from a chat service waits here until it is done: its door has answered by then. */
export const RECEIVED_QUEUE = 'chat.received';
/** No account of anybody's: whose deed it is, is known when it is done. */
const PLACE = 'chat';
/** As a severity of the middle: somebody waits for an answer. */
const PRIORITY = 2;
/** A signature is good for 5 minutes on either side of its time; after that what is received again is refused by its age. */
const REMEMBERED_MS = 15 * MINUTE;

/** What somebody did in Slack. */
export type Deed =
  | { kind: 'command'; text: string }
  /** A button: what it is for, and the incident's id. */
  | { kind: 'press'; act: string; incidentId: string }
  /** A button in a direct message: what it is for, and the token that only that message holds. */
  | { kind: 'answer'; act: 'acknowledge' | 'escalate' | 'test'; token: string }
  | { kind: 'note'; incidentId: string; text: string };

export interface Received {
  user: ChatUser;
  deed: Deed;
  /** Where an answer is expected. Without one it goes to the person. */
  responseUrl?: string;
  /** From where it came, for the trail. */
  sourceIp: string;
  userAgent: string;
  requestId: string;
}

export interface Inbox {
  /**
   * Keeps what came, to be done at once. `names` are what tells it from others: its signature, and the service's own id where there
   * is one. Answers false, and keeps nothing, where one of them is known.
   */
  receive(tx: Tx, now: Date, names: readonly string[], received: Received): Promise<boolean>;
  /** What is to be done, as it was kept. */
  open(key: string, payload: unknown): Received;
}

export function createInbox(due: DueWork, keyring: Keyring): Inbox {
  return {
    async receive(tx, now, names, received) {
      await tx.rows(receivedSql.forget, [after(now, -REMEMBERED_MS)]);
      const fresh = await tx.rows(receivedSql.seen, [names, now]);
      if (fresh.length < new Set(names).size) return false;
      const key = newId(now);
      // Sealed: what was typed may be a code, and where to answer is a permission.
      const sealed = keyring.seal(JSON.stringify(received), contextOf(key)).toString('base64');
      const { requestId } = received;
      const work = { queue: RECEIVED_QUEUE, key, account: PLACE, runAt: now, priority: PRIORITY };
      await due.put(tx, now, [{ ...work, payload: { sealed }, requestId }]);
      return true;
    },
    open(key, payload) {
      const { sealed } = payload as { sealed: string };
      return JSON.parse(keyring.open(Buffer.from(sealed, 'base64'), contextOf(key))) as Received;
    },
  };
}

const contextOf = (key: string) => `chat-received/${key}`;
