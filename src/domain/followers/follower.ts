import type { ChannelType, OutgoingMessage } from '#domain/channels';
import type { EngagementRow } from '#domain/engagements';
import type { Begun, Incident } from '#domain/incidents';
import type { TimelineEvent } from '#domain/timeline';
import type { Queries, Tx } from '#storage/db';

/** Where those are who are told within Muster, by what their kind does itself. */
export const WITHIN = 'TOPIC';

/** Somebody outside who is told of an incident: a chat room, a topic, another service. */
export interface Follower {
  id: string;
  account: string;
  incidentId: string;
  /** Which kind it is of, and what it is called there: a topic's ARN, an integration's name. */
  kind: string;
  target: string;
  /** How messages go there; TOPIC: within Muster, without a message. */
  channelType: ChannelType | typeof WITHIN;
  /** What its kind remembers between two messages; `{}` before the first. */
  state: FollowerState;
  /** The number of the timeline's last entry that it knows of. */
  toldSeq: number;
  /** When it is not told any more; absent: as long as the incident is there. */
  until?: Date;
}

/** JSON. What a kind must know of the messages before: the provider's id of the one that it updates, and so on. */
export type FollowerState = Readonly<Record<string, unknown>>;

/** An incident as a message is written about it: what is true at the moment of sending (law 1). */
export interface IncidentView {
  /** Undefined: it was deleted. */
  incident: Incident | undefined;
  /** Newest first, 100 at most. */
  engagements: EngagementRow[];
  /** What was written since its follower was told the last time, in order, 100 at most. */
  news: TimelineEvent[];
}

/** An incident whose topics were changed. */
export type Retargeted = Pick<Begun, 'incident'> & { integrations?: undefined };

/** Whom an incident has to be told to, by what it names. */
export interface Following {
  followers: { target: string; channelType: Follower['channelType']; state?: FollowerState }[];
  /** What of the names this kind sees to: topics' ARNs, names of integrations. What no kind sees to is told on the timeline. */
  seenTo: string[];
}

/** What goes to a follower, and what it will know after that. */
export type Telling =
  /** `more`: there is something else to say at once, by a message of its own. */
  /** `aside`: what is to be told on the timeline besides, and is no news to followers. */
  | { send: Omit<OutgoingMessage, 'key'>; state?: FollowerState; more?: boolean; aside?: string }
  /** Nothing of it concerns this follower. */
  | { nothing: string }
  /** It cannot be told: a secret is missing. It is on the timeline, and tried again at the next change. */
  | { fault: string };

/** A kind of follower. A higher room, or one that keeps what the names mean, offers it. */
export type FollowerKind = MessagedKind | DirectKind;

interface AnyKind {
  readonly kind: string;
  /** Milliseconds at least between two messages to one follower; what happens meanwhile goes with the second. */
  readonly everyMs: number;
  /**
   * Who of this kind follows each of these incidents that were opened together, in their order; of one whose topics were
   * changed, `integrations` is absent.
   */
  follows(on: Queries, begun: readonly (Begun | Retargeted)[]): Promise<Following[]>;
}

/** One whose followers are told within Muster: what it does commits with that they know. */
export interface DirectKind extends AnyKind {
  /** Does what there is to do; answers the state after it, or undefined where nothing of what is new concerns it. */
  act(tx: Tx, now: Date, follower: Follower, view: IncidentView): Promise<FollowerState | undefined>;
}

/** One whose followers get messages of the kind `follower.<kind>`. */
export interface MessagedKind extends AnyKind {
  /** What to tell: `nothing` says why not. Reads secrets here: nothing of `send` is stored. */
  tell(on: Queries, now: Date, follower: Follower, view: IncidentView): Promise<Telling>;
  /** The state once its provider has taken the message; that of the telling unless given. */
  told?(state: FollowerState, providerId: string): FollowerState;
  /** What else is to be done once it has been told; takes no lock that a writer of the timeline takes before it. */
  arrived?(tx: Tx, now: Date, follower: Follower, providerId: string): Promise<void>;
}
