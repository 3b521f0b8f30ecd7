import { arns } from '#kernel/arn';
import { after, SECOND } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Db } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { patiently } from '#storage/patiently';
import { deliveriesSql, keyValues, type OpenDeliveryRow } from './deliveries.sql.ts';
import { afterVain, parseWorkKey, toKey, workOf } from './delivery.ts';
import type { Delivered, Delivery, Heard } from './target.ts';
import type { TargetOptions } from './target-options.ts';

/** What could not be delivered goes to a queue of the user's, with what is known of it (aws-behaviour.md 4.5). */

export const DEAD_LETTERS = 'events.dead-letters';
const CONCURRENCY = 8;
/** A queue that is away this long gets nothing more. */
const POLICY = { ageSeconds: 86_400 };

export interface DeadLetter {
  queueArn: string;
  /** The event as it was. */
  body: string;
  attributes: Readonly<Record<string, string>>;
}

/** How letters leave. */
export interface DeadLetterQueue {
  /** Never throws for what the outside does. */
  send(now: Date, letter: DeadLetter, signal: AbortSignal): Promise<Heard>;
}

/** Whether an outcome is one for the target's queue. */
export const deadLetterOf = ({ deadLetterArn }: TargetOptions, outcome: Delivered): boolean =>
  deadLetterArn !== undefined && 'error' in outcome;

export const deadLetterWork = (delivery: Delivery, now: Date) =>
  workOf(toKey(delivery), DEAD_LETTERS, now, delivery.actor.requestId);

export interface DeadLetterDeps {
  db: Db;
  due: DueWork;
  log: Log;
  now: () => Date;
  deadLetters: DeadLetterQueue;
}

export function deadLetterHandler({ db, due, log, now, deadLetters }: DeadLetterDeps) {
  return {
    queue: DEAD_LETTERS,
    concurrency: CONCURRENCY,
    async handle(job: Job, { signal }: { signal: AbortSignal }): Promise<void> {
      const key = parseWorkKey(job.key);
      const row = await db.first(deliveriesSql.open, keyValues(key));
      if (row?.dead_letter !== 'pending' || row.body === null || row.options.deadLetterArn === undefined) {
        return db.tx((tx) => due.finish(tx, job));
      }
      const ruleArn = arns.rule(key.region, key.account, row.bus, key.rule);
      const letter = { queueArn: row.options.deadLetterArn, body: row.body, attributes: attributesOf(row, ruleArn) };
      const heard = await deadLetters.send(now(), letter, signal);
      const next = heard.ok ? undefined : afterVain(heard, POLICY, job.attempt, now().getTime() - job.dueAt.getTime());
      const about = { requestId: job.requestId, event: key.eventId, rule: ruleArn, queue: letter.queueArn };
      await patiently(signal, () =>
        db.tx(async (tx) => {
          if (!heard.ok && next && 'waitMs' in next) {
            return due.again(tx, job, after(now(), Math.max(next.waitMs, SECOND)), heard.reason);
          }
          await due.finish(tx, job);
          const end = heard.ok ? ['sent', null] : ['failed', heard.reason];
          await tx.rows(deliveriesSql.settleDeadLetter, [...keyValues(key), ...end]);
        }),
      );
      if (heard.ok) log.info(about, 'an event that could not be delivered went to the dead-letter queue');
      else if (next && 'end' in next)
        log.warn(
          { ...about, reason: heard.reason },
          'an event could go neither to its target nor to its dead-letter queue',
        );
    },
  };
}

function attributesOf(row: OpenDeliveryRow, ruleArn: string): Record<string, string> {
  return {
    RULE_ARN: ruleArn,
    TARGET_ARN: row.target_arn,
    ERROR_CODE: row.error_code ?? 'FAILED_INVOCATION',
    // SQS takes no empty value.
    ERROR_MESSAGE: row.error || 'the target did not take it',
    ...(row.exhausted ? { EXHAUSTED_RETRY_CONDITION: row.exhausted } : {}),
    RETRY_ATTEMPTS: String(Math.max(0, row.attempts - 1)),
  };
}
