import type { ContactChannel, ContactChannels, ContactRef, Contacts } from '#domain/contacts';
import type { Follower, Followers, NewFollower } from '#domain/followers';
import { type Incidents, incidentArn } from '#domain/incidents';
import type { Actor } from '#kernel/actor';
import { invalid, notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { type ChatChannel, nameOfRoom } from './chat-channel.ts';
import type { ChatChannels } from './chat-channels.ts';
import { PERSON, personTarget } from './person-followers.ts';
import { BRIEF_ROOM, byHandTarget, kindOfRoom, LIVE_ROOM, roomIdIn } from './room-followers.ts';

/** Who is to follow: a room that is bound, or a person by a channel of theirs (the first that can be written to unless named). */
export type Whom = { room: string } | { contact: ContactRef; channelId?: string };

/** Somebody who follows an incident, in words. */
export interface FollowerShown {
  id: string;
  /** `room`, `person`, or what else is told of incidents. */
  kind: 'room' | 'person' | 'other';
  name: string;
  /** Until when; absent: as long as the incident is there. */
  until?: Date;
}

/** People and rooms whom somebody lets follow one incident, for a time. Nothing of it is on the timeline. */
export interface Following {
  /**
   * They are told how it stands, and of each change until `until` or its end. Once more: until the new end. Refuses a resolved
   * incident (conflict), an unknown room or person (notFound), a person who cannot be written to (validation).
   */
  follow(tx: Tx, now: Date, actor: Actor, incidentId: string, whom: Whom, until: Date): Promise<FollowerShown>;
  list(on: Queries, now: Date, account: string, incidentId: string): Promise<FollowerShown[]>;
  /** They are told nothing more. Refuses (notFound) who does not follow. */
  unfollow(tx: Tx, now: Date, account: string, incidentId: string, followerId: string): Promise<void>;
}

export interface FollowingRooms {
  followers: Followers;
  chatChannels: ChatChannels;
  contacts: Contacts;
  contactChannels: ContactChannels;
  incidents: Incidents;
}

/** A person has some channels at most; all are looked at. */
const CHANNELS = 100;
const WRITTEN: readonly ContactChannel['type'][] = ['EMAIL', 'SMS'];

export function createFollowing(rooms: FollowingRooms): Following {
  const { followers, incidents } = rooms;
  const list = async (on: Queries, now: Date, account: string, incidentId: string) => {
    await incidents.byId(on, account, incidentId);
    return Promise.all((await followers.of(on, now, { account, incidentId })).map((one) => shownOf(on, rooms, one)));
  };
  return {
    list,
    async follow(tx, now, { account }, incidentId, whom, until) {
      const incident = await incidents.hold(tx, await incidents.byId(tx, account, incidentId));
      if (incident.status === 'RESOLVED') {
        const resource = { resourceType: 'INCIDENT_RECORD', resourceId: incidentArn(incident) };
        throw new Refusal(
          'conflict',
          'The incident is resolved: there is nothing to follow. Open it again first.',
          resource,
        );
      }
      const follower = { account, incidentId, until, ...(await targetOf(tx, rooms, account, whom)) };
      await followers.follow(tx, now, [follower]);
      const all = await followers.of(tx, now, { account, incidentId });
      const one = all.find(({ kind, target }) => kind === follower.kind && target === follower.target);
      return shownOf(tx, rooms, one!);
    },
    async unfollow(tx, now, account, incidentId, followerId) {
      const all = await followers.of(tx, now, { account, incidentId });
      if (!all.some(({ id }) => id === followerId)) throw notFound('FOLLOWER', followerId);
      await followers.end(tx, now, [followerId]);
    },
  };
}

type Target = Pick<NewFollower, 'kind' | 'target' | 'channelType'>;

async function targetOf(tx: Tx, rooms: FollowingRooms, account: string, whom: Whom): Promise<Target> {
  if ('room' in whom) {
    const { id, type } = await rooms.chatChannels.get(tx, account, whom.room);
    return { kind: kindOfRoom(type), target: byHandTarget(id), channelType: type };
  }
  const person = await rooms.contacts.get(tx, whom.contact);
  const channels = (await rooms.contactChannels.list(tx, person, CHANNELS)).filter(
    ({ id, type, activated }) => activated && WRITTEN.includes(type) && (whom.channelId ?? id) === id,
  );
  const [first] = channels.sort((a, b) => WRITTEN.indexOf(a.type) - WRITTEN.indexOf(b.type));
  if (first) return { kind: PERSON, target: personTarget(first.id), channelType: first.type };
  const message = `contact: wanted a person with an activated channel for ${WRITTEN.join(' or ')}, got ${person.alias}, who has none${whom.channelId ? ' of that id' : ''}`;
  throw invalid(message, { name: 'contact', message });
}

async function shownOf(on: Queries, rooms: FollowingRooms, follower: Follower): Promise<FollowerShown> {
  const { id, kind, target, until } = follower;
  const end = until ? { until } : {};
  if (kind === PERSON) {
    const channel = (await rooms.contactChannels.byId(on, [roomIdIn(target)])).get(roomIdIn(target));
    const name = channel ? `${channel.contact.alias} (${channel.type}, ${channel.name})` : 'a channel that is gone';
    return { id, kind: 'person', name, ...end };
  }
  if (kind !== LIVE_ROOM && kind !== BRIEF_ROOM) return { id, kind: 'other', name: target, ...end };
  const room = await roomIfThere(on, rooms, follower);
  return { id, kind: 'room', name: room ? nameOfRoom(room) : 'a room that was unbound', ...end };
}

async function roomIfThere(on: Queries, rooms: FollowingRooms, follower: Follower): Promise<ChatChannel | undefined> {
  try {
    return await rooms.chatChannels.get(on, follower.account, roomIdIn(follower.target));
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'notFound') return undefined;
    throw error;
  }
}
