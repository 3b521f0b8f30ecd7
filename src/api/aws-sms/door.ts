import type { FastifyInstance } from 'fastify';
import type { Confirmations } from '#domain/channels';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { SnsVerifier } from '#providers/sns-inbound';
import type { Db } from '#storage/db';
import { eventIn } from './fate.ts';

/** Where AWS tells what became of text messages by End User Messaging. */
export interface AwsSmsEvents {
  /** The one topic whose messages are believed: anybody may have SNS sign messages of topics of their own. */
  topicArn: string;
  /** Takes what AWS has signed, and nothing of Muster's own. */
  verifier: SnsVerifier;
  /** Calls the address by which a subscription is confirmed. Rejects where it does not answer well. */
  confirm(subscribeUrl: string): Promise<void>;
}

export interface AwsSmsDoor {
  db: Db;
  clock: Clock;
  log: Log;
  confirmations: Confirmations;
  /** Unset: the door is shut. */
  awsSmsEvents?: AwsSmsEvents | undefined;
}

const BODY_LIMIT = 524_288;
const HTTP = { refused: 403, again: 503, done: 204 };

/**
 * `/inbound/aws-sms`: SNS delivers the events of an event destination. Only what AWS has signed, of the one topic and of the last hour,
 * counts; what is told twice, late or in another order comes to the same, since a message is judged once.
 */
export function addAwsSms(app: FastifyInstance, { db, clock, log, confirmations, awsSmsEvents }: AwsSmsDoor): void {
  if (!awsSmsEvents) return;
  const { topicArn, verifier, confirm } = awsSmsEvents;
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/inbound/aws-sms', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const judged = await verifier.judge(typeof request.body === 'string' ? request.body : '', clock.now());
      const reason = judged.ok && judged.message.topicArn !== topicArn ? 'it is of another topic' : undefined;
      if (!judged.ok || reason !== undefined) {
        const why = judged.ok ? reason : judged.reason;
        log.warn({ requestId: request.id, reason: why }, 'an event of text messages was not AWS’s');
        const status = !judged.ok && judged.retry ? HTTP.again : HTTP.refused;
        return reply.code(status).send({ title: 'Not taken', status, detail: 'Wanted a message of AWS’s own.' });
      }
      const { type, message, subscribeUrl } = judged.message;
      if (type === 'SubscriptionConfirmation' && subscribeUrl) {
        await confirm(subscribeUrl);
        log.info({ topicArn }, 'AWS tells from now on what became of text messages');
      }
      const event = type === 'Notification' ? eventIn(message) : undefined;
      if (event) await db.tx((tx) => confirmations.record(tx, clock.now(), event.key, event.providerId, event.fate));
      return reply.code(HTTP.done).send();
    });
  });
}
