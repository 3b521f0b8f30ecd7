import type { Trail } from '#domain/audit';
import type { InboundMail, MailReplied, MailReplies } from '#domain/engagements';
import type { AlertIntake, IntakeKeys } from '#domain/intake';
import type { Log } from '#kernel/log';
import { Refusal } from '#kernel/refusal';
import type { Db } from '#storage/db';
import { type AnswerFrom, answerCall } from '../answer-call.ts';
import { alertOfMail, keyOfMail } from './alert-mail.ts';

export interface MailTaker {
  db: Db;
  log: Log;
  trail: Trail;
  mailReplies: MailReplies;
  intakeKeys: IntakeKeys;
  alertIntake: AlertIntake;
  now(): Date;
}

/** Takes a mail that came in, whichever way. */
export type TakeMail = (mail: InboundMail, from: AnswerFrom) => Promise<TakenMail>;

export interface TakenMail {
  did: MailReplied['did'] | 'alerted';
  why?: string;
}

/** What the trail calls what an answer did. */
const EVENTS: Partial<Record<MailReplied['did'], string>> = {
  acknowledged: 'AcceptPage',
  resolved: 'UpdateIncidentRecord',
  noted: 'CreateTimelineEvent',
};

/** What somebody answered takes effect, and stands in the trail, in one transaction. */
export function mailTaker(taker: MailTaker): TakeMail {
  const { db, log, trail, mailReplies, now } = taker;
  return async (mail, from) => {
    const at = now();
    const key = keyOfMail(mail);
    if (key !== undefined) return takeAlert(taker, at, mail, key, from);
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

/** A mail to an intake key's address: written by a machine, as a rule; not by us, and no report of one of ours. */
async function takeAlert(
  { log, intakeKeys, alertIntake }: MailTaker,
  at: Date,
  mail: InboundMail,
  text: string,
  { requestId }: AnswerFrom,
): Promise<TakenMail> {
  if (mail.automatic === 'x-muster-key' || mail.bounce !== undefined)
    return ignored(log, requestId, 'it is a mail of Muster itself, or a report of one');
  try {
    const key = await intakeKeys.identify(at, text);
    if (key.source !== 'email') return ignored(log, requestId, `the key in its address is for ${key.source}`);
    await alertIntake.take(at, key, { alerts: [alertOfMail(mail, text)], requestId, bytes: mail.text.length });
    log.info({ requestId, key: key.id }, 'a mail came in as an alert');
    return { did: 'alerted' };
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'unauthenticated') return ignored(log, requestId, error.message);
    throw error;
  }
}

function ignored(log: Log, requestId: string, why: string): TakenMail {
  log.warn({ requestId, reason: why }, 'a mail that should be an alert is none');
  return { did: 'nothing', why };
}
