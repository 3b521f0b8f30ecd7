import {
  badParameter,
  ownTopic,
  parseSubscriptionArn,
  parseTopicArn,
  type SubscriptionRef,
  type TopicRef,
} from '#domain/topics';
import type { WireCall } from '../support.ts';

/** The topic that a call names, which is its account's and its Region's. */
export function namedTopic(call: WireCall, arn: string, member = 'TopicArn'): TopicRef {
  return here(call, ownTopic(call.actor.account, parseTopicArn(arn, member)), member);
}

/** The same of a subscription. */
export function namedSubscription(call: WireCall, arn: string): SubscriptionRef {
  return here(call, ownTopic(call.actor.account, parseSubscriptionArn(arn)), 'SubscriptionArn');
}

/** As at AWS, a Region knows its own topics only. */
function here<Ref extends TopicRef>({ actor }: WireCall, ref: Ref, member: string): Ref {
  if (ref.region === actor.region) return ref;
  throw badParameter(
    member,
    `it is of the Region ${ref.region}, and was asked for in ${actor.region}. Call that Region`,
  );
}
