import { form, mapOf, maybe, named, orNull, pageOf, paging, text, time, uuid, whole, word } from '../schema.ts';

const topicName = form(
  /^[A-Za-z0-9_-]{1,256}$/,
  '1 to 256 letters, digits, hyphens and underscores',
  'What the topic is called.',
);
const endpoint = text(1, 2_048, 'Where it is delivered to: an address over HTTP, a mail address, a telephone number.');
const protocol = word(['http', 'https', 'email', 'email-json', 'sms', 'lambda'], 'How it is delivered.');
const displayName = text(0, 100, 'What people read as its sender; empty: its name.');

export const TopicId = named('TopicId', { topicName }, 'Which topic.');

const topic = { arn: text(1, 1_000, 'Its ARN, by which alarms, rules and plans name it.'), name: topicName };

const TopicSummary = named('TopicSummary', topic, 'A topic, as lists have it.');
export const TopicPage = pageOf('Topic', TopicSummary);
export const TopicFilter = named('TopicFilter', paging, 'Which page.');

export const Topic = named(
  'Topic',
  {
    ...topic,
    displayName,
    subscriptions: named(
      'TopicSubscriptions',
      {
        confirmed: whole(0, 1_000_000, 'Those that said yes.'),
        pending: whole(0, 1_000_000, 'Those that were asked.'),
        deleted: whole(0, 2_147_483_647, 'Those that there were.'),
      },
      'How many there are.',
    ),
    tags: mapOf(text(0, 256, 'A tag’s value.'), 50, 'Its tags.'),
  },
  'A name to which is published, and which goes to all who subscribe to it.',
);

export const NewTopic = named('NewTopic', { name: topicName, displayName: maybe(displayName) }, 'A topic to make.');

export const Subscription = named(
  'Subscription',
  {
    id: uuid('Its id.'),
    arn: text(1, 1_100, 'Its ARN.'),
    protocol,
    endpoint,
    state: word(['pending', 'confirmed'], '`pending`: its owner was asked and has not said yes.'),
  },
  'An endpoint that wants what is published to a topic.',
);
export const SubscriptionPage = pageOf('Subscription', Subscription);
export const SubscriptionFilter = named('SubscriptionFilter', paging, 'Which page.');
export const SubscriptionId = named(
  'SubscriptionId',
  { topicName, subscriptionId: uuid('The subscription’s id.') },
  'Which subscription.',
);

export const NewSubscription = named(
  'NewSubscription',
  {
    protocol,
    endpoint,
    filterPolicy: maybe(text(2, 4_096, 'An event pattern over the message’s attributes, as JSON text.')),
  },
  'An endpoint to ask.',
);

export const NewPublication = named(
  'NewPublication',
  {
    message: text(1, 262_144, 'What is told, in at most 262,144 bytes.'),
    subject: maybe(text(1, 100, 'The subject of mails: ASCII text on one line.')),
  },
  'What to publish.',
);

export const Publication = named('Publication', { messageId: uuid('The message’s id.') }, 'What was published.');

export const TopicDelivery = named(
  'TopicDelivery',
  {
    id: uuid('Its id.'),
    messageId: orNull(uuid('Of which message; null: it asks whether the subscription is wanted.')),
    subject: orNull(text(0, 100, 'The message’s subject.')),
    subscriptionId: orNull(uuid('To which subscription; null: it is gone.')),
    protocol,
    endpoint,
    status: word(
      ['pending', 'delivered', 'failed', 'cancelled'],
      '`cancelled`: the subscription was ended, or confirmed, before.',
    ),
    attempts: whole(0, 1_000_000, 'How often it was tried.'),
    error: orNull(text(0, 10_000, 'What the last try failed of, or why it is not wanted any more.')),
    createdAt: time('When it was decided.'),
    settledAt: orNull(time('When it was delivered, failed or cancelled; null: it is tried still.')),
  },
  'One message at one endpoint, and what came of it.',
);
export const TopicDeliveryPage = pageOf('TopicDelivery', TopicDelivery);
