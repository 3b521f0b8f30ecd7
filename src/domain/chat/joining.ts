import type { Followers } from '#domain/followers';
import type { Incidents } from '#domain/incidents';
import type { Log } from '#kernel/log';
import type { Tx } from '#storage/db';
import type { ChatChannel } from './chat-channel.ts';
import { kindOfRoom, targetOf } from './room-followers.ts';

/** Open incidents that a room is told of when it is bound: the newest. */
const MOST = 1_000;

/** A room that is bound while incidents are open follows those whose topic is its own: each is one message, as it stands now. */
export function joinsOpen(followers: Pick<Followers, 'follow'>, incidents: Pick<Incidents, 'openWithTopic'>, log: Log) {
  return async (tx: Tx, now: Date, room: ChatChannel): Promise<void> => {
    const { account, topic, type } = room;
    const open = await incidents.openWithTopic(tx, account, topic, MOST);
    if (open.length === MOST)
      log.warn({ topic, told: MOST }, 'a room is told of the newest open incidents, and not of all');
    const target = { kind: kindOfRoom(type), target: targetOf(room), channelType: type };
    await followers.follow(
      tx,
      now,
      open.map(({ id: incidentId }) => ({ account, incidentId, ...target })),
    );
  };
}
