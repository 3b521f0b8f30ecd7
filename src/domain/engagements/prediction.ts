import type { ContactChannel } from '#domain/contacts';
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
  what: 'engaged' | 'paged' | 'answered' | 'acknowledged' | 'stopped' | 'ended' | 'told';
  /** From what was engaged down to whom this is about. */
  path: Hop[];
  message?: PredictedMessage;
  text?: string;
}

export interface Prediction {
  /** In order of time. */
  steps: Step[];
  messages: PredictedMessage[];
  /** False: it was cut, and more would follow. */
  whole: boolean;
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
  replies: { at: Date; message: PredictedMessage }[];
  steps: Step[];
}

type Next = { at: Date; due: Tree[] } | { at: Date; reply: PredictedMessage };

/** What comes next: the trees whose timers are due first, or the answer that comes before them; undefined: nothing. */
export function soonest({ trees, replies }: Run): Next | undefined {
  const timers = trees.flatMap(({ wakeAt }) => wakeAt?.getTime() ?? []);
  const at = Math.min(...timers);
  const answer = replies.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0];
  if (answer && answer.at.getTime() < at) return { at: answer.at, reply: answer.message };
  if (!Number.isFinite(at)) return undefined;
  return { at: new Date(at), due: trees.filter(({ wakeAt }) => wakeAt !== undefined && wakeAt.getTime() <= at) };
}

/** What a run came to. */
export function arrivals({ trees, messages, steps, question }: Run): Omit<Prediction, 'whole'> {
  const roots = trees.map(({ now: { root } }) => root);
  const ends = roots.map(({ stoppedAt }) => stoppedAt?.getTime() ?? question.at.getTime());
  return {
    steps: steps.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
    messages,
    acknowledged: roots.length > 0 && roots.every(({ status }) => status === 'acknowledged'),
    endsAt: new Date(Math.max(question.at.getTime(), ...ends)),
  };
}
