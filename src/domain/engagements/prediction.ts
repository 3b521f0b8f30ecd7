import type { Pace } from '#domain/channels';
import type { ContactChannel, ContactRef } from '#domain/contacts';
import type { Decided as DecidedCase } from './apply.ts';
import type { Asked } from './asked.ts';
import type { PlanRooms } from './book.ts';
import type { Engagement, EngagementTree } from './engagement.ts';
import type { Question } from './predict.ts';
import type { KnownChannels } from './predict-plans.ts';

/** One on the way from what was engaged to a person. */
export interface Hop {
  engagement: Engagement;
  /** What it answered, where it is a schedule. */
  asked?: Asked;
}

export interface PredictedMessage {
  id: string;
  at: Date;
  channel: ContactChannel;
  /** Its provider takes it. */
  arrives: boolean;
  answered: boolean;
  pages: { tree: Tree; engagementId: string; path: Hop[]; stage: number; attempt: number }[];
}

export interface Step {
  at: Date;
  /** `held`: a page waits, as many come to its channel. */
  what: 'engaged' | 'paged' | 'held' | 'answered' | 'acknowledged' | 'stopped' | 'ended' | 'told';
  /** From what was engaged down to whom this is about. */
  path: Hop[];
  message?: PredictedMessage;
  text?: string;
}

export interface Prediction {
  /** In order of time. */
  steps: Step[];
  messages: PredictedMessage[];
  /** Why it was cut, and more would follow; undefined: it is whole. */
  cut?: string;
  /** Somebody's answer ended every plan. */
  acknowledged: boolean;
  /** When the last plan was over. */
  endsAt: Date;
}

export interface Tree {
  now: EngagementTree;
  wakeAt?: Date | undefined;
  /** By engagement. */
  asked: Map<string, Asked>;
}

export type Decided = DecidedCase & { tree: Tree };

/** A prediction under way. */
export interface Run {
  question: Question;
  rooms: PlanRooms;
  channels: KnownChannels;
  trees: Tree[];
  messages: PredictedMessage[];
  /** Who is to be engaged yet, soonest first. */
  later: { at: Date; contacts: ContactRef[] }[];
  replies: { at: Date; message: PredictedMessage }[];
  /** What waits, as its receiver's pace says. */
  held: { until: Date; since: Date; message: PredictedMessage }[];
  /** By `keyOf` a person: what went to them of late. */
  paces: Map<string, Pace>;
  steps: Step[];
}

type Next =
  | { at: Date; held: true }
  | { at: Date; due: Tree[] }
  | { at: Date; reply: PredictedMessage }
  | { at: Date; later: true };

/**
 * What comes next: the trees whose timers are due first, those who are to be engaged later, what was held, or an answer that comes
 * before all of these; undefined: nothing.
 */
export function soonest({ trees, replies, later, held }: Run): Next | undefined {
  const timer = Math.min(...trees.flatMap(({ wakeAt }) => wakeAt?.getTime() ?? []));
  const more = later[0]?.at.getTime() ?? Number.POSITIVE_INFINITY;
  const release = Math.min(...held.map(({ until }) => until.getTime()));
  const answer = replies.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0];
  const first = Math.min(timer, more, release);
  if (answer && answer.at.getTime() < first) return { at: answer.at, reply: answer.message };
  if (!Number.isFinite(first)) return undefined;
  const at = new Date(first);
  if (more === first) return { at, later: true };
  // Timers before what leaves: what they put for the same channel goes with it.
  if (timer === first) return { at, due: trees.filter(({ wakeAt }) => wakeAt !== undefined && wakeAt <= at) };
  return { at, held: true };
}

/** What a run came to. */
export function arrivals({ trees, messages, steps, question }: Run): Prediction {
  const roots = trees.map(({ now: { root } }) => root);
  const ends = roots.map(({ stoppedAt }) => stoppedAt?.getTime() ?? question.at.getTime());
  return {
    steps: steps.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
    messages,
    acknowledged: roots.length > 0 && roots.every(({ status }) => status === 'acknowledged'),
    endsAt: new Date(Math.max(question.at.getTime(), ...ends)),
  };
}
