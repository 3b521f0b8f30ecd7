import type { ChannelType, NewMessage, Outbox } from '#domain/channels';
import { type Begun, type IncidentWatcher, topicsOf } from '#domain/incidents';
import { eventTypes, type NewEvent, type Timeline, type TimelineListener, type TimelineOf } from '#domain/timeline';
import { newId } from '#kernel/ids';
import type { Queries, Tx } from '#storage/db';
import type { Follower, FollowerKind } from './follower.ts';
import { followersSql, toFollower } from './followers.sql.ts';

/** Behind every page. */
const PRIORITY = 5;
/** Who tells on the timeline what could not be told outside. */
const TELLER = 'followers.muster';

/** Somebody who is to follow an incident. */
export interface NewFollower extends TimelineOf {
  kind: string;
  target: string;
  channelType: ChannelType;
  until?: Date;
}

export interface Followers extends IncidentWatcher, TimelineListener {
  /** Adds followers; each is told of the incident as it stands. One that follows already is told until the new end. */
  follow(tx: Tx, now: Date, followers: NewFollower[]): Promise<void>;
  /** Ends it: it is told of nothing any more. Ending what has ended does nothing. */
  end(tx: Tx, now: Date, ids: string[]): Promise<void>;
  /** Those who follow an incident now. */
  of(on: Queries, now: Date, of: TimelineOf): Promise<Follower[]>;
  /** Deletes an account's followers; their messages go with the account's outbox. */
  erase(tx: Tx, account: string): Promise<void>;
}

export interface FollowerRooms {
  timeline: Timeline;
  outbox: Outbox;
  /** Asked for at each use: they are made later. */
  kinds: () => readonly FollowerKind[];
}

export function createFollowers(rooms: FollowerRooms): Followers {
  const { timeline, kinds } = rooms;
  const follow = async (tx: Tx, now: Date, added: NewFollower[]) => {
    if (added.length === 0) return;
    const rows = added.map(({ incidentId, channelType, ...one }) => ({
      ...one,
      id: newId(now),
      incident_id: incidentId,
      channel_type: channelType,
    }));
    const followers = (await tx.rows(followersSql.follow, [JSON.stringify(rows), now])).map(toFollower);
    await timeline.follow(tx, added);
    await tellFrom(tx, now, rooms, followers, now);
  };
  return {
    follow,
    async opened(tx, now, begun) {
      const added: NewFollower[] = [];
      const told: NewEvent[] = [];
      for (const one of begun) {
        const { followers, unseen } = await whoFollows(tx, kinds(), one);
        added.push(...followers);
        if (unseen.length > 0) told.push(notTold(now, one, unseen));
      }
      await timeline.append(tx, now, told);
      await follow(tx, now, added);
    },
    async retargeted(tx, now, incident) {
      const { followers, unseen } = await whoFollows(tx, kinds(), { incident, integrations: [] });
      const of = { account: incident.account, incidentId: incident.id };
      const was = await currentOf(tx, now, [of]);
      const wanted = new Set(followers.map(keyOf));
      const gone = was.filter((one) => isTopic(one.target) && !wanted.has(keyOf(one)));
      const known = new Set(was.map(keyOf));
      await tx.rows(followersSql.end, [gone.map(({ id }) => id), now]);
      if (unseen.length > 0) await timeline.append(tx, now, [notTold(now, { incident, integrations: [] }, unseen)]);
      await follow(
        tx,
        now,
        followers.filter((one) => !known.has(keyOf(one))),
      );
    },
    async written(tx, now, timelines) {
      await tellFrom(tx, now, rooms, await currentOf(tx, now, timelines));
    },
    async end(tx, now, ids) {
      await tx.rows(followersSql.end, [ids, now]);
    },
    of: (on, now, of) => currentOf(on, now, [of]),
    async erase(tx, account) {
      await tx.rows(followersSql.erase, [account]);
    },
  };
}

const keyOf = ({ kind, target }: { kind: string; target: string }) => `${kind}/${target}`;
const isTopic = (target: string) => target.startsWith('arn:');

async function currentOf(on: Queries, now: Date, of: TimelineOf[]): Promise<Follower[]> {
  const wanted = of.map((one) => ({ account: one.account, incident_id: one.incidentId }));
  return (await on.rows(followersSql.ofIncidents, [JSON.stringify(wanted), now])).map(toFollower);
}

/** Whom the kinds know to follow it, and which of the names none of them sees to. */
async function whoFollows(tx: Tx, kinds: readonly FollowerKind[], begun: Begun) {
  const { account, id: incidentId } = begun.incident;
  const followers: NewFollower[] = [];
  const unseen = new Set([...topicsOf(begun.incident), ...begun.integrations.map(({ name }) => name)]);
  for (const kind of kinds) {
    const following = await kind.follows(tx, begun);
    followers.push(...following.followers.map((one) => ({ ...one, account, incidentId, kind: kind.kind })));
    for (const name of following.seenTo) unseen.delete(name);
  }
  return { followers, unseen: [...unseen] };
}

function notTold(now: Date, { incident }: Begun, names: string[]): NewEvent {
  const topics = names.filter(isTopic);
  const others = names.filter((name) => !isTopic(name));
  const lines = [
    ...(topics.length > 0
      ? [`Not notified, as no chat channel and no topic is here for it: ${topics.join(', ')}. Bind or create it.`]
      : []),
    ...(others.length > 0 ? [`Not passed on, as nothing here does it: ${others.join(', ')}`] : []),
  ];
  return about(now, { account: incident.account, incidentId: incident.id }, lines.join(' '));
}

/** An entry on the timeline of which followers are not told. */
export const about = (now: Date, of: TimelineOf, text: string): NewEvent => ({
  ...{ account: of.account, incidentId: of.incidentId },
  eventId: newId(now),
  time: now,
  type: eventTypes.custom,
  data: JSON.stringify(text),
  actor: TELLER,
  aboutFollowers: true,
});

/**
 * Puts a message to each that has none open. One that is open reads the incident when it leaves, or is followed by another
 * when it has arrived; it stays as it is until this transaction ends, so that neither misses what is written here. Unless
 * `dueAt` is given, it leaves when its kind lets it.
 */
export async function tellFrom(
  tx: Tx,
  now: Date,
  rooms: FollowerRooms,
  followers: Follower[],
  dueAt?: Date,
): Promise<void> {
  if (followers.length === 0) return;
  const busy = await rooms.outbox.busy(
    tx,
    followers.map(({ id }) => id),
  );
  const free = followers.filter(({ id }) => !busy.has(id));
  await putMessages(tx, now, rooms, free, dueAt);
}

async function putMessages(
  tx: Tx,
  now: Date,
  { outbox, kinds }: FollowerRooms,
  followers: Follower[],
  dueAt: Date | undefined,
): Promise<void> {
  const everyMs = new Map(kinds().map(({ kind, everyMs }) => [kind, everyMs]));
  const messages = followers.map(
    ({ id, account, kind, channelType }): NewMessage => ({
      id: newId(now),
      account,
      channelId: id,
      channelType,
      kind: messageKind(kind),
      dueAt: dueAt ?? new Date(now.getTime() + (everyMs.get(kind) ?? 0)),
      payload: {},
      priority: PRIORITY,
    }),
  );
  await outbox.put(tx, now, messages);
}

export const messageKind = (kind: string) => `follower.${kind}`;
