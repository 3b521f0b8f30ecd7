import { addressFault, type Route } from '#domain/channels';
import { isFunctionArn } from '#domain/events';
import { cut } from '#kernel/text';
import { retriesIn } from './delivery-policy.ts';
import { parseFilterPolicy } from './filter-policy.ts';
import { badParameter } from './topic.ts';

export type Protocol = 'http' | 'https' | 'email' | 'email-json' | 'sms' | 'lambda';

const PROTOCOLS: readonly Protocol[] = ['http', 'https', 'email', 'email-json', 'sms', 'lambda'];
/** What AWS has besides: nothing here would take what goes there. */
const ELSEWHERE = ['sqs', 'application', 'firehose'];
/** An index holds them. */
const MAX_ENDPOINT = 2_048;

/** Refuses (InvalidParameter) a protocol by which Muster cannot deliver. */
export function readProtocol(text: string): Protocol {
  const known = PROTOCOLS.find((protocol) => protocol === text);
  if (known) return known;
  const reason = ELSEWHERE.includes(text)
    ? `Muster delivers by ${PROTOCOLS.join(', ')}, and has no ${text} to deliver to. Subscribe an https endpoint instead`
    : `Amazon SNS does not support this protocol string: ${cut(text, 50)}; wanted one of ${PROTOCOLS.join(', ')}`;
  throw badParameter('Protocol', reason);
}

/** Whether it is delivered by a channel, through the outbox; else by work of the room's own: over HTTP, or to a function. */
export function channelTypeOf(protocol: Protocol): 'EMAIL' | 'SMS' | undefined {
  if (protocol === 'sms') return 'SMS';
  return protocol === 'email' || protocol === 'email-json' ? 'EMAIL' : undefined;
}

export const isHttp = (protocol: Protocol): boolean => protocol === 'http' || protocol === 'https';

/** Endpoints that are subscribed at once, as at AWS: a question would cost a number's owner an answer, and functions give none. */
export const isUnasked = (protocol: Protocol): boolean => protocol === 'sms' || protocol === 'lambda';

/** Refuses (InvalidParameter) what cannot be an endpoint of the protocol. */
export function checkEndpoint(
  channels: readonly Pick<Route, 'type' | 'addressFault'>[],
  protocol: Protocol,
  endpoint: string,
): void {
  if (endpoint === '') throw badParameter('Endpoint', 'wanted where to deliver to, got nothing');
  if (endpoint.length > MAX_ENDPOINT)
    throw badParameter('Endpoint', `wanted at most ${MAX_ENDPOINT} characters, got ${endpoint.length}`);
  if (isHttp(protocol)) checkUrl(protocol, endpoint);
  if (protocol === 'lambda') checkFunction(endpoint);
  const type = channelTypeOf(protocol);
  if (!type) return;
  const channel = channels.find((candidate) => candidate.type === type);
  const fault = channel && addressFault(channel, endpoint);
  if (fault !== undefined) throw badParameter(type === 'SMS' ? 'SMS endpoint' : 'Email address', fault);
}

function checkFunction(endpoint: string): void {
  if (!isFunctionArn(endpoint))
    throw badParameter('Lambda endpoint ARN', 'wanted arn:aws:lambda:REGION:ACCOUNT:function:NAME, of a function');
}

function checkUrl(protocol: Protocol, endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== `${protocol}:` || !endpoint.startsWith(`${protocol}://`))
    throw badParameter(
      'Endpoint',
      `Endpoint must match the specified protocol: wanted one that begins with ${protocol}://`,
    );
  // It would stand in lists and logs.
  if (url.username !== '' || url.password !== '')
    throw badParameter('Endpoint', 'wanted an address without user and password');
}

export type SubscriptionAttributes = Readonly<Record<string, string>>;

/** Refuses (InvalidParameter) an attribute that a subscription cannot have. An empty value takes it away. */
export function checkSubscriptionAttribute(protocol: Protocol, name: string, value: string): void {
  const http = isHttp(protocol);
  switch (name) {
    case 'RawMessageDelivery':
      if (!['', 'true', 'false'].includes(value))
        throw badParameter(name, `wanted true or false, got ${JSON.stringify(cut(value, 50))}`);
      if (value === 'true' && !http)
        throw badParameter(name, `Delivery protocol [${protocol}] does not support raw message delivery.`);
      return;
    case 'FilterPolicy':
      if (value !== '' && value !== '{}') parseFilterPolicy(value);
      return;
    case 'FilterPolicyScope':
      if (!['', 'MessageAttributes', 'MessageBody'].includes(value))
        throw badParameter(name, `wanted MessageAttributes or MessageBody, got ${JSON.stringify(cut(value, 50))}`);
      return;
    case 'DeliveryPolicy':
      if (value === '') return;
      if (!http) throw badParameter(name, `only http and https have one, and this is ${protocol}`);
      retriesIn(value);
      return;
    case 'RedrivePolicy':
      if (value !== '' && value !== '{}')
        throw badParameter(
          name,
          'Muster has no queues to put what could not be delivered; its deliveries tell it instead',
        );
      return;
    default:
      throw badParameter(
        'AttributeName',
        `wanted one of RawMessageDelivery, FilterPolicy, FilterPolicyScope, DeliveryPolicy, got ${JSON.stringify(cut(name, 50))}`,
      );
  }
}

/** The attributes after a change: an empty value is none. */
export function withAttribute(was: SubscriptionAttributes, name: string, value: string): SubscriptionAttributes {
  const { [name]: _was, ...others } = was;
  return value === '' ? others : { ...others, [name]: value };
}
