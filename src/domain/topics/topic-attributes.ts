import { cut } from '#kernel/text';
import { DEFAULT_RETRIES, retriesIn } from './delivery-policy.ts';
import { badParameter, type TopicRef, topicArn } from './topic.ts';

/** A topic's attributes, by AWS's names: what can be set, and what is read. */
export type TopicAttributes = Readonly<Record<string, string>>;

const FEEDBACK = /^(HTTP|Lambda|SQS|Application|Firehose)(Success|Failure)Feedback(RoleArn|SampleRate)$/;
const MAX_POLICY = 30_720;

/** Refuses (InvalidParameter) an attribute that a standard topic cannot have. An empty value takes it away. */
export function checkTopicAttribute(name: string, value: string): void {
  const wanted = (what: string) => badParameter(name, `wanted ${what}, got ${JSON.stringify(cut(value, 50))}`);
  if (value === '') return;
  switch (name) {
    case 'DisplayName':
      if (value.length > 100 || /\p{Cc}/u.test(value)) throw wanted('at most 100 characters on one line');
      return;
    case 'SignatureVersion':
      if (value !== '1' && value !== '2') throw wanted('1 (SHA-1) or 2 (SHA-256)');
      return;
    case 'TracingConfig':
      if (value !== 'PassThrough' && value !== 'Active') throw wanted('PassThrough or Active');
      return;
    case 'DeliveryPolicy':
      retriesIn(value);
      return;
    case 'Policy':
      if (!isObject(value) || value.length > MAX_POLICY)
        throw wanted(`a JSON object of at most ${MAX_POLICY} characters`);
      return;
    case 'KmsMasterKeyId':
      if (value.length > 2_048) throw wanted('at most 2048 characters');
      return;
    case 'FifoTopic':
      if (value !== 'false') throw badParameter(name, 'Muster has standard topics only; leave out FifoTopic');
      return;
    default:
      if (!FEEDBACK.test(name))
        throw badParameter(
          'AttributeName',
          `wanted one of Policy, DisplayName, DeliveryPolicy, SignatureVersion, KmsMasterKeyId, TracingConfig, got ${JSON.stringify(cut(name, 50))}`,
        );
      if (value.length > 2_048) throw wanted('at most 2048 characters');
  }
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The attributes after a change; FifoTopic is only ever false, and not kept. */
export function withTopicAttribute(was: TopicAttributes, name: string, value: string): TopicAttributes {
  const { [name]: _was, ...others } = was;
  return value === '' || name === 'FifoTopic' ? others : { ...others, [name]: value };
}

export interface Counts {
  confirmed: number;
  pending: number;
  deleted: number;
}

/** All that GetTopicAttributes tells. */
export function toldAttributes(ref: TopicRef, own: TopicAttributes, counts: Counts): TopicAttributes {
  return {
    Policy: defaultPolicy(ref),
    DisplayName: '',
    ...own,
    Owner: ref.account,
    TopicArn: topicArn(ref),
    SubscriptionsConfirmed: String(counts.confirmed),
    SubscriptionsPending: String(counts.pending),
    SubscriptionsDeleted: String(counts.deleted),
    EffectiveDeliveryPolicy: JSON.stringify({
      http: {
        defaultHealthyRetryPolicy: retriesIn(own['DeliveryPolicy'] ?? '{}') ?? DEFAULT_RETRIES,
        disableSubscriptionOverrides: false,
        defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
      },
    }),
  };
}

const ACTIONS = ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic'].concat(
  ['Subscribe', 'ListSubscriptionsByTopic', 'Publish'],
);

/** AWS's own for a topic without one: its account may do everything. */
function defaultPolicy(ref: TopicRef): string {
  const statement = {
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ACTIONS.map((action) => `SNS:${action}`),
    Resource: topicArn(ref),
    Condition: { StringEquals: { 'AWS:SourceOwner': ref.account } },
  };
  return JSON.stringify({ Version: '2008-10-17', Id: '__default_policy_ID', Statement: [statement] });
}
