import type { ContactChannelType } from '#domain/channels';
import type { ContactRef, ContactType, Stage } from '#domain/contacts';

export type EngagementStatus =
  /** Stages are still to come, or the last one runs. */
  | 'engaging'
  /** Somebody answered. Settled. */
  | 'acknowledged'
  /** StopEngagement, the incident's end, or somebody else's answer. Settled. */
  | 'stopped'
  /** All stages have run and nobody has answered: nothing new happens, but what was due still goes out. */
  | 'ended';

/** One person's (or plan's) running plan within an engagement. */
export interface Engagement {
  id: string;
  contact: ContactRef;
  contactType: ContactType;
  parentId?: string;
  /** Which stage of the plan above engaged this one, from 0; a schedule has none. */
  parentStage?: number;
  /** Whether this person's answer ends the plan above it. Who is reached through a schedule has it of the schedule. */
  essential: boolean;
  status: EngagementStatus;
  /** -1 until the first one is entered, or the schedule was asked who is on call. */
  stage: number;
  stageStartedAt: Date;
  /** Which repeat of the plan runs, from 0: a plan may begin again after its last stage. */
  cycle: number;
  /** How often it began anew because an acknowledgement had timed out. Only what is of the tree's present round runs or counts. */
  round: number;
  /** Channel id → the number of the last attempt in this stage. */
  attempts: Record<string, number>;
  /** Channel id → when that attempt was due, in milliseconds since 1970. */
  attemptedAt: Record<string, number>;
  startedAt: Date;
  stoppedAt?: Date;
  stopReason?: string;
  /** Of an acknowledged root: when it begins anew, unless the incident is over or In Progress by then. */
  repageAt?: Date;
}

/** What was engaged, and everybody reached through it: decided together, under one lock. */
export interface EngagementTree {
  root: Engagement;
  /** The root and all below it, in the order they were engaged. */
  all: Engagement[];
}

/** What the plans say now; a decision is made on it afresh each time (law 5). */
export interface Book {
  /** By `keyOf`; a contact that is not in it does not exist any more. */
  contacts: ReadonlyMap<string, BookContact>;
  /** By `keyOf`, for each schedule among the contacts: who is on call now, and was when a page that is in time was due. */
  schedules: ReadonlyMap<string, ScheduleAnswer>;
  /** By id; only those that exist. */
  channels: ReadonlyMap<string, { type: ContactChannelType; activated: boolean }>;
  /** How many milliseconds a minute of a plan lasts: 60,000 unless MUSTER_TIME_SCALE says otherwise. */
  minuteMs: number;
}

export interface BookContact {
  type: ContactType;
  name: string;
  stages: Stage[];
  /** How often the stages begin again after the last one. A plan without any length does not. */
  repeats: number;
  /** Minutes after an acknowledgement after which it pages again; 0: never. */
  acknowledgementMinutes: number;
}

export interface ScheduleAnswer {
  /** In the schedule's order. */
  rotations: RotationAnswer[];
}

export interface ShiftAnswer {
  start: Date;
  end: Date;
  people: ContactRef[];
  /** Whose turn it was, where overrides say something; empty where it was nobody's. */
  overridden?: ContactRef[];
  /** The ids of those overrides. */
  by?: string[];
}

export interface RotationAnswer {
  arn: string;
  name?: string;
  /** An IANA zone. */
  timeZone?: string;
  /** The shifts around now; absent, as name and zone, where the rotation does not exist any more. */
  shifts?: ShiftAnswer[];
}

export type Input =
  | { kind: 'started' }
  /** The timer: something may be due. `inProgress`: somebody works on the incident, so that it is not paged about anew. */
  | { kind: 'woken'; inProgress?: boolean }
  | { kind: 'acknowledged'; engagementId: string }
  /** The stage that runs is over now, where another follows: a page of it was in vain, or somebody asked for the next one. */
  | { kind: 'hurried'; engagementId: string }
  /** A page of these was refused for good, or could not leave. `pages` is what became of the pages of the tree, by engagement. */
  | { kind: 'refused'; engagementIds: string[]; pages: Readonly<Record<string, PagesFailed>> }
  /** All of it, or only this one and whom it engaged. */
  | { kind: 'stopped'; reason: string; engagementId?: string };

/** Of an engagement's pages in the present round: whether every one of the stage that runs has failed for good, and every one of all. */
export interface PagesFailed {
  stage: boolean;
  all: boolean;
}

export type Effect =
  | {
      kind: 'page';
      engagementId: string;
      channelId: string;
      channelType: ContactChannelType;
      stage: number;
      attempt: number;
      dueAt: Date;
    }
  /** Something a person must know of, in words (law 4). */
  | { kind: 'tell'; text: string }
  | { kind: 'wakeAt'; at: Date }
  | { kind: 'sleep' };

export type Reason =
  | 'started'
  | 'stageReached'
  | 'nothingDue'
  | 'planEnded'
  | 'acknowledged'
  | 'acknowledgedByNonEssential'
  | 'acknowledgedAgain'
  | 'acknowledgementTimedOut'
  | 'stillInProgress'
  | 'timeoutTakenAway'
  | 'stopped'
  | 'alreadySettled';

export interface Decision {
  next: EngagementTree;
  why: Reason;
  effects: Effect[];
}

/** Of the tree's present round: what an acknowledgement that timed out left behind neither runs nor counts any more. */
export const isPresent = (one: Engagement, { root }: EngagementTree) => one.round === root.round;

/** Whether a page for this engagement may still go out. */
export const isLive = (engagement: Pick<Engagement, 'status'>) =>
  engagement.status === 'engaging' || engagement.status === 'ended';
