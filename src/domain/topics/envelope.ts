import type { MessageAttributes } from './filter-policy.ts';
import type { SignatureVersion, Signer } from './signing.ts';

/** A message over HTTP, or to a function, as AWS writes it, member by member; signed. */

/** What is told of a published message. */
export interface Told {
  messageId: string;
  topicArn: string;
  subject?: string | undefined;
  message: string;
  timestamp: Date;
  attributes: MessageAttributes;
  unsubscribeUrl: string;
}

/** The question whether a subscription is wanted. */
export interface Asked {
  messageId: string;
  topicArn: string;
  token: string;
  subscribeUrl: string;
  timestamp: Date;
}

export interface Seal {
  signer: Signer;
  version: SignatureVersion;
  /** Where Muster is reached. */
  publicUrl: string;
}

export function notificationJson(told: Told, seal: Seal): string {
  return JSON.stringify(notification(told, seal));
}

/** The event with which AWS calls a function: two of its names are written otherwise there, and none is left out. */
export function functionEvent(told: Told, seal: Seal, subscriptionArn: string): string {
  const { SigningCertURL: SigningCertUrl, UnsubscribeURL: UnsubscribeUrl, ...rest } = notification(told, seal);
  const Sns = { Subject: null, MessageAttributes: {}, ...rest, SigningCertUrl, UnsubscribeUrl };
  const record = { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscriptionArn, Sns };
  return JSON.stringify({ Records: [record] });
}

function notification(told: Told, seal: Seal) {
  const { messageId, topicArn, subject, message, timestamp, attributes, unsubscribeUrl } = told;
  const signed = {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: timestamp.toISOString(),
  };
  const named = Object.entries(attributes).map(([name, { type, value }]) => [name, { Type: type, Value: value }]);
  return {
    ...signed,
    ...signatureOf(signed, seal),
    UnsubscribeURL: unsubscribeUrl,
    ...(named.length > 0 ? { MessageAttributes: Object.fromEntries(named) } : {}),
  };
}

export function confirmationJson({ messageId, topicArn, token, subscribeUrl, timestamp }: Asked, seal: Seal): string {
  const signed = {
    Type: 'SubscriptionConfirmation',
    MessageId: messageId,
    Token: token,
    TopicArn: topicArn,
    Message: `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    SubscribeURL: subscribeUrl,
    Timestamp: timestamp.toISOString(),
  };
  return JSON.stringify({ ...signed, ...signatureOf(signed, seal) });
}

function signatureOf(members: Readonly<Record<string, string>>, { signer, version, publicUrl }: Seal) {
  return {
    SignatureVersion: version,
    Signature: signer.sign(textToSign(members), version),
    SigningCertURL: `${publicUrl}${signer.certificatePath}`,
  };
}

/** The members and their values, a line each, in the order of their names. */
export const textToSign = (members: Readonly<Record<string, string>>) =>
  Object.entries(members)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
