export { type ByLink, type SubscriptionsByLink, subscriptionsByLink } from './by-link.ts';
export type { DeliveryView } from './deliveries.sql.ts';
export type { EndpointMessage, Endpoints, Heard } from './endpoint.ts';
export { textToSign } from './envelope.ts';
export type { MessageAttributes } from './filter-policy.ts';
export { type DeliveryDeps, deliveryHandler, topicMessages } from './handlers.ts';
export { deliveryInvariant, topicHousekeeping } from './housekeeping.ts';
export { subscriptionLinks } from './links.ts';
export { MAX_BYTES, type Publication } from './publication.ts';
export type { OwnPublication, TopicPublishing } from './publishing.ts';
export { createSigningKey, type SigningKey } from './signing.ts';
export type { SubscriptionView } from './subscribing.ts';
export {
  badParameter,
  ownTopic,
  parseSubscriptionArn,
  parseTopicArn,
  type SubscriptionRef,
  type TopicRef,
  topicArn,
} from './topic.ts';
export { createTopics, type Topics, topicsNamed } from './topics.ts';
export { topicAction, topicTarget } from './triggers.ts';
