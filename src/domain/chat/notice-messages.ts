import type { MessageSource } from '#domain/channels';
import { after, MINUTE } from '#kernel/clock';
import { newId } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { Refusal } from '#kernel/refusal';
import type { Db, Queries, Tx } from '#storage/db';
import type { Job } from '#storage/due';
import { nextDaily } from './daily.ts';
import { type NoticeRow, noticesSql } from './notices.sql.ts';
import { NOTICE_PRIORITY, NOTICE_QUEUE, type NoticeRooms, workOf } from './notices.ts';
import { addressOrWhy } from './test-messages.ts';
import { lastOf, peopleIn } from './words.ts';

const NOTICE = 'chat.notice';
/** An edit of a rotation or an override tells nobody here: it is looked so often. What is known to come is told at its moment. */
const LOOK_MS = 5 * MINUTE;

/** Looks who is on call, tells a room of it where that is asked for, and looks again. What was missed in a stop is told once. */
export function noticeHandler({ db, now, log, ...rooms }: NoticeRooms & { db: Db; now: () => Date; log: Log }) {
  return {
    queue: NOTICE_QUEUE,
    concurrency: 4,
    handle: (job: Job) =>
      db.tx(async (tx) => {
        const at = now();
        const row = await tx.first(noticesSql.lock, [job.key]);
        await rooms.due.finish(tx, job);
        if (!row) return;
        const people = await onCallNow(tx, rooms, row, at);
        if (!people)
          log.warn(
            { subject: row.subject, room: row.channel_id },
            'a room cannot be told who is on call: the rotation or schedule is gone',
          );
        const next = people ? await look(tx, rooms, row, people, at) : after(at, LOOK_MS);
        await rooms.due.put(tx, at, [workOf(row.id, row.account, next)]);
      }),
  };
}

/** Undefined: the rotation or schedule is not there any more. */
async function onCallNow(
  on: Queries,
  { onCall }: NoticeRooms,
  { subject }: NoticeRow,
  now: Date,
): Promise<string[] | undefined> {
  try {
    return await onCall.at(on, subject, now);
  } catch (error) {
    if (error instanceof Refusal && error.kind !== 'unavailable') return undefined;
    throw error;
  }
}

async function look(tx: Tx, rooms: NoticeRooms, row: NoticeRow, people: string[], now: Date): Promise<Date> {
  const isDaily = row.next_daily_at !== null && row.next_daily_at <= now;
  const isOther = row.at_changes && people.toSorted().join() !== row.known.toSorted().join();
  if (isDaily || isOther) await tellRoom(tx, rooms, row, now, isOther);
  const daily = isDaily ? nextDaily(now, row.time_zone!, row.daily_minute!) : row.next_daily_at;
  await tx.rows(noticesSql.save, [row.id, JSON.stringify(people), daily]);
  const latest = after(now, LOOK_MS);
  const [change] = await rooms.onCall.changes(tx, row.subject, { from: after(now, 1), to: latest, limit: 1 });
  const moments = [latest, ...(daily ? [daily] : []), ...(change ? [change.at] : [])];
  return new Date(Math.min(...moments.map((moment) => moment.getTime())));
}

function tellRoom(
  tx: Tx,
  { outbox }: NoticeRooms,
  { id, account, type }: NoticeRow,
  now: Date,
  changed: boolean,
): Promise<void> {
  const message = {
    id: newId(now),
    account,
    channelId: id,
    channelType: type,
    kind: NOTICE,
    dueAt: now,
    priority: NOTICE_PRIORITY,
  };
  return outbox.put(tx, now, [{ ...message, payload: { changed } }]);
}

/** Who is on call, as it is when the message leaves. */
export function noticeMessages(rooms: NoticeRooms): MessageSource {
  return {
    kind: NOTICE,
    async prepare(tx, now, message) {
      const row = await tx.first(noticesSql.byId, [message.channelId]);
      const people = row && (await onCallNow(tx, rooms, row, now));
      if (!row || !people) return { cancel: 'the room is not told of it any more' };
      const where = await addressOrWhy(tx, rooms.chatChannels, row.account, row.channel_id);
      if ('fault' in where) return { cancel: where.fault };
      const { changed } = message.payload as { changed: boolean };
      const name = lastOf(row.subject);
      const subject = changed ? `On call for ${name} now` : `On call for ${name}`;
      return { send: { key: message.id, to: where.address, subject, text: peopleIn(people) } };
    },
    // The next change is told in any case; the outbox keeps what the provider said.
    settled: async () => {},
  };
}
