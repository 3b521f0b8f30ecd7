import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { type Astray, astrayWork, workInPlace } from '#storage/due-audit';
import type { Channel } from './channel.ts';
import { messagesSql } from './messages.sql.ts';
import { sourceOf, toMessage } from './rows.ts';
import { type MessageSource, sendQueue } from './source.ts';

/** Open messages in one look. */
const PART = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';
/** How severe it was is not known any more: sooner too early than too late. */
const PRIORITY = 1;

export interface MessageInvariantDeps {
  due: DueWork;
  channels: Pick<Channel, 'type'>[];
  sources: MessageSource[];
}

/** Every open message has work that will send it, and that can be claimed when it is due. */
export function messageInvariant({ due, channels, sources }: MessageInvariantDeps) {
  const queues = channels.map(({ type }) => sendQueue(type));
  return {
    name: 'channels.message-without-work',
    queues,
    async find(on: Queries, now: Date, after: string | undefined) {
      const astray = after === undefined ? await astrayWork(on, now, queues) : [];
      const [channelId, id] = after?.split('/') ?? [FIRST, FIRST];
      const rows = await on.rows(messagesSql.unattended, [channelId, id, PART]);
      const last = rows.find((row) => !row.fault);
      const lost = rows.filter((row) => row.fault);
      return {
        faults: [...astray.map(heldFault), ...lost.map(lostFault)],
        ...(last ? { next: `${last.channel_id}/${last.id}` } : {}),
      };
    },
    /** Puts the work anew, due now: the message is sent under its own key, so that one which had left is known again. */
    async repair(tx: Tx, now: Date, { key, account, requestId }: { key: string; account: string; requestId?: string }) {
      const row = await tx.first(messagesSql.lockOne, [key]);
      if (!row) return undefined;
      const queue = sendQueue(row.channel_type);
      if ((await workInPlace(tx, now, queue, [key])).has(key)) return undefined;
      const work = { queue, key, account, runAt: now, priority: PRIORITY, payload: {} };
      await due.put(tx, now, [{ ...work, ...(requestId ? { requestId } : {}) }]);
      const text = 'Nothing would have sent a message that was to leave; found by Muster’s auditor, and it is sent now';
      await sourceOf(sources, row.kind).mended?.(tx, now, toMessage(row), text);
      return { account, region: '', text: `message ${key} is sent now` };
    },
  };
}

const lostFault = ({ id, account }: { id: string; account: string }) => ({
  key: id,
  account,
  text: `message ${id} waits to be sent, and no work would send it`,
});

const heldFault = ({ key, account, run_at, request_id }: Astray) => ({
  key,
  account,
  text: `message ${key} is held until ${run_at.toISOString()}, longer than any lease or back-off`,
  ...(request_id ? { requestId: request_id } : {}),
});
