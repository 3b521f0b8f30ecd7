import type { ChannelType } from '#domain/channels';
import { type ContactRef, contactArn } from '#domain/contacts';
import { HOUR, MINUTE } from '#kernel/clock';

/** Asked for by somebody, or sent by a drill. */
export type Origin = 'asked' | 'drill';

/** How far it got. Never backwards, but an answer counts whatever was said before. */
export type TestStatus = 'waiting' | 'sent' | 'unconfirmed' | 'delivered' | 'answered' | 'failed' | 'cancelled';

/** One try of a provider. */
export interface Attempt {
  number: number;
  /** ISO 8601, as it is kept as JSON. */
  at: string;
  provider: string;
  outcome: 'sent' | 'retrying' | 'failed';
  /** Why it did not leave. */
  reason?: string;
  providerId?: string;
}

/** A message to one channel that proves that it works, and pages nobody. */
export interface TestPage {
  /** That of its message, too. */
  id: string;
  contact: ContactRef;
  channelId: string;
  channelType: ChannelType;
  origin: Origin;
  requestedBy: string;
  createdAt: Date;
  /** An answer until then is one in time. */
  answerBy: Date;
  status: TestStatus;
  /** The last 20, oldest first. */
  attempts: Attempt[];
  info?: string;
  sentAt?: Date;
  deliveredAt?: Date;
  answeredAt?: Date;
  answeredBy?: string;
  /** Wrong codes that were given for it. */
  tries: number;
}

/** What is heard of it. */
export type News =
  | { kind: 'sent'; attempt: Attempt }
  | { kind: 'retrying'; attempt: Attempt }
  | { kind: 'failed'; attempt: Attempt }
  | { kind: 'cancelled'; info: string }
  | { kind: 'delivered' }
  | { kind: 'undelivered'; info: string }
  | { kind: 'unconfirmed'; info: string }
  | { kind: 'answered'; by: string };

/** How long an asked one waits for its answer; a message that could not leave meanwhile is given up. */
export const ANSWER_MS = 15 * MINUTE;
/** How long a code or link answers at all. */
export const ANSWERABLE_MS = 24 * HOUR;
/** Wrong codes after which none is taken for it. */
export const TRIES = 5;
const MOST_ATTEMPTS = 20;

const RANK: Record<TestStatus, number> = {
  waiting: 0,
  sent: 1,
  unconfirmed: 2,
  delivered: 3,
  failed: 4,
  cancelled: 4,
  answered: 5,
};

/** The test page after some news. What is late, or repeated, changes nothing. */
export function after(now: Date, was: TestPage, news: News): TestPage {
  const to = (status: TestStatus, also: Partial<TestPage> = {}): TestPage =>
    RANK[status] > RANK[was.status] ? { ...was, status, ...also } : was;
  switch (news.kind) {
    case 'sent':
      return tried(to('sent', { sentAt: now }), news.attempt);
    case 'retrying':
      return tried(was, news.attempt);
    case 'failed':
      return tried(to('failed', reasonOf(news.attempt)), news.attempt);
    case 'cancelled':
      return to('cancelled', { info: news.info });
    case 'delivered':
      return to('delivered', { deliveredAt: now, sentAt: was.sentAt ?? now });
    case 'undelivered':
      // What arrived once did arrive.
      return was.status === 'delivered' ? was : to('failed', { info: news.info });
    case 'unconfirmed':
      return to('unconfirmed', { info: news.info });
    case 'answered':
      return to('answered', { answeredAt: now, answeredBy: news.by });
  }
}

const reasonOf = ({ reason }: Attempt) => (reason === undefined ? {} : { info: reason });

const tried = (was: TestPage, attempt: Attempt): TestPage => ({
  ...was,
  attempts: [...was.attempts, attempt].slice(-MOST_ATTEMPTS),
});

/** Nothing more is to be expected of it in time: for whoever follows it. */
export const isOver = (now: Date, { status, answerBy }: TestPage): boolean =>
  status === 'answered' || status === 'failed' || status === 'cancelled' || now >= answerBy;

/** It reached somebody, and they answered in time. */
export const inTime = ({ answeredAt, answerBy }: TestPage): boolean =>
  answeredAt !== undefined && answeredAt <= answerBy;

/** Whether a code or link answers it still. */
export const isAnswerable = (now: Date, { status, createdAt }: TestPage): boolean =>
  status !== 'answered' && status !== 'cancelled' && now.getTime() - createdAt.getTime() <= ANSWERABLE_MS;

/**
 * Who may have a test page sent to a channel: its owner, and administrators. Until people have accounts of their own, whoever
 * can call is an administrator of the account, or acts as a contact.
 */
export function mayTest(principal: string, owner: ContactRef): boolean {
  const isContact = /^arn:aws:ssm-contacts:[^:]*:[0-9]{12}:contact\//.test(principal);
  return isContact ? principal === contactArn(owner) : true;
}
