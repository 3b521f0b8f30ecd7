import { blob, boolean, list, map, required, string, structure } from '#kernel/shape';

/** Topics, subscriptions and messages as SNS has them. Its model bounds next to nothing: the room does. */

const Text = string();
export const Arn = string();
export const Flag = boolean();
export const AmazonResourceName = string({ min: 1, max: 1011 });
export const Attributes = map(Text, Text);
export { Text };

const TagKey = string({ min: 1, max: 128 });
export const TagKeys = list(TagKey);
export const Tags = list(structure({ Key: required(TagKey), Value: required(string({ min: 0, max: 256 })) }));

const MessageAttributeValue = structure({ BinaryValue: blob(), DataType: required(Text), StringValue: Text });
export const MessageAttributes = map(Text, MessageAttributeValue, { keyName: 'Name', valueName: 'Value' });

/** With it a subscription is confirmed. */
export const Token = string({ sensitive: true });
export const PhoneNumber = string({ sensitive: true });

export const Topics = list(structure({ TopicArn: Arn }));
export const Subscriptions = list(
  structure({ Endpoint: Text, Owner: Text, Protocol: Text, SubscriptionArn: Arn, TopicArn: Arn }),
);

export const PublishEntries = list(
  structure({
    Id: required(Text),
    Message: required(Text),
    MessageAttributes,
    MessageDeduplicationId: Text,
    MessageGroupId: Text,
    MessageStructure: Text,
    Subject: Text,
  }),
);
export const PublishFailures = list(
  structure({ Code: required(Text), Id: required(Text), Message: Text, SenderFault: required(boolean()) }),
);
export const PublishSuccesses = list(structure({ Id: Text, MessageId: Text, SequenceNumber: Text }));

/** An operation on one topic, or on one subscription, and nothing else. */
export const OfTopic = structure({ TopicArn: required(Arn) });
export const OfSubscription = structure({ SubscriptionArn: required(Arn) });
export const AttributesRead = structure({ Attributes });
