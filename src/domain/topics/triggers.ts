import type { ActionResult, AlarmAction } from '#domain/alarms';
import type { Delivered, TargetKind } from '#domain/events';
import { Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { alarmMessage } from './alarm-message.ts';
import type { OwnPublication, TopicPublishing } from './publishing.ts';

/** A topic's ARN, of any account: whether it may be published to is judged then. */
const isTopicArn = (arn: string) => /^arn:aws:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/.test(arn);

/** A topic as an alarm's action, in any state (aws-behaviour.md 4.8). */
export function topicAction(topics: TopicPublishing): AlarmAction {
  return {
    name: 'topic',
    accepts: isTopicArn,
    onlyOnAlarm: false,
    run(tx, now, { actor, alarm, alarmArn, actionArn, was }) {
      const told = alarmMessage(alarm, alarmArn, was);
      const about = { account: alarm.account, topicArn: actionArn, requestId: actor.requestId };
      return outcome(tx, now, topics, { ...about, ...told });
    },
  };
}

/** A topic as the target of a rule: it gets the event, or what the target makes of it. */
export function topicTarget(topics: TopicPublishing): TargetKind {
  return {
    name: 'topic',
    accepts: isTopicArn,
    async deliver(tx, now, deliveries) {
      const results: Delivered[] = [];
      for (const { event, input, ruleArn, targetId, targetArn, actor } of deliveries) {
        const key = `event ${event.id} ${ruleArn} ${targetId}`;
        const about = { account: event.account, topicArn: targetArn, key, requestId: actor.requestId };
        // As AWS: the target has no subject, and its subscribers' mails get one of the topic's.
        results.push(await outcome(tx, now, topics, { ...about, subject: '', message: input }));
      }
      return results;
    },
  };
}

/** A topic that is not there, or another account's, is told where the alarm or rule is, and disturbs nothing else. */
async function outcome(
  tx: Tx,
  now: Date,
  topics: TopicPublishing,
  publication: OwnPublication,
): Promise<ActionResult & Delivered> {
  try {
    return { result: (await topics.publish(tx, now, publication)).messageId };
  } catch (error) {
    if (!(error instanceof Refusal) || !['notFound', 'accessDenied', 'validation'].includes(error.kind)) throw error;
    const code =
      error.kind === 'accessDenied'
        ? 'NO_PERMISSIONS'
        : error.kind === 'notFound'
          ? 'NO_RESOURCE'
          : 'INVALID_PARAMETER';
    return { error: `${error.message}. Create the topic ${publication.topicArn}, or name another.`, code };
  }
}
