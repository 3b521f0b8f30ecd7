import type { Message, MessageSource, Outcome, Prepared } from '#domain/channels';
import type { Engagements } from '#domain/engagements';
import { type Incidents, incidentArn } from '#domain/incidents';
import type { Timeline, TimelineOf } from '#domain/timeline';
import type { Tx } from '#storage/db';
import type { Follower, FollowerState, IncidentView, MessagedKind } from './follower.ts';
import { followersSql, toFollower } from './followers.sql.ts';
import { about, type FollowerRooms, messageKind, tellFrom } from './followers.ts';

/** Entries and engagements that a message is written from at most. */
const MOST = 100;
/** At this try the timeline says that a follower could not be told yet. */
const TOLD_AT_TRY = 3;

export interface FollowerMessageRooms extends FollowerRooms {
  incidents: Pick<Incidents, 'find'>;
  engagements: Pick<Engagements, 'list'>;
}

/** What a message told: kept while it is under way, for the moment at which it has arrived. */
interface Told {
  seq: number;
  state?: FollowerState;
}

/**
 * The messages to followers of one kind: each is written from what is true when it leaves. At most one to a follower is open, and
 * when it has arrived what was written meanwhile goes with the next.
 */
export function followerMessages(rooms: FollowerMessageRooms, kind: MessagedKind): MessageSource {
  return {
    kind: messageKind(kind.kind),
    async prepare(tx, now, message): Promise<Prepared> {
      const follower = await followerOf(tx, message);
      if (!follower || (follower.until && follower.until <= now))
        return { cancel: 'it does not follow the incident any more' };
      const seq = await rooms.timeline.last(tx, follower);
      const telling = await kind.tell(tx, now, follower, await viewFor(tx, rooms, follower));
      if ('fault' in telling) {
        await tellAbout(tx, now, rooms.timeline, follower, couldNot(follower, telling.fault));
        await tx.rows(followersSql.save, [follower.id, null, await rooms.timeline.last(tx, follower)]);
        return { cancel: telling.fault };
      }
      if ('nothing' in telling) {
        await tx.rows(followersSql.save, [follower.id, null, seq]);
        return { cancel: telling.nothing };
      }
      const { state, more, aside } = telling;
      if (aside !== undefined) await tellAbout(tx, now, rooms.timeline, follower, aside);
      // Its own entry is no news to it; what others wrote meanwhile is.
      const last = await rooms.timeline.last(tx, follower);
      const known = aside !== undefined && last === seq + 1 ? last : seq;
      // With more to say it has not been told all: the next message goes when this one has arrived.
      const told: Told = { seq: more ? follower.toldSeq : known, ...(state ? { state } : {}) };
      await tx.rows(followersSql.leaving, [follower.id, JSON.stringify(told)]);
      return { send: { ...telling.send, key: message.id } };
    },
    async settled(tx, now, message, outcome) {
      const row = await tx.first(followersSql.get, [message.channelId]);
      if (!row) return;
      const follower = toFollower(row);
      const told = (row.leaving ?? { seq: follower.toldSeq }) as Told;
      const news = (await rooms.timeline.last(tx, follower)) > told.seq;
      await tellFailure(tx, now, rooms, follower, outcome);
      if (outcome.kind === 'retrying') return;
      // What could not be said is not said again and again: the next change is. That it could not be is no change.
      const seq = news ? told.seq : await rooms.timeline.last(tx, follower);
      const state = outcome.kind === 'sent' ? stateAfter(kind, told.state ?? follower.state, outcome.providerId) : null;
      await tx.rows(followersSql.save, [follower.id, state && JSON.stringify(state), seq]);
      if (news) await tellFrom(tx, now, rooms, [follower]);
      if (outcome.kind === 'sent') await kind.arrived?.(tx, now, follower, outcome.providerId);
    },
  };
}

const stateAfter = (kind: MessagedKind, state: FollowerState, providerId: string) =>
  kind.told?.(state, providerId) ?? state;

async function followerOf(tx: Tx, message: Message): Promise<Follower | undefined> {
  const row = await tx.first(followersSql.get, [message.channelId]);
  return row && toFollower(row);
}

export async function viewFor(tx: Tx, rooms: FollowerMessageRooms, follower: Follower): Promise<IncidentView> {
  const { account, incidentId, toldSeq } = follower;
  const incident = await rooms.incidents.find(tx, account, incidentId);
  return {
    incident,
    engagements: incident
      ? await rooms.engagements.list(tx, { account, incidentArn: incidentArn(incident), limit: MOST })
      : [],
    news: await rooms.timeline.news(tx, follower, toldSeq, MOST),
  };
}

/** Never silently (law 4): the timeline says whom the incident could not be told to, and why. */
async function tellFailure(
  tx: Tx,
  now: Date,
  { timeline }: FollowerRooms,
  follower: Follower,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind === 'failed') {
    await tellAbout(tx, now, timeline, follower, couldNot(follower, outcome.reason));
  } else if (outcome.kind === 'retrying' && outcome.attempt === TOLD_AT_TRY) {
    const text = `Could not tell ${nameOf(follower)} yet, and goes on trying: ${outcome.reason}`;
    await tellAbout(tx, now, timeline, follower, text);
  }
}

const nameOf = ({ channelType, target }: Follower) => `${channelType} ${target}`;
const couldNot = (follower: Follower, reason: string) => `Could not tell ${nameOf(follower)}: ${reason}`;

/** An entry that is no news to followers: those who knew everything before it know everything after it. */
async function tellAbout(tx: Tx, now: Date, timeline: Timeline, of: TimelineOf, text: string): Promise<void> {
  await timeline.append(tx, now, [about(now, of, text)]);
  const seq = await timeline.last(tx, of);
  await tx.rows(followersSql.passOver, [of.account, of.incidentId, seq]);
}
