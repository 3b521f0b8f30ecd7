import type { ChannelType, NewMessage, Outbox } from '#domain/channels';
import { type Begun, type IncidentWatcher, topicsOf } from '#domain/incidents';
import { eventTypes, type NewEvent, type Timeline, type TimelineListener, type TimelineOf } from '#domain/timeline';
import { newId } from '#kernel/ids';
import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { directWork } from './direct-work.ts';
import {
  type Follower,
  type FollowerKind,
  type FollowerState,
  type Following,
  type Retargeted,
  WITHIN,
} from './follower.ts';
import { followersSql, toFollower } from './followers.sql.ts';

/** Behind every page. */
const PRIORITY = 5;
/** Who tells on the timeline what could not be told outside. */
const TELLER = 'followers.muster';

/** Somebody who is to follow an incident. */
export interface NewFollower extends TimelineOf {
  kind: string;
  target: string;
  channelType: Follower['channelType'];
  /** What its kind knows from the beginning. */
  state?: FollowerState;
  until?: Date;
}

export interface Followers extends IncidentWatcher, TimelineListener {
  /** Adds followers; each is told of the incident as it stands. One that follows already is told until the new end. */
  follow(tx: Tx, now: Date, followers: NewFollower[]): Promise<void>;
  /** Ends it: it is told of nothing any more. Ending what has ended does nothing. */
  end(tx: Tx, now: Date, ids: string[]): Promise<void>;
  /** Those who follow an incident now. */
  of(on: Queries, now: Date, of: TimelineOf): Promise<Follower[]>;
  /** Those whom a service's own thing is about (`theirs` in their state), of every account; the first 10. */
  holding(on: Queries, channelType: ChannelType, theirs: string): Promise<Follower[]>;
  /** Adds to what its kind knows of it. Locks it: the incident and its timeline come before. */
  keep(tx: Tx, id: string, state: FollowerState): Promise<void>;
  /** Deletes an account's followers; their messages go with the account's outbox. */
  erase(tx: Tx, account: string): Promise<void>;
}

export interface FollowerRooms {
  timeline: Timeline;
  outbox: Outbox;
  due: DueWork;
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
      state: one.state ?? {},
    }));
    const followers = (await tx.rows(followersSql.follow, [JSON.stringify(rows), now])).map(toFollower);
    await timeline.follow(tx, added);
    await tellFrom(tx, now, rooms, followers, now);
  };
  return {
    follow,
    async opened(tx, now, begun) {
      const found = await whoFollows(tx, kinds(), begun);
      await timeline.append(tx, now, toldUnseen(now, found));
      await follow(
        tx,
        now,
        found.flatMap(({ followers }) => followers),
      );
    },
    async retargeted(tx, now, incident) {
      const found = await whoFollows(tx, kinds(), [{ incident }]);
      const followers = found.flatMap((one) => one.followers);
      const was = await currentOf(tx, now, [{ account: incident.account, incidentId: incident.id }]);
      const wanted = new Set(followers.map(keyOf));
      const gone = was.filter((one) => isTopic(one.target) && !wanted.has(keyOf(one)));
      const known = new Set(was.map(keyOf));
      await tx.rows(followersSql.end, [gone.map(({ id }) => id), now]);
      await timeline.append(tx, now, toldUnseen(now, found));
      await follow(
        tx,
        now,
        followers.filter((one) => !known.has(keyOf(one))),
      );
    },
    async forgotten(tx, account, incidentIds) {
      await tx.rows(followersSql.forget, [account, incidentIds]);
    },
    async written(tx, now, timelines) {
      await tellFrom(tx, now, rooms, await currentOf(tx, now, timelines));
    },
    async end(tx, now, ids) {
      await tx.rows(followersSql.end, [ids, now]);
    },
    of: (on, now, of) => currentOf(on, now, [of]),
    async holding(on, channelType, theirs) {
      return (await on.rows(followersSql.holding, [theirs, channelType])).map(toFollower);
    },
    async keep(tx, id, state) {
      await tx.rows(followersSql.keep, [id, JSON.stringify(state)]);
    },
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

interface Found {
  of: TimelineOf;
  followers: NewFollower[];
  /** What it names, and no kind sees to. */
  unseen: string[];
}

/** Whom the kinds know to follow each of these incidents. */
async function whoFollows(
  tx: Tx,
  kinds: readonly FollowerKind[],
  begun: readonly (Begun | Retargeted)[],
): Promise<Found[]> {
  const following = new Map<FollowerKind, Following[]>();
  for (const kind of kinds) following.set(kind, await kind.follows(tx, begun));
  return begun.map(({ incident, integrations = [] }, index) => {
    const of = { account: incident.account, incidentId: incident.id };
    const unseen = new Set([...topicsOf(incident), ...integrations.map(({ name }) => name)]);
    const followers = [...following].flatMap(([{ kind }, each]) => {
      const { followers: found, seenTo } = each[index]!;
      for (const name of seenTo) unseen.delete(name);
      return found.map((one) => ({ ...one, ...of, kind }));
    });
    return { of, followers, unseen: [...unseen] };
  });
}

const toldUnseen = (now: Date, found: Found[]): NewEvent[] =>
  found.flatMap(({ of, unseen }) => (unseen.length > 0 ? [about(now, of, notTold(unseen))] : []));

function notTold(names: string[]): string {
  const topics = names.filter(isTopic);
  const others = names.filter((name) => !isTopic(name));
  const lines = [
    ...(topics.length > 0
      ? [`Not notified, as no chat channel and no topic is here for it: ${topics.join(', ')}. Bind or create it.`]
      : []),
    ...(others.length > 0 ? [`Not passed on, as nothing here does it: ${others.join(', ')}`] : []),
  ];
  return lines.join(' ');
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
  const messaged = followers.flatMap((one) => (isMessaged(one) ? [one] : []));
  const direct = followers.filter((one) => !isMessaged(one));
  // What runs at this moment is replaced, and so reads the incident again.
  await rooms.due.put(
    tx,
    now,
    direct.map((one) => directWork(one, now)),
  );
  if (messaged.length === 0) return;
  const busy = await rooms.outbox.busy(
    tx,
    messaged.map(({ id }) => id),
  );
  const free = messaged.filter(({ id }) => !busy.has(id));
  await putMessages(tx, now, rooms, free, dueAt);
}

type Messaged = Follower & { channelType: ChannelType };
const isMessaged = (one: Follower): one is Messaged => one.channelType !== WITHIN;

async function putMessages(
  tx: Tx,
  now: Date,
  { outbox, kinds }: FollowerRooms,
  followers: Messaged[],
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
