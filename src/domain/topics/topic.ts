import { arns, parseArn } from '#kernel/arn';
import { isUuid } from '#kernel/ids';
import { invalid, Refusal } from '#kernel/refusal';
import { cut } from '#kernel/text';

export interface TopicRef {
  account: string;
  region: string;
  /** 1 to 256 letters, digits, hyphens and underscores; unique in account and Region. */
  name: string;
}

export interface SubscriptionRef extends TopicRef {
  id: string;
}

export const topicArn = ({ region, account, name }: TopicRef) => arns.topic(region, account, name);

export const subscriptionArn = ({ region, account, name, id }: SubscriptionRef) =>
  arns.subscription(region, account, name, id);

/** Refuses (InvalidParameter) a parameter, in AWS's words, and says what is wanted. */
export function badParameter(name: string, reason: string): Refusal {
  const message = `Invalid parameter: ${name} Reason: ${reason}`;
  return invalid(message, { name, message });
}

const NAME = /^[A-Za-z0-9_-]{1,256}$/;

/** Refuses a name that no standard topic can have; of a FIFO topic's says that there are none. */
export function checkTopicName(name: string): void {
  if (name.endsWith('.fifo'))
    throw badParameter('Topic Name', 'Muster has standard topics only; leave out .fifo and FifoTopic');
  if (!NAME.test(name))
    throw badParameter(
      'Topic Name',
      `wanted 1 to 256 letters, digits, hyphens and underscores, got ${JSON.stringify(cut(name, 100))}`,
    );
}

/** Refuses what is no topic's ARN. `member` is for that refusal. */
export function parseTopicArn(text: string, member = 'TopicArn'): TopicRef {
  const { region, account, name, id } = readArn(text, member);
  if (id !== undefined) throw badParameter(member, `wanted a topic's ARN, got a subscription's: ${cut(text, 200)}`);
  return { region, account, name };
}

/** Refuses what is no subscription's ARN. */
export function parseSubscriptionArn(text: string): SubscriptionRef {
  const { id, ...ref } = readArn(text, 'SubscriptionArn');
  if (id === undefined || !isUuid(id))
    throw badParameter(
      'SubscriptionArn',
      `wanted a topic's ARN, a colon and the subscription's UUID, got ${JSON.stringify(cut(text, 200))}`,
    );
  return { ...ref, id };
}

function readArn(text: string, member: string): TopicRef & { id?: string } {
  const arn = parseArn(text);
  const [name = '', id, more] = arn?.resource.split(':') ?? [];
  if (arn?.partition !== 'aws' || arn.service !== 'sns' || !arn.region || !arn.account || more !== undefined)
    throw badParameter(
      member,
      `wanted an ARN such as arn:aws:sns:us-east-1:123456789012:name, got ${JSON.stringify(cut(text, 200))}`,
    );
  return { account: arn.account, region: arn.region, name, ...(id === undefined ? {} : { id }) };
}

export const noTopic = (ref: TopicRef) =>
  new Refusal('notFound', 'Topic does not exist', { resourceType: 'TOPIC', resourceId: topicArn(ref) });

export const noSubscription = (ref: SubscriptionRef) =>
  new Refusal('notFound', 'Subscription does not exist', {
    resourceType: 'SUBSCRIPTION',
    resourceId: subscriptionArn(ref),
  });

/** What is another account's is refused: sharing would come by policies, which are kept and not evaluated. */
export function ownTopic<Ref extends TopicRef>(account: string, ref: Ref): Ref {
  if (ref.account === account) return ref;
  throw new Refusal(
    'accessDenied',
    `Account ${account} is not authorized to act on ${topicArn(ref)}: it belongs to another account`,
  );
}
