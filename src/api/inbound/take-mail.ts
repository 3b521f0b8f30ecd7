import type { Trail } from '#domain/audit';
import type { InboundMail, MailReplied, MailReplies } from '#domain/engagements';
import type { Log } from '#kernel/log';
import type { Db } from '#storage/db';
import { type AnswerFrom, answerCall } from '../answer-call.ts';

export interface MailTaker {
  db: Db;
  log: Log;
  trail: Trail;
  mailReplies: MailReplies;
  now(): Date;
}

/** Takes a mail that came in, whichever way. */
export type TakeMail = (mail: InboundMail, from: AnswerFrom) => Promise<MailReplied>;

/** What the trail calls what an answer did. */
const EVENTS: Partial<Record<MailReplied['did'], string>> = {
  acknowledged: 'AcceptPage',
  resolved: 'UpdateIncidentRecord',
  noted: 'CreateTimelineEvent',
};

/** What somebody answered takes effect, and stands in the trail, in one transaction. */
export function mailTaker({ db, log, trail, mailReplies, now }: MailTaker): TakeMail {
  return async (mail, from) => {
    const at = now();
    const replied = await db.tx(async (tx) => {
      const done = await mailReplies.receive(tx, at, mail, from.requestId);
      const event = EVENTS[done.did];
      if (event && done.page) await trail.write(tx, answerCall(from, done.page, at, 'reply by mail', event));
      return done;
    });
    log.info({ requestId: from.requestId, did: replied.did, reason: replied.why }, 'a mail came in');
    return replied;
  };
}
