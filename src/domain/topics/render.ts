import { type OutgoingMessage, textMessage } from '#domain/channels';
import type { DeliveryRow } from './deliveries.sql.ts';
import type { EndpointMessage } from './endpoint.ts';
import { confirmationJson, functionEvent, notificationJson, type Seal, type Told } from './envelope.ts';
import type { SubscriptionLinks } from './links.ts';
import { textFor } from './publication.ts';
import type { SigningKey } from './signing.ts';
import { type SubscriptionRef, subscriptionArn, topicArn } from './topic.ts';

/** What deliveries are rendered with. */
export interface RenderDeps {
  links: SubscriptionLinks;
  signing: SigningKey;
  publicUrl: string;
}

/** Why a delivery is not wanted any more; undefined where it is. */
export function notWanted({ message, subscription, topic_name: topic, confirmed }: DeliveryRow): string | undefined {
  // A text message to a number that subscribes to nothing.
  if (message !== null && topic === null) return undefined;
  if (subscription === null) return 'the subscription was ended';
  return message === null && confirmed ? 'the subscription was confirmed' : undefined;
}

/** The subscription of a delivery that has one. */
function refOf({ account, region, topic_name: name, subscription: id }: DeliveryRow): SubscriptionRef {
  if (region === null || name === null || id === null) throw new Error('the delivery has no subscription');
  return { account, region, name, id };
}

async function sealOf(now: Date, deps: RenderDeps, row: DeliveryRow): Promise<Seal> {
  const version = row.topic_attributes?.['SignatureVersion'] === '2' ? '2' : '1';
  return { signer: await deps.signing.signer(now), version, publicUrl: deps.publicUrl };
}

/** The text that its receiver gets of what was published. */
function textOf(row: DeliveryRow): string {
  const { body, structured, attributes } = row;
  return textFor({ body: body ?? '', structured: structured ?? false, attributes: attributes ?? {} }, row.protocol);
}

/** As JSON, signed; the same at every try. */
async function jsonOf(now: Date, deps: RenderDeps, row: DeliveryRow): Promise<string> {
  const seal = await sealOf(now, deps, row);
  const ref = refOf(row);
  if (row.message === null) {
    const token = deps.links.token(ref.id, row.created_at);
    const subscribeUrl = deps.links.subscribeUrl(ref, token);
    const asked = { messageId: row.id, topicArn: topicArn(ref), token, subscribeUrl, timestamp: row.created_at };
    return confirmationJson(asked, seal);
  }
  return notificationJson(toldOf(deps, row, ref), seal);
}

function toldOf(deps: RenderDeps, row: DeliveryRow, ref: SubscriptionRef): Told {
  return {
    messageId: row.message ?? row.id,
    topicArn: topicArn(ref),
    subject: row.subject ?? undefined,
    message: textOf(row),
    timestamp: row.published_at ?? row.created_at,
    attributes: row.attributes ?? {},
    unsubscribeUrl: deps.links.unsubscribeUrl(ref),
  };
}

/** What a function is called with. */
export async function toFunction(now: Date, deps: RenderDeps, row: DeliveryRow): Promise<string> {
  const ref = refOf(row);
  return functionEvent(toldOf(deps, row, ref), await sealOf(now, deps, row), subscriptionArn(ref));
}

/** What goes to an endpoint over HTTP. */
export async function toEndpoint(now: Date, deps: RenderDeps, row: DeliveryRow): Promise<EndpointMessage> {
  const ref = refOf(row);
  const question = row.message === null;
  const raw = !question && row.subscription_attributes?.['RawMessageDelivery'] === 'true';
  return {
    url: row.endpoint,
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
      'x-amz-sns-message-type': question ? 'SubscriptionConfirmation' : 'Notification',
      'x-amz-sns-message-id': row.message ?? row.id,
      'x-amz-sns-topic-arn': topicArn(ref),
      ...(question ? {} : { 'x-amz-sns-subscription-arn': subscriptionArn(ref) }),
      ...(raw ? { 'x-amz-sns-rawdelivery': 'true' } : {}),
    },
    body: raw ? textOf(row) : await jsonOf(now, deps, row),
  };
}

/** What goes by a channel. */
export async function toMessage(now: Date, deps: RenderDeps, key: string, row: DeliveryRow): Promise<OutgoingMessage> {
  const common = { key, to: row.endpoint };
  if (row.protocol === 'sms') return { ...common, subject: '', text: smsText(row) };
  return { ...common, subject: subjectOf(row), text: await mailText(now, deps, row) };
}

/** One part: what is longer is cut, and shows that it was. */
function smsText(row: DeliveryRow): string {
  const name = row.topic_attributes?.['DisplayName'];
  const text = textOf(row);
  return textMessage(name ? `${name}> ${text}` : text, '').trim();
}

function subjectOf({ message, subject, topic_name: name, topic_attributes: attributes }: DeliveryRow): string {
  const who = attributes?.['DisplayName'] || name;
  if (message === null) return `Confirm your subscription to ${who}`;
  return subject ?? `Notification from ${who}`;
}

async function mailText(now: Date, deps: RenderDeps, row: DeliveryRow): Promise<string> {
  if (row.protocol === 'email-json') return jsonOf(now, deps, row);
  const ref = refOf(row);
  if (row.message === null) {
    return [
      `Somebody wants messages of the topic ${topicArn(ref)} to be sent to this address.`,
      '',
      'To get them, open this page within two days and confirm it there:',
      deps.links.confirmPage(deps.links.token(ref.id, row.created_at)),
      '',
      'If you do not want them, do nothing.',
    ].join('\n');
  }
  return [textOf(row), '', '--', 'To get no more of these messages:', deps.links.leavePage(ref.id)].join('\n');
}
