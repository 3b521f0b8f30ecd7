import type { Outbox } from '#domain/channels';
import type { OnCall } from '#domain/oncall';
import type { Actor } from '#kernel/actor';
import { isUuid, newId } from '#kernel/ids';
import { invalid, notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { ChatChannels } from './chat-channels.ts';
import { isZone, nextDaily } from './daily.ts';
import { type NoticeRow, noticesSql } from './notices.sql.ts';

/** That a room is told who is on call. */
export interface Notice {
  id: string;
  /** The rotation or on-call schedule, by its ARN. */
  subject: string;
  atChanges: boolean;
  /** A minute of the day, 0 to 1,439, on the wall clock of an IANA zone. */
  daily?: { minute: number; timeZone: string };
}

export interface Notices {
  /**
   * The room is told when others are on call, at the time of day, or both; from now on. Once more for a room and subject: as is said
   * now. Refuses (validation) neither, a zone that is unknown, and what is no rotation or schedule.
   */
  put(tx: Tx, now: Date, actor: Actor, channelId: string, notice: Omit<Notice, 'id'>): Promise<Notice>;
  list(on: Queries, account: string, channelId: string): Promise<Notice[]>;
  /** Refuses (notFound) one that is not there. */
  remove(tx: Tx, account: string, channelId: string, id: string): Promise<void>;
}

export const NOTICE_QUEUE = 'chat.notices';
export const NOTICE_PRIORITY = 5;

export interface NoticeRooms {
  due: DueWork;
  outbox: Outbox;
  onCall: OnCall;
  chatChannels: ChatChannels;
}

export function createNotices({ due, onCall, chatChannels }: NoticeRooms): Notices {
  return {
    async put(tx, now, { account, region, principal }, channelId, { subject, atChanges, daily }) {
      await chatChannels.get(tx, account, channelId);
      if (!atChanges && !daily)
        throw wrong('atChanges', 'wanted true, or a time of day at which it is told, got neither');
      if (daily && !isZone(daily.timeZone))
        throw wrong('timeZone', `wanted an IANA zone such as Europe/Berlin, got ${daily.timeZone}`);
      const known = await onCall.at(tx, subject, now);
      const at = daily ? nextDaily(now, daily.timeZone, daily.minute) : null;
      const values = [
        channelId,
        subject,
        atChanges,
        daily?.minute ?? null,
        daily?.timeZone ?? null,
        JSON.stringify(known),
        at,
      ];
      const row = (await tx.first(noticesSql.put, [newId(now), account, region, ...values, now, principal]))!;
      await due.put(tx, now, [workOf(row.id, account, now)]);
      return { id: row.id, subject, atChanges, ...(daily ? { daily } : {}) };
    },
    async list(on, account, channelId) {
      await chatChannels.get(on, account, channelId);
      return (await on.rows(noticesSql.ofChannel, [account, channelId])).map(toNotice);
    },
    async remove(tx, account, channelId, id) {
      const gone = isUuid(id) ? await tx.first(noticesSql.delete, [account, channelId, id]) : undefined;
      if (!gone) throw notFound('CHAT_NOTICE', id);
      await due.cancel(tx, NOTICE_QUEUE, [id]);
    },
  };
}

const wrong = (name: string, what: string) => invalid(`${name}: ${what}`, { name, message: what });

export const workOf = (key: string, account: string, runAt: Date) => ({
  ...{ queue: NOTICE_QUEUE, key, account, runAt, priority: NOTICE_PRIORITY },
  payload: {},
});

const toNotice = ({ id, subject, at_changes, daily_minute, time_zone }: NoticeRow): Notice => ({
  ...{ id, subject, atChanges: at_changes },
  ...(daily_minute !== null && time_zone !== null ? { daily: { minute: daily_minute, timeZone: time_zone } } : {}),
});
