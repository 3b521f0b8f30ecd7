import { DEFAULT_RETRIES, type RetryPolicy, retriesIn } from './delivery-policy.ts';
import type { SubscriptionAttributes } from './subscription.ts';
import type { TopicAttributes } from './topic-attributes.ts';

/** The retries that hold for a subscription: its own, else its topic's, else Muster's. */
export function effectivePolicy(topic: TopicAttributes, subscription: SubscriptionAttributes): RetryPolicy {
  const of = (attributes: Readonly<Record<string, string>>) => retriesIn(attributes['DeliveryPolicy'] ?? '{}');
  return of(subscription) ?? of(topic) ?? DEFAULT_RETRIES;
}
