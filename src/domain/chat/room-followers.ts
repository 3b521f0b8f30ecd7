import { type ChatType, keepsUpToDate, type OutgoingMessage } from '#domain/channels';
import type { Follower, FollowerState, Following, IncidentView, MessagedKind, Telling } from '#domain/followers';
import type { Queries } from '#storage/db';
import type { ChatChannel } from './chat-channel.ts';
import type { ChatChannels } from './chat-channels.ts';
import { newsIn } from './news.ts';
import { type RoomTexts, roomText } from './room-texts.ts';
import { type Showing, show } from './show.ts';
import { addressOrWhy } from './test-messages.ts';

/** Rooms that show one message and keep it up to date; and those that get a message for each important change. */
export const LIVE_ROOM = 'chat.room';
export const BRIEF_ROOM = 'chat.brief';

/** Slack takes a message a second to a room. */
const LIVE_EVERY_MS = 1_000;
/** Three a minute at most: what happens meanwhile goes with the next. */
const BRIEF_EVERY_MS = 20_000;

export interface RoomFollowing extends Showing, RoomTexts {
  chatChannels: ChatChannels;
}

/** What a kind remembers of a room. */
interface State extends FollowerState {
  /** The provider's id of the message that shows the incident. */
  id?: string;
  /** What was shown last. */
  said?: string;
  title?: string;
  /** Why the text of one's own was not used the last time. */
  unused?: string;
  /** It was told that the incident is resolved. */
  over?: boolean;
  /** It was told that the incident is gone. */
  deleted?: boolean;
}

/** The kinds of follower that are chat rooms. */
export function roomFollowers(rooms: RoomFollowing): MessagedKind[] {
  return [
    kindOf(rooms, LIVE_ROOM, LIVE_EVERY_MS, keepsUpToDate),
    kindOf(rooms, BRIEF_ROOM, BRIEF_EVERY_MS, (type) => !keepsUpToDate(type)),
  ];
}

/** Of which kind of follower a room is. */
export const kindOfRoom = (type: ChatType) => (keepsUpToDate(type) ? LIVE_ROOM : BRIEF_ROOM);

function kindOf(rooms: RoomFollowing, kind: string, everyMs: number, mine: (type: ChatType) => boolean): MessagedKind {
  return {
    kind,
    everyMs,
    follows: (on, begun) => whoFollows(rooms, on, begun, mine),
    tell: (on, _now, follower, view) => tell(rooms, on, follower, view),
    told: (state, providerId) => ({ ...state, id: providerId }),
  };
}

async function whoFollows(
  { chatChannels }: RoomFollowing,
  on: Queries,
  begun: Parameters<MessagedKind['follows']>[1],
  mine: (type: ChatType) => boolean,
): Promise<Following[]> {
  const named = begun.map(({ incident }) => ({ ...incident, topics: incident.chatChannel?.chatbotSns ?? [] }));
  const rooms = new Map<string, ChatChannel[]>();
  for (const [account, own] of Map.groupBy(named, (one) => one.account)) {
    const bound = await chatChannels.ofTopics(on, account, [...new Set(own.flatMap(({ topics }) => topics))]);
    for (const [topic, found] of bound) rooms.set(topic, found);
  }
  return named.map(({ topics }) => {
    const own = topics.flatMap((topic) => rooms.get(topic) ?? []).filter(({ type }) => mine(type));
    return {
      followers: own.map((room) => ({ target: targetOf(room), channelType: room.type })),
      seenTo: [...new Set(own.map(({ topic }) => topic))],
    };
  });
}

/** A room that an incident's topic names; one that somebody lets follow by hand begins with `room/` instead. */
export const targetOf = ({ topic, id }: Pick<ChatChannel, 'topic' | 'id'>) => `${topic}/${id}`;
export const byHandTarget = (id: string) => `room/${id}`;
export const roomIdIn = (target: string) => target.slice(target.lastIndexOf('/') + 1);
const isByHand = (target: string) => target.startsWith('room/');

async function tell(rooms: RoomFollowing, on: Queries, follower: Follower, view: IncidentView): Promise<Telling> {
  const state: State = follower.state;
  const { incident } = view;
  if (isByHand(follower.target) && state.over) return { nothing: 'it followed until the incident was resolved' };
  const where = await addressOrWhy(on, rooms.chatChannels, follower.account, roomIdIn(follower.target));
  if ('fault' in where) return { fault: where.fault };
  const common = { to: where.address, thread: follower.incidentId };
  if (!incident) return deleted(rooms, common, follower, state);
  const built = await show(rooms, on, incident, view.engagements);
  const isFirst = state.said === undefined;
  // A room that gets a message for each change has the text in its first.
  const isTold = isFirst || follower.kind === LIVE_ROOM;
  const own = isTold ? await roomText(on, rooms, incident, built.link.url) : undefined;
  const shown = own && 'parts' in own ? { ...built, text: own.parts['text'] ?? built.text } : built;
  const said = JSON.stringify([shown.title, shown.text, shown.fields, shown.buttons]);
  const news = isFirst ? [] : newsIn(view.news);
  const { unused: _, ...before } = state;
  const fault = own && 'fault' in own ? own.fault : undefined;
  const next: State = {
    ...before,
    ...{ said, title: shown.title, over: incident.status === 'RESOLVED' },
    ...(fault === undefined ? {} : { unused: fault }),
  };
  const aside = fault === undefined || fault === state.unused ? {} : { aside: notUsed(fault) };
  const { title, text, fields, link, buttons } = shown;
  const card = { severity: incident.impact, link, news };
  if (follower.kind === LIVE_ROOM) {
    if (said === state.said && news.length === 0) return { nothing: 'the room shows it as it stands' };
    const replaces = state.id ? { replaces: state.id } : {};
    const live = { ...card, fields, buttons, ...replaces };
    return { send: { ...common, subject: title, text, card: live }, state: next, ...aside };
  }
  if (!isFirst && news.length === 0) return { nothing: 'nothing of importance has changed' };
  const told = isFirst ? { text, fields } : { text: news.join('\n'), fields: [] };
  const brief = { ...card, fields: told.fields, buttons: [] };
  return { send: { ...common, subject: title, text: told.text, card: brief }, state: next, ...aside };
}

/** The room is told all the same. */
const notUsed = (fault: string) =>
  `The template for chat was not used, and the built-in text sent instead: ${fault}. Correct it.`;

function deleted(
  { publicUrl }: RoomFollowing,
  common: Pick<OutgoingMessage, 'to'> & { thread: string },
  { kind }: Follower,
  state: State,
): Telling {
  if (state.said === undefined || state.deleted) return { nothing: 'the room knows nothing of it, or that it is gone' };
  const send = { ...common, subject: state.title ?? 'Incident', text: 'This incident was deleted.' };
  const next = { ...state, over: true, deleted: true };
  if (kind !== LIVE_ROOM || !state.id) return { send, state: next };
  const link = { label: 'Muster', url: publicUrl };
  const card = { severity: 5, fields: [], link, buttons: [], replaces: state.id, news: ['The incident was deleted'] };
  return { send: { ...send, card }, state: next };
}
